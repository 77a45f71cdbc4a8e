"""Player with its real process; a file replaces the sound card."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.playback.player import PAUSED, PLAYING, STOPPED, Player
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """File with all sound played."""
    return tmp_path / "heard.raw"


@pytest.fixture
def player(qtbot: QtBot, kept: Path) -> Iterator[Player]:
    made = Player(keep=kept)
    yield made
    made.close()


def tune(quarters: int) -> Sheet:
    """Quarter notes of a flute at 120 bpm."""
    notes = np.zeros(quarters, NOTE)
    notes["onset"] = np.arange(quarters) * 480
    notes["end"], notes["pitch"], notes["velocity"] = notes["onset"] + 460, 72, 100
    return Sheet(notes, (TrackInfo("Flute", 73),), end_tick=480 * quarters)


def all_carried_out(player: Player, qtbot: QtBot) -> None:
    """Wait until the process has answered the last of what it was asked, which it does in order."""
    with qtbot.waitSignal(player.outputs_changed):
        player.refresh_outputs()


def test_a_player_that_was_never_used_has_no_process(player: Player) -> None:
    player.load(tune(2))
    player.seek(480)
    player.stop()
    assert player.process is None
    assert (player.state, player.tick) == (STOPPED, 0.0)


def test_a_bar_of_clicks_is_heard_before_a_piece(player: Player, kept: Path, qtbot: QtBot) -> None:
    ticks: list[float] = []
    player.load(tune(1))
    player.set_tempo(4)
    player.set_metronome(True, counts_in=True)
    player.tick_changed.connect(ticks.append)
    player.play()
    qtbot.waitUntil(lambda: player.state == STOPPED)
    assert ticks.count(0.0) > 10
    assert max(ticks) == pytest.approx(480, abs=1)
    assert ticks[:-1] == sorted(ticks[:-1])
    assert np.abs(np.fromfile(kept, np.float32)).max() > 0.05


def test_a_piece_is_heard_from_its_beginning_to_its_end(player: Player, kept: Path, qtbot: QtBot) -> None:
    ticks: list[float] = []
    states: list[str] = []
    player.load(tune(2), title="Tune")
    player.tick_changed.connect(ticks.append)
    player.state_changed.connect(states.append)
    with qtbot.waitSignal(player.sounded):
        player.play()
    qtbot.waitUntil(lambda: player.state == STOPPED)
    assert states == [PLAYING, STOPPED]
    assert ticks[:-1] == sorted(ticks[:-1])
    assert len(ticks) > 30
    assert max(ticks) == pytest.approx(960, abs=1)
    assert player.tick == 0.0
    sound = np.fromfile(kept, np.float32).reshape(-1, 2)
    assert np.abs(sound).max() > 0.05


def test_pausing_holds_the_place_and_play_goes_on_from_it(player: Player, qtbot: QtBot) -> None:
    player.load(tune(8))
    player.play()
    qtbot.waitUntil(lambda: player.tick > 400)
    player.toggle()
    assert player.state == PAUSED
    # what was computed already is still heard; no news tells that this is over
    qtbot.wait(300)
    held = player.tick
    assert held > 400
    qtbot.wait(100)
    assert player.tick == held
    player.toggle()
    qtbot.waitUntil(lambda: player.tick > held + 50)
    assert player.state == PLAYING


def test_seeking_while_it_plays_never_shows_an_older_place(player: Player, qtbot: QtBot) -> None:
    player.load(tune(16))
    player.play()
    qtbot.waitUntil(lambda: player.tick > 100)
    ticks: list[float] = []
    player.tick_changed.connect(ticks.append)
    player.seek(4800)
    qtbot.waitUntil(lambda: player.tick > 4900)
    assert min(ticks) >= 4800


def test_loading_another_sheet_stops_the_old_one(player: Player, qtbot: QtBot) -> None:
    player.load(tune(8))
    player.play()
    qtbot.waitUntil(lambda: player.tick > 100)
    player.load(tune(2))
    assert (player.state, player.tick) == (STOPPED, 0.0)
    all_carried_out(player, qtbot)
    assert player.tick == 0.0


def test_a_loop_is_entered_from_outside_and_stays_inside(player: Player, qtbot: QtBot) -> None:
    player.load(tune(8))
    player.set_loop(960, 1200)
    ticks: list[float] = []
    player.play()
    player.tick_changed.connect(ticks.append)
    qtbot.waitUntil(lambda: any(b < a for a, b in itertools.pairwise(ticks)))
    assert min(ticks) >= 960
    assert max(ticks) <= 1200
    player.set_loop(None)
    qtbot.waitUntil(lambda: player.tick > 1300)


def test_the_toggle_of_the_bar_repeats_the_selection_or_the_whole(player: Player) -> None:
    player.load(tune(4))
    player.set_looping(True)
    assert player.loop == (0, 1920)
    player.set_loop_range(480, 960)
    assert player.loop == (480, 960)
    player.set_looping(False)
    assert player.loop is None
    player.set_loop_range(0, 480)
    assert player.loop is None


def test_the_tempo_scale_changes_the_times_told(player: Player) -> None:
    player.load(tune(4))
    player.set_tempo(2.0)
    player.seek(960)
    assert (player.seconds, player.duration) == (0.5, 1.0)


def test_a_process_that_dies_pauses_and_the_next_play_goes_on(player: Player, qtbot: QtBot) -> None:
    player.load(tune(16))
    player.play()
    qtbot.waitUntil(lambda: player.tick > 200)
    problems: list[str] = []
    player.problem.connect(problems.append)
    assert player.process is not None
    os.kill(player.process.number, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    qtbot.waitUntil(lambda: player.state == PAUSED)
    assert len(problems) == 1
    place = player.tick
    player.play()
    qtbot.waitUntil(lambda: player.tick > place + 100)


def test_the_bar_is_told_that_there_is_no_device(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.device_changed):
        player.warm_up()
    assert player.device == ""


def test_a_port_that_is_not_there_gives_the_sound_back_with_a_reason(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.problem) as told:
        player.set_output("No such synthesiser")
    assert "MIDI" in told.args[0]
    assert player.output == ""
    player.load(tune(2))
    with qtbot.waitSignal(player.sounded):
        player.play()
