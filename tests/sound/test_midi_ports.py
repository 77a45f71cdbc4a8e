"""Playing live to MIDI ports, and the commands `render` and `play`."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mido
import pytest
import soundfile
import symusic

from seqgen.cli import main
from seqgen.errors import SeqgenError, UsageError
from seqgen.sound import system_player as speaker
from seqgen.sound.midi_ports import (
    find_port,
    list_ports,
    play_to_port,
    reason_of_port,
    send_in_time,
    timed_messages,
)
from tests.support import patience


def command(name: str, *arguments: str) -> int:
    return main([name, *arguments])


def complaint_of(action: Callable[[], object]) -> str:
    """Return the error of an action that a machine may be unable to do, or an empty text."""
    try:
        action()
    except SeqgenError as error:
        return str(error)
    return ""


class Recorder:
    """A MIDI output as mido's are, for machines that have none: it notes what comes and when."""

    def __init__(self) -> None:
        self.got: list[tuple[float, mido.Message]] = []

    def send(self, message: mido.Message) -> None:
        self.got.append((time.perf_counter(), message))

    def of(self, kind: str) -> list[tuple[float, mido.Message]]:
        return [(when, message) for when, message in self.got if message.type == kind]


def make_score(*notes: tuple[int, int, int], qpm: float = 120.0) -> Any:
    """One track; notes as (start, duration, key) in ticks, 480 a quarter."""
    score: Any = symusic.Score(480)
    score.tempos.append(symusic.Tempo(0, qpm))
    track: Any = symusic.Track("", 40, False)
    for start, duration, key in notes:
        track.notes.append(symusic.Note(start, duration, key, 90))
    score.tracks.append(track)
    return score


def hanging(messages: list[mido.Message]) -> set[tuple[int, int]]:
    """The notes that are on after these messages."""
    on: set[tuple[int, int]] = set()
    for message in messages:
        if message.type == "note_on":
            on.add((message.channel, message.note))
        elif message.type == "note_off":
            on.discard((message.channel, message.note))
    return on


# Messages


def test_a_score_becomes_messages_in_order_of_time_with_its_program_first() -> None:
    messages = timed_messages(make_score((0, 240, 60), (240, 240, 62)))
    assert [(round(t, 4), m.type) for t, m in messages] == [
        (0.0, "program_change"),
        (0.0, "note_on"),
        (0.25, "note_off"),
        (0.25, "note_on"),
        (0.5, "note_off"),
    ]
    assert messages[0].message.program == 40


def test_a_key_is_never_struck_while_it_is_down() -> None:
    score = make_score((0, 960, 60), (240, 960, 60), (240, 100, 60), (300, 0, 60), (300, 480, 64))
    down: list[int] = []
    for _, message in timed_messages(score):
        if message.type == "note_on":
            assert message.note not in down
            down.append(message.note)
        elif message.type == "note_off":
            down.remove(message.note)
    assert down == []


def test_drums_go_to_channel_10_and_nothing_else_does() -> None:
    score: Any = symusic.Score(480)
    for number in range(20):
        track: Any = symusic.Track("", number, number == 3)
        track.notes.append(symusic.Note(0, 100, 40, 90))
        score.tracks.append(track)
    on_ten = {m.program for _, m in timed_messages(score) if m.type == "program_change" and m.channel == 9}
    assert on_ten == {3}


def test_each_of_more_programs_than_channels_sets_its_own_before_its_turn() -> None:
    score: Any = symusic.Score(480)
    for program in range(16):
        track: Any = symusic.Track("", program, False)
        track.notes.extend([symusic.Note(tick + program, 5, program, 90) for tick in (0, 480)])
        score.tracks.append(track)
    playing: dict[int, int] = {}
    heard = set()

    for _, message in timed_messages(score):
        if message.type == "program_change":
            playing[message.channel] = message.program
        elif message.type == "note_on":
            heard.add((message.note, playing[message.channel]))

    assert heard == {(program, program) for program in range(16)}


def test_the_clock_ticks_24_times_a_quarter_in_the_scores_tempo() -> None:
    clocks = [t for t, m in timed_messages(make_score((0, 960, 60), qpm=100), clock=True) if m.type == "clock"]
    assert len(clocks) == 49
    assert clocks[24] == pytest.approx(0.6, abs=1e-6)


def test_messages_are_sent_in_time() -> None:
    output = Recorder()
    send_in_time(output, timed_messages(make_score((0, 96, 60), (192, 96, 62))), stop=threading.Event())
    (first, _), (second, _) = output.of("note_on")
    assert second - first == pytest.approx(0.2, abs=0.1)


