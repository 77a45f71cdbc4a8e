"""Forecasts judged by what came: at rolling origins, beside the readings of a season ago (seasonal naive)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats
from seqgen.errors import UsageError
from seqgen.formats.series_csv import Series
from seqgen.kinds.series.seasons import seasonal_error
from seqgen.model import Model

LEVELS = tuple(i / 10 for i in range(1, 10))
"""Quantiles whose loss is weighed, those of most comparisons."""


@dataclass(frozen=True)
class Errors:
    """Errors of forecasts, 0 at best: MASE (mean absolute error, in units of that of the seasonal naive forecast within
    the past), sMAPE in percent, and the weighted quantile loss."""

    mase: float
    smape: float
    quantile_loss: float


@dataclass(frozen=True)
class Backtest:
    """The errors of a model and of the seasonal naive forecast over `windows` forecasts of `series` series."""

    model: Errors
    naive: Errors
    season: int
    series: int
    windows: int

    @property
    def lost(self) -> tuple[str, ...]:
        """Return the errors in which the seasonal naive forecast is no worse, by name."""
        pairs = {
            "MASE": (self.model.mase, self.naive.mase),
            "sMAPE": (self.model.smape, self.naive.smape),
            "weighted quantile loss": (self.model.quantile_loss, self.naive.quantile_loss),
        }
        return tuple(name for name, (own, naive) in pairs.items() if naive <= own)


class _Tally:
    def __init__(self) -> None:
        self._mase: list[float] = []
        self._smape: list[float] = []
        self._loss, self._size = np.zeros(len(LEVELS)), 0.0

    def add(self, truth: Floats, point: Floats, quantiles: Floats, unit: float) -> None:
        there = np.isfinite(truth)
        truth, point, quantiles = truth[there], point[there], quantiles[:, there]
        if not len(truth):
            return
        error = np.abs(truth - point)
        if unit > 0:
            self._mase.append(float(error.mean() / unit))
        both = np.abs(truth) + np.abs(point)
        self._smape.append(float(np.mean(200 * error / np.where(both > 0, both, 1.0))))
        over = truth - quantiles
        levels = np.array(LEVELS)[:, None]
        self._loss += 2 * np.maximum(levels * over, (levels - 1) * over).sum(axis=1)
        self._size += float(np.abs(truth).sum())

    def errors(self) -> Errors:
        mase = float(np.mean(self._mase)) if self._mase else float("nan")
        loss = float(self._loss.mean() / self._size) if self._size else float("nan")
        return Errors(mase, float(np.mean(self._smape)) if self._smape else float("nan"), loss)


def backtest(
    model: Model,
    series: Sequence[Series],
    *,
    horizon: int,
    windows: int,
    n: int = 200,
    seed: int = 0,
    progress: Callable[[], object] | None = None,
) -> Backtest:
    """Forecast the last `windows` stretches of `horizon` readings of each series from what stands before each, and
    compare. Series are left out at origins with no more than a season before them. Raises `UsageError` where nothing is
    left."""
    season = model.tokenizer.season  # type: ignore[attr-defined]  # `forecast` refuses other models
    own, naive, origins = _Tally(), _Tally(), 0
    for each in series:
        for window in range(windows, 0, -1):
            at = len(each) - window * horizon
            past, truth = each[: max(at, 0)], each.values[at : at + horizon]
            if at <= season + 1 or not np.isfinite(past.values[-season:]).any():
                continue
            (drawn,) = model.forecast([past], horizon=horizon, n=n, seed=seed)
            unit = seasonal_error(past.values, season)
            own.add(truth, drawn.median, drawn.at(LEVELS), unit)
            again = naive_forecast(past.values, season, horizon)
            naive.add(truth, again, np.tile(again, (len(LEVELS), 1)), unit)
            origins += 1
            if progress is not None:
                progress()
    if not origins:
        raise UsageError(
            "no series is long enough for {windows} forecasts of {horizon} readings behind a season",
            windows=windows,
            horizon=horizon,
        )
    return Backtest(own.errors(), naive.errors(), season, len(series), origins)


def naive_forecast(values: Floats, season: int, horizon: int) -> Floats:
    """Return the readings of the last season again and again; where one is missing, the mean of the others."""
    last = values[-season:]
    last = np.where(np.isfinite(last), last, np.nanmean(last))
    return np.asarray(np.resize(last, horizon))
