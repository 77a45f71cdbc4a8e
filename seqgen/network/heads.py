"""The heads of the network in NumPy: the distribution of the next row, column by column, from the state before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats, Floats32, Ints32
from seqgen.formats.safetensors_file import Arrays
from seqgen.network.config import ModelConfig
from seqgen.network.lookup import lookups_of, sum_of_set
from seqgen.network.weights import INTERVAL_SPAN, has_hidden_heads, head_offsets, units_after, units_that_see
from seqgen.schema import Field, Schema


@dataclass(frozen=True, eq=False)
class Best:
    """The likeliest values of each of n rows, column by column: `values` int32 and `probabilities` float32, (n,
    columns, count), falling. Where a column has fewer values, or nothing is chosen, the value is -1 and its probability
    0."""

    values: Ints32
    probabilities: Floats32


class Heads:
    """The chained heads: each column's logits from the top state, the context, and the row's columns chosen so far.

    Hidden units lie as (batch, units), those and the top states of all members one member's after the other's. The mean
    of their logits counts.
    """

    def __init__(self, config: ModelConfig, schema: Schema, members: Sequence[Arrays]) -> None:
        self.schema = schema
        self.rank = {column: rank for rank, column in enumerate(schema.modelled)}
        self._chains = [_Chain(config, schema, w) for w in members]

    def begin(self, top: Floats32, index: AnyInts, sets: Bools, *, twice: bool = False) -> Floats32:
        """Return the hidden units of all heads, float32 (batch, units), before the row's first column is chosen.

        With `twice`, a second batch stands behind the first that does not see the fields that are `told`, from the same
        states unless `top` has others for it. `logits` are then those of both.
        """
        if len(self._chains) == 1:
            return self._chains[0].begin(top, index, sets, twice=twice)
        tops = np.split(top, len(self._chains))
        units = [chain.begin(own, index, sets, twice=twice) for chain, own in zip(self._chains, tops, strict=True)]
        return np.concatenate(units, axis=1)

    def logits(self, z: Floats32, column: int) -> Floats32:
        """Return the logits of a column: float32 (batch, values). The earlier columns must have been chosen."""
        if len(self._chains) == 1:
            return self._chains[0].logits(z, column)
        answers = [chain.logits(own, column) for chain, own in self._each(z)]
        return np.asarray(np.mean(answers, axis=0))

    def chose(self, z: Floats32, column: int, values: AnyInts, index: AnyInts, sets: Bools) -> None:
        """Let the later heads see what was chosen (batch,), and the context that is now certain; `z` changes."""
        if len(self._chains) == 1:
            self._chains[0].chose(z, column, values, index, sets)
            return
        for chain, own in self._each(z):
            chain.chose(own, column, values, index, sets)

    def _each(self, z: Floats32) -> Iterator[tuple[_Chain, Floats32]]:
        return zip(self._chains, np.split(z, len(self._chains), axis=1), strict=True)

    def nats(self, tops: Floats32, targets: AnyInts, index: AnyInts, sets: Bools, *, end_at: int) -> Floats:
        """Return the nats of rows given the states before them, float64 (n, columns); row `end_at` is the end."""
        cost = np.zeros(targets.shape)
        every = np.arange(len(targets))
        for column, logits, wanted, counts in self._choices(tops, targets, index, sets, end_at):
            cost[:, column] = np.where(counts, log_sum_exp(logits) - logits[every, wanted], 0.0)
        return cost

    def best(self, tops: Floats32, targets: AnyInts, index: AnyInts, sets: Bools, *, end_at: int, count: int) -> Best:
        """Return the `count` likeliest values of every column of rows (n, columns), given the states before them and
        their earlier columns."""
        shape = (*targets.shape, count)
        best = Best(np.full(shape, -1, np.int32), np.zeros(shape, np.float32))
        for column, logits, _, counts in self._choices(tops, targets, index, sets, end_at):
            most = min(count, logits.shape[1])
            order = np.argsort(-logits, axis=1, kind="stable")[:, :most]
            chance = np.exp(np.take_along_axis(logits, order, axis=1) - log_sum_exp(logits)[:, None])
            best.values[:, column, :most] = np.where(counts[:, None], order, -1)
            best.probabilities[:, column, :most] = np.where(counts[:, None], chance, 0.0)
        return best

    def _choices(
        self, tops: Floats32, targets: AnyInts, index: AnyInts, sets: Bools, end_at: int
    ) -> Iterator[tuple[int, Floats, AnyInts, Bools]]:
        """Yield each modelled column with its logits float64 (n, values), its targets (n,), and a mask of those that
        count (n,): nothing is chosen behind the end mark, which stands in the first column."""
        z = self.begin(tops, index, sets)
        ending = np.arange(len(targets)) == end_at
        for column in range(targets.shape[1]):
            if column in self.rank:
                wanted = np.where(ending & (column == 0), self.schema.sizes[0], targets[:, column])
                yield column, self.logits(z, column).astype(np.float64), wanted, ~ending | (column == 0)
            self.chose(z, column, targets[:, column], index, sets)


class _Chain:
    def __init__(self, config: ModelConfig, schema: Schema, w: Arrays) -> None:
        self.schema = schema
        self.hidden = has_hidden_heads(schema)
        self.rank = {column: rank for rank, column in enumerate(schema.modelled)}
        names = [schema.columns[i].name for i in schema.modelled]
        self._out = [(np.ascontiguousarray(w[f"out.{n}.weight"]), w[f"out.{n}.bias"][:, None]) for n in names]
        if not self.hidden:
            return
        self._offsets = head_offsets(schema, config.head_size)
        self._state, self._bias = np.ascontiguousarray(w["head.state.weight"]), w["head.state.bias"][:, None]
        self._columns = [w[f"head.{name}"] for name in names[:-1]]
        self._intervals = (
            _Intervals(config, schema, w) if config.interval_size and schema.even_column is not None else None
        )
        known = range(len(schema.columns) + 1)
        tables = {field: self._tables(field, config, w) for field in schema.fields}
        self._lookups = [lookups_of(schema, {f: t for f, t in tables.items() if f.known_after == k}) for k in known]

    def _tables(self, field: Field, config: ModelConfig, w: Arrays) -> list[tuple[slice, Floats32]]:
        """Return the hidden units that a field adds to, and its table; those of the intervals come after those of the
        heads."""
        units = units_that_see(config, self.schema, field)
        tables = [(units, w[f"head.{field.name}"])] if units.start < units.stop else []
        if self._intervals is not None and field in self.schema.along:
            near, end = self._intervals.table(field, w), self._offsets[-1]
            if tables and units.stop == end:
                # looked up together
                return [(slice(units.start, end + near.shape[1]), np.concatenate([tables[0][1], near], axis=1))]
            tables.append((slice(end, end + near.shape[1]), near))
        return tables

    def begin(self, top: Floats32, index: AnyInts, sets: Bools, *, twice: bool) -> Floats32:
        if not self.hidden:
            return np.asarray(top.T)
        units: Floats32 = self._state @ top
        units += self._bias
        parts = [units.T] if self._intervals is None else [units.T, self._intervals.begin(top)]
        z = np.concatenate(parts, axis=1)
        if twice and len(z) == len(index):
            z = np.concatenate([z, z])
        self._see(z, 0, index, sets)
        return z

    def logits(self, z: Floats32, column: int) -> Floats32:
        rank = self.rank[column]
        weight, bias = self._out[rank]
        units = np.maximum(z[:, self._offsets[rank] : self._offsets[rank + 1]], 0.0) if self.hidden else z
        answer: Floats32 = weight @ units.T
        answer += bias
        if self.hidden and self._intervals is not None and column == self.schema.even_column:
            near = self._intervals.logits(z[:, self._offsets[-1] :], units)
            answer[: near.shape[1]] += near.T
        return np.asarray(answer.T)

    def chose(self, z: Floats32, column: int, values: AnyInts, index: AnyInts, sets: Bools) -> None:
        if not self.hidden:
            return
        rank = self.rank.get(column)
        if rank is not None and rank < len(self._columns):
            later = slice(self._offsets[rank + 1], self._offsets[-1])
            more = self._columns[rank][values]
            _add(z, later, more, more)
            if self._intervals is not None and self._intervals.reaches_on and column == self.schema.even_column:
                _add(z, later, *self._intervals.around(values, index, sets))
        self._see(z, column + 1, index, sets)

    def _see(self, z: Floats32, known: int, index: AnyInts, sets: Bools) -> None:
        for lookup in self._lookups[known]:
            more = lookup.sums(index, sets)
            untold = lookup.untold if lookup.told else more
            for units, own in lookup.units:
                _add(z, units, more[:, own], untold[..., own])


def _add(z: Floats32, units: slice, more: Floats32, untold: Floats32 | float) -> None:
    """Add `more` to the units of a batch, and `untold` to those of the second, if there is one."""
    batch = len(more)
    z[:batch, units] += more
    if len(z) > batch:
        z[batch:, units] += untold


class _Intervals:
    """Relative (interval) features: `units` hidden units per even value, value by value."""

    def __init__(self, config: ModelConfig, schema: Schema, w: Arrays) -> None:
        self._state = np.ascontiguousarray(w["interval.of.state"])
        self._head = np.ascontiguousarray(w["interval.of.head"])
        self._value = w["interval.of.value"]
        self._out = w["interval.of.out"]
        # where each field stands among those of its kind, and what later heads see of all around a chosen value
        self._along: list[slice | int] = []
        if units_after(config, schema):
            for field in schema.along:
                at = schema.set_place(field.name) if field.kind == "set" else schema.index_fields.index(field)
                self._along.append(at)
            self._untold = np.repeat([not field.told for field in schema.along], 2 * INTERVAL_SPAN + 1)
            self._after = np.concatenate([w[f"after.{field.name}"] for field in schema.along])

    def table(self, field: Field, w: Arrays) -> Floats32:
        """Return what the values of a field add to all units: float32 (field's size, even * units)."""
        even, units = self._value.shape
        distances = w[f"interval.{field.name}"]
        table = np.zeros((field.size, even, units), np.float32)
        first = 0 if field.kind == "set" else 1
        for value in range(min(field.size - first, even)):
            low, high = max(0, value - INTERVAL_SPAN), min(even, value + INTERVAL_SPAN + 1)
            table[first + value, low:high] = distances[low - value + INTERVAL_SPAN : high - value + INTERVAL_SPAN]
        return table.reshape(field.size, even * units)

    def begin(self, top: Floats32) -> Floats32:
        """Return the units from the state and from each value itself: float32 (batch, even * units)."""
        z = self._value + (self._state @ top).T[:, None]
        return np.asarray(z.reshape(top.shape[1], -1))

    @property
    def reaches_on(self) -> bool:
        """Return whether later heads see the context around the value that was chosen."""
        return bool(self._along)

    def around(self, values: AnyInts, index: AnyInts, sets: Bools) -> tuple[Floats32, Floats32]:
        """Return the relative features of later heads around the values chosen, (batch,): float32 (batch, units), and
        those without the fields that are told."""
        batch, fields, even = len(values), len(self._along), len(self._value)
        # silence on both sides, so that every value has as many neighbours
        there = np.zeros((batch, fields, even + 2 * INTERVAL_SPAN), bool)
        for field, at in enumerate(self._along):
            if isinstance(at, slice):
                among = sets[:, at][:, :even]
                there[:, field, INTERVAL_SPAN : INTERVAL_SPAN + among.shape[1]] = among
            else:
                row = np.flatnonzero((index[:, at] > 0) & (index[:, at] <= even))
                there[row, field, INTERVAL_SPAN + index[row, at] - 1] = True
        there[values >= even] = False
        near = np.minimum(values, even - 1)[:, None] + np.arange(2 * INTERVAL_SPAN + 1)
        begins = np.arange(batch * fields).reshape(batch, fields, 1) * there.shape[2]
        seen = there.reshape(-1).take(begins + near[:, None]).reshape(batch, -1)
        told = sum_of_set(seen, self._after)
        return told, told if self._untold.all() else sum_of_set(seen & self._untold, self._after)

    def logits(self, z: Floats32, head: Floats32) -> Floats32:
        """Return the relative part of the values' logits, float32 (batch, even), given also the head's hidden units."""
        units = z.reshape(-1, *self._value.shape) + (head @ self._head.T)[:, None]
        np.maximum(units, 0.0, out=units)
        return np.asarray((units @ self._out.T)[..., 0])


def log_sum_exp(logits: Floats) -> Floats:
    top = logits.max(axis=-1)
    return np.asarray(top + np.log(np.exp(logits - top[..., None]).sum(axis=-1)))
