"""The expectation at one event: the likeliest values of each column, the actual one marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.inspect.inspection import Expected, Option
from gui.number_format import decimals

ROW, HEADING = 21.0, 26.0
SPACE_ABOVE = 8.0
PERCENT = 46.0
MARK = 14.0


class Alternatives(QWidget):
    """For each column a heading with its bits, and a bar for each value. A filled dot marks the actual value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[tuple[str, Expected], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What was expected"))
        self.setToolTip(self.tr("How likely the model held each value; the dot marks the one that came"))

    def show_columns(self, columns: Sequence[tuple[str, Expected]]) -> None:
        """Show the expectation of each column, under its heading."""
        before = self.sizeHint()
        self._columns = tuple(columns)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.setAccessibleDescription("; ".join(self._spoken(title, column) for title, column in self._columns))
        self.update()

    def _spoken(self, title: str, column: Expected) -> str:
        actual = next((option for option in column.options if option.actual), None)
        words = self.tr("{column}: {value}, expected with {chance}")
        return words.format(column=title, value=actual.name if actual else "", chance=self._chance(actual))

    def _chance(self, option: Option | None) -> str:
        if option is None:
            return ""
        share = option.probability * 100
        if share < 0.1:
            return self.tr("< 0.1 %")
        return self.tr("{share}%").format(share=f"{share:.0f}" if share >= 9.95 else decimals(share, 1))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        rows = sum(len(column.options) for _, column in self._columns)
        height = rows * ROW + len(self._columns) * (HEADING + SPACE_ABOVE)
        return QSize(200, int(height) + 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        for title, column in self._columns:
            y += SPACE_ABOVE
            self._paint_heading(painter, title, column, y)
            y += HEADING
            for option in column.options:
                self._paint_option(painter, option, y)
                y += ROW
        painter.end()

    def _paint_heading(self, painter: QPainter, title: str, column: Expected, y: float) -> None:
        c, box = theme.colours(), QRectF(0, y, self.width(), HEADING)
        painter.setFont(theme.font(theme.SMALL, bold=True))
        painter.setPen(QColor(c.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.font(theme.SMALL))
        bits = self.tr("{bits} bits").format(bits=decimals(column.bits))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, bits)

    def _paint_option(self, painter: QPainter, option: Option, y: float) -> None:
        c = theme.colours()
        full = self.width() - MARK
        bar = QRectF(MARK, y + 1, max(2.0, (full - PERCENT) * option.probability), ROW - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.accent_soft if option.actual else c.raised))
        painter.drawRoundedRect(bar, 3.0, 3.0)
        self._paint_dot(painter, option, y)
        painter.setFont(theme.font(theme.NORMAL, bold=option.actual))
        painter.setPen(QColor(c.accent if option.actual else c.text))
        room = full - PERCENT - theme.GAP
        name = painter.fontMetrics().elidedText(option.name, Qt.TextElideMode.ElideRight, int(room))
        text = QRectF(MARK + 6, y, room, ROW)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(c.accent if option.actual else c.muted))
        percent = QRectF(self.width() - PERCENT, y, PERCENT, ROW)
        painter.drawText(percent, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._chance(option))

    def _paint_dot(self, painter: QPainter, option: Option, y: float) -> None:
        c = theme.colours()
        if option.actual:
            painter.setBrush(QColor(c.accent))
            painter.setPen(QPen(QColor(c.accent), 1.0))
            painter.drawEllipse(QRectF(1, y + ROW / 2 - 4, 8, 8))
