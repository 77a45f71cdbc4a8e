"""A small picture of a sheet."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.roll.picture import paint_roll
from seqgen.formats.sheet import Sheet


class SmallRoll(QWidget):
    """All notes of a sheet, as large as the widget; empty for None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None

    def show_sheet(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.sheet is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_roll(painter, QRectF(self.rect()).adjusted(0, 2, 0, -2), self.sheet)
