"""The colour scale of a heat map, a strip or a tinted text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.number_format import shortest

WIDTH, HEIGHT = 116, 20
BAR = 8.0


class HeatLegend(QWidget):
    """A bar from the lowest to the highest value, with their numbers at its ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._two_sided, self._unit = 1.0, True, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_scale(1.0, two_sided=True)

    def set_scale(self, scale: float, *, two_sided: bool, unit: str = "") -> None:
        """Set the value of full strength, and its unit."""
        self._scale, self._two_sided, self._unit = scale, two_sided, unit
        low = self._low()
        self.setToolTip(self.tr("Colours from {low} to {high}").format(low=low, high=self._high()))
        self.setAccessibleName(self.toolTip())
        self.update()

    def _low(self) -> str:
        return f"\u2212{shortest(self._scale, 2)}" if self._two_sided else "0"

    def _high(self) -> str:
        number = shortest(self._scale, 2)
        number = f"+{number}" if self._two_sided else number
        return f"{number} {self._unit}" if self._unit else number

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = theme.colours()
        painter.setFont(theme.font(theme.SMALL))
        metrics = painter.fontMetrics()
        low, high = metrics.horizontalAdvance(self._low()), metrics.horizontalAdvance(self._high())
        bar = QRectF(low + theme.TIGHT, (self.height() - BAR) / 2, self.width() - low - high - 2 * theme.TIGHT, BAR)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(11):
            share = step / 10
            strength = share * 2 - 1 if self._two_sided else share
            sign = -1 if strength < 0 else 1
            gradient.setColorAt(share, c.heat(sign * abs(strength) ** 0.8))
        painter.setPen(QColor(c.line))
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        painter.setPen(QColor(c.muted))
        whole = QRectF(self.rect())
        painter.drawText(whole, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._low())
        painter.drawText(whole, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._high())
        painter.end()
