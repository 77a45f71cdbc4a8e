"""Features of pieces, their correlation with units, and units put in an order."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.inspection.unit_features import Feature, correlations, features
from seqgen.inspection.unit_order import clustered
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.piece import Piece
from tests.support.small_models import make_notes


def test_what_never_changes_is_left_out() -> None:
    piece = Piece(make_notes([(0, 24, 60, 90, 0), (24, 48, 62, 90, 0)]))
    tokenizer = fit_music([piece])
    names = [feature.name for feature in features(tokenizer, tokenizer.encode(piece))]
    assert "pitch" in names
    assert "velocity" not in names
    assert features(TextTokenizer("a"), TextTokenizer("a").encode(Piece(""))) == []


def test_correlations_are_pearsons_and_leave_out_events_without_a_value() -> None:
    rng = np.random.default_rng(1)
    units = rng.standard_normal((200, 5)).astype(np.float32)
    values = (units[:, 2] + rng.standard_normal(200)).astype(np.float32)
    values[::7] = np.nan
    r = correlations([Feature("some", values)], units)
    there = np.isfinite(values)
    expected = [np.corrcoef(values[there], unit[there])[0, 1] for unit in units.T]
    np.testing.assert_allclose(r[0], expected, atol=1e-5)


def test_a_unit_that_never_changes_is_correlated_with_nothing() -> None:
    r = correlations([Feature("place", np.arange(9, dtype=np.float32))], np.full((9, 2), 0.7, np.float32))
    assert r.tolist() == [[0.0, 0.0]]


def test_units_that_do_alike_stand_together() -> None:
    rng = np.random.default_rng(2)
    group = rng.permutation(np.repeat(np.arange(4), 10))
    source = rng.standard_normal((300, 4))
    activity = (source[:, group] + 0.3 * rng.standard_normal((300, 40))).astype(np.float32)
    order = clustered(activity)
    assert sorted(order.tolist()) == list(range(40))
    assert int((np.diff(group[order]) != 0).sum()) == 3


@pytest.mark.parametrize("shape", [(0, 7), (5, 1), (5, 2), (4, 6)])
def test_every_unit_has_a_place_however_little_it_did(shape: tuple[int, int]) -> None:
    assert sorted(clustered(np.zeros(shape, np.float32)).tolist()) == list(range(shape[1]))
