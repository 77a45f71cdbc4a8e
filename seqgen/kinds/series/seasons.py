"""The seasons of series: the lags at which they resemble themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from seqgen.arrays import Floats

LONGEST = 400
MOST_SERIES = 200
MOST_READINGS = 8000
CLEAR = 0.3
"""Autocorrelation from which on a lag may be a season."""
NEARLY = 0.5
"""The first season is the shortest whose autocorrelation is at least this share of the clearest one."""


def seasons_of(series: Iterable[Floats]) -> tuple[int, ...]:
    """Return the seasons that series have in common, the shortest first: none, one or two lags."""
    total, weight = np.zeros(LONGEST + 1), np.zeros(LONGEST + 1)
    for _, values in zip(range(MOST_SERIES), series, strict=False):
        own = autocorrelation(values[-MOST_READINGS:])
        total[: len(own)] += own
        weight[: len(own)] += 1
    if not weight[0]:
        return ()
    # lags that few of the series are long enough for say little of all
    mean = np.where(weight >= weight[0] / 2, total / np.maximum(weight, 1), 0.0)
    return _peaks(mean)


def autocorrelation(values: Floats) -> Floats:
    """Return the autocorrelation of a series without its trend at the lags 0 to a third of its length: float64."""
    filled = filled_in(values)
    count = min(LONGEST, len(filled) // 3)
    if count < 2:
        return np.zeros(0)
    at = np.arange(len(filled))
    rest = filled - np.polyval(np.polyfit(at, filled, 1), at)
    size = 1 << (2 * len(rest) - 1).bit_length()
    power = np.abs(np.fft.rfft(rest, size)) ** 2
    sums = np.fft.irfft(power, size)[: count + 1]
    # each lag has fewer pairs than the one before
    means = sums / np.arange(len(rest), len(rest) - count - 1, -1)
    return np.asarray(means / means[0]) if means[0] > 0 else np.zeros(0)


def filled_in(values: Floats) -> Floats:
    """Return readings with straight lines where some are missing."""
    there = np.isfinite(values)
    return values if there.all() else np.interp(np.arange(len(values)), np.flatnonzero(there), values[there])


def _peaks(mean: Floats) -> tuple[int, ...]:
    inner = np.arange(2, len(mean) - 1)
    peaks = inner[(mean[inner] > mean[inner - 1]) & (mean[inner] >= mean[inner + 1]) & (mean[inner] >= CLEAR)]
    if not len(peaks):
        return ()
    best = int(peaks[np.argmax(mean[peaks])])
    first = int(peaks[mean[peaks] >= NEARLY * mean[best]][0])
    # a week of hours is a season of days: clearer than the multiples of the first beside it
    multiples = np.arange(first, len(mean), first)
    of = mean[multiples]
    inner = np.arange(2, len(multiples) - 1)
    longer = inner[(of[inner] > of[inner - 1]) & (of[inner] > of[inner + 1]) & (of[inner] >= CLEAR)]
    return (first, int(multiples[longer[np.argmax(of[longer])]])) if len(longer) else (first,)


def seasonal_error(values: Sequence[float] | Floats, season: int) -> float:
    """Return the mean absolute difference of readings a season apart, by which MASE divides; NaN where there is
    none."""
    values = np.asarray(values, np.float64)
    steps = np.abs(values[season:] - values[:-season])
    return float(np.nanmean(steps)) if len(steps) and np.isfinite(steps).any() else float("nan")
