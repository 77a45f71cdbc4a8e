"""Forecasts of series: many paths drawn behind the readings so far, and their quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats, Ints, Ints32
from seqgen.errors import UsageError
from seqgen.formats.series_csv import Series
from seqgen.kinds.series.calendar import times_of
from seqgen.kinds.series.facts import SeriesFacts
from seqgen.kinds.series.tokenizer import SeriesTokenizer
from seqgen.lookout import look
from seqgen.network.cells import State
from seqgen.network.engine import Engine
from seqgen.piece import Piece

MOST_READ = 512
"""Readings before a forecast that the network reads; lags and scale follow from all."""
PATHS = 200
QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Forecast:
    """Possible continuations of a series: `paths` float64 (paths, horizon), `values` float64 (quantiles, horizon),
    `times` float64 (horizon,) in seconds since 1970, or empty where the series has no dates."""

    series: Series
    times: Floats
    paths: Floats
    quantiles: tuple[float, ...]
    values: Floats

    @property
    def median(self) -> Floats:
        return np.asarray(np.quantile(self.paths, 0.5, axis=0))

    def at(self, quantiles: Sequence[float]) -> Floats:
        """Return other quantiles of the same paths, float64 (quantiles, horizon)."""
        return np.asarray(np.quantile(self.paths, quantiles, axis=0))


def forecast(
    engine: Engine,
    tokenizer: SeriesTokenizer,
    series: Series,
    *,
    horizon: int,
    n: int = PATHS,
    quantiles: Sequence[float] = QUANTILES,
    seed: int = 0,
) -> Forecast:
    """Return a forecast from `n` paths, the same for the same seed. Raises `UsageError` for a series that is shorter
    than a season."""
    if len(series) <= tokenizer.season:
        raise UsageError(
            "the series {name} has {count} readings, no more than a season of {season}; give more of its past",
            name=series.name,
            count=len(series),
            season=tokenizer.season,
        )
    encoded = tokenizer.encode(Piece(series, title=series.name))
    start = max(0, len(series) - MOST_READ)
    recent = tokenizer.part(encoded, start, len(series))
    context = tokenizer.context(recent.table, recent.facts)
    state = engine.start()
    rows = np.asarray(recent.table, np.int64)
    engine.read(state, *engine.before(rows, context, 0, len(rows)))
    # the last row and its context are still to be read, and the walk goes on behind it
    ahead = tokenizer.part(encoded, len(series), len(series))
    last = (rows[-1:], context.index[len(rows) - 1 : len(rows)], context.sets[len(rows) - 1 : len(rows)])
    bins = _paths(engine, tokenizer, state.repeat(n), last, ahead.facts, horizon, np.random.default_rng(seed))
    places = np.random.default_rng([seed, 1]).random(bins.shape)
    paths = tokenizer.values_of(bins, encoded.facts, places)
    times = times_of(encoded.facts, len(series), len(series) + horizon)
    return Forecast(series, times, paths, tuple(quantiles), np.asarray(np.quantile(paths, quantiles, axis=0)))


def _paths(
    engine: Engine,
    tokenizer: SeriesTokenizer,
    state: State,
    last: tuple[Ints, Ints32, Bools],
    facts: SeriesFacts,
    horizon: int,
    random: np.random.Generator,
) -> Ints:
    """Return bins that are drawn behind the state, int64 (paths, horizon)."""
    n = state.h[0].shape[1]
    walk = tokenizer.walk([facts] * n)
    row: AnyInts
    row, index, sets = np.repeat(last[0], n, 0), np.repeat(last[1], n, 0), np.repeat(last[2], n, 0)
    bins = np.zeros((n, horizon), np.int64)
    for step in range(horizon):
        look()
        engine.advance(state, row, index, sets)
        hidden = engine.heads.begin(engine.top(state), walk.index, walk.sets)
        # neither a missing reading nor the end is forecast
        logits = engine.heads.logits(hidden, 0)[:, : tokenizer.bins].astype(np.float64)
        bins[:, step] = np.argmax(logits + random.gumbel(size=logits.shape), axis=1)
        row, index, sets = bins[:, step : step + 1], walk.index, walk.sets
        walk.chose(0, bins[:, step])
    return bins
