"""Drawing a value from logits that no sound network has."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.draw import draw


@pytest.mark.parametrize("size", [3e38, 1e20, 1.0])
@pytest.mark.parametrize("temperature", [1.0, 1e-300])
@pytest.mark.parametrize("config", [SamplingConfig(top_p=0.95), SamplingConfig(min_p=0.9), SamplingConfig(top_k=2)])
def test_values_alike_beyond_all_measure_are_drawn_from(
    size: float, temperature: float, config: SamplingConfig
) -> None:
    logits = np.full((2, 40), size, np.float32)
    mask = np.ones((2, 40), bool)
    mask[0, :30] = False
    chance = np.random.default_rng(1).exponential(size=(2, 40))

    with np.errstate(all="ignore"):
        values, _ = draw(logits, mask, chance, temperature, config)

    assert mask[[0, 1], values].all()
