"""An n-gram model of tables, the baseline that a network is compared with.

Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998) over contexts that grow value by value. For text a
context is the previous characters. For a table of several columns it is the row's earlier columns and values of
previous rows: Kneser-Ney only needs each context to extend the one before it (Bilmes and Kirchhoff 2003). The best
order of the values differs from corpus to corpus, so several orders (`views`) are counted and mixed, with weights from
a held-out tenth. Counts are sorted integer arrays: fitting and scoring take a few array operations for each length.

An n-gram model does not adapt to the piece it reads, yet much music repeats itself literally. `nats_with_repeats` adds
the value that followed the last occurrence of the same rows in the piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats, Ints
from seqgen.copying.passages import evenly
from seqgen.evaluation.ngram_pieces import Pieces, modelled
from seqgen.evaluation.ngram_repeats import ROUNDS, RUNGS, fit_trust, hits
from seqgen.lookout import look

ORDER = 10
MOST_COUNTS = 60_000_000
VIEWS = 4
Context = tuple[tuple[int, int], ...]
"""Places of the values of a context as (rows back, column), the most useful first."""


@dataclass(frozen=True, eq=False)
class Level:
    """Counts after contexts of one length.

    Args:
        contexts: sorted keys, int64 (contexts,): the context without its last value, as a place in the level below,
            times the number of values, plus the last value.
        backoff: weight of the level below in each context, float64 (contexts,).
        grams: sorted keys, int64 (grams,): a place in `contexts` times the number of targets, plus the target.
        shares: discounted count of each gram over the count of its context, float64 (grams,).
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
        """Count `column` in `pieces` for all lengths of `context`. A context that occurs once is not extended, which
        saves most of the memory (bits a character change by less than 0.2%)."""
        targets, values = _targets(sizes, column), max(sizes) + 2
        events = pieces.events(column)
        place = np.zeros(len(events), dtype=np.int64)
        contexts = np.zeros(1, dtype=np.int64)
        tallies: list[_Tally] = []
        for depth in range(len(context) + 1 if len(events) else 0):
            look()
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
        """Return p(target) at each of `events`: float64 (events,)."""
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
class ColumnModel:
    """p(column | the row's earlier columns, all rows before) for each event of a column.

    `views` are orders of the context, mixed with `weights`; `trust` is the weight of the value that a repeat predicts,
    by its rung, float64 (rungs + 1,).
    """

    column: int
    views: tuple[View, ...]
    weights: Floats
    trust: Floats

    @staticmethod
    def fit(
        column: int, sizes: Sequence[int], contexts: Sequence[Context], learn: Pieces, held_out: Pieces, all_: Pieces
    ) -> ColumnModel:
        """Count views in all pieces; fit weights and trust to `held_out` with views of `learn`."""
        trial = _by_view([View.fit(learn, column, sizes, context) for context in contexts], held_out, column)
        weights = mixing_weights(trial)
        trust = fit_trust(weights @ trial, *hits(held_out, column, sizes))
        return ColumnModel(column, tuple(View.fit(all_, column, sizes, c) for c in contexts), weights, trust)

    def probabilities(self, pieces: Pieces) -> Floats:
        """Return p of the actual values by counts alone: float64 (events,)."""
        return np.asarray(self.weights @ _by_view(self.views, pieces, self.column))

    def probabilities_with_repeats(self, pieces: Pieces, sizes: Sequence[int]) -> Floats:
        """Return p of the actual values by counts and by repeats within the piece: float64 (events,)."""
        rung, hit = hits(pieces, self.column, sizes)
        return (1 - self.trust[rung]) * self.probabilities(pieces) + self.trust[rung] * hit


@dataclass(frozen=True, eq=False)
class NGram:
    """One model for each column with more than one value. `rows`: the number of rows counted."""

    sizes: tuple[int, ...]
    columns: tuple[ColumnModel, ...]
    back: int
    rows: int

    @staticmethod
    def fit(tables: Sequence[AnyInts], sizes: Sequence[int], *, order: int = ORDER, most: int = MOST_COUNTS) -> NGram:
        """Fit a model to tables int (rows, columns) whose column c holds 0 to `sizes[c] - 1`.

        `order` is one more than the number of context values. `most` bounds the number of counts (32 bytes each; real
        corpora need a sixth of the bound): pieces of a larger corpus are left out evenly. Raises `ValueError` for a
        value outside its column.
        """
        if order < 1:
            raise ValueError("an n-gram has at least one value")
        sizes = tuple(sizes)
        for table in tables:
            _check_values(table, sizes)
        chosen = [views(column, sizes, order) for column in modelled(sizes)]
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
            for column, contexts in zip(modelled(sizes), chosen, strict=True)
        ]
        return NGram(sizes, tuple(columns), back, int(kept.length.sum()))

    def nats(self, table: AnyInts) -> Floats:
        """Return -ln p of each row of a table, the end of the piece last: float64 (rows + 1,). Raises `ValueError` for
        a value outside its column."""
        pieces = self._pieces(table)
        return self._sum([model.probabilities(pieces) for model in self.columns], len(table))

    def nats_with_repeats(self, table: AnyInts) -> Floats:
        """Return the same as `nats` for a model that also expects repeats within the piece."""
        pieces = self._pieces(table)
        return self._sum([c.probabilities_with_repeats(pieces, self.sizes) for c in self.columns], len(table))

    def _pieces(self, table: AnyInts) -> Pieces:
        _check_values(table, self.sizes)
        return Pieces.of([table], self.sizes, self.back)

    def _sum(self, probabilities: Sequence[Floats], rows: int) -> Floats:
        """Sum over columns; only the first has a value after the last row."""
        nats = np.zeros(rows + 1)
        for p in probabilities:
            nats[: len(p)] -= np.log(p)
        return nats


