"""The beginning of takes: a network that has read what stands before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats32, Ints
from seqgen.kinds.base import Constraints, Plan, Tokenizer, Walk
from seqgen.network.cells import State
from seqgen.network.engine import Engine
from seqgen.network.memory import TakeMemory, directions
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.guidance import Guidance, beside


@dataclass
class Known:
    """A network that has read a table: the states before its last row, that row with its context, and what it
    remembers (None where it shall not)."""

    states: list[State]
    last: tuple[AnyInts, AnyInts, Bools]
    memory: TakeMemory | None


class Primed:
    """An engine that has read the primer of a plan: states and last row before new material.

    `chances[c]` is where the random numbers of column c begin among those of a row.
    """

    def __init__(self, engine: Engine, tokenizer: Tokenizer, plan: Plan, config: SamplingConfig) -> None:
        self.engine, self.tokenizer, self.schema = engine, tokenizer, tokenizer.schema
        self.plan, self.config = plan, config
        self.temperatures, self.truncations = config.of_columns(self.schema), config.truncations(self.schema)
        sizes = [self.schema.targets(c) if c in self.schema.modelled else 0 for c in range(len(self.schema.columns))]
        self.chances = np.concatenate([[0], np.cumsum(sizes)]).tolist()
        self.guidance = Guidance(self.schema, config.strength)
        self.known = self.read(np.asarray(self.plan.start.rows, dtype=np.int64), self.plan.start.facts)

    def read(self, table: Ints, facts: Any) -> Known:
        """Return the network as it is once it has read a table."""
        states = [self.engine.start() for _ in range(self.guidance.states)]
        tops = [self.engine.top(states[0])[:, :0]]
        rows, index, sets = self.engine.start_rows()
        if len(table):
            context = self.tokenizer.context(table, facts)
            before = np.concatenate([rows, table[:-1]])
            index = np.concatenate([index, context.index[: len(table) - 1]])
            sets = np.concatenate([sets, context.sets[: len(table) - 1]])
            tops = [
                self.engine.read(state, before, *read)
                for state, read in zip(states, self.guidance.read(index, sets), strict=True)
            ]
            last = slice(len(table) - 1, len(table))
            rows, index, sets = table[last], context.index[last], context.sets[last]
        share, table = self.config.memory, table.reshape(-1, rows.shape[1])
        memory = TakeMemory(self.schema, share, directions(tops[0]), table) if share else None
        return Known(states, (rows, index, sets), memory)

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

    def logits_alone(self, facts: Any, rows: Ints, partial: Ints, column: int) -> tuple[Floats32, list[State]]:
        """Return the logits (1, values) of `column` after the new `rows` and the first columns of `partial` of a take
        with these facts, computed by themselves, and the states behind `rows`."""
        walk, _ = self.new_walk([facts])
        guidance = self.guidance
        states = [state.repeat(1) for state in self.known.states]
        memory = self.known.memory and self.known.memory.repeat(1)
        before = self.known.last
        for row in (*rows, None):
            for state, read in zip(states, guidance.read(*before[1:]), strict=True):
                self.engine.advance(state, before[0], *read)
            if memory is not None:
                memory.begin(self.engine.top(states[0]))
            if row is None:
                break
            for c, value in enumerate(row):
                walk.chose(c, np.array([value]))
            before = (row[None], walk.index.copy(), walk.sets.copy())
            if memory is not None:
                memory.end(before[0])
        tops = beside([self.engine.top(state) for state in states])
        z = self.engine.heads.begin(tops, *guidance.seen(walk.index, walk.sets), twice=guidance.twice)
        for c in range(column):
            value = partial[c : c + 1]
            walk.chose(c, value)
            self.engine.heads.chose(z, c, value, *guidance.seen(walk.index, walk.sets))
            if memory is not None:
                memory.chose(c, value)
        logits = guidance.guided(self.engine.heads.logits(z, column))
        return logits if memory is None else memory.logits(column, logits), states
