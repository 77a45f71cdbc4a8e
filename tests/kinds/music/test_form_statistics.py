"""Form of pieces whose right values are worked out by hand: a bar is a letter."""

from __future__ import annotations

import math

import numpy as np
import pytest

from seqgen.kinds.music.excerpts import beginning
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.form_statistics import (
    bar_numbers,
    block_coherence,
    is_locked,
    longest_loop,
    mean_similarity,
    repetition_density,
    returning,
    self_similarity,
    stood_before,
)
from seqgen.kinds.music.played import Played
from seqgen.piece import Piece
from tests.support.small_models import make_notes

BARS = {"A": (60, 62, 64, 65), "B": (67, 69, 71, 72), "C": (60, 62, 71, 72), "D": (60,), "-": ()}


def played(form: str, *, pickup: int = 0, part: int = 0) -> Played:
    """A piece of 4/4 bars of quarter notes; `pickup`: steps from the beginning of a bar before them to its note."""
    shift = 96 if pickup else 0
    notes = [(pickup, 96, 55, 90, part)] if pickup else []
    for bar, name in enumerate(form):
        notes += [
            (shift + 96 * bar + 24 * i, shift + 96 * bar + 24 * i + 20, key, 90, part)
            for i, key in enumerate(BARS[name])
        ]
    piece = Piece(make_notes(notes))
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    return Played.of(tokenizer, beginning(tokenizer, "", encoded.table, encoded.facts, 999))


def numbers(form: str) -> np.ndarray:
    return bar_numbers(played(form))


@pytest.mark.parametrize(("lag", "share"), [(1, 1 / 7), (2, 0.0), (4, 3 / 4)])
def test_bars_that_return_are_counted_among_those_that_could(lag: int, share: float) -> None:
    assert returning(numbers("ABCDABCC"), lag) == pytest.approx(share)


def test_an_empty_bar_never_returns() -> None:
    assert returning(numbers("A-A-A"), 2) == 1.0
    assert math.isnan(returning(numbers("A"), 1))


def test_bars_that_stood_before_may_lie_at_any_distance() -> None:
    assert stood_before(numbers("ABACBD")) == pytest.approx(2 / 6)


def test_rhythm_returns_where_the_pitches_do_not() -> None:
    piece = played("AB")
    assert returning(bar_numbers(piece), 1) == 0.0
    assert returning(bar_numbers(piece, pitches=False), 1) == 1.0


def test_a_part_returns_while_another_does_not() -> None:
    notes = [(96 * bar, 96 * bar + 20, key, 90, part) for bar in (0, 1) for key, part in ((60, 0), (40 + bar, 8))]
    piece = Piece(make_notes(notes))
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    found = Played.of(tokenizer, beginning(tokenizer, "", encoded.table, encoded.facts, 9))
    assert returning(bar_numbers(found), 1) == 0.0
    assert returning(bar_numbers(found, 0), 1) == 1.0
    assert returning(bar_numbers(found, 8), 1) == 0.0


def test_a_pickup_is_not_a_bar() -> None:
    assert bar_numbers(played("ABAB", pickup=72)).tolist() == bar_numbers(played("ABAB")).tolist()
    assert played("ABAB", pickup=72).pickup == 1
    assert played("ABAB", pickup=12).pickup == 0


@pytest.mark.parametrize(
    ("form", "longest"),
    [("ABCD", 0), ("AA", 1), ("ABAB", 2), ("ABABA", 3), ("ABCDABCD", 4), ("A" * 26, 25), ("----", 0)],
)
def test_a_loop_is_as_long_as_what_it_repeats(form: str, longest: int) -> None:
    assert longest_loop(numbers(form)) == longest


def test_a_piece_is_locked_where_it_repeats_for_more_than_24_bars() -> None:
    assert not is_locked(numbers("AB" * 13))
    assert is_locked(numbers("AB" * 14))


def test_a_phrase_that_returns_is_coherent_and_a_single_bar_is_not() -> None:
    assert block_coherence(numbers("ABCDABDC")) == pytest.approx(2 / 4)
    assert block_coherence(numbers("ABAC")) == 0.0
    assert math.isnan(block_coherence(numbers("ABCD")))


def test_bars_are_alike_by_the_notes_that_they_share() -> None:
    # A and C share two notes of six, A and D one of four, B and C two of six, B and D none, C and D one of four
    similarity = self_similarity(played("ABCD"))
    np.testing.assert_allclose(
        similarity, [[1, 0, 1 / 3, 1 / 4], [0, 1, 1 / 3, 0], [1 / 3, 1 / 3, 1, 1 / 4], [1 / 4, 0, 1 / 4, 1]]
    )
    assert mean_similarity(similarity) == pytest.approx((1 / 3 + 1 / 4 + 1 / 3 + 1 / 4) / 6)
    assert repetition_density(similarity) == 0.0
    assert repetition_density(self_similarity(played("AAB-"))) == pytest.approx(1 / 3)
