"""Sums of looked-up rows."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.network.lookup import sum_of_set


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
@pytest.mark.parametrize("batch", [1, 5])
def test_the_rows_of_sparse_and_of_full_sets_are_summed_alike(share: float, batch: int) -> None:
    random = np.random.default_rng(1)
    table = random.standard_normal((40, 7)).astype(np.float32)
    sets = random.random((batch, 40)) < share
    sets[batch // 2] = False

    assert sum_of_set(sets, table) == pytest.approx(sets.astype(np.float64) @ table, abs=1e-5)
