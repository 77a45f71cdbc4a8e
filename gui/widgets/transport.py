"""The transport bar."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from gui import theme


class Transport(QFrame):
    """Play, position, sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "transport")
        self.setFixedHeight(theme.TRANSPORT_HEIGHT)
