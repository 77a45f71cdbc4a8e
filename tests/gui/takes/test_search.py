"""Search and filter of the list of takes."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.takes.list import TakeList
from gui.takes.model import TakesModel
from seqgen.library.take import TakeRecord

NOON_YESTERDAY = time.mktime((*time.localtime()[:2], time.localtime().tm_mday - 1, 12, 0, 0, 0, 0, -1))


@pytest.fixture
def shown(qtbot: QtBot) -> TakeList:
    """Three takes: a waltz of yesterday, a chorale of today, a reel of long ago with a tag."""
    model, made = TakesModel(), TakeList()
    usual = TakeRecord("", 0, "music", Path("1.mid"), model_name="folk", created=time.time())
    model.set_takes(
        [
            replace(usual, id="t1", number=1, key="A minor", metre="3/4", name="Café waltz", created=NOON_YESTERDAY),
            replace(usual, id="t2", number=2, key="G major", metre="4/4", rating=4, model_name="chorales"),
            replace(
                usual, id="t3", number=3, key="G major", metre="4/4", created=86_400.0, tags=["reel"], starred=True
            ),
        ]
    )
    qtbot.addWidget(made)
    made.set_model(model)
    model.setParent(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cafe", ["t1"]),
        ("G MAJOR", ["t2", "t3"]),
        ("major folk", ["t3"]),
        ("#2", ["t2"]),
        ("reel", ["t3"]),
        ("xyz", []),
    ],
)
def test_each_word_typed_stands_somewhere_in_a_take(
    shown: TakeList, qtbot: QtBot, typed: str, expected: list[str]
) -> None:
    qtbot.keyClicks(shown.search.line, typed)
    assert sorted(shown.shown_ids()) == expected
    assert "3" in shown._title.text()
    qtbot.keyClick(shown.search.line, Qt.Key.Key_Escape)
    assert len(shown.shown_ids()) == 3


def test_keys_are_searched_in_the_words_of_the_window(spanish: None, shown: TakeList) -> None:
    shown.search.line.setText("mayor")
    assert sorted(shown.shown_ids()) == ["t2", "t3"]


@pytest.mark.parametrize(
    ("menu", "entry", "expected"),
    [
        ("Key", "G major   (2)", ["t2", "t3"]),
        ("Metre", "3/4   (1)", ["t1"]),
        ("Model", "chorales   (1)", ["t2"]),
        ("Tag", "reel   (1)", ["t3"]),
        ("Rating", "★★★★+", ["t2"]),
        ("Date", "Yesterday", ["t1"]),
        ("Date", "Earlier", ["t3"]),
    ],
)
def test_the_menu_offers_what_takes_differ_in(shown: TakeList, menu: str, entry: str, expected: list[str]) -> None:
    shown.search.menu.fill()
    choices = {action.text(): action.menu() for action in shown.search.menu.actions() if action.menu()}
    entries = {action.text(): action for action in choices[menu].actions()}  # type: ignore[attr-defined]  # a menu

    entries[entry].trigger()
    assert sorted(shown.shown_ids()) == expected
    assert shown.search.menu.words() == [entry.partition("   ")[0]]

    shown.search.clear_choices()
    assert len(shown.shown_ids()) == 3


def test_from_the_search_the_arrow_goes_to_the_takes_found(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t2")
    shown.search_takes()
    qtbot.keyClicks(shown.search.line, "waltz")
    with qtbot.waitSignal(shown.chosen) as told:
        qtbot.keyClick(shown.search.line, Qt.Key.Key_Down)
    assert told.args == ["t1"]


def test_a_take_that_is_chosen_for_the_user_ends_the_search(shown: TakeList) -> None:
    shown.search.line.setText("waltz")
    shown.choose("t2")
    assert shown.selected_ids() == ["t2"]
    assert not shown.search.line.text()
