"""The recurrent step in NumPy: one row at a time for sampling, whole tables for scoring.

Everything that depends only on a row's values is looked up: an embedding multiplied by the first layer's input weights
is a table with one row a value, so a step reads the recurrent weights once and little else. States lie as
(units, batch), so that the same product is a matrix-vector product at batch 1, at the speed of memory, and a matrix
product above. It agrees with `torch.nn` to 1e-5 (`tests/network/test_engine.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats, Floats32
from seqgen.formats.safetensors_file import Arrays
from seqgen.lookout import look
from seqgen.network.cells import CELL_CLASSES, Cell, State
from seqgen.network.config import ModelConfig
from seqgen.network.heads import Heads
from seqgen.network.lookup import sum_of_set
from seqgen.network.memory import TableMemory
from seqgen.network.weights import member_prefix
from seqgen.schema import ContextTable, Schema, Table


@dataclass(frozen=True, eq=False)
class LayerActivity:
    """Activity of one layer of all members at each of n rows: float32 (members * units, n), after the row was read.

    `gates` lie between 0 and 1: `input`, `forget` and `output` of an LSTM, `update` and `reset` of a GRU, none for a
    simple cell. `cell` is what an LSTM keeps beside `hidden`.
    """

    hidden: Floats32
    cell: Floats32 | None
    gates: dict[str, Floats32]


class _Recurrent:
    """The recurrent layers of one member, which is number `member`."""

    def __init__(self, config: ModelConfig, schema: Schema, w: Arrays, member: int) -> None:
        self.schema, self._width = schema, config.hidden_size
        cell = CELL_CLASSES[config.cell]
        self._layers = [cell(w, layer, member * config.num_layers + layer) for layer in range(config.num_layers)]
        self._prepare_inputs(w)

    def _prepare_inputs(self, w: Arrays) -> None:
        first = self._layers[0]
        into = (w["rnn.weight_ih_l0"] * first.scale[:, None]).T
        columns = [(i, w[f"embed.{self.schema.columns[i].name}"] @ into) for i in self.schema.modelled]
        biases = ("rnn.bias_ih_l0", "rnn.bias_hh_l0") if first.one_bias else ("rnn.bias_ih_l0",)
        for bias in biases:
            columns[0] = (columns[0][0], columns[0][1] + w[bias] * first.scale)
        self._column_tables = columns
        self._index_tables = [w[f"embed.{field.name}"] @ into for field in self.schema.read_index]
        self._set_table = w["embed.sets"] @ into if self.schema.read_width else None

    def advance(self, state: State, rows: AnyInts, index: AnyInts, sets: Bools) -> None:
        gates = self._inputs(rows, index, sets).T
        below: Cell | None = None
        for layer in self._layers:
            if below is not None:
                gates = layer.inputs(below.output(state.h[below.number]))
            layer.step(state, gates)
            below = layer

    def top(self, state: State) -> Floats32:
        """Return what the last layer gives to the heads, float32 (units, batch)."""
        last = self._layers[-1]
        return last.output(state.h[last.number])

    def _inputs(self, rows: AnyInts, index: AnyInts, sets: Bools) -> Floats32:
        """Return the input of the first layer's gates from rows (n, columns) and their context: float32 (n, gates)."""
        column, table = self._column_tables[0]
        total: Floats32 = table[rows[:, column]]
        for column, table in self._column_tables[1:]:
            total += table[rows[:, column]]
        for i, table in enumerate(self._index_tables):
            total += table[index[:, i]]
        if self._set_table is not None:
            total += sum_of_set(sets[:, : len(self._set_table)], self._set_table)
        return total

    def read(self, state: State, rows: AnyInts, index: AnyInts, sets: Bools) -> Floats32:
        below: Floats32 | None = None
        gates = np.ascontiguousarray(self._inputs(rows, index, sets).T)
        for layer in self._layers:
            if below is not None:
                gates = layer.inputs(below)
            hidden = np.zeros((self._width, gates.shape[1]), np.float32)
            for t in range(gates.shape[1]):
                hidden[:, t : t + 1] = layer.step(state, gates[:, t : t + 1])
            below = layer.output(hidden)
        assert below is not None
        return below

    def watch(self, state: State, rows: AnyInts, index: AnyInts, sets: Bools) -> tuple[list[LayerActivity], Floats32]:
        """Return the result of `Engine.watch` for these layers. The steps keep no gates. They follow from the states in
        one more matrix product over all rows."""
        inputs = np.ascontiguousarray(self._inputs(rows, index, sets).T)
        watched: list[LayerActivity] = []
        below: Floats32 | None = None
        for layer in self._layers:
            if below is not None:
                inputs = layer.inputs(below)
            past = np.zeros((self._width, inputs.shape[1]), np.float32)
            hidden, cell = np.zeros_like(past), np.zeros_like(past) if state.c else None
            for t in range(inputs.shape[1]):
                past[:, t : t + 1] = state.h[layer.number]
                hidden[:, t : t + 1] = layer.step(state, inputs[:, t : t + 1])
                if cell is not None:
                    cell[:, t : t + 1] = state.c[layer.number]
            watched.append(LayerActivity(hidden, cell, layer.gate_activity(past, inputs)))
            below = layer.output(hidden)
        assert below is not None
        return watched, below


