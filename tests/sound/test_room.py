"""Room and seats of our player: reverb like FluidSynth's, and parts of one instrument beside each other."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import symusic

from seqgen.sound.channel import PAN
from seqgen.sound.render import render_blocks, seats_of
from seqgen.sound.room import Room
from seqgen.sound.seating import MIDDLE, seats
from seqgen.sound.soundfont import default_soundfont
from seqgen.sound.synth import GAIN, Synth

RATE = 44100
CHOIR, PIANO, WOODBLOCK = 52, 0, 115


def score_of(*programs: int, key: int = 60, length: int = 60) -> Any:
    score: Any = symusic.Score(480)
    for program in programs:
        track: Any = symusic.Track("", program, False)
        track.notes.append(symusic.Note(0, length, key, 110))
        score.tracks.append(track)
    return score


def energy(sound: np.ndarray) -> float:
    return float((sound.astype(np.float64) ** 2).sum())


def room_of(dry: np.ndarray, wet: np.ndarray) -> np.ndarray:
    room = wet.copy()
    room[: len(dry)] -= dry[: len(room)]
    return room


def decay_seconds(room: np.ndarray) -> float:
    """T60 from -5 to -25 dB of the backward integral (ISO 3382)."""
    left = np.cumsum((room.astype(np.float64) ** 2).sum(axis=1)[::-1])[::-1]
    decibels = 10 * np.log10(left / left[0] + 1e-12)
    return 3 * float(np.argmax(decibels < -25) - np.argmax(decibels < -5)) / RATE


def by_fluidsynth(path: Path, *, reverb: int) -> np.ndarray:
    out = path.with_suffix(f".{reverb}.raw")
    options = ["-ni", "-R", str(reverb), "-C", "0", "-g", "1", "-r", str(RATE), "-O", "float", "-T", "raw"]
    files = ["-F", str(out), str(default_soundfont()), str(path)]
    subprocess.run(["fluidsynth", *options, *files], check=True, capture_output=True)
    return np.fromfile(out, np.float32).reshape(-1, 2)


@pytest.mark.parametrize("program", [PIANO, CHOIR, WOODBLOCK])
def test_the_room_is_as_loud_and_as_long_as_fluidsynths(program: int, tmp_path: Path) -> None:
    if shutil.which("fluidsynth") is None:
        pytest.skip("the fluidsynth command is not installed")
    score = score_of(program)
    score.dump_midi(str(tmp_path / "note.mid"))
    dry, wet = (by_fluidsynth(tmp_path / "note.mid", reverb=reverb) for reverb in (0, 1))
    our_dry, our_wet = (np.concatenate(list(render_blocks(score, room=room))) / GAIN for room in (False, True))
    theirs, ours = room_of(dry, wet), room_of(our_dry, our_wet)

    assert abs(10 * np.log10(energy(ours) / energy(theirs))) < 3
    assert decay_seconds(ours) == pytest.approx(decay_seconds(theirs), rel=0.15)


def test_a_room_does_not_depend_on_stretches_and_falls_silent() -> None:
    rng = np.random.default_rng(1)
    sent = np.zeros(3 * RATE, np.float32)
    sent[:2000] = rng.standard_normal(2000)
    whole, parts = Room(RATE), Room(RATE)
    expected = whole(sent)
    edges = [0, *np.sort(rng.integers(1, len(sent), 60)).tolist(), len(sent)]
    got = [parts(sent[begin:end]) for begin, end in itertools.pairwise(edges)]
    heard = np.concatenate(
        [np.zeros((e - b, 2)) if g is None else g for g, (b, e) in zip(got, itertools.pairwise(edges), strict=True)]
    )

    assert expected is not None
    assert np.abs(heard - expected).max() < 1e-4
    assert not parts.sounding
    assert parts(np.zeros(64, np.float32)) is None


def test_the_reverb_controller_sends_more_and_switching_the_room_off_is_heard_at_once() -> None:
    def tail(depth: int, *, off: bool = False) -> float:
        from seqgen.sound.soundfont import SoundFont

        synth = Synth(SoundFont.load(default_soundfont()), RATE, room=True)
        synth.program(0, WOODBLOCK)
        synth.control(0, 91, depth)
        synth.note_on(0, 60, 110)
        synth.mix(256)
        synth.control(0, 120, 0)
        synth.mix(64)
        if off:
            synth.set_room(False)
        return energy(synth.mix(64))

    assert tail(127) > 4 * tail(0) > 0
    assert tail(127, off=True) < 0.01 * tail(127)


def test_voices_of_a_choir_sit_beside_each_other_and_beat_slowly() -> None:
    choir = seats([(CHOIR, False)] * 4)
    assert [seat.pan for seat in choir] == sorted({seat.pan for seat in choir})
    assert sum(seat.pan - 64 for seat in choir) == 0 == pytest.approx(sum(seat.cents for seat in choir))
    assert all(0 < b.cents - a.cents < 5 for a, b in itertools.pairwise(choir))


def test_hands_of_a_piano_are_not_out_of_tune_and_single_parts_and_drums_stay_in_the_middle() -> None:
    left, right, flute, *drums = seats([(PIANO, False), (PIANO, False), (73, False), (0, True), (0, True)])
    assert (left.cents, right.cents) == (0, 0)
    assert 0 < right.pan - left.pan < 40
    assert [flute, *drums] == [MIDDLE] * 3


def test_four_equal_voices_are_heard_from_left_to_right_unless_the_file_says_where_they_are() -> None:
    score = score_of(CHOIR, CHOIR, length=960)
    sides = np.concatenate(list(render_blocks(score, room=False)))[:RATE].T
    assert abs(np.corrcoef(sides)[0, 1]) < 0.99
    score.tracks[0].controls.append(symusic.ControlChange(0, PAN, 10))
    assert seats_of(score) == [MIDDLE, MIDDLE]