def test_after_a_stop_no_note_sounds() -> None:
    output, stop = Recorder(), threading.Event()
    score = make_score((0, 480 * 100, 60), (0, 480 * 100, 64))
    player = threading.Thread(target=send_in_time, args=(output, timed_messages(score)), kwargs={"stop": stop})
    player.start()
    patience.wait_for(lambda: len(output.of("note_on")) == 2)
    stop.set()
    player.join(timeout=patience.SECONDS)
    assert not player.is_alive()
    assert hanging([message for _, message in output.got]) == set()
    assert {m.channel for _, m in output.of("control_change") if m.control == 123} == set(range(16))


def test_ctrl_c_leaves_no_note_sounding_either() -> None:
    class Interrupted(Recorder):
        def send(self, message: mido.Message) -> None:
            super().send(message)
            if message.type == "note_on" and len(self.of("note_on")) == 2:
                raise KeyboardInterrupt

    output = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        send_in_time(output, timed_messages(make_score((0, 900, 60), (0, 900, 64))), stop=threading.Event())
    assert hanging([message for _, message in output.got]) == set()
    assert output.of("stop") == []


def test_the_clock_is_stopped_at_the_end() -> None:
    output = Recorder()
    send_in_time(output, timed_messages(make_score((0, 48, 60)), clock=True), stop=threading.Event())
    kinds = [message.type for _, message in output.got]
    assert kinds.index("start") < kinds.index("clock")
    assert kinds[-1] == "stop"


# Ports


@pytest.fixture
def some_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mido, "get_output_names", lambda: ["FLUID Synth (1):0", "FLUID Synth (2):0", "Through:0"])


@pytest.mark.usefixtures("some_ports")
def test_a_part_of_a_ports_name_is_enough_if_only_one_has_it() -> None:
    assert find_port("through") == "Through:0"
    with pytest.raises(UsageError, match="fits several MIDI ports; there are: FLUID Synth"):
        find_port("fluid")
    with pytest.raises(UsageError, match=r"Piano is no MIDI port; there are: .*Through:0"):
        find_port("Piano")


def test_without_midi_in_the_system_the_error_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_alsa() -> list[str]:
        raise OSError("MidiOutAlsa::initialize: error creating ALSA sequencer client object.")

    monkeypatch.setattr(mido, "get_output_names", no_alsa)
    with pytest.raises(SeqgenError, match=r"offers no MIDI ports \(the system's MIDI.*snd-seq"):
        list_ports()


def test_without_the_package_for_live_ports_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    # what an earlier test has loaded would not look for the package again
    monkeypatch.delitem(sys.modules, "mido.backends.rtmidi", raising=False)
    monkeypatch.setattr(mido, "backend", mido.Backend("mido.backends.rtmidi"))
    monkeypatch.setattr(mido, "get_output_names", mido.backend.get_output_names)

    assert command("play", "--list-ports") == 1

    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "pip install 'seqgen[live]'" in said


def test_the_systems_own_ports_are_listed_or_their_lack_is_explained() -> None:
    complaint = complaint_of(list_ports)
    assert complaint == "" or "offers no MIDI ports" in complaint


def test_a_virtual_port_plays_or_its_lack_is_explained() -> None:
    told = [0.0]
    complaint = complaint_of(
        lambda: play_to_port(make_score((0, 96, 60)), None, progress=lambda now, end: told.append(now / end))
    )
    assert told[-1] == 1.0 or "offers no MIDI ports" in complaint


# The commands. Files are written by mido, so that reading is tested, too.


@pytest.fixture
def midi(tmp_path: Path) -> Path:
    return write_midi(tmp_path / "tune.mid")


def write_midi(path: Path) -> Path:
    file, track = mido.MidiFile(), mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.Message("note_on", note=60, velocity=90))
    track.append(mido.Message("note_off", note=60, time=240))
    file.save(path)
    return path


