"""Write new tables row by row and column by column, many takes at once.

A take depends on its own seed alone, whatever the batch in which it is drawn. A batch of one and a batch of 64 differ
in the last bits of their logits, since matrix products add up in another order; so wherever such a difference could
change what is drawn, the take is computed again by itself up to that row, and that answer counts in every batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats, Floats32, Ints
from seqgen.kinds.base import Constraints, Plan, Tokenizer, Walk
from seqgen.network.cells import State
from seqgen.network.engine import Engine
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.draw import draw, possible
from seqgen.sampling.growing import Drawn, Growing
from seqgen.sampling.particles import Particles


class Sampler:
    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, plan: Plan, config: SamplingConfig, seeds: Sequence[int]
    ) -> None:
        self.engine, self.tokenizer, self.schema = engine, tokenizer, tokenizer.schema
        self.plan, self.config = plan, config
        self.temperatures = config.of_columns(self.schema)
        sizes = [self.schema.targets(c) if c in self.schema.modelled else 0 for c in range(len(self.schema.columns))]
        # where each column's random numbers begin among those of a row
        self.chances = np.concatenate([[0], np.cumsum(sizes)]).tolist()
        self.primed, self.first = self._prime()
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
        if self.config.particles > 1:
            for number, (seed, facts) in enumerate(zip(self._seeds, self._facts, strict=True)):
                yield Particles(self, self.config.particles, seed, facts).drawn(number)
            return
        batch = _Batch(self, self._seeds, self._facts)
        while batch.size:
            yield from batch.next_row()

    def complete(self, growing: Growing) -> Bools:
        """Return which takes are complete once a row is: bool (batch,)."""
        complete = growing.length >= self.plan.most_rows
        done = growing.constraints.done()
        if done is not None:
            complete |= done
        if self.plan.stopped is not None:
            complete |= np.array([self.plan.stopped(growing.rows(b)) for b in range(growing.size)], bool)
        return complete

    def table(self, rows: Ints) -> Ints:
        """Return new rows behind those of the primer."""
        primer = np.asarray(self.plan.start.rows, dtype=np.int64).reshape(-1, rows.shape[1])
        return np.concatenate([primer, rows])

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

    def logits_alone(self, facts: Any, rows: Ints, partial: Ints, column: int) -> tuple[Floats32, State]:
        """Return the logits (1, values) of `column` after the new `rows` and the first columns of `partial` of a take
        with these facts, computed by themselves, and the state behind `rows`."""
        walk, _ = self.new_walk([facts])
        state = self.primed.repeat(1)
        before = self.first
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
    """Takes that are drawn side by side, each from its own seed."""

    def __init__(self, sampler: Sampler, seeds: Sequence[int], facts: Sequence[Any]) -> None:
        self.sampler = sampler
        self.alone = len(seeds) == 1
        self.growing = Growing(sampler, facts)
        self.numbers = np.arange(len(seeds))
        self.random = [np.random.default_rng(seed) for seed in seeds]

    @property
    def size(self) -> int:
        return self.growing.size

    def next_row(self) -> Iterator[Drawn]:
        sampler, growing = self.sampler, self.growing
        chance = np.stack([random.standard_exponential(sampler.chances[-1]) for random in self.random])
        growing.begin()
        for column in range(len(sampler.schema.columns)):
            drawn = self._draw(column, chance[:, sampler.chances[column] : sampler.chances[column + 1]])
            values = growing.constraints.settle(column, drawn, growing.walk)
            if column == 0:
                ended = values == sampler.schema.sizes[0]
                if ended.any():
                    yield from self._finish(ended, ended=True)
                    chance, values = chance[~ended], values[~ended]
            if not self.size:
                return
            growing.chose(column, values)
            if column == 0:
                over = growing.constraints.over(growing.walk)
                if over is not None and over.any():
                    yield from self._finish(over, ended=False)
                    chance = chance[~over]
                    if not self.size:
                        return
        growing.end()
        yield from self._finish(sampler.complete(growing), ended=False)

    def _draw(self, column: int, chance: Floats) -> Ints:
        sampler, growing = self.sampler, self.growing
        if column not in sampler.schema.modelled:
            return np.zeros(self.size, np.int64)
        mask = possible(growing.mask(column))
        logits, pull = growing.logits(column), growing.constraints.pull(column, growing.walk)
        if pull is not None:
            logits = logits + pull.astype(np.float32)
        temperature = sampler.temperatures[column]
        values, sure = draw(logits, mask, chance, temperature, sampler.config)
        if self.alone or sure.all():
            return values
        for b in np.flatnonzero(~sure).tolist():
            own, state = sampler.logits_alone(growing.facts[b], growing.rows(b), growing.partial(b), column)
            own = own if pull is None else own + pull[b : b + 1].astype(np.float32)
            own_mask = None if mask is None else mask[b : b + 1]
            values[b] = draw(own, own_mask, chance[b : b + 1], temperature, sampler.config)[0][0]
            growing.state.put(b, state)
        return values

    def _finish(self, which: Bools, *, ended: bool) -> Iterator[Drawn]:
        if not which.any():
            return
        for b in np.flatnonzero(which).tolist():
            yield Drawn(int(self.numbers[b]), self.sampler.table(self.growing.rows(b)), ended, self.growing.facts[b])
        going = np.flatnonzero(~which)
        self.growing.take(going)
        self.numbers = self.numbers[going]
        self.random = [self.random[i] for i in going]
