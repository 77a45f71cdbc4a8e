"""Quantities of takes beside those of pieces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgen.evaluation.quantities import bits_over_time, compared, reach_of_means
from seqgen.kinds.base import Encoded
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.quantities import Quantity
from seqgen.model import Model
from tests.support.small_models import random_piece

REAL = [0.4, 0.5, 0.6, 0.5, 0.45, 0.55]


def quantity(*values: float) -> Quantity:
    return Quantity("bars that return", "", np.array(values), ("bars return more", "bars return less"))


def test_what_a_piece_lacks_is_not_counted() -> None:
    found = quantity(1.0, float("nan"), 0.0, 1.0)
    assert found.mean == pytest.approx(2 / 3)
    assert found.standard_error == pytest.approx(np.std([1, 0, 1], ddof=1) / np.sqrt(3))
    assert np.isnan(quantity(1.0).standard_error)


@pytest.mark.parametrize(
    ("takes", "remark"),
    [([0.1, 0.2, 0.1], "bars return less"), ([0.9, 1.0, 0.9], "bars return more"), ([0.5, 0.45, 0.6], "")],
)
def test_takes_outside_the_means_of_real_pieces_get_a_remark(takes: list[float], remark: str) -> None:
    row = compared(quantity(*takes), quantity(*REAL), quantity())
    assert row is not None
    assert row.remark == remark


def test_what_takes_or_pieces_lack_altogether_is_no_row() -> None:
    assert compared(quantity(float("nan")), quantity(*REAL), quantity()) is None
    assert compared(quantity(0.5), quantity(), quantity()) is None


@given(st.lists(st.floats(0, 1), min_size=4, max_size=30), st.integers(1, 50))
def test_means_of_real_pieces_lie_between_their_extremes(values: list[float], number: int) -> None:
    reach = reach_of_means(np.array(values), number)
    assert reach is not None
    assert min(values) - 1e-9 <= reach[0] <= reach[1] <= max(values) + 1e-9


def test_few_pieces_tell_no_reach() -> None:
    assert reach_of_means(np.array([0.1, 0.2, 0.3]), 5) is None


def test_bits_of_thirds_are_those_of_the_model(music_model: Model) -> None:
    encoded = music_model.tokenizer.encode(random_piece(3))
    excerpt = Excerpt("piece", np.asarray(encoded.table, np.int64), encoded.facts, 0)
    bits = music_model.read(Encoded(excerpt.table, excerpt.facts)).surprise[:-1]
    third = len(bits) // 3
    found = bits_over_time(music_model, [excerpt])
    assert found.values[0] == pytest.approx(bits[-third:].mean() / bits[:third].mean())
