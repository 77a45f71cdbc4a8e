"""Boxes whose list is opened."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.controls.elided_box import ElidedBox


def test_the_open_list_shows_its_last_row_whole(qapp: QApplication, qtbot: QtBot) -> None:
    theme.Theme(qapp, "dark")
    box = ElidedBox()
    qtbot.addWidget(box)
    box.addItems(["All parts", "Soprano", "Alto", "Tenor", "Bass"])
    box.show()
    box.showPopup()
    view = box.view()
    assert view.visualRect(view.model().index(4, 0)).bottom() <= view.viewport().height()
    assert view.verticalScrollBar().maximum() == 0
    box.hidePopup()
