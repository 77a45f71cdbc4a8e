"""A small bar plot of counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme

LABEL_SPACE = 16.0
TITLE_SPACE = 22.0
MOST_BAR_WIDTH = 26.0


@dataclass(frozen=True)
class Bars:
    """The data of a plot: a title, and for each bar its label, its height (0 or more) and its tool tip."""

    title: str
    labels: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    tips: tuple[str, ...] = ()


class Histogram(QWidget):
    """Bars with labels under them, and a tool tip for each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = Bars("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)

    def show_bars(self, bars: Bars) -> None:
        self.bars = bars
        self.setAccessibleName(bars.title)
        self.setAccessibleDescription("; ".join(bars.tips))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(220, 118)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, 96)

    def _slot(self, number: int) -> QRectF:
        """Return the slot of a bar, label included."""
        inner = QRectF(self.rect()).adjusted(theme.SPACE, TITLE_SPACE + theme.GAP, -theme.SPACE, -theme.GAP)
        width = inner.width() / max(len(self.bars.values), 1)
        return QRectF(inner.left() + number * width, inner.top(), width, inner.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)
        painter.setPen(colours.colour("muted"))
        painter.setFont(theme.font(theme.SMALL, bold=True))
        title = QRectF(theme.SPACE, theme.GAP, self.width() - 2 * theme.SPACE, TITLE_SPACE - theme.TIGHT)
        shown = QFontMetricsF(painter.font()).elidedText(self.bars.title, Qt.TextElideMode.ElideRight, title.width())
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        self._paint_bars(painter)
        self._paint_labels(painter)

    def _paint_bars(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        highest = max(self.bars.values, default=0.0)
        for number, value in enumerate(self.bars.values):
            slot = self._slot(number)
            base = slot.bottom() - LABEL_SPACE
            # a bar above zero can always be seen
            height = max(2.0, (base - slot.top()) * value / highest) if value > 0 else 1.0
            width = min(MOST_BAR_WIDTH, max(slot.width() - 3.0, slot.width() * 0.6))
            bar = QRectF(slot.center().x() - width / 2, base - height, width, height)
            painter.setBrush(theme.colours().colour("accent" if value > 0 else "line"))
            corner = min(2.0, height / 2)
            painter.drawRoundedRect(bar, corner, corner)

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colours().colour("muted"))
        metrics = QFontMetricsF(painter.font())
        widest = max((metrics.horizontalAdvance(label) for label in self.bars.labels), default=0.0)
        every = max(1, int(-(-(widest + theme.TIGHT) // max(self._slot(0).width(), 1.0))))
        for number, label in enumerate(self.bars.labels):
            if number % every:
                continue
            slot = self._slot(number)
            width = max(widest + theme.TIGHT, slot.width())
            place = QRectF(slot.center().x() - width / 2, slot.bottom() - LABEL_SPACE + 2, width, LABEL_SPACE)
            place.moveLeft(min(max(place.left(), 0.0), self.width() - width))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, label)

    def bar_at(self, position: QPointF) -> int:
        for number in range(len(self.bars.values)):
            if self._slot(number).contains(position):
                return number
        return -1

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.bar_at(QPointF(event.pos()))
            tips: Sequence[str] = self.bars.tips
            QToolTip.showText(event.globalPos(), tips[number] if 0 <= number < len(tips) else "", self)
            return True
        return super().event(event)
