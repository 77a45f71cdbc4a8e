"""Weights of particles, and which particles go on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgen.sampling.resampling import effective, is_clear, is_sure, log_error, log_mass, normalised, systematic

LOG_WEIGHTS = st.lists(st.floats(-8, 0), min_size=1, max_size=20)
CHANCE = st.floats(0, 1, exclude_max=True)
ERROR = st.floats(0, 0.1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40).filter(any), st.integers(1, 40), CHANCE)
def test_resampling_keeps_each_particle_as_often_as_its_weight_says(
    given_weights: list[float], count: int, chance: float
) -> None:
    weights = np.array(given_weights) / sum(given_weights)
    kept = np.bincount(systematic(weights, count, chance), minlength=len(weights))
    assert kept.sum() == count
    assert (np.abs(kept - weights * count) < 1 + 1e-6).all()


def test_the_mass_that_a_mask_leaves_is_the_probability_of_what_it_allows() -> None:
    logits = np.log(np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]], np.float32))
    mask = np.array([[True, False, True], [False, True, False]])
    assert np.exp(log_mass(logits, mask, 1.0)) == pytest.approx([0.7, 0.1])


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=9), ERROR, st.integers(0, 1000))
def test_the_mass_that_a_mask_leaves_is_off_by_no_more_than_its_bound(
    given_logits: list[float], noise: float, seed: int
) -> None:
    logits, random = np.array([given_logits]), np.random.default_rng(seed)
    mask = random.random(logits.shape) < 0.5
    mask[0, 0] = True
    other = logits + random.choice([-noise / 2, noise / 2], logits.shape)
    mass, other_mass = (log_mass(each.astype(np.float32), mask, 1.0) for each in (logits, other))
    assert abs(mass - other_mass) <= log_error(mass, noise) + 1e-5


@given(LOG_WEIGHTS, st.integers(1, 20), CHANCE, ERROR, st.integers(0, 1000))
def test_a_sure_choice_of_particles_is_the_same_for_weights_that_are_a_little_off(
    log_weights: list[float], count: int, chance: float, error: float, seed: int
) -> None:
    weights, other = _a_little_off(log_weights, error, seed)
    if is_sure(weights, count, chance, error):
        assert systematic(other, count, chance).tolist() == systematic(weights, count, chance).tolist()


@given(LOG_WEIGHTS, st.floats(1, 20), ERROR, st.integers(0, 1000))
def test_an_effective_number_is_clear_where_weights_that_are_a_little_off_agree(
    log_weights: list[float], number: float, error: float, seed: int
) -> None:
    weights, other = _a_little_off(log_weights, error, seed)
    if is_clear(weights, number, error):
        assert (effective(other) < number) == (effective(weights) < number)


def test_choices_are_sure_unless_an_edge_is_near() -> None:
    weights = np.array([0.5, 0.5])
    assert is_sure(weights, 2, 0.5, 1e-3)
    assert not is_sure(weights, 2, 1e-4, 1e-3)
    assert not is_sure(weights, 2, 0.5, np.inf)
    assert is_clear(weights, 1.5, 1e-3)
    assert not is_clear(weights, 2.001, 1e-3)


def _a_little_off(log_weights: list[float], error: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weights, and the same with logarithms that differ by `error`."""
    logs = np.array(log_weights)
    return normalised(logs), normalised(logs + np.random.default_rng(seed).choice([-error, error], len(logs)))
