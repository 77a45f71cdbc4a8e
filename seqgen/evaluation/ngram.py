"""What simple counting reaches on the same corpus: an n-gram model of tables, to hold a network against.

Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998) over contexts that grow value by value. For text a
context is the characters before; for a table of several columns it is the row's own earlier columns and values of the
rows before, and Kneser-Ney needs only that each context extends the one before it (Bilmes and Kirchhoff 2003). In which
order the values should come differs from corpus to corpus, so that several orders (`views`) are counted and mixed, with
weights from a held-out tenth. Counts are sorted arrays of integers: fitting and scoring are a few array operations for
each length of context.

An n-gram forgets the piece that it reads, yet much music repeats itself literally. `nats_with_repeats` also expects
what followed the last time that the same rows stood in the same piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyInts, Floats, Ints
from seqgen.copying.copy_index import evenly

ORDER = 10
MOST_COUNTS = 60_000_000
VIEWS = 4
ROUNDS = 60
RUNGS = (32, 16, 8, 4, 2, 1)
"""How many rows before an event must have stood in the piece before, the most trusted first; each twice the next."""

Context = tuple[tuple[int, int], ...]
"""Where each value of a context stands, as (rows back, column), the most useful first."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """Tables one below the other, int32 (rows, columns), each after enough rows that say "before the first row".

    A piece has its rows from `first` to `last - 1`; row `last` holds the end mark in column 0.
    """

    rows: npt.NDArray[np.int32]
    first: Ints
    last: Ints

    @staticmethod
    def of(tables: Sequence[AnyInts], sizes: Sequence[int], back: int) -> Pieces:
        """The pieces with room to look `back` rows back from each row."""
        lengths = np.array([len(table) for table in tables], dtype=np.int64)
        last = np.cumsum(lengths + back + 1) - 1
        rows = np.tile(np.array(sizes, np.int32) + 1, (int((lengths + back + 1).sum()), 1))
        for table, start, end in zip(tables, last - lengths, last, strict=True):
            rows[start:end] = table
        rows[last, 0] = sizes[0]
        return Pieces(rows, last - lengths, last)

    def events(self, column: int) -> Ints:
        """The rows at which `column` has a value: all, and for column 0 the ends too; int64 (events,)."""
        counts = self.last - self.first + (column == 0)
        before = np.cumsum(counts) - counts
        return np.repeat(self.first - before, counts) + np.arange(int(counts.sum()))

    def values(self, events: Ints, where: tuple[int, int]) -> Ints:
        """What stands so many rows before each of `events` in a column."""
        back, column = where
        return np.asarray(self.rows[events - back, column], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Level:
    """Counts behind contexts of one length.

    `contexts`: sorted keys, int64 (contexts,): the context without its last value, as a place in the level below,
    times the number of values, plus the last value. `backoff`: the weight of the level below in each context.
    `grams`: sorted keys, int64 (grams,): a place in `contexts` times the number of targets, plus the target. `shares`:
    the discounted count of each over the count of its context.
    """

    contexts: Ints
    backoff: Floats
    grams: Ints
    shares: Floats


@dataclass(frozen=True, eq=False)
class View:
    """p(column | context) by one order of the context's values."""

    targets: int
    values: int
    context: Context
    levels: tuple[Level, ...]

    @staticmethod
    def fit(pieces: Pieces, column: int, sizes: Sequence[int], context: Context) -> View:
        """The counts of `column` in `pieces` for all lengths of `context`.

        A context that was seen once is not extended: no longer one would tell more, and most of the memory is saved
        (bits a character unchanged within 0.2%).
        """
        targets, values = _targets(sizes, column), max(sizes) + 2
        events = pieces.events(column)
        place = np.zeros(len(events), dtype=np.int64)
        contexts = np.zeros(1, dtype=np.int64)
        tallies: list[_Tally] = []
        for depth in range(len(context) + 1 if len(events) else 0):
            if depth:
                seen = np.bincount(place)[place]
                events, place = events[seen > 1], place[seen > 1]
                if not len(events):
                    break
                key = place * values + pieces.values(events, context[depth - 1])
                contexts, place = np.unique(key, return_inverse=True)
            grams, counts = np.unique(place * targets + pieces.values(events, (0, column)), return_counts=True)
            begins = depth > 0 and contexts % values == sizes[context[depth - 1][1]] + 1
            tallies.append(_Tally(contexts, grams, counts, np.broadcast_to(begins, len(contexts))))
        levels = [
            _level(tally, _continuations(tally, longer, targets, values), targets)
            for tally, longer in zip(tallies, [*tallies[1:], None][: len(tallies)], strict=True)
        ]
        return View(targets, values, context, tuple(levels))

    def probabilities(self, pieces: Pieces, events: Ints, target: Ints) -> Floats:
        """p(target) at each of `events`; float64 (events,)."""
        place = np.zeros(len(events), dtype=np.int64)
        known = np.ones(len(events), dtype=bool)
        p = np.full(len(events), 1 / self.targets)
        for depth, level in enumerate(self.levels):
            if depth:
                place, found = _look_up(
                    level.contexts, place * self.values + pieces.values(events, self.context[depth - 1])
                )
                known &= found
            gram, counted = _look_up(level.grams, place * self.targets + target)
            share = np.where(counted, level.shares[gram], 0.0)
            p = np.where(known, share + level.backoff[place] * p, p)
        return p


