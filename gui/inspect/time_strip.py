"""The base of widgets that draw events along a time axis."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.inspect.event_axis import EventAxis
from seqgen.arrays import Floats

LEFT = 46.0


class TimeStrip(QWidget):
    """A widget with a time axis between margins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis, self.marked = EventAxis(), -1
        self._left, self._right = LEFT, 0.0

    def set_events(self, begins: Floats) -> None:
        """Set the beginning of each event and the end of the last one, and show them all."""
        first, last = (min(float(begins[0]), 0.0), float(begins[-1])) if len(begins) else (0.0, 1.0)
        self.axis = EventAxis(begins).showing(first, last)
        self._place()

    def set_view(self, begin: float, end: float) -> None:
        self.axis = self.axis.showing(begin, end)
        self._redraw()

    def set_margins(self, left: float, right: float) -> None:
        """Set the margins left and right of the time axis, to align it with another widget's."""
        self._left, self._right = left, right
        self._place()

    def _area(self) -> QRectF:
        return QRectF(self._left, 0.0, max(1.0, self.width() - self._left - self._right), float(self.height()))

    def _place(self) -> None:
        area = self._area()
        self.axis = self.axis.placed(area.left(), area.width())
        self._redraw()

    def _redraw(self) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._place()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)
