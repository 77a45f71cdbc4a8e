"""Text shown as it stands, whatever it looks like."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel

from gui.habits import Habit


class PlainText(Habit):
    """An event filter of the application: labels, tool tips and message boxes do not read their text as HTML.

    Names of files, runs and takes are the user's or a stranger's. A label that is meant to be HTML says so before it is
    shown.
    """

    TYPES: ClassVar = (QEvent.Type.Polish,)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        # Qt polishes a tool tip, which is a label too, before it gets its text
        if (
            event.type() == QEvent.Type.Polish
            and isinstance(watched, QLabel)
            and watched.textFormat() == Qt.TextFormat.AutoText
        ):
            watched.setTextFormat(Qt.TextFormat.PlainText)
        return False
