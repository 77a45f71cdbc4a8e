"""Grids for onsets, in beats and in seconds."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgen.errors import UsageError
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.onset_grid import OnsetGrid
from seqgen.kinds.music.options import MusicOptions
from seqgen.model import Model
from seqgen.piece import Piece
from tests.support.small_models import make_model, make_notes

LENGTHS = st.fractions(2, 100, max_denominator=6)


@given(LENGTHS, st.lists(st.integers(0, 10_000), min_size=1))
def test_the_nearest_line_is_one_and_no_other_is_nearer(length: Fraction, steps: list[int]) -> None:
    grid = OnsetGrid(length)
    lines = [int(length * i + Fraction(1, 2)) for i in range(int(10_000 / length) + 3)]
    for step, line in zip(steps, grid.nearest(np.array(steps)).tolist(), strict=True):
        assert line in lines
        # a line that is rounded may seem nearer by a step
        assert abs(line - step) <= min(abs(each - step) for each in lines) + (length.denominator > 1)


@given(LENGTHS, st.integers(0, 100), st.integers(0, 100))
def test_what_lies_between_two_lines_leads_from_one_to_the_other(length: Fraction, first: int, more: int) -> None:
    grid = OnsetGrid(length)
    begin, end = (int(length * i + Fraction(1, 2)) for i in (first, first + more))

    assert grid.holds(np.array([begin, end])).all()
    assert grid.spans(np.array([end - begin])).all()


@pytest.fixture(scope="module")
def free() -> Model:
    """A model that counts time in hundredths of a second."""
    rng = np.random.default_rng(4)
    onsets = np.cumsum(rng.integers(0, 130, 800))
    pieces = [Piece(make_notes([(int(t), int(t) + 40, int(rng.integers(48, 84)), 80, 0) for t in onsets], quarter=60))]
    return make_model(pieces, fit_music(pieces, MusicOptions("performance")))


@pytest.mark.parametrize(("grid", "length"), [("1/16", Fraction(25, 2)), ("1/8T", Fraction(50, 3)), ("1/4", 50)])
def test_onsets_in_seconds_lie_on_the_step_nearest_to_each_line(free: Model, grid: str, length: Fraction) -> None:
    lines = {int(length * i + Fraction(1, 2)) for i in range(1000)}
    for take in free.sample(4, seed=1, bars=4, grid=grid):
        onsets = free.tokenizer.rows(take.table).onset  # type: ignore[attr-defined]
        assert len(onsets) > 1
        assert set(onsets.tolist()) <= lines


def test_a_grid_between_the_steps_of_beats_is_refused(music_model: Model) -> None:
    for grid in ("1/64", "1/10", "1/0", "x"):
        with pytest.raises(UsageError, match="not a grid that this model can keep; use 1/2, 1/4, 1/8, 1/8T, 1/16"):
            music_model.sample(1, bars=1, grid=grid)
