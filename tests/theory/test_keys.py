"""Keys, scales and note names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgen.errors import UsageError
from seqgen.theory.keys import (
    SCALES,
    TONICS,
    estimate_key,
    is_in_key,
    key_name,
    key_signature,
    parse_key,
    parse_pitch,
    parse_tonic,
    pitch_name,
    scale_classes,
    signature_key,
)


@pytest.mark.parametrize(
    ("text", "pitch_class"),
    [("C", 0), ("c", 0), ("F#", 6), ("f♯", 6), ("Bb", 10), ("B♭", 10), ("Cb", 11), ("B#", 0), ("Dbb", 0), ("C##", 2)],
)
def test_note_names_are_pitch_classes(text: str, pitch_class: int) -> None:
    assert parse_tonic(text) == pitch_class


@pytest.mark.parametrize("text", ["", "H", "C###", "C4", "major", "#", "C b", "С"])
def test_what_is_no_note_name_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match="is not a note name; use for example C, F# or Bb"):
        parse_tonic(text)


@given(st.integers(0, 127))
def test_a_pitch_is_read_by_its_name_and_by_its_number(pitch: int) -> None:
    assert parse_pitch(pitch_name(pitch)) == pitch
    assert parse_pitch(str(pitch)) == pitch


@pytest.mark.parametrize(("text", "pitch"), [("C4", 60), ("A4", 69), ("C-1", 0), ("G9", 127), ("B#3", 60), ("Cb4", 59)])
def test_octaves_change_at_c(text: str, pitch: int) -> None:
    assert parse_pitch(text) == pitch


@pytest.mark.parametrize("text", ["128", "G#9", "C-2", "Cb-1", "999999999"])
def test_a_pitch_beyond_the_keys_of_midi_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="outside MIDI's keys 0 to 127"):
        parse_pitch(text)


@pytest.mark.parametrize("text", ["", "C", "-1", "four", "H4", "C4.5", "²", "٣", "C²", "1" * 5000])
def test_what_is_no_pitch_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_pitch(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("C", (0, "major")),
        ("G minor", (7, "minor")),
        ("Gm", (7, "minor")),
        ("gmin", (7, "minor")),
        ("  Bb   Major ", (10, "major")),
        ("F# dorian", (6, "dorian")),
        ("F#-dorian", (6, "dorian")),
        ("E harmonic-minor", (4, "harmonic minor")),
        ("A minor pentatonic", (9, "minor pentatonic")),
        ("Eb blues", (3, "blues")),
        ("D mix", (2, "mixolydian")),
        ("Bb", (10, "major")),
    ],
)
def test_keys_are_read_as_they_are_written(text: str, key: tuple[int, str]) -> None:
    assert parse_key(text) == key


def test_an_unknown_scale_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="'hungarian' is not a scale that seqgen knows; it knows major, minor"):
        parse_key("C hungarian")
    with pytest.raises(UsageError, match="'17' is not a key"):
        parse_key("17")


def test_every_key_holds_its_tonic_and_moves_with_it() -> None:
    for key, (tonic, scale) in {f"{tonic} {scale}": (tonic, scale) for tonic in TONICS for scale in SCALES}.items():
        classes = scale_classes(key)

        assert classes[parse_tonic(tonic)], key
        assert classes.sum() == len(SCALES[scale]), key
        assert (np.roll(scale_classes(f"C {scale}"), parse_tonic(tonic)) == classes).all(), key


def test_a_minor_key_holds_its_raised_and_its_natural_degrees() -> None:
    assert np.flatnonzero(scale_classes("A minor")).tolist() == [0, 2, 4, 5, 6, 7, 8, 9, 11]


@pytest.mark.parametrize("minor", [False, True])
def test_a_signature_names_a_key_with_an_equal_signature(minor: bool) -> None:
    for sharps in range(-7, 8):
        again, mode = key_signature(signature_key(sharps, minor))

        # seven sharps sound as five flats
        assert (again - sharps) % 12 == 0, sharps
        assert -7 <= again <= 7, sharps
        assert mode == minor, sharps


@pytest.mark.parametrize(
    ("key", "signature"),
    [
        ("C major", (0, False)),
        ("A minor", (0, True)),
        ("Eb major", (-3, False)),
        ("D dorian", (0, False)),
        ("E phrygian", (0, False)),
        ("F lydian", (0, False)),
        ("G mixolydian", (0, False)),
        ("B locrian", (0, False)),
        ("E natural minor", (1, True)),
        ("C major pentatonic", (0, False)),
        ("A blues", (0, True)),
    ],
)
def test_a_mode_has_the_signature_of_the_major_key_with_its_notes(key: str, signature: tuple[int, bool]) -> None:
    assert key_signature(key) == signature


@pytest.mark.parametrize(
    ("mode", "melody"),
    [("major", [0, 4, 7, 0, 2, 4, 5, 7, 9, 11, 12, 0]), ("minor", [0, 3, 7, 0, 2, 3, 5, 7, 8, 11, 12, 0])],
)
def test_the_key_of_a_plain_melody_is_found_in_every_transposition(mode: str, melody: list[int]) -> None:
    found = [estimate_key(np.array(melody) + 60 + tonic) for tonic in range(12)]

    assert found == [key_name(tonic, mode) for tonic in range(12)]


@pytest.mark.parametrize("scale", ["major", "dorian", "phrygian", "lydian", "mixolydian"])
def test_a_mode_is_told_from_the_others_with_its_notes_by_its_tonic(scale: str) -> None:
    for tonic in range(12):
        degrees = np.array(SCALES[scale])
        pitches = np.concatenate([degrees, [degrees[0]] * 4, [degrees[2]] * 3, [degrees[4]] * 3]) + tonic
        histogram = np.bincount(pitches % 12, minlength=12).astype(float)

        assert estimate_key(pitches, modes=True) == key_name(tonic, scale)
        assert is_in_key(histogram[None], key_name(tonic, scale))[0]


@pytest.mark.parametrize(
    ("text", "key"),
    [("A aeolian", (9, "natural minor")), ("c ionian", (0, "major")), ("G pentatonic", (7, "major pentatonic"))],
)
def test_scales_have_other_names(text: str, key: tuple[int, str]) -> None:
    assert parse_key(text) == key


@pytest.mark.parametrize(
    ("tonic", "scale", "name"),
    [
        (1, "major", "Db major"),
        (1, "minor", "C# minor"),
        (8, "mixolydian", "Ab mixolydian"),
        (8, "dorian", "G# dorian"),
        (13, "blues", "C# blues"),
        (6, "minor", "F# minor"),
        (10, "minor", "Bb minor"),
    ],
)
def test_a_key_is_spelled_as_musicians_spell_it(tonic: int, scale: str, name: str) -> None:
    assert key_name(tonic, scale) == name
    assert parse_key(name) == (tonic % 12, scale)


def test_long_notes_count_for_more() -> None:
    pitches = np.array([60, 64, 67, 57, 60, 64])

    assert estimate_key(pitches, np.array([9.0, 5, 5, 0.1, 1, 1])) == "C major"
    assert estimate_key(pitches, np.array([0.1, 1, 0.1, 9, 5, 5])) == "A minor"


def test_no_notes_have_no_key_and_all_notes_alike_have_some() -> None:
    assert estimate_key(np.array([], int)) == ""
    assert estimate_key(np.arange(12)) == "C major"
    assert estimate_key(np.array([60]), np.array([0.0])) == ""
