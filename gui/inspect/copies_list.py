"""The parts of a piece that stand in the corpus: each played, here and in the piece that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.controls.buttons import make_button
from gui.controls.labels import make_label
from gui.icons import icon
from gui.inspect.copies import CopiedPassage
from gui.kinds import view_of

LONGEST = 24


class CopiesList(QWidget):
    """A row a passage, with a button for each of its two places, and one button for takes that copy less."""

    own_wanted = Signal(object)
    """Emitted with a `CopiedPassage` that the user wants to see and hear in the piece."""
    source_wanted = Signal(object)
    """Emitted with a `CopiedPassage` that the user wants to hear as it stands in the corpus."""
    less_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What stands in the corpus"))
        self._rows = QGridLayout()
        self._rows.setSpacing(theme.TIGHT)
        self._rows.setColumnStretch(1, 1)
        words = self.tr("Write takes that copy less")
        self.less = make_button(
            words, self.tr("Bound how long a run takes may copy, and write new ones"), self.less_wanted
        )
        in_column(self._rows, self.less, on=self, margins=0, spacing=theme.GAP)

    def show_passages(self, kind: str, passages: Sequence[CopiedPassage], *, much: bool) -> None:
        """Show the passages of a piece of a kind. `much`: offer takes that copy less."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        heard = view_of(kind).notes
        unit = self.tr("Bars") if heard else self.tr("Characters")
        for column, heading in enumerate((unit, self.tr("In the corpus")) if passages else ()):
            self._rows.addWidget(make_label("small", heading), 0, column)
        for row, passage in enumerate(passages, start=1):
            words = view_of(kind).stands_in(passage.first, passage.last, passage.piece)
            span = str(passage.first) if passage.first == passage.last else f"{passage.first}–{passage.last}"
            own = self._button(span, words, partial(self.own_wanted.emit, passage), heard=heard)
            name = passage.piece if len(passage.piece) <= LONGEST else "…" + passage.piece[1 - LONGEST :]
            source: QWidget
            if heard:
                tip = self.tr("{words}; hear what stands there").format(words=words)
                source = self._button(name, tip, partial(self.source_wanted.emit, passage), heard=True)
            else:
                # the same characters
                source = make_label("muted", name)
                source.setToolTip(words)
            source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._rows.addWidget(own, row, 0)
            self._rows.addWidget(source, row, 1)
        self.less.setVisible(much)
        self.setVisible(bool(passages) or much)

    def _button(self, words: str, tip: str, act: Callable[[], object], *, heard: bool) -> QPushButton:
        button = make_button(words, tip, act, kind="quiet")
        if heard:
            button.setIcon(icon("play"))
        button.setAccessibleName(f"{words}: {tip}")
        return button
