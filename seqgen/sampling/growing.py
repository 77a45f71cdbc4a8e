"""Takes that grow side by side, row by row and column by column: the network's state, context, masks and rows of a
batch."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Floats32, Ints
from seqgen.network.cells import State
from seqgen.network.heads import log_sum_exp
from seqgen.sampling.guidance import Guidance, beside
from seqgen.sampling.primed import Primed


@dataclass(frozen=True)
class Drawn:
    """A finished table: all rows (the primer's first), whether the model itself ended the piece, and its facts."""

    number: int
    table: Ints
    ended: bool
    facts: Any


class Growing:
    """A batch of takes behind the primer, with the facts of each.

    For each row call `begin`, then for each column `logits` and `chose`, then `end`. `length`: int64 (batch,), new rows
    that are finished.
    """

    def __init__(self, primed: Primed, facts: Sequence[Any]) -> None:
        batch = len(facts)
        self.facts = list(facts)
        self._primed, self._engine, self._plan, self._guidance = primed, primed.engine, primed.plan, primed.guidance
        self.schema = primed.schema
        self._open = Guidance(primed.schema, 0.0)
        known = primed.known
        self.states = [state.repeat(batch) for state in known.states]
        self._memory = known.memory and known.memory.repeat(batch)
        self._endless = np.ones((batch, primed.schema.targets(0)), bool)
        self._endless[:, -1] = False
        self.walk, self.constraints = primed.new_walk(facts)
        row, index, sets = known.last
        self._before = (np.repeat(row, batch, 0), np.repeat(index, batch, 0), np.repeat(sets, batch, 0))
        self._rows = np.zeros((batch, 256, len(self.schema.columns)), np.int64)
        self.length = np.zeros(batch, np.int64)
        # hidden units of the heads while a row is in progress
        self._z: Floats32 | None = None

    @property
    def size(self) -> int:
        return len(self.length)

    def rows(self, take: int) -> Ints:
        """Return the new rows of a take that are finished: int64 (rows, columns)."""
        return np.asarray(self._rows[take, : self.length[take]])

    def partial(self, take: int) -> Ints:
        """Return the row in progress of a take, int64 (columns,)."""
        return np.asarray(self._rows[take, self.length[take]])

    def begin(self) -> None:
        if self.length.max(initial=0) == self._rows.shape[1]:
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)], axis=1)
        row, index, sets = self._before
        for state, read in zip(self.states, self._guidance.read(index, sets), strict=True):
            self._engine.advance(state, row, *read)
        tops = [self._engine.top(state) for state in self.states]
        if self._memory is not None:
            self._memory.begin(tops[0])
        seen = self._guidance.seen(self.walk.index, self.walk.sets)
        self._z = self._engine.heads.begin(beside(tops), *seen, twice=self._guidance.twice)

    def logits(self, column: int) -> Floats32:
        assert self._z is not None
        logits = self._guidance.guided(self._engine.heads.logits(self._z, column))
        return logits if self._memory is None else self._memory.logits(column, logits)

    def mask(self, column: int, *, home: bool = False) -> Bools | None:
        """Return the values of a column that may come, bool (batch, values); None where all may.

        With `home`, the piece may end where the constraints say so, and nothing may lie beyond its length.
        """
        mask = self.constraints.mask(column, self.walk)
        beyond = self.constraints.beyond(self.walk) if home and not column else None
        if column or (self._plan.may_end and beyond is None):
            return mask
        if mask is None and beyond is None:
            return self._endless
        mask = self._endless.copy() if mask is None else mask
        mask[:, -1] = False
        if beyond is not None:
            going = mask.any(axis=1)
            mask[:, :-1] &= ~beyond
            # or where all that may come lies beyond; where nothing may come at all, the take cannot be written
            mask[:, -1] = self.constraints.at_home(self.walk) | (going & ~mask.any(axis=1))
        return mask

    def chose(self, column: int, values: Ints) -> None:
        """Add the value of a column to each take's row, int64 (batch,)."""
        assert self._z is not None
        self._rows[np.arange(self.size), self.length, column] = values
        self.walk.chose(column, values)
        self.constraints.chose(column, values, self.walk)
        seen = self._guidance.seen(self.walk.index, self.walk.sets)
        self._engine.heads.chose(self._z, column, values, *seen)
        if self._memory is not None:
            self._memory.chose(column, values)

    def end(self) -> None:
        row = self._rows[np.arange(self.size), self.length]
        self._before = (row, self.walk.index.copy(), self.walk.sets.copy())
        if self._memory is not None:
            self._memory.end(row)
        self.length = self.length + 1
        self._z = None

    def complete(self) -> Bools:
        """Return which takes are complete once a row is: bool (batch,)."""
        complete = self.length >= self._plan.most_rows
        done = self.constraints.done()
        if done is not None:
            complete |= done
        if self._plan.stopped is not None:
            complete |= np.array([self._plan.stopped(self.rows(b)) for b in range(self.size)], bool)
        return complete

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        if self._z is not None:
            self._z = self._z[self._guidance.places(indices, self.size)]
        self.states = [state.take(indices) for state in self.states]
        self._memory = self._memory and self._memory.part(indices)
        self.walk.take(indices)
        self.constraints.take(indices)
        self.facts = [self.facts[i] for i in indices]
        self._rows, self.length, self._endless = self._rows[indices], self.length[indices], self._endless[indices]
        row, index, sets = self._before
        self._before = (row[indices], index[indices], sets[indices])

    def spread(self, count: int) -> None:
        """Go on with `count` particles of each take."""
        self.take(np.repeat(np.arange(self.size), count))
        self.constraints.spread()

    def part(self, indices: Ints) -> Growing:
        """Return the takes at `indices` as a batch of their own; this one stays as it is."""
        other = copy(self)
        other.walk, other.constraints = copy(self.walk), copy(self.constraints)
        other.take(indices)
        return other

    def by_itself(self, take: int) -> Growing:
        """Return one take as a batch of its own, computed as if nothing had grown beside it. No row may be in
        progress."""
        other = self.part(np.array([take]))
        known = self._primed.read(self._primed.table(self.rows(take)), self.facts[take])
        other.states, other._before, other._memory = known.states, known.last, known.memory
        return other

    def end_nats(self) -> Floats:
        """Return minus the log-likelihood that each take ends before the row in progress, told nothing that could be
        left open: float64 (batch,)."""
        heads = self._engine.heads
        z = heads.begin(self._engine.top(self.states[-1]), *self._open.seen(self.walk.index, self.walk.sets))
        logits = heads.logits(z, 0).astype(np.float64)
        return np.asarray(log_sum_exp(logits) - logits[:, -1])

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` beside these, in that order. No row may be in progress."""
        every = (self, *others)
        self.states = [State.side_by_side(same) for same in zip(*(each.states for each in every), strict=True)]
        if self._memory is not None:
            self._memory.join([other._memory for other in others if other._memory is not None])
        self.walk.join([other.walk for other in others])
        self.constraints.join([other.constraints for other in others])
        self.facts = [fact for each in every for fact in each.facts]
        most = max(each._rows.shape[1] for each in every)
        room = [((0, 0), (0, most - each._rows.shape[1]), (0, 0)) for each in every]
        self._rows = np.concatenate([np.pad(each._rows, pad) for each, pad in zip(every, room, strict=True)])
        self.length = np.concatenate([each.length for each in every])
        self._endless = np.concatenate([each._endless for each in every])
        row, index, sets = zip(*(each._before for each in every), strict=True)
        self._before = (np.concatenate(row), np.concatenate(index), np.concatenate(sets))
