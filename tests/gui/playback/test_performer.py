"""Performer: sheets played to a fake sound card that the test drives, and to a MIDI port."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import mido
import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from gui.playback import midi_output
from gui.playback.performer import BUFFER_SECONDS, Performer
from gui.playback.position import NOTE_ON, PROGRAM, Event
from gui.playback.sound_output import ClockOutlet, Outlet, StallWatch
from seqgen.arrays import Sound
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from tests.support.patience import wait_for

RATE = 48000
FLUTE = 73


class Speaker:
    """Sound card that plays as many frames as the test says."""

    def __init__(self, device: str = "Speaker") -> None:
        self.rate, self.device, self.written = RATE, device, 0
        self.blocks: list[Sound] = []
        self.pulled = 0
        self.closed = False

    def room(self, lead: int) -> int:
        return lead - (self.written - self.pulled)

    def write(self, sound: Sound) -> None:
        self.blocks.append(sound)
        self.written += len(sound)

    def heard(self) -> int:
        return self.pulled

    def close(self) -> None:
        self.closed = True

    @property
    def sound(self) -> Sound:
        return np.concatenate([np.zeros((0, 2), np.float32), *self.blocks])


class Cards(QObject):
    """Sound cards of the test; `now` is the default, None if there is none."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.now: Speaker | None = Speaker()
        self.gone: list[Outlet] = []

    def open(self) -> Outlet:
        return self.now or ClockOutlet(rate=RATE)

    def is_there(self, outlet: Outlet) -> bool:
        return outlet not in self.gone

    def give_up(self, outlet: Outlet) -> None:
        self.gone.append(outlet)
        self.now = None

    def is_default(self, outlet: Outlet) -> bool:
        return outlet is self.now or (self.now is None and isinstance(outlet, ClockOutlet))