@dataclass(frozen=True, eq=False)
class Repeats:
    """What the same rows led to when they last stood in the piece, for each event of a column.

    `rung`: the place in `RUNGS` of the most rows that stood there before, their number where none did; `value`: what
    followed then. Both int64 (events,), and both certain before the event.
    """

    rung: Ints
    value: Ints

    @staticmethod
    def of(pieces: Pieces, column: int, sizes: Sequence[int]) -> Repeats:
        """`pieces` must have room to look `RUNGS[0]` rows back."""
        events = pieces.events(column)
        seen = pieces.values(events, (0, column))
        rung, value = np.full(len(events), len(RUNGS), np.int64), np.zeros(len(events), np.int64)
        alike = np.searchsorted(pieces.last, events).astype(np.uint64)
        for own in (c for c in _modelled(sizes) if c < column):
            alike = _mix(alike, pieces.rows[events, own])
        for place, window in reversed(list(enumerate(_windows(pieces, sizes)))):
            key = _mix(alike, window[events])
            order = np.argsort(key, kind="stable")
            again = np.flatnonzero(key[order][1:] == key[order][:-1])
            now, before = order[again + 1], order[again]
            rung[now], value[now] = place, seen[before]
        return Repeats(rung, value)


@dataclass(frozen=True, eq=False)
class ColumnModel:
    """p(column | the row's earlier columns and all rows before), for each event of the column, float64 (events,).

    `weights`: how the views are mixed, float64 (views,). `trust`: how much of the probability goes to what a repeat
    would bring, by its rung, float64 (rungs + 1,).
    """

    column: int
    views: tuple[View, ...]
    weights: Floats
    trust: Floats

    @staticmethod
    def fit(
        column: int, sizes: Sequence[int], contexts: Sequence[Context], learn: Pieces, held_out: Pieces, all_: Pieces
    ) -> ColumnModel:
        """Views counted in all pieces; weights and trust from what views of `learn` say of `held_out`."""
        trial = _by_view([View.fit(learn, column, sizes, context) for context in contexts], held_out, column)
        weights = _mixing_weights(trial)
        trust = _trust(weights @ trial, *_hits(held_out, column, sizes))
        return ColumnModel(column, tuple(View.fit(all_, column, sizes, c) for c in contexts), weights, trust)

    def probabilities(self, pieces: Pieces) -> Floats:
        """p of what stands in the column, by counting alone."""
        return np.asarray(self.weights @ _by_view(self.views, pieces, self.column))

    def probabilities_with_repeats(self, pieces: Pieces, sizes: Sequence[int]) -> Floats:
        """p of what stands in the column, by counting and by what the piece has brought so far."""
        rung, hit = _hits(pieces, self.column, sizes)
        return (1 - self.trust[rung]) * self.probabilities(pieces) + self.trust[rung] * hit


