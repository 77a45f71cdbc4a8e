"""The space bar plays what the page in front shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.playback.listening import Listening
from gui.playback.player import Player
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo


@pytest.fixture
def player(qtbot: QtBot, tmp_path: Path) -> Iterator[Player]:
    made = Player(keep=tmp_path / "heard.raw")
    yield made
    made.close()


@pytest.fixture
def listening(player: Player) -> Listening:
    made = Listening(player)
    made.turn_to("corpora")
    return made


def sheet(pitch: int) -> Sheet:
    notes = np.array([(0, 9600, pitch, 90, 0)], NOTE)
    return Sheet(notes, (TrackInfo("Flute", 73),))


def held(player: Player) -> tuple[str, str]:
    return player.title, player.page


def test_the_player_holds_what_the_page_in_front_shows(listening: Listening, player: Player) -> None:
    listening.show("corpora", sheet(60), "a piece")
    listening.show("create", sheet(70), "a take")
    assert held(player) == ("a piece", "corpora")
    listening.turn_to("create")
    assert held(player) == ("a take", "create")
    listening.show("create", sheet(71), "another")
    assert held(player) == ("another", "create")


def test_what_plays_goes_on_on_another_page_and_space_then_plays_what_is_there(
    listening: Listening, player: Player
) -> None:
    listening.show("corpora", sheet(60), "a piece")
    listening.show("create", sheet(70), "a take")
    listening.toggle()
    listening.turn_to("create")
    assert (*held(player), player.state) == ("a piece", "corpora", "playing")
    listening.toggle()
    assert (*held(player), player.state) == ("a piece", "corpora", "paused")
    listening.toggle()
    assert (*held(player), player.state) == ("a take", "create", "playing")


def test_a_piece_goes_on_where_it_was_left(listening: Listening, player: Player) -> None:
    listening.show("corpora", sheet(60), "a piece")
    listening.show("create", sheet(70), "a take")
    listening.seek("corpora", 960)
    listening.turn_to("create")
    assert player.tick == 0
    listening.turn_to("corpora")
    assert (player.title, player.tick) == ("a piece", 960)


def test_a_page_that_shows_nothing_leaves_what_others_have_loaded(listening: Listening, player: Player) -> None:
    listening.show("corpora", sheet(60), "a piece")
    listening.turn_to("train")
    listening.show("train", None)
    assert held(player) == ("a piece", "corpora")


def test_what_is_shown_no_more_is_not_played(listening: Listening, player: Player) -> None:
    listening.show("corpora", sheet(60), "a piece")
    listening.show("corpora", None)
    listening.toggle()
    assert (*held(player), player.state, player.loaded) == ("", "", "stopped", False)


def test_a_page_plays_in_place_of_another(listening: Listening, player: Player) -> None:
    listening.show("corpora", sheet(60), "a piece")
    listening.show("inspect", sheet(70), "a file")
    listening.toggle()
    listening.toggle_page("inspect")
    assert (*held(player), player.state) == ("a file", "inspect", "playing")
    assert (listening.plays("inspect"), listening.plays("corpora")) == (True, False)
    listening.toggle_page("inspect")
    assert player.state == "paused"


def test_an_edit_is_heard_only_where_its_sheet_is_loaded(listening: Listening, player: Player) -> None:
    piece, edited = sheet(60), sheet(72)
    listening.show("corpora", piece, "a piece")
    listening.show("create", sheet(70), "a take")
    listening.update("create", edited)
    assert player.sheet is piece
    listening.turn_to("create")
    assert player.sheet is edited
    again = sheet(73)
    listening.update("create", again)
    assert player.sheet is again
