"""Features of pieces as distributions: an axis of bins, and the share of each piece that lies in each bin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from seqgen.arrays import AnyInts, Floats

T = TypeVar("T")

SHARES = np.linspace(0.0, 1.0, 51)


@dataclass(frozen=True, eq=False)
class Axis:
    """The bins of a feature.

    `places`, float64 (bins,), rise and have the `unit`; `signs` are shorter names for a picture, `ticks` the places
    that it labels with their names (all or as many as fit, if empty). `sides` are remarks on takes with higher and with
    lower values, `at` is the template for the name of one bin in a remark.
    """

    name: str
    unit: str
    places: Floats
    names: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    ticks: tuple[float, ...] = ()
    ordered: bool = True
    logarithmic: bool = False
    percent: bool = False
    sides: tuple[str, str] = ("", "")
    at: str = "{}"

    def place_name(self, place: int) -> str:
        """Return the name of a bin: `the tonic`, `bars of 12 notes`."""
        value = self.places[place]
        return self.at.format(self.names[place] if self.names else f"{value:.0f}" if value >= 10 else f"{value:.2g}")


@dataclass(frozen=True, eq=False)
class Statistic:
    """A feature of several pieces.

    `shares`: float64 (pieces, bins), the share of each piece in each bin. Rows sum to 1, or to 0 for a piece that lacks
    the feature.
    """

    axis: Axis
    shares: Floats

    @property
    def distribution(self) -> Floats:
        """Mean over the pieces, each with equal weight: float64 (bins,), which sums to 1, or to 0 without any."""
        return mean_share(self.shares)


def share_axis(name: str, unit: str, more: str, less: str) -> Axis:
    return Axis(name, unit, SHARES, percent=True, sides=(more, less))


def statistics_of(features: Iterable[tuple[Axis, Callable[[T], Floats]]], pieces: Sequence[T]) -> list[Statistic]:
    """Return features of pieces, given for each its axis and a function from a piece to float64 (bins,)."""
    return [
        Statistic(axis, np.array([count(piece) for piece in pieces]).reshape(len(pieces), len(axis.places)))
        for axis, count in features
    ]


def mean_share(shares: Floats) -> Floats:
    """Return the mean of the non-zero rows: float64 (..., bins) from float64 (..., pieces, bins)."""
    total = shares.sum(axis=-2)
    whole = total.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(total, whole, out=np.zeros_like(total), where=whole > 0))


def spread(values: Sequence[float] | Floats, places: Floats, width: float) -> Floats:
    """Return one number a piece as shares: a Gaussian of standard deviation `width` around it, float64 (pieces, bins).
    NaN gives a row of zeros. Unsmoothed, single numbers would hardly ever overlap."""
    off = (np.asarray(values, dtype=np.float64)[:, None] - places) / width
    bells = np.where(np.isnan(off), 0.0, np.exp(-0.5 * off**2))
    whole = bells.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(bells, whole, out=np.zeros_like(bells), where=whole > 0))


def bell(value: float, places: Floats, width: float) -> Floats:
    """Return `spread` of the number of one piece: float64 (bins,)."""
    return np.asarray(spread([value], places, width)[0])


def shares_of(bins: AnyInts, size: int, weights: Floats | None = None) -> Floats:
    """Return the normalised histogram of one piece over `size` bins: float64 (size,), zeros without any value."""
    counts = np.bincount(np.asarray(bins, dtype=np.int64), weights=weights, minlength=size).astype(np.float64)
    whole = counts.sum()
    return counts / whole if whole > 0 else counts
