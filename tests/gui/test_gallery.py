"""Every widget alone, with sample data."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from tests.gui.gallery import WIDGETS


def loose_menus() -> set[QWidget]:
    return {each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.parent() is None}


def test_menus_of_plots_that_nobody_opens_go_with_them(qtbot: QtBot) -> None:
    before = loose_menus()
    plot = WIDGETS["norm_plot"]()
    qtbot.addWidget(plot)
    assert loose_menus() <= before


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
