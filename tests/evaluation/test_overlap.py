"""Overlapping area, and the overlap of real pieces."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seqgen.evaluation.overlap import overlap, yardstick
from seqgen.kinds.distributions import mean_share

BINS = 6

counts = st.lists(st.lists(st.integers(0, 9), min_size=BINS, max_size=BINS), min_size=1, max_size=4)


def shares(counted: npt.ArrayLike) -> np.ndarray:
    rows = np.asarray(counted, dtype=np.float64)
    whole = rows.sum(axis=1, keepdims=True)
    return np.divide(rows, whole, out=np.zeros_like(rows), where=whole > 0)


@given(counts, counts)
def test_overlap_is_symmetric_whole_with_itself_and_lies_between_none_and_all(
    a: list[list[int]], b: list[list[int]]
) -> None:
    assume(np.any(a) and np.any(b))
    p, q = mean_share(shares(a)), mean_share(shares(b))
    assert overlap(p, p) == pytest.approx(1.0)
    assert overlap(p, q) == overlap(q, p)
    assert -1e-12 <= overlap(p, q) <= 1.0 + 1e-12


def test_distributions_that_share_nothing_do_not_overlap() -> None:
    assert overlap(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 0.0
    assert overlap(np.array([0.5, 0.5]), np.array([0.25, 0.75])) == 0.75


def test_the_yardstick_of_pieces_that_are_alike_is_whole() -> None:
    alike = np.tile([0.25, 0.75], (9, 1))
    found = yardstick(alike, alike, 5)
    assert found is not None
    assert found.median == found.least == pytest.approx(1.0)


def test_the_yardstick_of_more_takes_than_there_are_pieces_still_allows_for_chance() -> None:
    rng = np.random.default_rng(0)
    found = yardstick(rng.dirichlet(np.ones(BINS), 9), rng.dirichlet(np.ones(BINS), 9), 1000)
    assert found is not None
    assert found.least < found.median - 0.01


@pytest.mark.parametrize("others", [0, 30])
def test_the_yardstick_of_more_pieces_is_stricter(others: int) -> None:
    rng = np.random.default_rng(0)
    rows = shares(rng.dirichlet(np.ones(BINS), 60))
    pieces, drawn = rows[others:], rows[:others]
    few, many = yardstick(pieces, drawn, 2), yardstick(pieces, drawn, 15)
    assert few is not None
    assert many is not None
    assert few.least < few.median < 1.0
    assert few.median < many.median
    assert few.least < many.least


@pytest.mark.parametrize(("pieces", "others"), [(0, 0), (3, 0), (0, 9), (9, 3)])
def test_without_enough_pieces_there_is_no_yardstick(pieces: int, others: int) -> None:
    assert yardstick(np.ones((pieces, 1)), np.ones((others, 1)), 3) is None
