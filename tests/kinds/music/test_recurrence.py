"""Bars that come back for longer than in the corpus."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.recurrence import BarsPlayed, Recurrence, without_loops
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from tests.support.small_models import make_model, make_notes

BAR = 96


def tune(pitches: list[int]) -> Piece:
    """A whole note a bar."""
    return Piece(make_notes([(at * BAR, (at + 1) * BAR, pitch, 80, 0) for at, pitch in enumerate(pitches)]))


def played(kinds: str) -> BarsPlayed:
    """Bars of one note each, up to the one behind the last."""
    bars = BarsPlayed()
    for number, kind in enumerate(kinds):
        bars.go_to(number)
        if kind != " ":
            bars.play((0, 0, ord(kind)))
    bars.go_to(len(kinds))
    return bars


@pytest.mark.parametrize(
    ("kinds", "runs"),
    [
        ("ABCD", [0, 0, 0, 0, 0, 0, 0, 0]),
        ("AAAA", [3, 2, 1, 0, 0, 0, 0, 0]),
        ("ABABAB", [0, 4, 0, 2, 0, 0, 0, 0]),
        ("ABCDABCD", [0, 0, 0, 4, 0, 0, 0, 0]),
        ("ABABC", [0, 0, 0, 0, 0, 0, 0, 0]),
        ("A A ", [0, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_bars_in_a_row_that_come_back_are_counted_for_each_lag(kinds: str, runs: list[int]) -> None:
    assert played(kinds).runs == runs


def test_a_bar_does_not_begin_as_one_that_has_come_back_for_long_enough() -> None:
    recurrence = Recurrence((2, 99, 99, 99, 99, 99, 99, 99), 2)
    here, part = np.zeros(2, np.int64), np.zeros(2, np.int64)
    for bar, pitches in enumerate(([5, 5], [5, 5], [5, 6])):
        recurrence.moved(np.full(2, bar))
        assert recurrence.forbidden(here, part, 9) is None
        recurrence.play(here, part, np.array(pitches))
    recurrence.moved(np.full(2, 3))

    forbidden = recurrence.forbidden(here, part, 9)

    assert forbidden is not None
    assert np.argwhere(forbidden).tolist() == [[0, 5]]
    assert recurrence.forbidden(here + 1, part, 9) is None
    assert recurrence.forbidden(here, part + 1, 9) is None


def test_takes_that_were_parted_and_joined_go_on_with_their_own_bars() -> None:
    recurrence, zero = Recurrence((1,) * 8, 1), np.zeros(1, np.int64)
    for bar in range(2):
        recurrence.moved(np.array([bar]))
        recurrence.play(zero, zero, np.array([3]))
    recurrence.take(np.array([0, 0]))
    recurrence.moved(np.array([1, 2]))
    recurrence.join([Recurrence((1,) * 8, 1)])

    forbidden = recurrence.forbidden(np.zeros(3, np.int64), np.zeros(3, np.int64), 4)

    assert forbidden is not None
    assert np.argwhere(forbidden).tolist() == [[1, 3]]


def test_a_tokenizer_keeps_for_how_long_bars_come_back_in_its_corpus() -> None:
    tokenizer = fit_music([tune([60, 62, 60, 62, 60, 64]), tune([60, 60, 60, 62])], MusicOptions("metric"))
    assert tokenizer.most_returns == (2, 3, 1, 1, 1, 1, 1, 1)
    assert MusicTokenizer.from_json(tokenizer.to_json()).most_returns == tokenizer.most_returns
    with pytest.raises(ValueError, match="out of range"):
        MusicTokenizer.from_json(replace(tokenizer, most_returns=(2,)).to_json())


def test_forms_that_come_back_for_too_long_are_left_out() -> None:
    loop, other = "4/4 . . =2 =2 =2 =4", "4/4 . . =2 =2 . ."
    assert without_loops((loop, other), (9, 2, 9, 9, 9, 9, 9, 9)) == (other,)
    assert without_loops((loop, other), ()) == (loop, other)


def test_a_take_leaves_a_loop_that_goes_on_for_longer_than_in_the_corpus() -> None:
    """The likeliest note is always the same, so that nothing but the bound ends a loop of one bar."""
    tokenizer = fit_music([tune([60, 62, 64, 65] * 3)], MusicOptions("metric", context=("bar",)))
    tokenizer = replace(tokenizer, shifts=(BAR,), durations=(BAR,), most_returns=(4, *[99] * 7))
    model = make_model([tune([60, 62, 64, 65] * 3)], tokenizer)

    def longest(*, closed: bool) -> int:
        (take,) = model.sample(1, seed=1, bars=20, temperature=0.0, closed=closed)
        again = (np.diff(take.table[:, 2]) == 0).tolist()
        return max(len(run) for run in "".join("x" if same else " " for same in again).split(" "))

    assert longest(closed=False) > 4
    assert longest(closed=True) <= 4
