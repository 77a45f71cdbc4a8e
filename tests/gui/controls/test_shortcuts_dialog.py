"""The list of what keys and the mouse do."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.controls.shortcuts_dialog import ShortcutsDialog


def test_the_list_fits_into_the_smallest_window(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)

    assert dialog.width() <= 1100
    assert dialog.height() <= 700
