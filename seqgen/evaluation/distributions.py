"""How often things happen in pieces, and how much two sets of pieces have in common in that.

The measure is the *overlapping area* of two distributions, as Yang and Lerch (2020), "On the evaluation of generative
models in music", use it: 1 where they are the same, 0 where they share nothing; 1 minus it is their total variation
distance. A figure of that kind says little by itself, since few pieces never overlap wholly even with their like; so it
stands beside what as many real pieces reach (`yardstick`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Floats

DRAWS = 400
LEAST_PERCENTILE = 1.0
FEWEST_PIECES = 4
"""Fewer say nothing about how far pieces differ."""


@dataclass(frozen=True, eq=False)
class Axis:
    """What is counted. `name`: the feature; `unit`: of `places`, float64 (bins,), which rise; `names`: what the bins
    are called, if anything; `ordered`: whether one bin lies further up than another; `logarithmic`: whether places grow
    by a factor; `percent`: whether they are shares. For remarks on takes: `more`, `less`, if they lie further up or
    down; `at`, what a single place is called."""

    name: str
    unit: str
    places: Floats
    names: tuple[str, ...] = ()
    ordered: bool = True
    logarithmic: bool = False
    percent: bool = False
    more: str = ""
    less: str = ""
    at: str = "{}"

    def place_name(self, place: int) -> str:
        """What a bin is called: `the tonic`, `bars of 12 notes`."""
        value = self.places[place]
        return self.at.format(self.names[place] if self.names else f"{value:.0f}" if value >= 10 else f"{value:.2g}")


@dataclass(frozen=True, eq=False)
class Statistic:
    """One feature of several pieces. `shares`: float64 (pieces, bins), of each piece how much lies in each bin; a row
    adds up to 1, or to 0 where the piece has nothing of the kind."""

    axis: Axis
    shares: Floats

    @property
    def distribution(self) -> Floats:
        """All pieces together, each counting alike: float64 (bins,), which add up to 1, or to 0 without any."""
        return mean_share(self.shares)


@dataclass(frozen=True)
class Yardstick:
    """How much real pieces overlap with real pieces: the median over many draws, and what nearly all draws reach."""

    median: float
    least: float


def mean_share(shares: Floats) -> Floats:
    """The mean of the rows that hold anything: float64 (..., bins) from float64 (..., pieces, bins)."""
    total = shares.sum(axis=-2)
    whole = total.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(total, whole, out=np.zeros_like(total), where=whole > 0))


def overlap(a: Floats, b: Floats) -> Floats:
    """The overlapping area of distributions: float64 (...,) from two of float64 (..., bins)."""
    return np.asarray(np.minimum(a, b).sum(axis=-1))


def distance(a: Floats, b: Floats) -> Floats:
    """The total variation distance of distributions, 0 to 1: float64 (...,) from two of float64 (..., bins)."""
    return np.asarray(np.abs(a - b).sum(axis=-1) / 2)


def spread(values: Sequence[float] | Floats, places: Floats, width: float) -> Floats:
    """One number a piece as shares: a Gaussian of standard deviation `width` around it, float64 (pieces, bins).

    NaN gives a row of zeros. Without the width no two pieces would overlap.
    """
    off = (np.asarray(values, dtype=np.float64)[:, None] - places) / width
    bells = np.where(np.isnan(off), 0.0, np.exp(-0.5 * off**2))
    whole = bells.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(bells, whole, out=np.zeros_like(bells), where=whole > 0))


def bell(value: float, places: Floats, width: float) -> Floats:
    """The number of one piece as shares, see `spread`: float64 (bins,)."""
    bells = spread([value], places, width)
    return np.asarray(bells[0])


def shares_of(bins: npt.NDArray[np.integer], size: int, weights: Floats | None = None) -> Floats:
    """How much of one piece lies in each of `size` bins: float64 (size,); zeros where there is nothing."""
    counts = np.bincount(np.asarray(bins, dtype=np.int64), weights=weights, minlength=size).astype(np.float64)
    whole = counts.sum()
    return counts / whole if whole > 0 else counts


def yardstick(pieces: Floats, others: Floats, takes: int, *, seed: int = 0) -> Yardstick | None:
    """How much `takes` real pieces, drawn many times from `others` (with repetition), overlap with `pieces`.

    Both are shares, float64 (pieces, bins). Without others, pieces are drawn against the rest of `pieces`. None where
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
