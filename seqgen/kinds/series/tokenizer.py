"""Series: one row a reading.

The table has one column, `value`: the quantile bin of a reading, scaled by the middle and the spread of its own series;
the last value stands for a missing one. Beside it stand, all certain before the row:

- `last`, `lag N` for each season and twice the first: the bin of the reading so many steps before;
- `carried N` for each season: the bin a season before, moved by as many bins as the last reading lies from its own;
- `hour`, `weekday`, `monthday`, `month`, `yearday`, as far as steps are that fine and there are dates.

Lags lie along the column, so that a network with interval features learns what lies near them once for all bins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from seqgen.arrays import Floats, Ints, Ints32
from seqgen.errors import UsageError
from seqgen.formats.series_csv import Series
from seqgen.kinds.base import END, Encoded, Options, Tokenizer, Walk, check_range, option
from seqgen.kinds.series.calendar import SIZES, calendar, fields_for, times_of
from seqgen.kinds.series.facts import SeriesFacts
from seqgen.kinds.series.seasons import seasons_of
from seqgen.piece import Piece
from seqgen.schema import Column, ContextTable, Field, Schema, Table

MOST_FITTED = 2_000_000


@dataclass(frozen=True)
class SeriesOptions(Options):
    bins: int = option(128, metavar="N", help="bins of the scaled readings")
    season: int = option(0, metavar="N", help="readings in a season (found from the data)")

    def check(self) -> None:
        check_range("--bins", self.bins, 8, 1024)
        check_range("--season", self.season, 0, 10_000)


@dataclass(frozen=True)
class SeriesTokenizer(Tokenizer):
    """Readings to bins and back. `edges` float (bins + 1,) rise; `step` is that of the dates, in seconds."""

    kind: ClassVar[str] = "series"
    event: ClassVar[str] = "reading"
    edges: tuple[float, ...]
    seasons: tuple[int, ...]
    step: float

    @staticmethod
    def fit(pieces: Iterable[Piece], options: SeriesOptions) -> SeriesTokenizer:
        """Return a tokenizer for the readings of these series. Raises `UsageError` for series without a season."""
        scaled, steps, count = [], [], 0
        values: list[Floats] = []
        for piece in pieces:
            series: Series = piece.content
            middle, scale = scale_of(series.values)
            scaled.append((series.values[np.isfinite(series.values)] - middle) / scale)
            steps.append(_step(series))
            values.append(series.values)
            count += len(series)
            if count > MOST_FITTED:
                break
        if not scaled or not sum(map(len, scaled)):
            raise UsageError("there is no reading to learn from")
        seasons = (options.season,) if options.season else seasons_of(values)
        longest = max(map(len, values))
        if options.season and longest <= options.season:
            raise UsageError(
                "the longest series has {count} readings, which is no season of {season}",
                count=longest,
                season=options.season,
            )
        return SeriesTokenizer(_edges(np.concatenate(scaled), options.bins), seasons, float(np.median(steps)))

    @property
    def bins(self) -> int:
        return len(self.edges) - 1

    @property
    def season(self) -> int:
        """The shortest season, 1 where there is none."""
        return self.seasons[0] if self.seasons else 1

    @property
    def lags(self) -> tuple[int, ...]:
        first = (2 * self.seasons[0],) if self.seasons else ()
        return tuple(dict.fromkeys((1, *self.seasons, *first)))

    @property
    def calendar_fields(self) -> tuple[str, ...]:
        return fields_for(self.step)

    @property
    def schema(self) -> Schema:
        size = self.bins + 1
        names = ["last", *(f"lag {lag}" for lag in self.lags[1:]), *(f"carried {lag}" for lag in self.seasons)]
        along = [Field(name, size, 0, along="value") for name in names]
        dates = [Field(name, SIZES[name] + 1, 0) for name in self.calendar_fields]
        return Schema((Column("value", size, even=size),), (*along, *dates))

    def encode(self, piece: Piece) -> Encoded:
        series: Series = piece.content
        middle, scale = scale_of(series.values)
        start = float(series.times[0]) if len(series.times) else 0.0
        facts = SeriesFacts(piece.title, piece.label, middle, scale, start, _step(series))
        return Encoded(self.rows_of(series.values, facts), facts)

    def rows_of(self, values: Floats, facts: SeriesFacts) -> Table:
        """Return readings as rows, int64 (readings, 1), on the scale of `facts`."""
        scaled = (values - facts.middle) / facts.scale
        bins = np.searchsorted(self.edges[1:-1], np.nan_to_num(scaled), side="right")
        return np.where(np.isfinite(values), bins, self.bins)[:, None].astype(np.int64)

    def values_of(self, bins: Ints, facts: SeriesFacts, places: Floats) -> Floats:
        """Return readings from bins, each at a place within its own from 0 to 1; NaN for missing ones."""
        edges = np.append(self.edges, self.edges[-1])
        scaled = edges[bins] + places * (edges[np.minimum(bins + 1, self.bins)] - edges[bins])
        return np.asarray(np.where(bins < self.bins, facts.middle + facts.scale * scaled, np.nan))

    def decode(self, table: Table, facts: SeriesFacts) -> str:
        """Return a CSV file of the middles of bins."""
        values = self.values_of(np.asarray(table)[:, 0].astype(np.int64), facts, np.full(len(table), 0.5))
        return "value\n" + "".join(f"{value:.6g}\n" if np.isfinite(value) else "NA\n" for value in values)

    def describe(self, column: int, value: int) -> str:
        inner = [f"{low:.3g} to {high:.3g}" for low, high in zip(self.edges, self.edges[1:], strict=False)]
        return [*inner, "missing", END][value]

    def context(self, table: Table, facts: SeriesFacts) -> ContextTable:
        before = np.array(facts.before, np.int64)
        values = np.concatenate([before, np.asarray(table)[:, 0].astype(np.int64)])
        index = self._index(values[None], len(before), facts)[0]
        return ContextTable(index, np.zeros((len(table) + 1, 0), bool))

    def _index(self, values: Ints, start: int, facts: SeriesFacts) -> Ints32:
        """Return the context of the rows from `start` to the one behind the last, int32 (batch, rows + 1, fields).
        `values` int64 (batch, rows)."""
        at = np.arange(start, values.shape[1] + 1)
        known = np.where(values < self.bins, values, -1)

        def back(steps: int) -> Ints:
            seen = known[:, np.maximum(at - steps, 0)] if known.shape[1] else np.full((len(values), len(at)), -1)
            return np.where(at >= steps, seen, -1)

        last = back(1)
        fields = [last, *(back(lag) for lag in self.lags[1:])]
        for season in self.seasons:
            then, before = back(season), back(season + 1)
            moved = np.clip(then + last - before, 0, self.bins - 1)
            fields.append(np.where((then >= 0) & (last >= 0) & (before >= 0), moved, -1))
        dates = calendar(
            facts, start - len(facts.before), values.shape[1] + 1 - len(facts.before), self.calendar_fields
        )
        along = np.stack(fields, axis=2) + 1
        dated = np.broadcast_to(dates, (len(values), *dates.shape))
        return np.concatenate([along, dated], axis=2).astype(np.int32)

    def walk(self, facts: Sequence[SeriesFacts]) -> Walk:
        return SeriesWalk(self, facts)

    def part(self, encoded: Encoded, start: int, stop: int) -> Encoded:
        """Return some rows of a series, with facts that hold the rows before them as far as lags reach."""
        facts: SeriesFacts = encoded.facts
        reach = max(self.lags) + 1
        earlier = np.concatenate([np.array(facts.before, np.int64), encoded.table[:start, 0].astype(np.int64)])[-reach:]
        begin = float(times_of(facts, start, start + 1)[0]) if facts.step > 0 else 0.0
        moved = SeriesFacts(
            facts.title, facts.label, facts.middle, facts.scale, begin, facts.step, tuple(earlier.tolist())
        )
        return Encoded(encoded.table[start:stop], moved)

    def incompatibility(self, other: Tokenizer) -> str:
        same = isinstance(other, SeriesTokenizer) and self == other
        return "" if same else "its bins or seasons are others"

    def summary(self) -> dict[str, str]:
        seasons = " and ".join(f"{season} readings" for season in self.seasons) or "none is clear"
        dates = ", ".join(self.calendar_fields) or "none"
        return {"bins": str(self.bins), "seasons": seasons, "calendar": dates}

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "edges": list(self.edges), "seasons": list(self.seasons), "step": self.step}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> SeriesTokenizer:
        edges, seasons, step = data["edges"], data["seasons"], float(data["step"])
        if len(edges) < 2 or not all(np.isfinite(edges)) or (np.diff(edges) < 0).any():
            raise ValueError("the edges of bins must rise")
        if len(seasons) > 2 or any(not isinstance(season, int) or season < 2 for season in seasons):
            raise ValueError("there are at most two seasons of at least 2 readings")
        return SeriesTokenizer(tuple(map(float, edges)), tuple(seasons), step)


class SeriesWalk(Walk):
    """The context of series that grow reading by reading."""

    def __init__(self, tokenizer: SeriesTokenizer, facts: Sequence[SeriesFacts]) -> None:
        self._tokenizer, self._facts = tokenizer, list(facts)
        batch = len(facts)
        reach = max(tokenizer.lags) + 1
        self._values = np.full((batch, reach), tokenizer.bins, np.int64)
        for own, each in zip(self._values, facts, strict=True):
            if each.before:
                own[-len(each.before[-reach:]) :] = each.before[-reach:]
        self._rows = 0
        self.index, self.sets = self._next(), np.zeros((batch, 0), bool)

    def chose(self, column: int, values: Ints) -> None:
        self._values = np.concatenate([self._values[:, 1:], np.asarray(values)[:, None]], axis=1)
        self._rows += 1
        self.index = self._next()

    def _next(self) -> Ints32:
        tokenizer = self._tokenizer
        plain = SeriesFacts()
        index = tokenizer._index(self._values, self._values.shape[1], plain)[:, 0]
        names = tokenizer.calendar_fields
        if names and len(index):
            distinct: dict[tuple[float, float], Ints] = {}
            for each in self._facts:
                if (each.start, each.step) not in distinct:
                    distinct[each.start, each.step] = calendar(each, self._rows, self._rows + 1, names)[0]
            index[:, -len(names) :] = [distinct[each.start, each.step] for each in self._facts]
        return index

    def take(self, indices: Ints) -> None:
        super().take(indices)
        self._values = self._values[indices]
        self._facts = [self._facts[i] for i in indices]

    def join(self, others: Sequence[Any]) -> None:
        super().join(others)
        self._values = np.concatenate([self._values, *(other._values for other in others)])
        self._facts = [*self._facts, *(each for other in others for each in other._facts)]


def scale_of(values: Floats) -> tuple[float, float]:
    """Return mean and standard deviation of the readings of a series; a constant one has the scale 1."""
    there = values[np.isfinite(values)]
    if not len(there):
        return 0.0, 1.0
    middle, scale = float(there.mean()), float(there.std())
    return middle, scale if scale > 1e-9 * max(1.0, abs(middle)) else 1.0


def _step(series: Series) -> float:
    return float(np.quantile(np.diff(series.times), 0.5, method="lower")) if len(series.times) > 1 else 0.0


def _edges(scaled: Floats, bins: int) -> tuple[float, ...]:
    """Return edges that rise, between which about equally many readings lie, fewer and fewer towards the ends, where
    values lie far apart, and some room at both."""
    tail = bins // 8
    inner = np.linspace(0.0, 1.0, bins - 2 * tail + 1)
    outer = inner[1] * 2.0 ** (-np.arange(1, tail + 1) / 2)
    edges = np.quantile(scaled, np.sort(np.concatenate([inner, outer, 1.0 - outer])))
    room = 0.02 * (edges[-1] - edges[0]) or 0.5
    inner = np.unique(edges[1:-1])
    inner = inner[(inner > edges[0]) & (inner < edges[-1])]
    return (float(edges[0] - room), *map(float, inner), float(edges[-1] + room))
