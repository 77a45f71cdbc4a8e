"""A dialog with all shortcuts of keys and mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, in_scroll
from gui.controls.labels import make_label

HIGHEST = 640


class ShortcutsDialog(QDialog):
    """Two columns: the window and the takes, the roll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard and mouse"))
        inside = QWidget()
        window = [(self.tr("THE WINDOW"), self._window()), (self.tr("TAKES"), self._takes())]
        roll = [(self.tr("LOOKING AT THE ROLL"), self._looking()), (self.tr("EDITING NOTES"), self._editing())]
        columns = (self._column(window), self._column(roll))
        in_row(*columns, on=inside, margins=theme.WIDE, spacing=2 * theme.WIDE)
        scroll = in_scroll(inside, focus=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        in_column(scroll, on=self, margins=0)
        self.resize(inside.sizeHint().width() + theme.WIDE, min(HIGHEST, inside.sizeHint().height()))

    def _window(self) -> list[tuple[str, str]]:
        return [
            ("1 – 4", self.tr("The four pages; among takes and in text with {keys}").format(keys=_keys("Ctrl"))),
            (self.tr("Space"), self.tr("Play and pause")),
            (_keys("Ctrl+Z"), self.tr("Undo")),
            (_keys("Ctrl+Shift+Z"), self.tr("Redo")),
        ]

    def _takes(self) -> list[tuple[str, str]]:
        return [
            (_keys("Ctrl+G"), self.tr("Generate takes")),
            (_keys("Ctrl+E"), self.tr("Export")),
            (_keys("Ctrl+F"), self.tr("Search the takes")),
            ("↑ ↓", self.tr("Walk the takes")),
            ("B", self.tr("The take before, at the same place")),
            ("S", self.tr("Star a take")),
            ("0 – 5", self.tr("Rate a take")),
            ("F2", self.tr("Name, tags and note of a take")),
            (_keys("Del"), self.tr("Delete a take")),
            (_keys("Ctrl+C"), self.tr("Copy the take's file")),
        ]

    def _looking(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Wheel"), self.tr("Scroll; with Shift in time")),
            (self.tr("{keys}+wheel").format(keys=_keys("Ctrl")), self.tr("Zoom; with Shift in pitch")),
            ("+  −  0  Z", self.tr("Zoom, see the whole, see what is chosen")),
            (self.tr("Drag in the ruler"), self.tr("Choose bars")),
            (self.tr("Drag"), self.tr("Choose notes")),
            (_keys("Ctrl+A"), self.tr("Choose all notes")),
            (_keys("Shift+B"), self.tr("Choose whole bars")),
            (_keys("Shift+P"), self.tr("Choose the whole part")),
            (_keys("Shift+H"), self.tr("Choose all of this pitch; also a click on its key")),
            ("N", self.tr("Choose the next note; with Shift the one before")),
            (_keys("Esc"), self.tr("Choose nothing")),
        ]

    def _editing(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Double-click"), self.tr("Add a note")),
            (self.tr("Drag a note"), self.tr("Move it; with Alt off the grid")),
            (self.tr("Drag its end"), self.tr("Make it longer or shorter")),
            (self.tr("{keys}+drag").format(keys=_keys("Alt")), self.tr("Louder upwards, softer downwards")),
            ("← → ↑ ↓", self.tr("Move; with Ctrl by a bar or an octave")),
            (_keys("Shift") + " ← →", self.tr("Shorter and longer")),
            (_keys("Alt") + " ↑ ↓", self.tr("Louder and softer")),
            (_keys("Alt") + "+" + _keys("Shift") + " ↑ ↓", self.tr("Up and down a step of the key")),
            (_keys("Del"), self.tr("Delete notes")),
            (self.tr("Click on the ground"), self.tr("Mark where notes are pasted")),
            (_keys("Ctrl+X") + "  C  V", self.tr("Cut, copy, paste")),
            (_keys("Ctrl+D"), self.tr("Duplicate")),
            (_keys("Ctrl+U"), self.tr("Quantise to the grid")),
            (",  .  T", self.tr("Coarser grid, finer grid, triplets")),
        ]

    def _column(self, sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(1, 1)
        row = 0
        for title, rows in sections:
            heading = make_label("section", title)
            if row:
                grid.setRowMinimumHeight(row, theme.GAP)
            grid.addWidget(heading, row + 1, 0, 1, 2)
            row += 2
            for keys, words in rows:
                what = make_label("muted", words)
                grid.addWidget(QLabel(keys), row, 0)
                grid.addWidget(what, row, 1)
                row += 1
        grid.setRowStretch(row, 1)
        return grid


def _keys(text: str) -> str:
    """Return a shortcut as this system writes it; `Ctrl` alone, too."""
    if text in ("Ctrl", "Shift", "Alt"):
        return QKeySequence(f"{text}+A").toString(QKeySequence.SequenceFormat.NativeText)[:-1].rstrip("+")
    return QKeySequence(text).toString(QKeySequence.SequenceFormat.NativeText)