class Engine:
    """The ensemble of a model file, without torch. The logits of its members are averaged."""

    def __init__(self, config: ModelConfig, schema: Schema, weights: Arrays) -> None:
        self.config, self.schema = config, schema
        members = [_member_weights(weights, member) for member in range(config.members)]
        self._members = [_Recurrent(config, schema, w, member) for member, w in enumerate(members)]
        self.heads = Heads(config, schema, members)

    def start(self, batch: int = 1) -> State:
        shape = (self.config.hidden_size, batch)
        layers = range(self.config.num_layers * self.config.members)
        has_c = CELL_CLASSES[self.config.cell].has_c
        h = [np.zeros(shape, np.float32) for _ in layers]
        return State(h, [np.zeros(shape, np.float32) for _ in layers if has_c])

    def start_rows(self, batch: int = 1) -> tuple[AnyInts, AnyInts, Bools]:
        """Return the row and its context that stand before the first row: marks beyond every column and index field."""
        rows = np.tile(np.array(self.schema.sizes, np.int64), (batch, 1))
        index = np.tile(np.array([field.size for field in self.schema.index_fields], np.int32), (batch, 1))
        return rows, index.reshape(batch, -1), np.zeros((batch, self.schema.set_width), bool)

    def advance(self, state: State, rows: AnyInts, index: AnyInts, sets: Bools) -> None:
        """Read one row a take, int (batch, columns), with its context; `state` moves on in place."""
        for member in self._members:
            member.advance(state, rows, index, sets)

    def top(self, state: State) -> Floats32:
        """Return the output of every member's last layer, float32 (members * units, batch)."""
        if len(self._members) == 1:
            return self._members[0].top(state)
        return np.concatenate([member.top(state) for member in self._members])

    def read(self, state: State, rows: AnyInts, index: AnyInts, sets: Bools) -> Floats32:
        """Read many rows (n, columns) of one take; return the top states after each, float32 (members * units, n)."""
        return np.concatenate([member.read(state, rows, index, sets) for member in self._members])

    def watch(self, state: State, rows: AnyInts, index: AnyInts, sets: Bools) -> tuple[list[LayerActivity], Floats32]:
        """Read many rows (n, columns) of one take; return the activity of every layer, and the result of `read`."""
        watched, tops = zip(*(member.watch(state, rows, index, sets) for member in self._members), strict=True)
        return [_side_by_side(layers) for layers in zip(*watched, strict=True)], np.concatenate(tops)

    def before(self, table: Table, context: ContextTable, start: int, stop: int) -> tuple[AnyInts, AnyInts, Bools]:
        """Return what predicts the rows `start` to `stop` of a piece: the rows before, with their context."""
        if start > 0:
            earlier = slice(start - 1, stop - 1)
            return table[earlier], context.index[earlier], context.sets[earlier]
        marks, mark_index, no_sets = self.start_rows()
        return (
            np.concatenate([marks, table[: stop - 1]]),
            np.concatenate([mark_index, context.index[: stop - 1]]),
            np.concatenate([no_sets, context.sets[: stop - 1]]),
        )

    def nats(
        self, table: Table, context: ContextTable, *, begins: bool = True, ends: bool = True, memory: float = 0.0
    ) -> Floats:
        """Return minus the log-likelihood of every column of every row: float64 (rows + ends, columns), in nats.

        The last row, where `ends`, is the end of the piece, all in column 0. A stretch that does not begin a piece is
        read from a zero state, and its first row only as input (its entry is 0). `memory` is the share of what followed
        similar states (`seqgen.network.memory`).
        """
        table = np.asarray(table, dtype=np.int64)
        rows, columns = table.shape
        state = self.start()
        first = 0 if begins else 1
        last = rows if ends else rows - 1
        cost = np.zeros((rows + ends, columns))
        remembered = TableMemory(self.schema, memory) if memory else None
        # the heads' hidden units of more rows than this do not fit the cache
        block = 256
        for start in range(first, last + 1, block):
            look()
            stop = min(start + block, last + 1)
            tops = self.read(state, *self.before(table, context, start, stop))
            cost[start:stop] = self.heads.nats(
                tops,
                rows_or_end(table, start, stop),
                context.index[start:stop],
                context.sets[start:stop],
                end_at=rows - start,
            )
            if remembered is not None:
                cost[start:stop] = remembered.nats(cost[start:stop], tops, table[start : min(stop, rows)])
        return cost


def _member_weights(weights: Arrays, member: int) -> Arrays:
    prefix, first = member_prefix(member), member_prefix(1).partition(".")[0] + "."
    mine = {name[len(prefix) :]: array for name, array in weights.items() if name.startswith(prefix)}
    return {name: np.asarray(array, np.float32) for name, array in mine.items() if not name.startswith(first)}


def _side_by_side(layers: Sequence[LayerActivity]) -> LayerActivity:
    if len(layers) == 1:
        return layers[0]
    cells = [layer.cell for layer in layers if layer.cell is not None]
    return LayerActivity(
        np.concatenate([layer.hidden for layer in layers]),
        np.concatenate(cells) if cells else None,
        {name: np.concatenate([layer.gates[name] for layer in layers]) for name in layers[0].gates},
    )


def rows_or_end(table: Table, start: int, stop: int) -> AnyInts:
    """Return the rows `start` to `stop` of a table; zeros stand where the piece is over."""
    beyond = np.zeros((max(stop - len(table), 0), table.shape[1]), np.int64)
    return np.concatenate([table[start : min(stop, len(table))], beyond])
