"""Write new tables row by row and column by column, many takes at once.

A take depends on its own seed alone, whatever the batch in which it is drawn. A batch of one and a batch of 64 differ
in the last bits of their logits, since matrix products add up in another order; so wherever such a difference could
change what is drawn, the take is computed again by itself up to that row, and that answer counts in every batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats, Floats32, Ints
from seqgen.errors import SeqgenError
from seqgen.kinds.base import Constraints, Plan, Tokenizer, Walk
from seqgen.network.cells import State
from seqgen.network.engine import Engine
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.draw import draw


@dataclass(frozen=True)
class Drawn:
    """A finished table: all rows (the primer's first), whether the model itself ended the piece, and its facts."""

    number: int
    table: Ints
    ended: bool
    facts: Any


class Sampler:
    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, plan: Plan, config: SamplingConfig, seeds: Sequence[int]
    ) -> None:
        self.engine, self.tokenizer, self.schema = engine, tokenizer, tokenizer.schema
        self.plan, self.config = plan, config
        self._temperatures = config.of_columns(self.schema)
        sizes = [self.schema.targets(c) if c in self.schema.modelled else 0 for c in range(len(self.schema.columns))]
        # where each column's random numbers begin among those of a row
        self.chances = np.concatenate([[0], np.cumsum(sizes)]).tolist()
        self._primed, self._first = self._prime()
        self._seeds = list(seeds)
        self._facts = [plan.facts_of(seed) for seed in seeds]

    def _prime(self) -> tuple[State, tuple[AnyInts, AnyInts, Bools]]:
        """Return the state before the last known row, and that row with its context."""
        table = np.asarray(self.plan.start.rows, dtype=np.int64)
        state = self.engine.start()
        rows, index, sets = self.engine.start_rows()
        if len(table):
            context = self.tokenizer.context(table, self.plan.start.facts)
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
        batch = _Batch(self, self._seeds, self._facts)
        while batch.size:
            yield from batch.next_row()

    def new_walk(self, facts: Sequence[Any]) -> tuple[Walk, Constraints]:
        """Return walk and constraints of takes with these facts behind the primer."""
        walk = self.tokenizer.walk(facts)
        constraints = self.plan.constraints(facts)
        for row in np.asarray(self.plan.start.rows, dtype=np.int64):
            for column, value in enumerate(row):
                values = np.full(len(facts), value)
                walk.chose(column, values)
                constraints.chose(column, values, walk)
        return walk, constraints

    def end_mask(self, mask: Bools | None, column: int, batch: int) -> Bools | None:
        """Allow or forbid the end of the piece in `mask`."""
        if column or self.plan.may_end:
            return mask
        if mask is None:
            mask = np.ones((batch, self.schema.targets(0)), bool)
        mask[:, -1] = False
        return mask

    def logits_alone(self, facts: Any, rows: Ints, partial: Ints, column: int) -> tuple[Floats32, State]:
        """Return the logits (1, values) of `column` after the new `rows` and the first columns of `partial` of a take
        with these facts, computed by themselves, and the state behind `rows`."""
        walk, _ = self.new_walk([facts])
        state = self._primed.repeat(1)
        before = self._first
        for row in (*rows, None):
            self.engine.advance(state, *before)
            if row is None:
                break
            for c, value in enumerate(row):
                walk.chose(c, np.array([value]))
            before = (row[None], walk.index.copy(), walk.sets.copy())
        z = self.engine.heads.begin(self.engine.top(state), walk.index, walk.sets)
        for c in range(column):
            value = partial[c : c + 1]
            walk.chose(c, value)
            self.engine.heads.chose(z, c, value, walk.index, walk.sets)
        return self.engine.heads.logits(z, column), state


