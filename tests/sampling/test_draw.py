"""Drawing a value from logits that no sound network has."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.draw import draw
from seqgen.schema import Column, Field, Schema


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


def test_noise_counts_at_the_edge_of_top_p_by_what_it_can_change_there() -> None:
    # 94.995% are likelier than the value that is drawn; noise moves that share by a two-hundredth of a percent at most
    p = np.array([0.94995, 0.03, 0.02005])
    chance = np.array([[1.0, 1e-6, 1.0]])

    values, sure = draw(np.log(p[None]).astype(np.float32), None, chance, 1.0, SamplingConfig(top_p=0.95))

    assert (values.tolist(), sure.tolist()) == ([1], [True])
    on_the_edge = np.log([[0.95, 0.03, 0.02]]).astype(np.float32)
    assert draw(on_the_edge, None, chance, 1.0, SamplingConfig(top_p=0.95))[1].tolist() == [False]


def test_the_strength_of_what_nothing_is_told_makes_no_draw_less_clear() -> None:
    asked = SamplingConfig(strength=1.5)
    told = Field("label", 3, known_after=0, told=True)
    char = Column("char", 5)

    assert asked.truncations(Schema((char,)))[0].strength == 1.0
    assert asked.truncations(Schema((char,), (told,)))[0].strength == 1.5
