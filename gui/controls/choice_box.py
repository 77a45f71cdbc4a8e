"""A list to choose from, whose names may be long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QComboBox, QWidget

from gui.controls.elided_box import ElidedBox

NOTE = "-note"
"""The value of an entry that cannot be chosen."""


class ChoiceBox(ElidedBox):
    """Values with their names; a name too long for the box is elided, and whole in the tool tip.

    `picked` is emitted when the user chooses; `looked_at` when the pointer or the focus arrives, before the list opens.
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
        return str(self.currentData() or "")

    def set_choices(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Offer (value, name) pairs, one of them chosen; an empty name draws a line, and `NOTE` only says something."""
        if choices != self.choices():
            self.clear()
            for key, name in choices:
                if name:
                    self.addItem(name, key)
                    self.setItemData(self.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
                    if key == NOTE:
                        # how a combo box disables an entry
                        self.setItemData(self.count() - 1, 0, Qt.ItemDataRole.UserRole - 1)
                else:
                    self.insertSeparator(self.count())
        self.setCurrentIndex(max(0, self.findData(value)))
        name = self.currentText()
        self.setToolTip(f"{self._tip}\n{name}" if name else self._tip)

    def choices(self) -> list[tuple[str, str]]:
        return [(str(self.itemData(i) or ""), self.itemText(i)) for i in range(self.count())]

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        self.looked_at.emit()
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0))
        super().showPopup()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self.looked_at.emit()
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self.looked_at.emit()
        super().focusInEvent(event)

    def _pick(self, index: int) -> None:
        self.picked.emit(str(self.itemData(index) or ""))
