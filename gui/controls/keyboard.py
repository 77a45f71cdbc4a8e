"""Keyboard habits of the whole window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox


class KeyboardHabits(QObject):
    """An event filter of the application: space plays, except on a control that Tab has reached.

    A click leaves the focus where it is, so that space after a click still plays; Tab brings the focus to a button or a
    list of choices, and space then presses or opens it.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind not in (QEvent.Type.Polish, QEvent.Type.ShortcutOverride):
            return False
        if not isinstance(watched, (QAbstractButton, QComboBox)):
            return False
        if kind == QEvent.Type.Polish:
            if watched.focusPolicy() in (Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus):
                watched.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            return False
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        event.accept()
        return True
