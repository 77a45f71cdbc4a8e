"""Writing new tables: row by row, column by column, many takes at once.

A take depends on its own seed alone, whatever the batch in which it is drawn. A batch of one and a batch of 64 differ
in the last bits of their logits, since matrix products add up in another order; so wherever such a difference could
change what is drawn, the take is computed again by itself up to that row, and that answer counts in every batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from seqgen.constraints import Constraints, Mask
from seqgen.engine import Engine, State
from seqgen.errors import SeqgenError
from seqgen.heads import Ints
from seqgen.piece import Facts
from seqgen.schema import Schema, Table
from seqgen.tokenizers.base import Tokenizer, Walk

LOGIT_NOISE = 2e-5
"""Logits of one take differ between batches by less than this; measured: by 3e-6 at most over 400 rows. What comes
nearer to another outcome than that is computed by itself."""


@dataclass(frozen=True)
class Temper:
    """How probabilities are bent before a draw.

    `temperature`: 0 takes the likeliest value; `columns`: temperatures of single columns by name; `top_k`: only the k
    likeliest values (0: all); `top_p`: the smallest set of likeliest values with this probability (Holtzman et al.
    2020); `min_p`: only values with at least this share of the likeliest one's probability (Nguyen et al. 2024).
    """

    temperature: float = 1.0
    columns: dict[str, float] = field(default_factory=dict)
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0

    @property
    def cuts(self) -> bool:
        """Whether anything but temperature is asked for."""
        return bool(self.top_k) or self.top_p < 1.0 or self.min_p > 0.0

    def of_columns(self, schema: Schema) -> list[float]:
        """The temperature of each column."""
        return [self.columns.get(column.name, self.temperature) for column in schema.columns]


@dataclass(frozen=True)
class Start:
    """What a take goes on from: rows (n, columns) of a primer, perhaps none, and the facts of the new piece."""

    rows: Table
    facts: Facts


@dataclass(frozen=True)
class Drawn:
    """A finished table: all rows (the primer's first), and whether the model itself ended the piece."""

    number: int
    table: npt.NDArray[np.int64]
    ended: bool


class Sampler:
    """Draws a batch of takes. Each of `seeds` is one take."""

    def __init__(
        self,
        engine: Engine,
        tokenizer: Tokenizer,
        start: Start,
        constraints: Callable[[int], Constraints],
        seeds: Sequence[int],
        temper: Temper,
        *,
        may_end: bool,
        most_rows: int,
        over: Callable[[Walk], Mask] | None = None,
        stopped: Callable[[npt.NDArray[np.int64]], bool] | None = None,
    ) -> None:
        """`constraints` makes the masks for a batch of the size given; `may_end`: whether the model may end the piece;
        `over`: which takes are past their length, told from the walk when a row's first column is chosen; `stopped`:
        whether a take's new rows so far end it."""
        self.engine, self.tokenizer, self.schema = engine, tokenizer, tokenizer.schema
        self.start, self.temper, self.may_end, self.most_rows = start, temper, may_end, most_rows
        self._new_constraints, self._over, self._stopped = constraints, over, stopped
        self._temperatures = temper.of_columns(self.schema)
        sizes = [self.schema.targets(c) if c in self.schema.modelled else 0 for c in range(len(self.schema.columns))]
        # where each column's random numbers begin among those of a row
        self.chances = np.concatenate([[0], np.cumsum(sizes)]).tolist()
        self._primed, self._first = self._prime()
        self._seeds = list(seeds)

    def _prime(self) -> tuple[State, tuple[Ints, Ints, Mask]]:
        """The state before the last row that is known, and that row with its context."""
        table = np.asarray(self.start.rows, dtype=np.int64)
        state = self.engine.start()
        rows, index, sets = self.engine.start_rows()
        if len(table):
            context = self.tokenizer.context(table, self.start.facts)
            before = np.concatenate([rows, table[:-1]])
            self.engine.read(
                state,
                before,
                np.concatenate([index, context.index[: len(table) - 1]]),
                np.concatenate([sets, context.sets[: len(table) - 1]]),
            )
            last = slice(len(table) - 1, len(table))
            rows, index, sets = table[last], context.index[last], context.sets[last]
        return state, (rows, index, sets)

    def takes(self) -> Iterator[Drawn]:
        """The takes, each as soon as it is finished."""
        batch = _Batch(self, self._seeds)
        while batch.size:
            yield from batch.next_row()

    def new_walk(self, batch: int) -> tuple[Walk, Constraints]:
        """Walk and constraints that stand behind the primer."""
        walk = self.tokenizer.walk([self.start.facts] * batch)
        constraints = self._new_constraints(batch)
        for row in np.asarray(self.start.rows, dtype=np.int64):
            for column, value in enumerate(row):
                values = np.full(batch, value)
                walk.chose(column, values)
                constraints.chose(column, values, walk)
        return walk, constraints

    def end_mask(self, mask: Mask | None, column: int, batch: int) -> Mask | None:
        """`mask` with the end of the piece allowed or not."""
        if column or self.may_end:
            return mask
        if mask is None:
            mask = np.ones((batch, self.schema.targets(0)), bool)
        mask[:, -1] = False
        return mask

    def logits_alone(
        self, rows: npt.NDArray[np.int64], partial: npt.NDArray[np.int64], column: int
    ) -> tuple[npt.NDArray[np.float32], State]:
        """The logits (1, values) of `column` after the new `rows` and the first columns of `partial`, computed by
        themselves, and the state behind `rows`."""
        walk, _ = self.new_walk(1)
        state = self._primed.repeat(1)
        before = self._first
        for row in (*rows, None):
            self.engine.advance(state, *before)
            if row is None:
                break
            for c, value in enumerate(row):
                walk.chose(c, np.array([value]))
            before = (row[None], walk.index.copy(), walk.sets.copy())
        z = self.engine.heads.begin(state.top, walk.index, walk.sets)
        for c in range(column):
            value = partial[c : c + 1]
            walk.chose(c, value)
            self.engine.heads.chose(z, c, value, walk.index, walk.sets)
        return self.engine.heads.logits(z, column), state


class _Batch:
    """The takes still in progress."""

    def __init__(self, sampler: Sampler, seeds: Sequence[int]) -> None:
        self.sampler, self.size = sampler, len(seeds)
        self.alone = len(seeds) == 1
        self.state = sampler._primed.repeat(self.size)
        self.walk, self.constraints = sampler.new_walk(self.size)
        row, index, sets = sampler._first
        self.before = (np.repeat(row, self.size, 0), np.repeat(index, self.size, 0), np.repeat(sets, self.size, 0))
        self.numbers = np.arange(self.size)
        self.random = [np.random.default_rng(seed) for seed in seeds]
        self.rows = np.zeros((self.size, 256, len(sampler.schema.columns)), np.int64)
        self.length = 0

    def next_row(self) -> Iterator[Drawn]:
        """Draw one more row of every take; yields those that are finished."""
        sampler, schema = self.sampler, self.sampler.schema
        if self.length == self.rows.shape[1]:
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)], axis=1)
        chance = np.stack([random.standard_exponential(sampler.chances[-1]) for random in self.random])
        sampler.engine.advance(self.state, *self.before)
        z = sampler.engine.heads.begin(self.state.top, self.walk.index, self.walk.sets)
        for column in range(len(schema.columns)):
            values = self._draw(z, column, chance[:, sampler.chances[column] : sampler.chances[column + 1]])
            if column == 0:
                ended = values == schema.sizes[0]
                self.rows[:, self.length, 0] = values
                if ended.any():
                    yield from self._finish(ended, ended=True)
                    z, chance, values = z[:, ~ended], chance[~ended], values[~ended]
            if not self.size:
                return
            self.rows[:, self.length, column] = values
            self.walk.chose(column, values)
            self.constraints.chose(column, values, self.walk)
            sampler.engine.heads.chose(z, column, values, self.walk.index, self.walk.sets)
            if column == 0 and sampler._over is not None:
                over = sampler._over(self.walk)
                if over.any():
                    yield from self._finish(over, ended=False)
                    z, chance = z[:, ~over], chance[~over]
                    if not self.size:
                        return
        self.before = (self.rows[:, self.length], self.walk.index.copy(), self.walk.sets.copy())
        self.length += 1
        yield from self._finish(self._complete(), ended=False)

    def _complete(self) -> Mask:
        sampler = self.sampler
        full = self.length >= sampler.most_rows
        stopped = sampler._stopped
        return np.array(
            [full or (stopped is not None and stopped(self.rows[b, : self.length])) for b in range(self.size)], bool
        )

    def _draw(self, z: npt.NDArray[np.float32], column: int, chance: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        sampler = self.sampler
        if column not in sampler.schema.modelled:
            return np.zeros(self.size, np.int64)
        mask = sampler.end_mask(self.constraints.mask(column, self.walk), column, self.size)
        if mask is not None and not mask.any(axis=1).all():
            raise SeqgenError("the rules leave nothing to go on with; widen the range, the grid or the polyphony")
        temperature = sampler._temperatures[column]
        logits = sampler.engine.heads.logits(z, column)
        values, sure = draw(logits, mask, chance, temperature, sampler.temper)
        if self.alone or sure.all():
            return values
        for b in np.flatnonzero(~sure):
            done, partial = self.rows[b, : self.length], self.rows[b, self.length]
            own, state = sampler.logits_alone(done, partial, column)
            own_mask = None if mask is None else mask[b : b + 1]
            values[b] = draw(own, own_mask, chance[b : b + 1], temperature, sampler.temper)[0][0]
            self.state.put(int(b), state)
        return values

    def _finish(self, which: Mask, *, ended: bool) -> Iterator[Drawn]:
        if not which.any():
            return
        primer = np.asarray(self.sampler.start.rows, dtype=np.int64).reshape(-1, self.rows.shape[2])
        for b in np.flatnonzero(which):
            table = np.concatenate([primer, self.rows[b, : self.length]])
            yield Drawn(int(self.numbers[b]), table, ended)
        keep = ~which
        self.size = int(keep.sum())
        self.state = self.state.take(keep)
        self.walk.keep(keep)
        self.constraints.keep(keep)
        self.rows, self.numbers = self.rows[keep], self.numbers[keep]
        self.before = (self.before[0][keep], self.before[1][keep], self.before[2][keep])
        self.random = [random for random, wanted in zip(self.random, keep, strict=True) if wanted]


def draw(
    logits: npt.NDArray[np.float32],
    mask: Mask | None,
    chance: npt.NDArray[np.float64],
    temperature: float,
    temper: Temper,
) -> tuple[npt.NDArray[np.int64], Mask]:
    """One value a take from logits (batch, values), given exponentially distributed `chance` (batch, values).

    The value whose logit less the logarithm of its chance is largest has the softmax distribution (Gumbel 1954). It
    hangs on the two best alone: where an inverse distribution function has a boundary at every value, this has one.
    Gives the values, and for each whether differences of `LOGIT_NOISE` in the logits could not have changed it.
    """
    scores = logits.astype(np.float64)
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    noise = 2.0 * LOGIT_NOISE
    sure: Mask | None = None
    if temperature > 0.0:
        if temperature != 1.0:
            scores /= temperature
            noise /= temperature
        if temper.cuts:
            scores, sure = _filtered(scores, temper, noise)
        scores -= np.log(chance)
    batch = np.arange(len(scores))
    values = scores.argmax(axis=1)
    best = scores[batch, values]
    scores[batch, values] = -np.inf
    clear = best - scores.max(axis=1, initial=-np.inf) > noise
    return values, np.asarray(clear if sure is None else clear & sure)


def _filtered(scores: npt.NDArray[np.float64], temper: Temper, noise: float) -> tuple[npt.NDArray[np.float64], Mask]:
    """Scores with those that top-k, top-p and min-p leave out at minus infinity, and whether the choice was clear."""
    sure = np.ones(len(scores), bool)
    ranked = -np.sort(-scores, axis=1)
    if temper.top_k and temper.top_k < scores.shape[1]:
        scores, ranked, clear = _down_to(scores, ranked, np.full(len(scores), temper.top_k - 1), noise)
        sure &= clear
    if temper.top_p < 1.0:
        batch = np.arange(len(scores))
        share = np.cumsum(np.exp(ranked - ranked[:, :1]), axis=1)
        share /= share[:, -1:]
        last = np.minimum((share < temper.top_p).sum(axis=1), scores.shape[1] - 1)
        before = np.where(last > 0, share[batch, np.maximum(last - 1, 0)], 0.0)
        sure &= (share[batch, last] - temper.top_p > noise) & (temper.top_p - before > noise)
        scores, ranked, clear = _down_to(scores, ranked, last, noise)
        sure &= clear
    if temper.min_p > 0.0:
        distance = scores - (ranked[:, :1] + np.log(temper.min_p))
        sure &= (np.abs(distance) > noise).all(axis=1)
        scores = np.where(distance >= 0.0, scores, -np.inf)
    return scores, sure


def _down_to(
    scores: npt.NDArray[np.float64], ranked: npt.NDArray[np.float64], last: npt.NDArray[np.int64], noise: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], Mask]:
    """Only the scores down to rank `last` (batch,), the same ranked, and whether the cut was clear."""
    batch, ranks = np.arange(len(scores)), np.arange(scores.shape[1])
    smallest = ranked[batch, last]
    beyond = np.where(last + 1 < scores.shape[1], ranked[batch, np.minimum(last + 1, scores.shape[1] - 1)], -np.inf)
    scores = np.where(scores >= smallest[:, None], scores, -np.inf)
    ranked = np.where(ranks <= last[:, None], ranked, -np.inf)
    # two masked scores are both minus infinity, and either may be left out
    clear = ~(np.isfinite(beyond) & (smallest - np.where(np.isfinite(beyond), beyond, 0.0) <= noise))
    return scores, ranked, np.asarray(clear)
