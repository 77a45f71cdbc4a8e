"""Every widget alone, with sample data."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui import theme
from tests.gui.gallery import WIDGETS


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_shows_something_by_itself(name: str, qtbot: QtBot) -> None:
    widget = WIDGETS[name]()
    qtbot.addWidget(widget)
    widget.setStyleSheet(theme.style_sheet(theme.DARK))
    with qtbot.waitExposed(widget):
        widget.show()
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)}
    assert len(colours) > 1, f"the picture of {name} is of one colour"
