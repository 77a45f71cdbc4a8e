"""The list of what keys and the mouse do."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.controls.shortcuts_dialog import ShortcutsDialog
from gui.studio import Studio
from gui.window import MainWindow


def test_the_menu_shows_what_keys_and_the_mouse_do_and_the_window_goes_on(studio: Studio, qtbot: QtBot) -> None:
    window = MainWindow(studio)
    qtbot.addWidget(window)
    window.show()

    window.show_shortcuts()

    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    assert dialog.isVisible()
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Space", "Ctrl+G", "Double-click", "Alt+drag"} <= words
    dialog.close()
    qtbot.waitUntil(lambda: window.findChild(ShortcutsDialog) is None)


def test_the_list_fits_into_the_smallest_window(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)

    assert dialog.width() <= 1100
    assert dialog.height() <= 700