@dataclass(frozen=True, eq=False)
class NGram:
    """Counts of a corpus of tables: one model for each column that has a choice. `rows`: how many rows were counted."""

    sizes: tuple[int, ...]
    columns: tuple[ColumnModel, ...]
    back: int
    rows: int

    @staticmethod
    def fit(tables: Sequence[AnyInts], sizes: Sequence[int], *, order: int = ORDER, most: int = MOST_COUNTS) -> NGram:
        """The model of tables int (rows, columns) whose column c holds 0 to `sizes[c] - 1`.

        `order - 1` values of context are looked at. Of a corpus that could need more than `most` counts (32 bytes
        each; real corpora need a sixth of what they could), pieces are left out evenly. Raises `ValueError` for a value
        outside its column.
        """
        if order < 1:
            raise ValueError("an n-gram has at least one value")
        sizes = tuple(sizes)
        for table in tables:
            _check_values(table, sizes)
        chosen = [views(column, sizes, order) for column in _modelled(sizes)]
        lengths = np.array([len(table) for table in tables], dtype=np.int64)
        counts_a_row = sum(len(context) + 1 for contexts in chosen for context in contexts)
        kept = evenly(lengths, most // counts_a_row)
        if int(kept.length.sum()) < int(lengths.sum()):
            tables = [tables[p][s : s + n] for p, s, n in zip(kept.piece, kept.start, kept.length, strict=True)]
        back = max([RUNGS[0], *(where[0] for contexts in chosen for context in contexts for where in context)])
        learn, held_out = (Pieces.of(part, sizes, back) for part in _split(tables))
        all_ = Pieces.of(tables, sizes, back)
        columns = [
            ColumnModel.fit(column, sizes, contexts, learn, held_out, all_)
            for column, contexts in zip(_modelled(sizes), chosen, strict=True)
        ]
        return NGram(sizes, tuple(columns), back, int(kept.length.sum()))

    def nats(self, table: AnyInts) -> Floats:
        """-ln p of each row of a table, and last of the end of the piece; float64 (rows + 1,).

        Raises `ValueError` for a value outside its column.
        """
        pieces = self._pieces(table)
        return self._sum([model.probabilities(pieces) for model in self.columns], len(table))

    def nats_with_repeats(self, table: AnyInts) -> Floats:
        """Like `nats`, by a model that also repeats what stood in the piece before."""
        pieces = self._pieces(table)
        return self._sum([c.probabilities_with_repeats(pieces, self.sizes) for c in self.columns], len(table))

    def _pieces(self, table: AnyInts) -> Pieces:
        _check_values(table, self.sizes)
        return Pieces.of([table], self.sizes, self.back)

    def _sum(self, probabilities: Sequence[Floats], rows: int) -> Floats:
        """Of all columns; only the first has a value after the last row."""
        nats = np.zeros(rows + 1)
        for p in probabilities:
            nats[: len(p)] -= np.log(p)
        return nats


def views(column: int, sizes: Sequence[int], order: int) -> tuple[Context, ...]:
    """The contexts of up to `order - 1` values in which a column is counted, each in another order of usefulness.

    They begin with the row's earlier columns, nearest or first one first, or leave them out, and go on with the rows
    before: all of each row, or this column alone, or this column and the first. In bits a note against the best of
    them alone, mixed at order 10: 2.8 for 3.5 on folk tunes, 14.7 for 15.7 on pop, 11.5 for 12.3 on drums. A table of
    one column has one order; there shorter contexts are mixed with longer ones (text: 1.5% fewer bits).
    """
    length = order - 1
    useful = [c for c in _modelled(sizes) if sizes[c] > 1] or [0]
    own = [(0, c) for c in reversed(useful) if c < column]
    others = sorted((c for c in useful if c != column), key=lambda c: abs(c - column))
    backs = range(1, length + 1)
    whole_rows = own + [(back, c) for back in backs for c in (column, *others)]
    this_column = own + [(back, column) for back in backs]
    alone = [(back, column) for back in backs]
    with_first = own[::-1] + [(back, c) for back in backs for c in (useful[0], column if column else useful[-1])]
    # with_first of a single column names each value twice, which tells no more than once
    orders = [tuple(dict.fromkeys(order))[:length] for order in (whole_rows, this_column, alone, with_first)]
    distinct = list(dict.fromkeys(orders))
    if len(distinct) == 1:
        distinct = [distinct[0][: max(0, length - shorter)] for shorter in range(0, 2 * VIEWS, 2)]
    return tuple(dict.fromkeys(distinct))


@dataclass(frozen=True, eq=False)
class _Tally:
    """Raw counts for contexts of one length; `begins`: the context's last value says "before the first row"."""

    contexts: Ints
    grams: Ints
    counts: Ints
    begins: npt.NDArray[np.bool_]


def _continuations(tally: _Tally, longer: _Tally | None, targets: int, values: int) -> Ints:
    """What Kneser-Ney counts: in how many longer contexts a gram occurs; for the longest contexts, how often.

    Before the beginning of a piece nothing can vary, so there too it counts how often (as SRILM does).
    """
    if longer is None:
        return tally.counts
    of, target = np.divmod(longer.grams, targets)
    place, _ = _look_up(tally.grams, longer.contexts[of] // values * targets + target)
    different = np.bincount(place, minlength=len(tally.grams))
    # a context that was seen once was not extended; it has one continuation
    different = np.maximum(different, 1)
    return np.where(tally.begins[tally.grams // targets], tally.counts, different)


def _level(tally: _Tally, counts: Ints, targets: int) -> Level:
    of = tally.grams // targets
    total = np.bincount(of, weights=counts, minlength=len(tally.contexts))
    discount = np.append(0.0, _discounts(counts))[np.minimum(counts, 3)]
    backoff = np.bincount(of, weights=discount, minlength=len(tally.contexts)) / total
    return Level(tally.contexts, backoff, tally.grams, (counts - discount) / total[of])


def _discounts(counts: Ints) -> Floats:
    """What is taken from counts of 1, 2 and 3 or more: Chen and Goodman's estimate from the counts of counts.

    Where a small corpus gives no sane estimate, Ney's single discount, and in the end one half. Each lies above 0, so
    that every probability is positive, and below the count it is taken from.
    """
    n1, n2, n3, n4 = (int(n) for n in np.bincount(np.minimum(counts, 5), minlength=6)[1:5])
    if not n1 or not n2:
        return np.full(3, 0.5)
    single = n1 / (n1 + 2 * n2)
    if n3 and n4:
        three = np.array([1 - 2 * single * n2 / n1, 2 - 3 * single * n3 / n2, 3 - 4 * single * n4 / n3])
        if (three > 0).all():
            return three
    return np.full(3, single)


def _split(tables: Sequence[AnyInts]) -> tuple[list[AnyInts], list[AnyInts]]:
    """Nine tenths to count and a tenth to weigh views by: every tenth piece, of few pieces the last tenth of each."""
    if len(tables) >= 20:
        return [t for i, t in enumerate(tables) if i % 10 != 9], list(tables[9::10])
    cuts = [len(table) * 9 // 10 for table in tables]
    return [t[:cut] for t, cut in zip(tables, cuts, strict=True)], [t[c:] for t, c in zip(tables, cuts, strict=True)]


def _by_view(fitted: Sequence[View], pieces: Pieces, column: int) -> Floats:
    """p of what stands in `column` at its events by each view; float64 (views, events)."""
    events = pieces.events(column)
    target = pieces.values(events, (0, column))
    return np.stack([view.probabilities(pieces, events, target) for view in fitted])


def _mixing_weights(p: Floats) -> Floats:
    """The mixture of views that makes held-out events likeliest, by expectation-maximisation; float64 (views,)."""
    weights = np.full(len(p), 1 / len(p))
    for _ in range(ROUNDS if p.shape[1] else 0):
        share = weights[:, None] * p
        weights = (share / share.sum(axis=0)).mean(axis=1)
    return np.asarray(weights / weights.sum())


def _windows(pieces: Pieces, sizes: Sequence[int]) -> list[npt.NDArray[np.uint64]]:
    """For each number of rows in `RUNGS` a hash of so many rows before each row; uint64 (rows,) each."""
    row = np.zeros(len(pieces.rows), dtype=np.uint64)
    for column in _modelled(sizes):
        row = _mix(row, pieces.rows[:, column])
    window = np.roll(row, 1)
    windows = [window]
    for length in reversed(RUNGS[1:]):
        window = _mix(window, np.roll(window, length))
        windows.insert(0, window)
    return windows


def _mix(hashed: npt.NDArray[np.uint64], value: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """A hash of a hash and a value (the finaliser of SplitMix64; Steele, Lea and Flood 2014). Two that clash, once in
    2^64, would cost a guess at a repeat, not the sum of the probabilities."""
    mixed = hashed * np.uint64(0x9E3779B97F4A7C15) + value.astype(np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(27)))


def _hits(pieces: Pieces, column: int, sizes: Sequence[int]) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The rung of each event, and whether a repeat brings what stands there."""
    repeats = Repeats.of(pieces, column, sizes)
    return repeats.rung, repeats.value == pieces.values(pieces.events(column), (0, column))


def _trust(p: Floats, rung: Ints, hit: npt.NDArray[np.bool_]) -> Floats:
    """By rung the share for repeats that makes held-out events likeliest, by expectation-maximisation.

    It stays below 1 however often repeats came true, and is 0 where there were none.
    """
    trust = np.zeros(len(RUNGS) + 1)
    for place in range(len(RUNGS)):
        here, came = p[rung == place], hit[rung == place]
        share = 0.5
        for _ in range(ROUNDS):
            repeated = share * came / (share * came + (1 - share) * here)
            share = float(repeated.sum()) / (len(here) + 1)
        trust[place] = share
    return trust


def _modelled(sizes: Sequence[int]) -> list[int]:
    """The columns that cost anything: the first, which holds the end, and all with a choice."""
    return [column for column, size in enumerate(sizes) if column == 0 or size > 1]


def _targets(sizes: Sequence[int], column: int) -> int:
    return sizes[column] + (column == 0)


def _check_values(table: AnyInts, sizes: tuple[int, ...]) -> None:
    if table.ndim != 2 or table.shape[1] != len(sizes):
        raise ValueError(f"a table has the shape {table.shape}, not (rows, {len(sizes)})")
    if len(table) and ((table < 0).any() or (table >= np.array(sizes)).any()):
        raise ValueError("a table holds a value outside its column")


def _look_up(keys: Ints, wanted: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The place of each wanted number in sorted `keys` (any place where it is missing), and whether it is there."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return place, keys[place] == wanted
