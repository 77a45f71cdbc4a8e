"""Slider that shows the playback position and moves it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

LINE = 4.0
HANDLE = 6.0
STEPS = 50  # of an arrow key, across the whole


class PositionSlider(QWidget):
    """Shows a position from 0 to the end, in ticks, and highlights the loop range.

    `seek_wanted` is emitted at a click, at the end of a drag and at each key; `dragged` during a drag.
    """

    seek_wanted = Signal(float)
    dragged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._end, self._position = 1.0, 0.0
        self._drag: float | None = None
        self._loop: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.CONTROL_HEIGHT)
        self.setMinimumWidth(80)
        self.setAccessibleName(self.tr("Position"))
        self.setToolTip(self.tr("Where it plays: click or drag; arrow keys step, Home goes to the beginning"))

    @property
    def position(self) -> float:
        """Position in ticks; during a drag, the position dragged to."""
        return self._position if self._drag is None else self._drag

    def set_end(self, end: float) -> None:
        """Set the length in ticks."""
        self._end = max(1.0, float(end))
        self.update()

    def set_position(self, position: float) -> None:
        """Set the position in ticks; an ongoing drag is not disturbed."""
        if self._x(position) != self._x(self._position):
            self.update()
        self._position = position

    def set_loop(self, loop: tuple[float, float] | None) -> None:
        """Set the highlighted loop range in ticks, None for none."""
        self._loop = loop
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        x = self._x(self.position)

        def bar(begin: float, end: float, colour: str, height: float = LINE) -> None:
            painter.setBrush(colours.colour(colour))
            painter.drawRoundedRect(QRectF(begin, middle - height / 2, max(end - begin, 0), height), 2, 2)

        bar(HANDLE, self.width() - HANDLE, "line")
        if self._loop is not None:
            begin, end = self._x(self._loop[0]), self._x(self._loop[1])
            bar(begin, end, "muted")
            for edge in (begin, end):
                bar(edge - 1, edge + 1, "accent", LINE * 3)
        bar(HANDLE, x, colour="text")
        if self.isEnabled() and (self.hasFocus() or self.underMouse() or self._drag is not None):
            painter.setBrush(colours.colour("text"))
            if self.hasFocus():
                painter.setPen(QPen(colours.colour("accent"), 2))
            painter.drawEllipse(QPointF(x, middle), HANDLE, HANDLE)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._drag is not None:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._drag is not None and event.button() == Qt.MouseButton.LeftButton:
            self._position, self._drag = self._drag, None
            self.seek_wanted.emit(self._position)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        step = self._end / STEPS
        targets = {
            Qt.Key.Key_Left: self._position - step,
            Qt.Key.Key_Right: self._position + step,
            Qt.Key.Key_PageDown: self._position - 5 * step,
            Qt.Key.Key_PageUp: self._position + 5 * step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._end,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
            return
        self._position = min(max(target, 0.0), self._end)
        self.seek_wanted.emit(self._position)
        self.update()

    def _drag_to(self, x: float) -> None:
        share = (x - HANDLE) / max(1.0, self.width() - 2 * HANDLE)
        self._drag = min(max(share, 0.0), 1.0) * self._end
        self.dragged.emit(self._drag)
        self.update()

    def _x(self, position: float) -> float:
        share = min(max(position / self._end, 0.0), 1.0)
        return round((HANDLE + share * (self.width() - 2 * HANDLE)) * 4) / 4
