"""A list to choose from that shows as much of a long name as fits."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from gui import theme

INSET, SMALL_INSET, CHEVRON = 10, 6, 8
WIDEST_LIST = 420


class ElidedBox(QComboBox):
    """A box that elides names too long for it; the open list shows them whole.

    `small`: less space around the name.
    """

    def __init__(self, parent: QWidget | None = None, *, small: bool = False) -> None:
        super().__init__(parent)
        self._inset = SMALL_INSET if small else INSET

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        # the style leaves a third of a small box unused, and cuts long names off
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        colours = theme.colours()
        room = self.rect().adjusted(self._inset, 0, -self._inset - CHEVRON - theme.TIGHT, 0)
        name = self.currentText() or self.placeholderText()
        text = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(colours.colour("text" if self.isEnabled() and self.currentText() else "muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        right, middle, half = self.width() - self._inset, self.height() / 2, CHEVRON / 2
        painter.setPen(QPen(colours.colour("muted"), 1.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        corners = [(-CHEVRON, -half / 2), (-half, half / 2), (0, -half / 2)]
        painter.drawPolyline(QPolygonF([QPointF(right + x, middle + y) for x, y in corners]))
        painter.end()

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        longest = max((self.fontMetrics().horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        self.view().setMinimumWidth(min(longest + 4 * INSET, WIDEST_LIST))
        super().showPopup()
        self._show_whole_rows()

    def _show_whole_rows(self) -> None:
        """Make the open list as high as its rows. Qt forgets the theme's space around them, and cuts the last."""
        view = self.view()
        place = view.parentWidget()
        assert place is not None
        rows = sum(view.sizeHintForRow(row) for row in range(min(self.count(), self.maxVisibleItems())))
        missing = rows - view.viewport().height()
        if missing > 0:
            lowest = self.screen().availableGeometry().bottom() + 1
            height = min(place.height() + missing, lowest - self.screen().availableGeometry().top())
            place.setGeometry(place.x(), min(place.y(), lowest - height), place.width(), height)
