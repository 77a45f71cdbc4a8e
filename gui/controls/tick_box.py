"""The tick box of a table row, visible in both themes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme

SIZE = 15.0


class TickBox(QStyledItemDelegate):
    """Paints its own box over the style's, which has nearly the colour of the dark theme's ground."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_tick(painter, self._box(option, index), ticked=Qt.CheckState(state) == Qt.CheckState.Checked)
            painter.restore()

    def _box(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QRectF:
        full: Any = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        style = full.widget.style() if full.widget is not None else QApplication.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, full, full.widget)
        box = QRectF(0, 0, SIZE, SIZE)
        box.moveCenter(QRectF(place).center())
        return box


def paint_tick(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
    """Draw a box with or without a tick."""
    colours = theme.colours()
    painter.setPen(QPen(colours.colour("accent" if ticked else "muted"), 1.2))
    painter.setBrush(colours.colour("accent" if ticked else "card"))
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 3, 3)
    if ticked:
        pen = QPen(colours.colour("on_accent"), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corners = ((0.26, 0.53), (0.43, 0.70), (0.75, 0.32))
        painter.drawPolyline([QPointF(box.left() + x * SIZE, box.top() + y * SIZE) for x, y in corners])
