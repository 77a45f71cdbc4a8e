"""Overlapping area of distributions, and the overlap that real pieces reach among themselves.

The overlapping area follows Yang and Lerch (2020), "On the evaluation of generative models in music": 1 for equal
distributions, 0 for disjoint ones; 1 minus it is their total variation distance. Since few pieces never overlap
entirely even with pieces of the same corpus, it is reported beside the overlap of as many real pieces (`yardstick`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats
from seqgen.kinds.distributions import mean_share

DRAWS = 400
LEAST_PERCENTILE = 1.0
FEWEST_PIECES = 4
"""The fewest pieces from which the spread among pieces is estimated."""


@dataclass(frozen=True)
class Yardstick:
    """Overlap of real pieces with real pieces: the median over many draws, and what nearly all draws reach."""

    median: float
    least: float


def overlap(a: Floats, b: Floats) -> Floats:
    """Return the overlapping area of distributions: float64 (...,) from two of float64 (..., bins)."""
    return np.asarray(np.minimum(a, b).sum(axis=-1))


def yardstick(pieces: Floats, others: Floats, takes: int, *, seed: int = 0) -> Yardstick | None:
    """Return the overlap of `pieces` with `takes` real pieces, drawn many times from `others` with replacement.

    Both are shares, float64 (pieces, bins). Without others, some of `pieces` are drawn against the rest. None where
    there are too few.
    """
    pieces, others = (shares[shares.any(axis=1)] for shares in (pieces, others))
    rng = np.random.default_rng(seed)
    if len(others):
        if not len(pieces) or len(others) < FEWEST_PIECES:
            return None
        order = rng.integers(len(others), size=(DRAWS, min(takes, len(others))))
        drawn, rest = mean_share(others[order]), mean_share(pieces)
    else:
        if len(pieces) < FEWEST_PIECES:
            return None
        order = rng.permuted(np.tile(np.arange(len(pieces)), (DRAWS, 1)), axis=1)
        mine, left = np.split(order, [max(1, min(takes, len(pieces) // 2))], axis=1)
        drawn, rest = mean_share(pieces[mine]), mean_share(pieces[left])
    reached = overlap(drawn, rest)
    return Yardstick(float(np.median(reached)), float(np.percentile(reached, LEAST_PERCENTILE)))
