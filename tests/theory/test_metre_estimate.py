"""Metre and first bar line, estimated from the notes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.theory.metre_estimate import Estimate, contradiction, estimate, is_doubtful
from seqgen.theory.notes import DRUMS, Notes
from tests.support.small_models import make_notes

QUARTER = 24
CHORDS = [(48, 52, 55), (53, 57, 60), (55, 59, 62), (45, 48, 52)]


def song(beats: list[int], bar: int, *, bars: int = 40, late: int = 0, metre: tuple[int, int] = (4, 4)) -> Notes:
    """A chord on each bar line of bars of so many steps, a melody that is long there, and short notes on `beats`. All
    of it begins `late` steps after a bar line of its metre."""
    rng = np.random.default_rng(1)
    rows = []
    for number in range(bars):
        begin, chord = number * bar + late, CHORDS[number * 3 % 4]
        rows += [(begin, begin + bar, pitch, 80, 8) for pitch in chord]
        for place in beats:
            at, length = begin + place, 9 if place else 18
            rows.append((at, at + length, 12 + int(rng.choice(chord)) + int(rng.integers(0, 3)), 90, 0))
    return make_notes([row for row in rows if row[0] >= 0], quarter=QUARTER, metre=metre)


WALTZ, JIG, MARCH = ([0, 24, 48, 60], 72), ([0, 12, 24, 36, 48, 60], 72), ([0, 24, 36, 48, 72], 96)


@pytest.mark.parametrize(
    ("tune", "signature"), [(MARCH, (4, 4)), (WALTZ, (3, 4)), (([0, 24, 36, 60], 72), (6, 8)),
                            (([0, 36, 60, 72, 96], 108), (9, 8)), (([0, 24, 48, 72, 96, 108], 120), (5, 4))]
)  # fmt: skip
@pytest.mark.parametrize("late", [0, 24])
def test_metre_and_first_bar_line_are_found(tune: tuple[list[int], int], signature: tuple[int, int], late: int) -> None:
    assert estimate(song(*tune, late=late)) == Estimate(*signature, late)


@pytest.mark.parametrize("late", [0, 24, 48, 72])
def test_bars_of_one_beat_are_never_believed(late: int) -> None:
    notes = song(*MARCH, late=late, metre=(1, 4))

    assert is_doubtful(notes)
    assert contradiction(notes) == Estimate(4, 4, late)


def test_a_waltz_in_the_metre_that_programs_write_by_default_is_counted_as_one() -> None:
    assert contradiction(song(*WALTZ, late=-24)) == Estimate(3, 4, 48)


def test_bars_that_begin_on_another_beat_are_found_in_long_pieces_alone() -> None:
    assert contradiction(song(*MARCH, late=48)) == Estimate(4, 4, 48)
    assert contradiction(song(*MARCH, late=48, bars=20)) is None


@pytest.mark.parametrize("tune", [MARCH, ([0, 48], 96), ([0, 12, 24, 36, 48, 60, 72, 84], 96)])
def test_a_right_metre_is_not_contradicted(tune: tuple[list[int], int]) -> None:
    assert contradiction(song(*tune)) is None


def test_other_metres_are_not_doubted() -> None:
    assert not is_doubtful(song(*WALTZ, metre=(6, 8)))
    assert not is_doubtful(replace(song(*MARCH), metres=np.array([[0, 4, 4], [960, 3, 4]])))


def test_drums_alone_do_not_contradict_their_metre() -> None:
    notes = song(*WALTZ)
    assert contradiction(replace(notes, part=np.full_like(notes.part, DRUMS))) is None


def test_what_keeps_to_no_beat_or_is_short_is_counted_from_its_beginning() -> None:
    notes = song(*WALTZ, metre=(1, 4))
    rng = np.random.default_rng(2)
    free = replace(notes, ticks_per_quarter=480, onset=np.sort(rng.integers(0, 100_000, len(notes))))
    short = make_notes([(0, 24, 60, 80, 0), (24, 48, 62, 80, 0)], metre=(1, 4))

    assert contradiction(free) == contradiction(short) == Estimate(4, 4, 0)


@pytest.mark.parametrize("signature", [(1, 64), (3, 32), (1, 16), (64, 1), (7, 16), (5, 8)])
def test_a_bar_line_is_found_for_any_metre(signature: tuple[int, int]) -> None:
    found = estimate(song(*MARCH), signature)

    assert (found.numerator, found.denominator) == signature
    assert 0 <= found.first < max(4 * QUARTER * signature[0] // signature[1], 1)


def test_times_far_apart_cost_no_memory() -> None:
    notes = song(*MARCH, metre=(1, 4))
    assert contradiction(replace(notes, ticks_per_quarter=1, onset=notes.onset * 1_000_000)) == Estimate(4, 4, 0)
