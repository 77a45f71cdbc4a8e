"""Features of pieces as distributions."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.kinds.distributions import bell, mean_share, shares_of, spread


def test_a_piece_without_the_feature_does_not_count() -> None:
    np.testing.assert_array_equal(mean_share(np.array([[0.0, 1.0], [0.0, 0.0], [0.5, 0.5]])), [0.25, 0.75])
    np.testing.assert_array_equal(mean_share(np.zeros((2, 3))), np.zeros(3))


def test_every_piece_counts_alike_however_long_it_is() -> None:
    long, short = shares_of(np.zeros(1000, np.int64), 2), shares_of(np.ones(1, np.int64), 2)
    np.testing.assert_array_equal(mean_share(np.stack([long, short])), [0.5, 0.5])


def test_a_number_is_spread_around_its_place_and_what_is_none_nowhere() -> None:
    bells = spread([0.5, float("nan")], np.linspace(0, 1, 11), 0.1)
    assert bells[0].sum() == pytest.approx(1.0)
    assert bells[0].argmax() == 5
    assert bells[0, 4] == pytest.approx(bells[0, 6])
    assert not bells[1].any()


def test_one_number_is_spread_as_several_are() -> None:
    places = np.linspace(0, 1, 5)
    np.testing.assert_array_equal(bell(0.3, places, 0.1), spread([0.3], places, 0.1)[0])
