"""A short list to choose from whose names may be long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from gui import theme

INSET, CHEVRON = 10, 8
WIDEST_LIST = 420


class ChoiceBox(QComboBox):
    """Values with their names; a name too long for the box is elided and whole in the tool tip.

    `picked` comes when the user chooses; `looked_at` when the pointer or the focus arrives, before a list opens.
    """

    picked = Signal(str)
    looked_at = Signal()

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = tip
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._pick)

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.currentData() or "")

    def set_choices(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Offer (value, name) pairs, one of them chosen; an empty name draws a line."""
        if choices != self.choices():
            self.clear()
            for key, name in choices:
                if name:
                    self.addItem(name, key)
                    self.setItemData(self.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
                else:
                    self.insertSeparator(self.count())
        self.setCurrentIndex(max(0, self.findData(value)))
        name = self.currentText()
        self.setToolTip(f"{self._tip}\n{name}" if name else self._tip)

    def choices(self) -> list[tuple[str, str]]:
        """What is offered."""
        return [(str(self.itemData(i) or ""), self.itemText(i)) for i in range(self.count())]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        # the style leaves a third of a small box unused, and cuts long names off
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        colours = theme.colours()
        room = self.rect().adjusted(INSET, 0, -INSET - CHEVRON - theme.GAP, 0)
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(colours.colour("text" if self.isEnabled() else "muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        right, middle, half = self.width() - INSET, self.height() / 2, CHEVRON / 2
        painter.setPen(QPen(colours.colour("muted"), 1.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        corners = [(-CHEVRON, -half / 2), (-half, half / 2), (0, -half / 2)]
        painter.drawPolyline(QPolygonF([QPointF(right + x, middle + y) for x, y in corners]))
        painter.end()

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        self.looked_at.emit()
        longest = max((self.fontMetrics().horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        self.view().setMinimumWidth(min(longest + 4 * INSET, WIDEST_LIST))
        super().showPopup()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self.looked_at.emit()
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self.looked_at.emit()
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _pick(self, index: int) -> None:
        self.picked.emit(str(self.itemData(index) or ""))


if __name__ == "__main__":
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    app.setStyleSheet(theme.style_sheet(theme.DARK))
    box = ChoiceBox("MIDI out", "Where notes are sent")
    box.set_choices([("", "off"), ("a", "A synthesiser with a very long name indeed 20:0"), ("-", "")], "a")
    box.picked.connect(print)
    box.setFixedWidth(150)
    box.show()
    app.exec()
