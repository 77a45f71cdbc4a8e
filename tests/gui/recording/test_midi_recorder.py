"""Recording from a fake keyboard, with the real process of the player."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mido
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gui.playback.player import Player
from gui.recording.midi_recorder import COUNTING, IDLE, RECORDING, MidiRecorder
from gui.recording.recording import Recording
from seqgen.formats.metronome import HIGH_BLOCK, metronome_bar
from seqgen.formats.sheet import TrackInfo
from tests.support.keyboards import PIANO, Keyboards


@pytest.fixture
def keyboards(monkeypatch: pytest.MonkeyPatch) -> Keyboards:
    made = Keyboards()
    monkeypatch.setattr(mido, "get_input_names", lambda: list(made.names))
    monkeypatch.setattr(mido, "open_input", made.open_input)
    return made


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "heard.raw"


@pytest.fixture
def recorder(qtbot: QtBot, keyboards: Keyboards, kept: Path) -> Iterator[MidiRecorder]:
    player = Player(keep=kept)
    made = MidiRecorder(player, look_milliseconds=50)
    yield made
    made.cancel()
    player.close()


def test_the_inputs_are_listed_anew_each_time(recorder: MidiRecorder, keyboards: Keyboards, qtbot: QtBot) -> None:
    assert recorder.ports() == [PIANO]
    keyboards.names.append("Drum pad 28:0")
    with qtbot.waitSignal(recorder.ports_changed) as told:
        recorder.refresh()
    assert told.args == [[PIANO, "Drum pad 28:0"]]


def test_what_is_played_after_the_count_becomes_a_sheet(
    recorder: MidiRecorder, keyboards: Keyboards, kept: Path, qtbot: QtBot
) -> None:
    states: list[str] = []
    beats: list[tuple[int, int]] = []
    recorder.state_changed.connect(states.append)
    recorder.beat.connect(lambda bar, beat: beats.append((bar, beat)))
    assert recorder.arm(PIANO, 240, (2, 4), track=TrackInfo("Flute", 73))
    piano = keyboards.opened[0]
    qtbot.waitUntil(lambda: (1, 1) in beats)
    piano.press(72)
    qtbot.waitUntil(lambda: (1, 2) in beats)
    piano.press(76)
    sheet = recorder.stop(step_ticks=480)
    assert sheet.notes["pitch"].tolist() == [72, 76]
    assert sheet.notes["onset"].tolist() == [0, 480]
    assert sheet.tempos.tolist() == [[0.0, 240.0]]
    assert sheet.metres.tolist() == [[0, 2, 4]]
    assert sheet.tracks == (TrackInfo("Flute", 73),)
    assert sheet.end_tick == 960
    assert beats[:4] == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert states == [COUNTING, RECORDING, IDLE]
    assert piano.closed
    assert np.abs(np.fromfile(kept, np.float32)).max() > 0.02


def test_what_is_played_into_the_count_is_left_out(recorder: MidiRecorder, keyboards: Keyboards, qtbot: QtBot) -> None:
    recorder.arm(PIANO, 240, (2, 4))
    with qtbot.waitSignal(recorder.beat):
        pass
    keyboards.opened[0].press(60, 0.01)
    with qtbot.waitSignal(recorder.state_changed):
        pass
    assert len(recorder.stop().notes) == 0


def test_an_unplugged_keyboard_is_told_and_what_was_played_is_kept(
    recorder: MidiRecorder, keyboards: Keyboards, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems: list[str] = []
    recorder.problem.connect(problems.append)
    recorder.look()
    recorder.arm(PIANO, 240, (1, 4), bars_count_in=0)
    with qtbot.waitSignal(recorder.beat):
        pass
    keyboards.opened[0].press(60)
    with qtbot.waitSignal(recorder.lost):
        keyboards.names.clear()
    assert len(problems) == 1
    assert PIANO in problems[0]
    assert recorder.stop().notes["pitch"].tolist() == [60]


def test_a_keyboard_that_cannot_be_opened_is_told(recorder: MidiRecorder) -> None:
    problems: list[str] = []
    recorder.problem.connect(problems.append)
    assert not recorder.arm("Not there", 120)
    assert recorder.state == IDLE
    assert "Not there" in problems[0]


def test_stopping_without_having_begun_gives_an_empty_sheet(recorder: MidiRecorder) -> None:
    assert len(recorder.stop().notes) == 0


def test_without_midi_there_are_no_inputs(recorder: MidiRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[str]:
        raise OSError("no ALSA sequencer")

    monkeypatch.setattr(mido, "get_input_names", fail)
    assert recorder.ports() == []


# -- notes without a player --------------------------------------------------------------------------------------------


def on(key: int) -> mido.Message:
    return mido.Message("note_on", note=key, velocity=80)


def off(key: int) -> mido.Message:
    return mido.Message("note_on", note=key, velocity=0)


def pedal(value: int) -> mido.Message:
    return mido.Message("control_change", control=64, value=value)


def taken(*events: tuple[float, mido.Message]) -> Recording:
    recording = Recording()
    for moment, message in events:
        list(recording.take(message, moment))
    list(recording.end(9.0))
    return recording


def notes_of(recording: Recording, step: int = 0) -> list[tuple[int, int, int]]:
    sheet = recording.sheet(origin=1.0, qpm=60, metre=(4, 4), track=TrackInfo(""), step=step)
    return [(int(n["onset"]), int(n["end"]), int(n["pitch"])) for n in sheet.notes]


def test_the_pedal_holds_notes_until_it_is_lifted() -> None:
    recording = taken((1.0, pedal(127)), (1.0, on(60)), (1.2, off(60)), (3.0, pedal(0)))
    assert notes_of(recording) == [(0, 960, 60)]


def test_a_note_shortly_before_the_beginning_belongs_to_it() -> None:
    assert notes_of(taken((0.9, on(60)), (1.5, off(60)))) == [(0, 240, 60)]
    assert notes_of(taken((0.3, on(60)), (0.4, off(60)))) == []


def test_on_a_grid_notes_keep_their_order_and_meet_no_other() -> None:
    recording = taken((1.02, on(60)), (1.05, off(60)), (1.06, on(60)), (1.4, off(60)), (1.27, on(64)), (1.5, off(64)))
    assert notes_of(recording, 120) == [(0, 120, 60), (120, 240, 64)]


def test_a_metronome_of_six_eight_has_two_beats() -> None:
    bar = metronome_bar(60, (6, 8))
    assert bar.notes["onset"].tolist() == [0, 720]
    assert bar.notes["pitch"][0] == HIGH_BLOCK


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 127), st.booleans(), st.booleans()), max_size=30))
def test_whatever_is_pressed_every_echo_is_ended(presses: list[tuple[float, int, bool, bool]]) -> None:
    recording, sounding = Recording(), set()
    for moment, key, down, with_pedal in sorted(presses):
        echo = [
            *recording.take(pedal(127 * with_pedal), moment),
            *recording.take(on(key) if down else off(key), moment),
        ]
        for heard, velocity in echo:
            (sounding.add if velocity else sounding.discard)(heard)
    for heard, _ in recording.end(6.0):
        sounding.discard(heard)
    assert sounding == set()
