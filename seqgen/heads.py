"""The heads of the network in NumPy: what it expects of the next row, column by column, from the state before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.config import ModelConfig, first_head_after, has_hidden_heads, head_offsets
from seqgen.container import Arrays
from seqgen.schema import Schema

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Best:
    """What was likeliest for each of n rows, column by column: `values` int32 and `probabilities` float32, (n, columns,
    count), falling. Where a column has fewer values, or nothing is chosen, the value is -1 and its probability 0."""

    values: npt.NDArray[np.int32]
    probabilities: Floats


class Heads:
    """The chained heads: each column's logits from the top state, the context, and the row's columns chosen so far."""

    def __init__(self, config: ModelConfig, schema: Schema, w: Arrays) -> None:
        self.schema = schema
        self.hidden = has_hidden_heads(schema)
        self.rank = {column: rank for rank, column in enumerate(schema.modelled)}
        names = [schema.columns[i].name for i in schema.modelled]
        self._out = [(np.ascontiguousarray(w[f"out.{n}.weight"]), w[f"out.{n}.bias"][:, None]) for n in names]
        if not self.hidden:
            return
        self._offsets = head_offsets(schema, config.head)
        self._state, self._bias = np.ascontiguousarray(w["head.state.weight"]), w["head.state.bias"][:, None]
        self._columns = [w[f"head.{name}"] for name in names[:-1]]
        self._index = [(f, w[f"head.{f.name}"]) for f in schema.index_fields]
        self._sets = [(f, w[f"head.{f.name}"]) for f in schema.set_fields]

    def begin(self, top: Floats, index: Ints, sets: npt.NDArray[np.bool_]) -> Floats:
        """The hidden units of all heads, float32 (units, batch), before the row's first column is chosen."""
        if not self.hidden:
            return top
        z: Floats = self._state @ top
        z += self._bias
        self._see(z, 0, index, sets)
        return z

    def logits(self, z: Floats, column: int) -> Floats:
        """The logits of a modelled column: float32 (batch, values). Its earlier columns must have been chosen."""
        rank = self.rank[column]
        weight, bias = self._out[rank]
        units = np.maximum(z[self._offsets[rank] : self._offsets[rank + 1]], 0.0) if self.hidden else z
        answer: Floats = weight @ units
        answer += bias
        return np.asarray(answer.T)

    def chose(self, z: Floats, column: int, values: Ints, index: Ints, sets: npt.NDArray[np.bool_]) -> None:
        """Let the later heads see what was chosen (batch,), and the context that is now certain; `z` changes."""
        if not self.hidden:
            return
        rank = self.rank.get(column)
        if rank is not None and rank < len(self._columns):
            z[self._offsets[rank + 1] :] += self._columns[rank][values].T
        self._see(z, column + 1, index, sets)

    def _see(self, z: Floats, known: int, index: Ints, sets: npt.NDArray[np.bool_]) -> None:
        for i, (field, table) in enumerate(self._index):
            if field.known_after == known:
                z[self._offsets[first_head_after(self.schema, known)] :] += table[index[:, i]].T
        at = 0
        for field, table in self._sets:
            if field.known_after == known:
                seen = sum_of_set(sets[:, at : at + field.size], table)
                z[self._offsets[first_head_after(self.schema, known)] :] += seen.T
            at += field.size

    def nats(
        self, tops: Floats, targets: Ints, index: Ints, sets: npt.NDArray[np.bool_], *, end_at: int
    ) -> npt.NDArray[np.float64]:
        """The cost of rows (n, columns) given the states before them, float64 (n, columns); row `end_at` is the end."""
        cost = np.zeros(targets.shape)
        every = np.arange(len(targets))
        for column, logits, wanted, counts in self._choices(tops, targets, index, sets, end_at):
            cost[:, column] = np.where(counts, log_sum_exp(logits) - logits[every, wanted], 0.0)
        return cost

    def best(
        self, tops: Floats, targets: Ints, index: Ints, sets: npt.NDArray[np.bool_], *, end_at: int, count: int
    ) -> Best:
        """The `count` likeliest values of every column, given the states before rows (n, columns) and, as the heads are
        chained, what those rows hold in their earlier columns."""
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
        self, tops: Floats, targets: Ints, index: Ints, sets: npt.NDArray[np.bool_], end_at: int
    ) -> Iterator[tuple[int, npt.NDArray[np.float64], Ints, npt.NDArray[np.bool_]]]:
        """Each modelled column with its logits float64 (n, values), what stands in it (n,), and where it counts (n,):
        behind the end mark, which stands in the first column, nothing is chosen."""
        z = self.begin(tops, index, sets)
        ending = np.arange(len(targets)) == end_at
        for column in range(targets.shape[1]):
            if column in self.rank:
                wanted = np.where(ending & (column == 0), self.schema.sizes[0], targets[:, column])
                yield column, self.logits(z, column).astype(np.float64), wanted, ~ending | (column == 0)
            self.chose(z, column, targets[:, column], index, sets)


def log_sum_exp(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """log(sum(exp)) over the last axis."""
    top = logits.max(axis=-1)
    return np.asarray(top + np.log(np.exp(logits - top[..., None]).sum(axis=-1)))


def sum_of_set(sets: npt.NDArray[np.bool_], table: Floats) -> Floats:
    """The sum of the table's rows that are in each set: float32 (batch, width)."""
    if len(sets) == 1:
        chosen = np.flatnonzero(sets[0])
        return np.asarray(table[chosen].sum(axis=0, keepdims=True, dtype=np.float32))
    return np.asarray(sets.astype(np.float32) @ table)
