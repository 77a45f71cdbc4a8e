"""A dialog with all shortcuts of keys and mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, in_scroll
from gui.controls.labels import make_label
from gui.shortcuts import EDITING, ELSEWHERE, LOOKING, TAKES, WINDOW, WRITING, Row, group_title, rows

WIDEST, HIGHEST = 1080, 640
COLUMNS = ((WINDOW, WRITING, TAKES), (LOOKING, EDITING, ELSEWHERE))


class ShortcutsDialog(QDialog):
    """Two columns from the table by which the keys are bound: the window and the takes, the roll and the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard and mouse"))
        inside = QWidget()
        columns = [self._column([(group_title(group), rows(group)) for group in groups]) for groups in COLUMNS]
        in_row(*columns, on=inside, margins=theme.WIDE, spacing=2 * theme.WIDE)
        scroll = in_scroll(inside, focus=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        in_column(scroll, on=self, margins=0)
        self.resize(min(WIDEST, inside.sizeHint().width() + theme.WIDE), min(HIGHEST, inside.sizeHint().height()))

    def _column(self, sections: Sequence[tuple[str, Sequence[Row]]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(1, 1)
        place = 0
        for title, shown in sections:
            heading = make_label("section", title)
            if place:
                grid.setRowMinimumHeight(place, theme.GAP)
            grid.addWidget(heading, place + 1, 0, 1, 2)
            place += 2
            for row in shown:
                grid.addWidget(QLabel(row.label), place, 0)
                grid.addWidget(make_label("muted", row.words, wrap=True), place, 1)
                place += 1
        grid.setRowStretch(place, 1)
        return grid
