"""Habits that wait while a window is made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.app import install_habits
from gui.habits import put_off


def test_what_is_polished_while_habits_wait_is_shown_to_them_in_the_end(qapp: QApplication, qtbot: QtBot) -> None:
    habits = install_habits(qapp)
    labels = [QLabel("<b>a name</b>") for _ in range(2)]
    for label in labels:
        qtbot.addWidget(label)

    with put_off():
        labels[0].ensurePolished()
        waiting = labels[0].textFormat()
    labels[1].ensurePolished()
    habits.setParent(None)
    qapp.removeEventFilter(habits)

    assert waiting is Qt.TextFormat.AutoText
    assert [label.textFormat() for label in labels] == [Qt.TextFormat.PlainText] * 2
