"""Pitches are spelled as their key writes them, and chords are named by what sounds."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.theory.chords import chord_names
from seqgen.theory.keys import TONICS
from seqgen.theory.snaps import snap_of, snap_ticks
from seqgen.theory.spelling import spelled_pitch, spellings


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("C major", "C C# D Eb E F F# G G# A Bb B"),
        ("A minor", "C C# D D# E F F# G G# A Bb B"),
        ("F minor", "C Db D Eb E F Gb G Ab A Bb B"),
        ("B major", "C C# D D# E E# F# F## G# A A# B"),
        ("D dorian", "C C# D Eb E F F# G G# A Bb B"),
    ],
)
def test_a_key_spells_its_pitches(key: str, names: str) -> None:
    spelled = " ".join(spellings(key))
    if key == "B major":
        # what lies outside of the key may have two names; its own notes have one
        assert [spellings(key)[pitch] for pitch in (11, 1, 3, 4, 6, 8, 10)] == ["B", "C#", "D#", "E", "F#", "G#", "A#"]
    else:
        assert spelled == names


def test_no_key_spells_as_ever_and_octaves_follow_the_letter() -> None:
    assert spellings("") == TONICS
    assert [spelled_pitch(pitch, "Gb major") for pitch in (59, 60)] == [spelled_pitch(59, "F# major"), "B#3"]
    assert [spelled_pitch(pitch) for pitch in (60, 70)] == ["C4", "Bb4"]
    assert spelled_pitch(70, "B minor") == "A#4"
    assert spelled_pitch(59, "Ab minor") == "B3"


@pytest.mark.parametrize(
    ("pitches", "key", "name"),
    [
        ((60, 64, 67), "C major", "C"),
        ((57, 60, 64), "C major", "Am"),
        ((55, 59, 62, 65), "C major", "G7"),
        ((58, 62, 65), "F major", "Bb"),
        ((54, 58, 61), "B minor", "F#"),
        ((59, 62, 65), "C major", "Bdim"),
        ((60,), "C major", ""),
        ((60, 61, 62, 63, 64, 65, 66), "C major", ""),
    ],
)
def test_a_chord_is_named_in_its_key(pitches: tuple[int, ...], key: str, name: str) -> None:
    weights, bass = np.zeros((1, 12)), np.zeros((1, 12))
    np.add.at(weights[0], np.array(pitches) % 12, 480.0)
    bass[0, pitches[0] % 12] = 1
    assert chord_names(weights, bass, key) == [name]


def test_a_passing_note_does_not_change_a_chord() -> None:
    weights = np.zeros((1, 12))
    weights[0, [0, 4, 7, 2]] = 960, 960, 960, 240
    assert chord_names(weights, np.eye(12)[:1], "C major") == ["C"]


@pytest.mark.parametrize(
    ("held", "passing", "key", "name"),
    [
        ((0, 4, 7), (9,), "C major", "C"),  # not Am7
        ((9, 0, 4), (7,), "C major", "Am"),
        ((0, 4, 7), (10,), "C major", "C"),
        ((8, 0, 3), (11, 6), "Ab major", "Ab"),  # blue notes make no Abm7
        ((7, 11, 2, 5), (), "C major", "G7"),
        ((9, 0, 4, 7), (), "C major", "Am7"),
    ],
)
def test_notes_that_only_pass_make_no_seventh_chord(
    held: tuple[int, ...], passing: tuple[int, ...], key: str, name: str
) -> None:
    weights = np.zeros((1, 12))
    weights[0, list(held)], weights[0, list(passing)] = 960, 400
    assert chord_names(weights, np.eye(12)[[held[0]]], key) == [name]


def test_the_key_decides_where_a_third_is_missing() -> None:
    weights = np.zeros((2, 12))
    weights[:, [8, 3]] = 960
    bass = np.eye(12)[[8, 8]]
    assert chord_names(weights, bass, "Ab major")[0] == "Ab"
    assert chord_names(weights, bass, "Ab minor")[0] == "G#m"


@pytest.mark.parametrize(
    ("step", "name"), [(480, "1/4"), (240, "1/8"), (160, "1/8T"), (120, "1/16"), (80, "1/16T"), (60, "1/32")]
)
def test_the_grid_of_a_piece_is_the_coarsest_that_holds_its_notes(step: int, name: str) -> None:
    assert snap_of(np.arange(0, 9600, step), 480) == name
    assert snap_ticks(name, 480) == step


def test_music_that_was_played_by_hand_has_the_usual_grid() -> None:
    assert snap_of(np.random.default_rng(1).integers(0, 99_999, 200), 480) == "1/16"
    assert snap_of(np.zeros(0, np.int64), 480) == "1/16"
    with pytest.raises(UsageError, match="'1/5' is not a grid"):
        snap_ticks("1/5", 480)


@pytest.mark.parametrize(("step", "name"), [(4, "1/16T"), (8, "1/8T"), (12, "1/8"), (7, "1/16")])
def test_a_model_knows_the_grid_of_its_corpus(step: int, name: str) -> None:
    from seqgen.kinds.music.fit import fit_music
    from seqgen.kinds.music.options import MusicOptions
    from seqgen.piece import Piece
    from tests.support.small_models import make_notes

    notes = make_notes([(at, at + step, 60 + at % 12, 80, 0) for at in range(0, step * 100, step)], quarter=24)
    tokenizer = fit_music([Piece(notes)], MusicOptions("metric"))
    assert tokenizer.snap == name
    assert type(tokenizer).from_json(tokenizer.to_json()).snap == name
