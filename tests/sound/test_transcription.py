"""Notes that are heard in sound."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from seqgen.arrays import Floats32
from seqgen.errors import SeqgenError
from seqgen.formats.played_sheet import PlayedNotes
from seqgen.formats.sheet import Sheet, TrackInfo
from seqgen.model import Model
from seqgen.sound import transcription
from seqgen.sound.render import render
from seqgen.theory.tempo_estimate import tempo_of

RATE, QPM = 44_100, 96.0
TUNE = ((0, 1, 67), (1, 1, 69), (2, 2, 71), (4, 1, 71), (5, 1, 72), (6, 2, 74), (8, 3, 72), (11, 1, 71), (12, 4, 69))
"""Onset and length in eighths, and pitch."""
FLUTE, VIOLIN, PIANO = 73, 40, 0


def played(program: int, notes: tuple[tuple[int, int, int], ...] = TUNE) -> tuple[Sheet, Floats32]:
    """Return notes as a sheet, and its sound on one channel."""
    eighth = 30.0 / QPM
    seconds = [(begin * eighth, (begin + length) * eighth, pitch, 90) for begin, length, pitch in notes]
    track = TrackInfo("", program=program)
    sheet = PlayedNotes.of(seconds).sheet(origin=0.0, qpm=QPM, metre=(4, 4), track=track)
    return sheet, render(sheet.to_score(), sample_rate=RATE).mean(axis=1)


def agreement(heard: PlayedNotes, sheet: Sheet) -> float:
    """Return the F-measure of onsets within 50 ms with the right pitch."""
    onsets, left = sheet.seconds(sheet.notes["onset"]), list(zip(heard.begin, heard.pitch, strict=True))
    hits = 0
    for onset, pitch in zip(onsets, sheet.notes["pitch"], strict=True):
        near = [each for each in left if each[1] == pitch and abs(each[0] - onset) <= 0.05]
        if near:
            left.remove(near[0])
            hits += 1
    return 2 * hits / (len(onsets) + len(heard))


@pytest.mark.parametrize("program", [FLUTE, VIOLIN, PIANO])
def test_a_melody_is_heard_out_of_tune_and_beside_noise(program: int) -> None:
    sheet, sound = played(program)
    assert agreement(transcription.voice_notes(sound, RATE), sheet) >= 0.9
    noise = np.random.default_rng(1).standard_normal(len(sound)).astype(np.float32)
    noisy = sound + noise * 0.1 * float(np.sqrt((sound**2).mean()))
    assert agreement(transcription.voice_notes(noisy, RATE), sheet) >= 0.9
    # a third of a semitone higher: the same samples in less time
    high = transcription.voice_notes(sound, round(RATE * 2 ** (0.33 / 12)))
    assert set(high.pitch.tolist()) == {pitch for _, _, pitch in TUNE}


def test_what_was_heard_stands_on_sixteenths_in_its_tempo(tmp_path: Path) -> None:
    sheet, sound = played(FLUTE)
    soundfile.write(tmp_path / "hum.flac", np.concatenate([np.zeros(RATE // 3, np.float32), sound]), RATE)
    heard = transcription.hear(tmp_path / "hum.flac", usual_qpm=110.0)
    # a note that is held into its own repetition is one note to the ear
    assert set(heard.notes["onset"]) | {sheet.notes["onset"][3]} == set(sheet.notes["onset"])
    assert heard.tempos[0, 1] == pytest.approx(QPM, rel=0.02)
    assert transcription.hear(tmp_path / "hum.flac", qpm=120.0).tempos.tolist() == [[0.0, 120.0]]


@pytest.mark.parametrize("qpm", [72.0, 100.0, 132.0])
def test_the_tempo_of_a_hand_near_the_usual_one_is_found(qpm: float) -> None:
    hand = np.random.default_rng(3)
    onsets = np.cumsum([1, 0.5, 0.5, 1, 1, 0.5, 0.5, 2, 1, 1, 0.5, 1.5, 1]) * 60 / qpm + hand.normal(0, 0.02, 13)
    assert tempo_of(onsets, np.ones(13), usual=100.0) == pytest.approx(qpm, rel=0.03)
    assert tempo_of(onsets[:1], np.ones(1), usual=90.0) == 90.0


@pytest.mark.skipif(importlib.util.find_spec("basic_pitch") is None, reason="Basic Pitch is not installed")
def test_chords_are_heard() -> None:
    sheet, sound = played(PIANO, ((0, 4, 60), (0, 4, 64), (0, 4, 67), (4, 4, 57), (4, 4, 65), (8, 8, 59), (8, 8, 62)))
    assert agreement(transcription.chord_notes(sound, RATE), sheet) >= 0.85


def test_takes_go_on_from_what_was_sung(tmp_path: Path, music_model: Model) -> None:
    _, sound = played(FLUTE)
    soundfile.write(tmp_path / "hum.wav", sound, RATE)
    (take,) = music_model.sample(1, seed=1, bars=1, primer=tmp_path / "hum.wav", tempo=QPM)
    assert len(take.primer.rows) >= len(TUNE) - 1
    heard = transcription.hear(tmp_path / "hum.wav", qpm=QPM)
    (same,) = music_model.sample(1, seed=1, bars=1, primer=heard, tempo=QPM)
    assert np.array_equal(same.table, take.table)


@pytest.mark.parametrize(
    ("name", "samples", "words"),
    [
        ("silent.wav", np.zeros(RATE, np.float32), "is silent"),
        ("noise.wav", np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32), "no note is heard"),
        ("empty.wav", np.zeros(0, np.float32), "is silent"),
        ("long.wav", np.zeros(8000 * 601, np.float32), "longer than 10 minutes"),
        ("text.wav", None, "cannot be read as sound"),
    ],
)
def test_sound_without_notes_is_refused_in_a_line(tmp_path: Path, name: str, samples: Any, words: str) -> None:
    path = tmp_path / name
    if samples is None:
        path.write_text("no sound at all")
    else:
        soundfile.write(path, samples, 8000 if "long" in name else RATE)
    with pytest.raises(SeqgenError, match=words) as raised:
        transcription.hear(path)
    assert name in str(raised.value)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcription, "find_spec", lambda name: None)
    with pytest.raises(SeqgenError, match="basic-pitch"):
        transcription.chord_notes(np.ones(100, np.float32), 22_050)