class Room:
    """A performer with its news."""

    def __init__(self, **patience: Any) -> None:
        self.cards = Cards()
        self.told: list[tuple[Any, ...]] = []
        self.performer = Performer(self.cards, self.told.append, **patience)

    def listen(self, seconds: float) -> None:
        """Play some seconds, 10 ms at a time."""
        for _ in range(round(seconds * 100)):
            self.performer.pump()
            speaker = self.cards.now
            if speaker is not None:
                speaker.pulled = min(speaker.written, speaker.pulled + RATE // 100)

    def pump_until(self, happened: Callable[[], object]) -> None:
        """Let time go by until something happened."""
        wait_for(lambda: self.performer.pump() or happened())

    def heard(self, what: str) -> list[tuple[Any, ...]]:
        return [news for news in self.told if news[0] == what]


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room()
    yield made
    made.performer.close()


@pytest.fixture
def talkative(qtbot: QtBot) -> Iterator[Room]:
    """A room whose performer tells the position with every block, and gives a device up that stalls for a moment."""
    made = Room(report=0.0, stall=StallWatch(0.05))
    yield made
    made.performer.close()


def tune(*keys: int, program: int = FLUTE) -> Sheet:
    """Quarter notes at 120 bpm, half a second each."""
    notes = np.zeros(len(keys), NOTE)
    notes["onset"] = np.arange(len(keys)) * 480
    notes["end"], notes["pitch"], notes["velocity"] = notes["onset"] + 460, keys, 100
    return Sheet(notes, (TrackInfo("Flute", program),), end_tick=480 * len(keys))


def key_of(sound: Sound) -> int:
    """Return the key whose harmonics have the most energy in a sound."""
    mono = sound.mean(axis=1) * np.hanning(len(sound))
    power = np.abs(np.fft.rfft(mono, 1 << 16)) ** 2
    places = np.arange(1, 6)[:, None] * 440 * 2 ** ((np.arange(48, 96) - 69) / 12) / RATE * (1 << 16)
    strength = sum(np.sqrt(power[np.rint(row).astype(int) + d]) / (n + 1) for n, row in enumerate(places) for d in (0,))
    return 48 + int(np.argmax(strength))


def part(sound: Sound, begin: float, end: float) -> Sound:
    return sound[round(begin * RATE) : round(end * RATE)]


def test_the_keys_of_a_sheet_are_what_is_heard(room: Room) -> None:
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.play(2, 0.0)
    room.listen(2.5)
    assert room.cards.now is not None
    sound = room.cards.now.sound
    assert [key_of(part(sound, at + 0.1, at + 0.4)) for at in (0.0, 0.5, 1.0, 1.5)] == [72, 76, 79, 84]


def test_the_first_block_of_sound_is_handed_over_by_play_itself(room: Room) -> None:
    room.performer.load(1, tune(72))
    room.performer.play(2, 0.0)
    assert room.heard("sounded")
    assert room.cards.now is not None
    assert room.cards.now.written <= BUFFER_SECONDS * RATE


def test_the_position_told_is_of_what_was_heard_not_of_what_is_computed_ahead(talkative: Room) -> None:
    room = talkative
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.play(2, 0.0)
    room.listen(1.0)
    assert room.cards.now is not None
    assert room.heard("at")[-1][2] == pytest.approx((room.cards.now.pulled - RATE / 100) / RATE * 960, abs=1.0)


def test_a_loop_repeats_its_range_without_a_gap(talkative: Room) -> None:
    room = talkative
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.set_loop((480, 960))
    room.performer.play(2, 480.0)
    room.listen(2.2)
    assert room.cards.now is not None
    sound = room.cards.now.sound
    assert [key_of(part(sound, at + 0.1, at + 0.4)) for at in (0.0, 0.5, 1.0, 1.5)] == [76] * 4
    assert {480 <= news[2] <= 960 for news in room.heard("at")} == {True}


def test_at_the_end_it_rings_out_and_says_so(room: Room) -> None:
    room.performer.load(1, tune(72))
    room.performer.play(2, 0.0)
    room.listen(3.0)
    assert room.heard("ended") == [("ended", 2)]
    assert not room.performer.busy


def test_a_key_changed_while_it_sounds_is_heard_at_once(room: Room) -> None:
    long = tune(72).with_notes(np.array([(0, 1920, 72, 100, 0)], NOTE))
    room.performer.load(1, long)
    room.performer.play(2, 0.0)
    room.listen(0.5)
    room.performer.update_sheet(long.with_notes(np.array([(0, 1920, 79, 100, 0)], NOTE)))
    assert room.cards.now is not None
    change = room.cards.now.written / RATE
    room.listen(1.0)
    assert key_of(part(room.cards.now.sound, change + 0.3, change + 0.7)) == 79


def test_a_muted_track_is_silent_and_comes_back(room: Room) -> None:
    piece = tune(72, 72, 72, 72)
    room.performer.load(1, piece)
    room.performer.play(2, 0.0)
    room.listen(0.3)
    room.performer.update_sheet(piece.with_track(0, replace(piece.tracks[0], muted=True)))
    room.listen(1.0)
    assert room.cards.now is not None
    muted = room.cards.now.written
    assert np.abs(room.cards.now.sound[muted - RATE // 10 :]).max() < 1e-3
    room.performer.update_sheet(piece)
    room.listen(0.3)
    assert np.abs(room.cards.now.sound[muted:]).max() > 1e-2


def test_the_tempo_is_changed_while_it_plays(room: Room) -> None:
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.play(2, 0.0)
    room.performer.set_tempo(2.0)
    room.listen(1.5)
    assert room.heard("ended")


def test_the_volume_changes_without_a_step(room: Room) -> None:
    room.performer.load(1, tune(72).with_notes(np.array([(0, 1920, 72, 100, 0)], NOTE)))
    room.performer.play(2, 0.0)
    room.listen(0.5)
    room.performer.set_volume(0.0)
    room.listen(0.5)
    assert room.cards.now is not None
    sound = room.cards.now.sound
    assert np.abs(sound[-RATE // 10 :]).max() == 0.0
    assert np.abs(np.diff(sound[:, 0])).max() < 0.05


def test_pausing_ends_every_note(room: Room) -> None:
    room.performer.load(1, tune(72).with_notes(np.array([(0, 9600, 72, 100, 0)], NOTE)))
    room.performer.play(2, 0.0)
    room.listen(0.5)
    room.performer.pause(3)
    room.listen(3.0)
    assert not room.performer.busy


def test_another_default_device_goes_on_with_the_music(room: Room) -> None:
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.play(2, 0.0)
    room.listen(0.55)
    old, room.cards.now = room.cards.now, Speaker("Headphones")
    room.cards.changed.emit()
    room.listen(0.4)
    assert old is not None
    assert old.closed
    assert key_of(part(room.cards.now.sound, 0.1, 0.35)) == 76
    assert room.heard("device")[-1] == ("device", "Headphones")
    assert not room.heard("problem")


def test_a_device_that_goes_pauses_says_so_and_lets_go_on(room: Room) -> None:
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.play(2, 0.0)
    room.listen(0.55)
    assert room.cards.now is not None
    room.cards.gone.append(room.cards.now)
    room.cards.now = None
    room.cards.changed.emit()
    _, serial, tick = room.heard("paused")[0]
    assert (serial, tick) == (2, pytest.approx(0.55 * 960, abs=15))
    assert room.heard("problem") == [("problem", "device", "Speaker")]
    assert room.heard("device")[-1] == ("device", "")
    room.cards.now = Speaker("Spare")
    room.cards.changed.emit()
    room.performer.play(3, tick)
    room.listen(0.3)
    assert key_of(part(room.cards.now.sound, 0.05, 0.3)) == 76


def test_a_device_that_takes_no_sound_any_more_is_given_up(talkative: Room) -> None:
    room = talkative
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.play(2, 0.0)
    room.listen(0.2)
    room.pump_until(lambda: room.heard("problem"))
    assert room.heard("problem") == [("problem", "device", "Speaker")]
    assert len(room.heard("paused")) == 1
    assert room.heard("device")[-1] == ("device", "")


def test_without_a_device_time_goes_by_the_clock(room: Room) -> None:
    room.cards.now = None
    room.performer.load(1, tune(72))
    room.performer.play(2, 0.0)
    begin = time.perf_counter()
    room.pump_until(lambda: room.heard("ended"))
    assert time.perf_counter() - begin > 0.45
    assert room.heard("device") == [("device", "")]


def test_a_file_that_is_no_soundfont_leaves_the_old_one(room: Room, qtbot: QtBot, tmp_path: Any) -> None:
    (tmp_path / "no.sf2").write_bytes(b"RIFFxxxx")
    room.performer.set_font(str(tmp_path / "no.sf2"))
    qtbot.waitUntil(lambda: bool(room.heard("problem")))
    assert room.heard("font") == [("font", "")]
    room.performer.echo(72, 100, FLUTE, False)
    room.listen(0.2)
    assert room.cards.now is not None
    assert np.abs(room.cards.now.sound).max() > 1e-2


# -- to a MIDI port ----------------------------------------------------------------------------------------------------


class Port:
    """Messages that a synthesiser receives, with their times."""

    def __init__(self) -> None:
        self.got: list[tuple[float, mido.Message]] = []
        self.broken = self.closed = False

    def send(self, message: mido.Message) -> None:
        if self.broken:
            raise OSError("MidiOutAlsa::sendMessage: the port has gone")
        self.got.append((time.perf_counter(), message))

    def close(self) -> None:
        self.closed = True

    def kinds(self) -> list[str]:
        return [message.type for _, message in self.got]

    def held(self) -> set[tuple[int, int]]:
        held = set()
        for _, message in self.got:
            if message.type == "note_on":
                held.add((message.channel, message.note))
            elif message.type == "note_off":
                held.discard((message.channel, message.note))
        return held


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Port:
    made = Port()
    monkeypatch.setattr(midi_output, "open_port", lambda name: made)
    monkeypatch.setattr(midi_output, "find_port", lambda name: name)
    return made


def test_a_port_gets_every_note_at_its_time_with_the_clock(room: Room, port: Port) -> None:
    room.performer.load(1, tune(72, 76))
    room.performer.set_output("Synth")
    room.performer.play(2, 0.0)
    room.pump_until(lambda: "stop" in port.kinds())
    times = [at for at, m in port.got if m.type == "note_on"]
    assert times[1] - times[0] == pytest.approx(0.5, abs=0.1)
    assert port.kinds().count("clock") == 48
    assert port.kinds().index("program_change") < port.kinds().index("note_on")
    assert "start" in port.kinds()
    assert port.kinds()[-1] == "stop"
    assert port.held() == set()


def test_stopping_leaves_no_note_in_the_port(room: Room, port: Port) -> None:
    room.performer.load(1, tune(72).with_notes(np.array([(0, 9600, 72, 100, 0)], NOTE)))
    room.performer.set_output("Synth")
    room.performer.play(2, 0.0)
    room.pump_until(lambda: port.held() == {(0, 72)})
    room.performer.stop(3)
    assert port.held() == set()
    assert port.kinds()[-1] == "stop"


def test_going_on_from_the_middle_tells_the_place(room: Room, port: Port) -> None:
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.set_output("Synth")
    room.performer.play(2, 960.0)
    room.pump_until(lambda: "continue" in port.kinds())
    begin = port.kinds().index("songpos")
    assert port.got[begin][1].pos == 8
    assert port.kinds()[begin + 1] == "continue"


def test_a_port_that_goes_pauses_and_gives_the_sound_back(room: Room, port: Port) -> None:
    room.performer.load(1, tune(72, 76, 79, 84))
    room.performer.set_output("Synth")
    room.performer.play(2, 0.0)
    room.pump_until(lambda: port.held())
    port.broken = True
    room.pump_until(lambda: room.heard("paused") and room.heard("problem"))
    assert room.heard("output") == [("output", "")]
    assert room.heard("problem")[0][1] == "port"
    room.performer.play(3, 0.0)
    room.listen(0.2)
    assert room.cards.now is not None
    assert np.abs(room.cards.now.sound).max() > 1e-2


def test_drums_go_to_the_tenth_channel_and_more_tracks_than_channels_share(port: Port) -> None:
    output = midi_output.MidiOutput("Synth")
    try:
        output.set_tracks([TrackInfo("", 0, True), *(TrackInfo("", i % 20) for i in range(30))])
        assert output.channel(0) == 9
        assert output.channel(1) == output.channel(21) != 9
    finally:
        output.close()
    assert port.closed


def test_each_of_more_programs_than_channels_sets_its_own_before_its_turn(port: Port) -> None:
    output = midi_output.MidiOutput("Synth")
    try:
        output.set_tracks([TrackInfo("", program) for program in range(16)])
        events = [Event(0, PROGRAM, program, program, 0) for program in range(16)]
        for event in (*events, Event(0, NOTE_ON, 0, 60, 80), Event(0, NOTE_ON, 15, 64, 80)):
            output.give(event, due=time.perf_counter())
        wait_for(lambda: port.kinds().count("note_on") == 2)
    finally:
        output.close()

    playing: dict[int, int] = {}
    heard = {}
    for _, message in port.got:
        if message.type == "program_change":
            playing[message.channel] = message.program
        elif message.type == "note_on":
            heard[message.note] = playing[message.channel]
    assert heard == {60: 0, 64: 15}