def views(column: int, sizes: Sequence[int], order: int) -> tuple[Context, ...]:
    """Return the contexts of up to `order - 1` values in which a column is counted, each in another order.

    They begin with the row's earlier columns, nearest or first one first, or leave them out, and continue with previous
    rows: all columns, this column alone, or this column and the first. Bits a note, mixed at order 10 against the best
    single order: 2.8 for 3.5 on folk tunes, 14.7 for 15.7 on pop, 11.5 for 12.3 on drums. A table of one column has one
    order; there shorter contexts are mixed with longer ones (text: 1.5% fewer bits).
    """
    length = order - 1
    useful = [c for c in modelled(sizes) if sizes[c] > 1] or [0]
    own = [(0, c) for c in reversed(useful) if c < column]
    others = sorted((c for c in useful if c != column), key=lambda c: abs(c - column))
    backs = range(1, length + 1)
    whole_rows = own + [(back, c) for back in backs for c in (column, *others)]
    this_column = own + [(back, column) for back in backs]
    alone = [(back, column) for back in backs]
    with_first = own[::-1] + [(back, c) for back in backs for c in (useful[0], column if column else useful[-1])]
    # with_first names each value of a single column twice
    orders = [tuple(dict.fromkeys(order))[:length] for order in (whole_rows, this_column, alone, with_first)]
    distinct = list(dict.fromkeys(orders))
    if len(distinct) == 1:
        distinct = [distinct[0][: max(0, length - shorter)] for shorter in range(0, 2 * VIEWS, 2)]
    return tuple(dict.fromkeys(distinct))


@dataclass(frozen=True, eq=False)
class _Tally:
    """Raw counts for contexts of one length; `begins`: the last value of the context is a start mark."""

    contexts: Ints
    grams: Ints
    counts: Ints
    begins: Bools


def _continuations(tally: _Tally, longer: _Tally | None, targets: int, values: int) -> Ints:
    """Return Kneser-Ney's continuation counts: the number of longer contexts in which a gram occurs. For the longest
    contexts, and for those that begin with a start mark, plain counts (as in SRILM)."""
    if longer is None:
        return tally.counts
    of, target = np.divmod(longer.grams, targets)
    place, _ = _look_up(tally.grams, longer.contexts[of] // values * targets + target)
    different = np.bincount(place, minlength=len(tally.grams))
    # a context that occurs once was not extended; it has one continuation
    different = np.maximum(different, 1)
    return np.where(tally.begins[tally.grams // targets], tally.counts, different)


def _level(tally: _Tally, counts: Ints, targets: int) -> Level:
    of = tally.grams // targets
    total = np.bincount(of, weights=counts, minlength=len(tally.contexts))
    discount = np.append(0.0, discounts(counts))[np.minimum(counts, 3)]
    backoff = np.bincount(of, weights=discount, minlength=len(tally.contexts)) / total
    return Level(tally.contexts, backoff, tally.grams, (counts - discount) / total[of])


def discounts(counts: Ints) -> Floats:
    """Return the discounts of counts of 1, 2 and 3 or more: Chen and Goodman's estimate from counts of counts.

    Small corpora fall back to Ney's single discount, then to one half. Each discount is positive, so that every
    probability is, and less than the count it is taken from.
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
    """Split into nine tenths to count and a held-out tenth: every tenth piece, or of few pieces the end of each."""
    if len(tables) >= 20:
        return [t for i, t in enumerate(tables) if i % 10 != 9], list(tables[9::10])
    cuts = [len(table) * 9 // 10 for table in tables]
    return [t[:cut] for t, cut in zip(tables, cuts, strict=True)], [t[c:] for t, c in zip(tables, cuts, strict=True)]


def _by_view(fitted: Sequence[View], pieces: Pieces, column: int) -> Floats:
    """Return p of the actual values of `column` by each view: float64 (views, events)."""
    events = pieces.events(column)
    target = pieces.values(events, (0, column))
    return np.stack([view.probabilities(pieces, events, target) for view in fitted])


def mixing_weights(p: Floats) -> Floats:
    """Return the weights that maximise the likelihood of events, by expectation-maximisation: float64 (views,)."""
    weights = np.full(len(p), 1 / len(p))
    for _ in range(ROUNDS if p.shape[1] else 0):
        share = weights[:, None] * p
        weights = (share / share.sum(axis=0)).mean(axis=1)
    return np.asarray(weights / weights.sum())


def _targets(sizes: Sequence[int], column: int) -> int:
    return sizes[column] + (column == 0)


def _check_values(table: AnyInts, sizes: tuple[int, ...]) -> None:
    if table.ndim != 2 or table.shape[1] != len(sizes):
        raise ValueError(f"a table has the shape {table.shape}, not (rows, {len(sizes)})")
    if len(table) and ((table < 0).any() or (table >= np.array(sizes)).any()):
        raise ValueError("a table holds a value outside its column")


def _look_up(keys: Ints, wanted: Ints) -> tuple[Ints, Bools]:
    """Return the place of each wanted number in sorted `keys`, any place if missing, and whether it is there."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return place, keys[place] == wanted
