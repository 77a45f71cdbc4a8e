"""The course of keys through a piece: signatures that the notes bear out, modulations, modes."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.arrays import Floats
from seqgen.kinds.music.key_course import key_course
from seqgen.theory.keys import SCALES, parse_key

TRIAD = 2.0
"""Weight of tonic, third and fifth beside the other degrees."""


def bars(key: str, number: int) -> Floats:
    """So many bars of the scale of a key, its chord longest."""
    tonic, scale = parse_key(key)
    degrees = SCALES["natural minor" if scale == "minor" else scale]
    bar = np.zeros(12)
    for place, degree in enumerate(degrees):
        bar[(tonic + degree) % 12] += TRIAD if place in (0, 2, 4) else 1.0
    bar[tonic] += TRIAD
    return np.tile(bar, (number, 1))


@pytest.mark.parametrize("key", ["C major", "F# minor", "D dorian", "A mixolydian"])
def test_the_key_of_a_piece_without_signature_is_estimated(key: str) -> None:
    assert key_course(bars(key, 16), "") == [(0, key)]


def test_a_signature_is_believed_where_the_notes_bear_it_out() -> None:
    both = bars("C major", 16) + bars("A minor", 16)

    assert key_course(both, "A minor") == [(0, "A minor")]
    assert key_course(both, "C major") == [(0, "C major")]
    assert key_course(bars("C major", 16), "E major") == [(0, "C major")]


def test_a_modulation_is_followed_and_a_foreign_bar_is_not() -> None:
    there_and_back = [bars("G major", 16), bars("Bb major", 16), bars("G major", 16)]
    course = key_course(np.concatenate(there_and_back), "G major")
    passing = key_course(np.concatenate([bars("G major", 8), bars("Bb major", 1), bars("G major", 8)]), "G major")

    assert [key for _, key in course] == ["G major", "Bb major", "G major"]
    assert [abs(bar - wanted) <= 3 for (bar, _), wanted in zip(course, (0, 16, 32), strict=True)] == [True] * 3
    assert passing == [(0, "G major")]


def test_drums_have_no_key() -> None:
    assert key_course(np.zeros((8, 12)), "C major") == []
