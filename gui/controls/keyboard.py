"""Keyboard habits of the whole window."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox

from gui.habits import Habit


class KeyboardHabits(Habit):
    """An event filter of the application: space plays, except on a control that Tab has reached.

    A click leaves the focus where it is, so that space after a click still plays; Tab brings the focus to a button or a
    list of choices, and space then presses or opens it.
    """

    TYPES: ClassVar = (QEvent.Type.Polish, QEvent.Type.ShortcutOverride)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(watched, (QAbstractButton, QComboBox)):
            return False
        if event.type() == QEvent.Type.Polish:
            if watched.focusPolicy() in (Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus):
                watched.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            return False
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        event.accept()
        return True
