"""Labels in the styles of the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def make_label(role: str, text: str = "", *, wrap: bool = False, plain: bool = False) -> QLabel:
    """Return a label with a `role` of the style sheet. `plain`: its text never counts as HTML."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    if plain:
        label.setTextFormat(Qt.TextFormat.PlainText)
    return label
