"""Boxes to type a number into."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from gui import theme


class NumberBox(QSpinBox):
    """A whole number, as far from the box's edge as the text of other controls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # a style sheet's padding does not reach the line edit inside
        self.lineEdit().setTextMargins(theme.GAP, 0, theme.GAP, 0)


class DecimalBox(QDoubleSpinBox):
    """A number with decimals, as far from the box's edge as the text of other controls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(theme.GAP, 0, theme.GAP, 0)
