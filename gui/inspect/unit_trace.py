"""The activity of one unit through time: a strip under a roll or over a heat map, along the same axis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.inspect.time_strip import TimeStrip
from gui.number_format import shortest
from seqgen.arrays import Floats32

HEIGHT = 56
MARGIN = 5.0
WIDE_EVENT = 4


class UnitTrace(TimeStrip):
    """Bars up from the middle for positive, down for negative activity; up from the bottom where none is negative."""

    picked = Signal(int)
    """An event."""
    hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats32 = np.zeros(0, np.float32)
        self._scale, self._two_sided = 1.0, True
        self._caption = self._hint = ""
        self._tip: Callable[[int], str] | None = None
        self.setMouseTracking(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Activity of the chosen unit"))
        self.setToolTip(self.tr("What the chosen unit did: up is positive, down negative"))

    def set_values(self, values: Floats32, scale: float, *, two_sided: bool) -> None:
        """Show the activity of a unit after each event."""
        self._values, self._scale, self._two_sided = values, scale, two_sided
        self.update()

    def set_caption(self, caption: str, hint: str = "") -> None:
        """Set the caption, and the hint while there is nothing to show."""
        self._caption, self._hint = caption, hint
        self.setAccessibleDescription(caption or hint)
        self.update()

    def set_tips(self, tip: Callable[[int], str] | None) -> None:
        self._tip = tip

    def mark(self, event: int) -> None:
        """Mark an event, -1 for none."""
        self.marked = event
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(600, HEIGHT)

    # -- drawing -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = theme.colours()
        area = self._area()
        painter.fillRect(self.rect(), QColor(c.ground))
        painter.fillRect(area, QColor(c.card))
        inner = area.adjusted(0, MARGIN, 0, -MARGIN)
        zero = inner.center().y() if self._two_sided else inner.bottom()
        shown = len(self._values) > 0 and self.axis.events == len(self._values)
        if shown:
            self._paint_scale(painter, inner, zero)
        painter.save()
        painter.setClipRect(area)
        if shown:
            self._paint_bars(painter, zero, zero - inner.top())
        painter.setPen(QPen(QColor(c.bar), 1.0))
        painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero))
        if 0 <= self.marked < self.axis.events:
            begin, end = self.axis.span(self.marked)
            painter.setPen(QPen(QColor(c.playhead), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(begin, area.top() - 2, max(end - begin, 2.0), area.height() + 4))
        self._paint_words(painter, area, shown)
        painter.restore()
        painter.end()

    def _paint_bars(self, painter: QPainter, zero: float, height: float) -> None:
        """Paint one bar a pixel column: from the lowest to the highest of the events that share it."""
        c = theme.colours()
        first, last, starts = self.axis.columns(int(self.axis.width))
        if last <= first:
            return
        events = np.minimum(starts[:-1], len(self._values) - 1)
        steps = np.clip(self._values / self._scale, -1.0, 1.0)
        stop = min(max(int(starts[-1]), int(starts[-2]) + 1), len(steps))
        highest = np.maximum.reduceat(steps[:stop], events).clip(0)
        lowest = np.minimum.reduceat(steps[:stop], events).clip(None, 0)
        # wide events are told apart by a gap
        wide = (last - first) > WIDE_EVENT * max(1, int(events[-1] - events[0]) + 1)
        ends_event = np.append(np.diff(events) > 0, False) if wide else np.zeros(len(events), bool)
        for ends, colour in ((highest, c.warm), (lowest, c.cool)):
            there = np.flatnonzero((np.abs(ends) * height > 0.3) & ~ends_event)
            tops = zero - ends * height
            rects = [
                QRectF(self._left + first + i, min(tops[i], zero), 1.0, abs(tops[i] - zero)) for i in there.tolist()
            ]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.drawRects(rects)

    def _paint_words(self, painter: QPainter, area: QRectF, shown: bool) -> None:
        """Paint the caption at the top right, on a ground of its own, or the hint in the middle."""
        c = theme.colours()
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(c.muted))
        if not shown:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._hint)
        elif self._caption:
            metrics = painter.fontMetrics()
            width = metrics.horizontalAdvance(self._caption) + 2.0 * theme.TIGHT
            box = QRectF(area.right() - width, area.top(), width, metrics.height() + 2.0)
            ground = QColor(c.card)
            ground.setAlpha(210)
            painter.fillRect(box, ground)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._caption)

    def _paint_scale(self, painter: QPainter, inner: QRectF, zero: float) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.colours().muted))
        line = float(painter.fontMetrics().height())
        top = shortest(self._scale, 2)
        marks = (
            [(inner.top(), f"+{top}"), (inner.bottom(), f"\u2212{top}")] if self._two_sided else [(inner.top(), top)]
        )
        for y, text in [*marks, (zero, "0")]:
            at = min(max(y - line / 2, 0.0), self.height() - line)
            box = QRectF(0, at, self._left - theme.TIGHT - 2, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    # -- events --------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.axis.event_at(event.position().x())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.axis.event_at(event.position().x())
        self.hovered.emit(at)
        if self._tip is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self._tip(at) if at >= 0 else "", self)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.hovered.emit(-1)
        super().leaveEvent(event)