def test_render_writes_beside_the_file_and_never_over_another(midi: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("render", str(midi), "--quiet") == 0
    wave = midi.with_suffix(".wav")
    assert capsys.readouterr().out.strip() == str(wave)
    assert soundfile.info(wave).duration > 0.25
    wave.write_bytes(b"precious")
    assert command("render", str(midi), "--quiet") == 2
    assert "--force overwrites it" in capsys.readouterr().err
    assert wave.read_bytes() == b"precious"
    assert command("render", str(midi), "--quiet", "--force") == 0
    assert soundfile.info(wave).format == "WAV"


def test_render_takes_the_format_from_the_outs_suffix_or_the_option(midi: Path) -> None:
    folder = midi.parent / "sound"
    assert command("render", str(midi), "--quiet", "--out", str(folder / "a.flac")) == 0
    assert (
        command("render", str(midi), "--quiet", "--out", str(folder), "--format", "ogg", "--sample-rate", "22050") == 0
    )
    assert soundfile.info(folder / "a.flac").format == "FLAC"
    assert (soundfile.info(folder / "tune.ogg").format, soundfile.info(folder / "tune.ogg").samplerate) == (
        "OGG",
        22050,
    )


def test_a_bad_file_among_several_is_reported_and_skipped(midi: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = midi.with_name("bad.mid")
    bad.write_bytes(b"not music at all")
    assert command("render", str(bad), str(midi), "--quiet") == 1
    said = capsys.readouterr()
    assert "bad.mid" in said.err
    assert said.out.strip() == str(midi.with_suffix(".wav"))
    assert not bad.with_suffix(".wav").exists()


def test_a_file_of_several_tunes_becomes_several_sounds(midi: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tunes = midi.with_name("tunes.abc")
    tunes.write_text("X:1\nT:One\nL:1/4\nK:G\nGABc|]\n\nX:2\nT:Two\nL:1/4\nK:D\ndefg|]\n")
    assert command("render", str(tunes), "--quiet") == 0
    assert capsys.readouterr().out.split() == [str(midi.with_name(f"tunes-{n}.wav")) for n in (1, 2)]
    assert soundfile.info(midi.with_name("tunes-2.wav")).duration > 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["a.mid", "--out", "a.aiff"], "use one of .wav, .flac, .ogg or .mp3"),
        (["a.mid", "b.mid", "--out", "a.wav"], "is one file, but there are 2 to render"),
        (["a.mid", "--out", "a.wav", "--format", "mp3"], "contradict each other"),
        (["x/a.mid", "y/a.mid", "--out", "sound"], "would both become"),
        (["a.mid", "--format", "mp3", "--sample-rate", "96000"], "MP3 has no sample rate of 96000"),
    ],
)
def test_render_refuses_what_cannot_be_before_it_begins(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("render", *arguments) == 2
    assert complaint in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_font_that_is_none_is_one_line(midi: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("render", str(midi), "--soundfont", str(midi)) == 1
    assert "tune.mid: is not a SoundFont" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="the players are shell scripts")
@pytest.mark.parametrize("works", [True, False])
def test_play_uses_the_systems_player_and_says_so_where_there_is_no_card(
    midi: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], works: bool
) -> None:
    player = midi.with_name("aplay")
    end = 'cp "$2" "$(dirname $0)/heard.wav"' if works else "echo 'no soundcards found...' >&2; exit 1"
    player.write_text(f"#!/bin/sh\n{end}\n")
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{midi.parent}{os.pathsep}/bin")
    monkeypatch.setattr(speaker, "PLAYERS", (("aplay", "-q"),))
    code = command("play", str(midi), "--quiet")
    if works:
        assert code == 0
        assert soundfile.info(midi.with_name("heard.wav")).duration > 0.25
    else:
        assert code == 1
        assert "no soundcards found" in capsys.readouterr().err


def test_play_without_any_player_says_what_to_do(
    midi: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speaker, "PLAYERS", (("no-such-player",),))
    assert command("play", str(midi), "--quiet") == 1
    assert "seqgen render FILE" in capsys.readouterr().err


def test_play_sends_to_the_port_that_is_named(midi: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Port(Recorder):
        def __enter__(self) -> Port:
            return self

        def __exit__(self, *error: object) -> None:
            pass

    opened: dict[str, Port] = {}

    def open_output(name: str, **options: Any) -> Port:
        return opened.setdefault(name, Port())

    monkeypatch.setattr(mido, "get_output_names", lambda: ["Out 1", "Out 2"])
    monkeypatch.setattr(mido, "open_output", open_output)
    assert command("play", str(midi), "--port", "2", "--clock", "--quiet") == 0
    assert list(opened) == ["Out 2"]
    assert len(opened["Out 2"].of("note_on")) == 1
    assert len(opened["Out 2"].of("clock")) >= 12


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "name the file to play"),
        (["a.mid", "--clock"], "--clock needs --port"),
        (["a.mid", "--port", "x", "--soundfont", "y.sf2"], "a MIDI port has its own sounds"),
    ],
)
def test_play_refuses_contradictions(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("play", *arguments) == 2
    assert complaint in capsys.readouterr().err


def test_the_help_of_the_command_imports_nothing_heavy() -> None:
    program = (
        "import sys; from seqgen.cli import build_parser; build_parser('').format_help(); "
        "print([m for m in ('symusic', 'soundfile', 'mido', 'numpy', 'pretty_midi', 'torch') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("MidiOutAlsa::openPort: ALSA error making port connection.", "the port cannot be opened"),
        ("MidiInAlsa::initialize: error creating ALSA sequencer client object.", "the system's MIDI cannot be reached"),
        ("unknown port 'Keys {1}'\n", "unknown port 'Keys {1}'"),
        ("", "OSError"),
    ],
)
def test_errors_of_ports_are_said_in_words_that_can_be_translated(words: str, reason: str) -> None:
    assert reason_of_port(OSError(words)) == reason
