"""Weights of particles: what masks leave of the probability, and which particles go on (Doucet and Johansen 2011).

Weights follow from logits, whose last bits depend on what is computed beside them. So each choice comes with whether
that could have changed it, given bounds on the errors of the weights' logarithms.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Bools, Floats, Floats32, Ints

_ROUNDING = 1e-11
"""Bound on the rounding of sums of weights."""
_VANISHING = -600.0
"""Logarithm of a probability below which its rounding is not bounded."""


def log_mass(logits: Floats32, mask: Bools, temperature: float) -> Floats:
    """Return the logarithm of the probability that a mask leaves, float64 (batch,), given logits and mask (batch,
    values)."""
    scores = logits.astype(np.float64) / (temperature or 1.0)
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log((odds * mask).sum(axis=1)) - np.log(odds.sum(axis=1)))


def log_error(logs: Floats, noise: float) -> Floats:
    """Return bounds on the errors of logarithms of probabilities, float64 (batch,), given how much the difference of
    two logits may be off: what is almost certain stays so."""
    error = noise * (1.0 - np.exp(logs - noise)) + _ROUNDING
    return np.where(logs < _VANISHING, np.inf, error)


def normalised(log_weights: Floats) -> Floats:
    """Return weights of sum 1; all alike where none is left."""
    highest = log_weights.max()
    if not np.isfinite(highest):
        return np.full(len(log_weights), 1.0 / len(log_weights))
    weights = np.exp(log_weights - highest)
    return np.asarray(weights / weights.sum())


def systematic(weights: Floats, count: int, chance: float) -> Ints:
    """Return `count` particles by systematic resampling: int64 (count,), rising.

    `weights`: float64 (particles,), of sum 1; `chance`: uniform in [0, 1).
    """
    return _found(weights, (np.arange(count) + chance) / count)


def is_sure(weights: Floats, count: int, chance: float, error: float) -> bool:
    """Return whether `systematic` answers the same for all weights whose logarithms differ by at most `error`."""
    if not np.isfinite(error):
        return False
    below = np.cumsum(weights)[:-1]
    edges = 2.0 * error * below * (1.0 - below) * np.exp(2.0 * error) + _ROUNDING
    places = (np.arange(count) + chance) / count
    return bool((np.abs(places[:, None] - below) > edges).all())


def effective(weights: Floats) -> float:
    """Return the effective number of particles."""
    return float(1.0 / np.square(weights).sum())


def is_clear(weights: Floats, number: float, error: float) -> bool:
    """Return whether the effective number lies on the same side of `number` for all weights whose logarithms differ by
    at most `error`."""
    return bool(abs(np.log(effective(weights) / number)) > 4.0 * error + _ROUNDING)


def _found(weights: Floats, places: Floats) -> Ints:
    """Return where places in [0, 1) stand among weights of sum 1, int64 (places,)."""
    return np.minimum(np.searchsorted(np.cumsum(weights), places, side="right"), len(weights) - 1)
