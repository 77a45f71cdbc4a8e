"""View of the open take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gui
from gui import theme
from gui.takes.view import TakeView

SMALLEST = 1100 - theme.RAIL_WIDTH - theme.LIST_WIDTH - theme.PANEL_WIDTH


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    translator = QTranslator()
    assert translator.load(str(Path(gui.__file__).parent / "translations" / f"seqgen_{request.param}.qm"))
    qapp.installTranslator(translator)
    qapp.setStyleSheet(theme.style_sheet(theme.DARK))
    yield request.param
    qapp.removeTranslator(translator)
    theme.remove_style_sheet(qapp)


def test_what_of_a_take_is_not_as_it_was_given_stands_below_its_title(qtbot: QtBot) -> None:
    view = TakeView()
    qtbot.addWidget(view)
    view.show()

    view.show_title("Take 1", "G major", ["was played by hand", "Flute plays as Violin"])
    assert (view.remarks.isVisible(), view.remarks.whole) == (True, "was played by hand · Flute plays as Violin")

    view.show_title("Take 2", "G major")
    assert not view.remarks.isVisible()


@pytest.mark.parametrize("bars", [(0, 0), (5, 11), (101, 128)])
@pytest.mark.parametrize("kind", ["music", "text"])
def test_no_button_is_cut_in_the_smallest_window(language: str, kind: str, bars: tuple[int, int], qtbot: QtBot) -> None:
    view = TakeView()
    qtbot.addWidget(view)
    view.resize(SMALLEST, 500)
    view.show_kind(kind, None)
    view.show_bars(*bars)
    view.show()
    qtbot.waitExposed(view)

    shown = [button for button in (*view.buttons.values(), view.drag, view.export) if button.isVisible()]
    assert [button.text() for button in shown if button.width() < button.sizeHint().width()] == []
    assert view.drag.accessibleName()
