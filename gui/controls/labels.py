"""Labels in the styles of the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def make_label(role: str, text: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label with a `role` of the style sheet, whose text never counts as HTML."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