class _Batch:
    def __init__(self, sampler: Sampler, seeds: Sequence[int], facts: Sequence[Any]) -> None:
        self.sampler, self.size, self.facts = sampler, len(seeds), list(facts)
        self.alone = len(seeds) == 1
        self.state = sampler._primed.repeat(self.size)
        self.walk, self.constraints = sampler.new_walk(self.facts)
        row, index, sets = sampler._first
        self.before = (np.repeat(row, self.size, 0), np.repeat(index, self.size, 0), np.repeat(sets, self.size, 0))
        self.numbers = np.arange(self.size)
        self.random = [np.random.default_rng(seed) for seed in seeds]
        self.rows = np.zeros((self.size, 256, len(sampler.schema.columns)), np.int64)
        self.length = 0

    def next_row(self) -> Iterator[Drawn]:
        sampler, schema = self.sampler, self.sampler.schema
        if self.length == self.rows.shape[1]:
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)], axis=1)
        chance = np.stack([random.standard_exponential(sampler.chances[-1]) for random in self.random])
        sampler.engine.advance(self.state, *self.before)
        z = sampler.engine.heads.begin(sampler.engine.top(self.state), self.walk.index, self.walk.sets)
        for column in range(len(schema.columns)):
            drawn = self._draw(z, column, chance[:, sampler.chances[column] : sampler.chances[column + 1]])
            values = self.constraints.settle(column, drawn, self.walk)
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
            if column == 0:
                over = self.constraints.over(self.walk)
                if over is not None and over.any():
                    yield from self._finish(over, ended=False)
                    z, chance = z[:, ~over], chance[~over]
                    if not self.size:
                        return
        self.before = (self.rows[:, self.length], self.walk.index.copy(), self.walk.sets.copy())
        self.length += 1
        yield from self._finish(self._complete(), ended=False)

    def _complete(self) -> Bools:
        sampler = self.sampler
        full = self.length >= sampler.plan.most_rows
        stopped = sampler.plan.stopped
        return np.array(
            [full or (stopped is not None and stopped(self.rows[b, : self.length])) for b in range(self.size)], bool
        )

    def _draw(self, z: Floats32, column: int, chance: Floats) -> Ints:
        sampler = self.sampler
        if column not in sampler.schema.modelled:
            return np.zeros(self.size, np.int64)
        mask = sampler.end_mask(self.constraints.mask(column, self.walk), column, self.size)
        if mask is not None and not mask.any(axis=1).all():
            raise SeqgenError("the rules leave nothing to go on with; widen the range, the grid or the polyphony")
        temperature = sampler._temperatures[column]
        logits = sampler.engine.heads.logits(z, column)
        pull = self.constraints.pull(column, self.walk)
        if pull is not None:
            logits = logits + pull.astype(np.float32)
        values, sure = draw(logits, mask, chance, temperature, sampler.config)
        if self.alone or sure.all():
            return values
        for b in np.flatnonzero(~sure):
            done, partial = self.rows[b, : self.length], self.rows[b, self.length]
            own, state = sampler.logits_alone(self.facts[b], done, partial, column)
            own = own if pull is None else own + pull[b : b + 1].astype(np.float32)
            own_mask = None if mask is None else mask[b : b + 1]
            values[b] = draw(own, own_mask, chance[b : b + 1], temperature, sampler.config)[0][0]
            self.state.put(int(b), state)
        return values

    def _finish(self, which: Bools, *, ended: bool) -> Iterator[Drawn]:
        if not which.any():
            return
        primer = np.asarray(self.sampler.plan.start.rows, dtype=np.int64).reshape(-1, self.rows.shape[2])
        for b in np.flatnonzero(which):
            table = np.concatenate([primer, self.rows[b, : self.length]])
            yield Drawn(int(self.numbers[b]), table, ended, self.facts[b])
        keep = ~which
        self.size = int(keep.sum())
        self.state = self.state.take(keep)
        going = np.flatnonzero(keep)
        self.walk.take(going)
        self.constraints.take(going)
        self.facts = [self.facts[i] for i in going]
        self.rows, self.numbers = self.rows[keep], self.numbers[keep]
        self.before = (self.before[0][keep], self.before[1][keep], self.before[2][keep])
        self.random = [random for random, wanted in zip(self.random, keep, strict=True) if wanted]
