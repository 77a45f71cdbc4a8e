"""The recurrent cells in NumPy: a layer of one member, step by step, and its gates.

States lie as (units, batch). Sigmoids are computed as sigmoid(x) = tanh(x / 2) / 2 + 1 / 2.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from seqgen.arrays import AnyArray, Floats32
from seqgen.formats.safetensors_file import Arrays
from seqgen.network.config import NORM_EPSILON


@dataclass
class State:
    """The recurrent state: `h` and, for an LSTM, `c` of each layer, float32 (units, batch), member by member."""

    h: list[Floats32]
    c: list[Floats32]

    def take(self, columns: AnyArray) -> State:
        """Return the states of some of the batch, by mask or by position."""
        return State(
            [np.ascontiguousarray(h[:, columns]) for h in self.h], [np.ascontiguousarray(c[:, columns]) for c in self.c]
        )

    @staticmethod
    def side_by_side(states: Sequence[State]) -> State:
        return State(
            [np.concatenate(parts, axis=1) for parts in zip(*(state.h for state in states), strict=True)],
            [np.concatenate(parts, axis=1) for parts in zip(*(state.c for state in states), strict=True)],
        )

    def repeat(self, batch: int) -> State:
        """Return the state of a batch of one, `batch` times."""
        h, c = ([np.repeat(part, batch, axis=1) for part in parts] for parts in (self.h, self.c))
        return State(h, c)

    def put(self, column: int, other: State) -> None:
        """Replace one of the batch by the state of a batch of one."""
        for mine, new in zip((*self.h, *self.c), (*other.h, *other.c), strict=True):
            mine[:, column] = new[:, 0]


class Cell(ABC):
    """A recurrent layer of one member, its weights laid out for reading row by row.

    `layer` is its number in the member, `number` that among all members, by which it finds its part of a `State`.
    """

    gates: ClassVar[int] = 1
    halved: ClassVar[tuple[int, ...]] = ()
    """Gates whose weights are halved for the sigmoid, so that one call of tanh serves all gates."""
    shown: ClassVar[dict[str, int]] = {}
    """The gates whose activity is shown, by name."""
    one_bias: ClassVar[bool] = True
    """Both biases can be added to the input; a GRU's reset gate stands between them."""
    has_c: ClassVar[bool] = False

    def __init__(self, w: Arrays, layer: int, number: int) -> None:
        self.number = number
        self.hidden_size = w[f"rnn.weight_hh_l{layer}"].shape[1]
        scale = np.ones(self.gates * self.hidden_size, np.float32)
        for gate in self.halved:
            scale[gate * self.hidden_size : (gate + 1) * self.hidden_size] = 0.5
        self.scale = scale
        self._recurrent = np.ascontiguousarray(w[f"rnn.weight_hh_l{layer}"] * scale[:, None])
        self._recurrent_bias = (w[f"rnn.bias_hh_l{layer}"] * scale)[:, None]
        self._input = np.ascontiguousarray(w[f"rnn.weight_ih_l{layer}"] * scale[:, None])
        self.input_bias = w[f"rnn.bias_ih_l{layer}"] * scale
        if self.one_bias:
            self.input_bias += w[f"rnn.bias_hh_l{layer}"] * scale
        weight, shift = w.get(f"norm.weight_l{layer}"), w.get(f"norm.bias_l{layer}")
        self._norm = None if weight is None or shift is None else (weight[:, None], shift[:, None])

    @abstractmethod
    def step(self, state: State, gates: Floats32) -> Floats32:
        """Move the layer's part of `state` on by one row, given the input of its gates (gates, batch). Return h."""

    def inputs(self, below: Floats32) -> Floats32:
        """Return the input of the gates, float32 (gates, n), from the output of the layer below."""
        gates: Floats32 = self._input @ below
        gates += self.input_bias[:, None]
        return gates

    def output(self, hidden: Floats32) -> Floats32:
        """Return what the layer above, or the heads, receive of hidden units (units, n)."""
        if self._norm is None:
            return hidden
        weight, shift = self._norm
        centred: Floats32 = hidden - hidden.mean(axis=0)
        centred *= weight / np.sqrt(np.square(centred).mean(axis=0) + np.float32(NORM_EPSILON))
        centred += shift
        return centred

    def gate_activity(self, past: Floats32, inputs: Floats32) -> dict[str, Floats32]:
        """Return the activity of the gates, each (units, n), from the states before n rows and the gates' inputs."""
        if not self.shown:
            return {}
        both = self._preactivations(past, inputs)
        np.tanh(both, out=both)
        both += 1.0
        both *= 0.5
        size = self.hidden_size
        return {name: both[place * size : (place + 1) * size] for name, place in self.shown.items()}

    def _preactivations(self, past: Floats32, inputs: Floats32) -> Floats32:
        """Return half of what the sigmoid of each gate is applied to."""
        both: Floats32 = self._recurrent @ past
        both += inputs
        return both


class TanhCell(Cell):
    """h = tanh(W x + U h + b)."""

    def step(self, state: State, gates: Floats32) -> Floats32:
        h: Floats32 = self._recurrent @ state.h[self.number]
        h += gates
        np.tanh(h, out=h)
        state.h[self.number] = h
        return h


class ReluCell(Cell):
    """h = max(0, W x + U h + b)."""

    def step(self, state: State, gates: Floats32) -> Floats32:
        h: Floats32 = self._recurrent @ state.h[self.number]
        h += gates
        np.maximum(h, 0.0, out=h)
        state.h[self.number] = h
        return h


class Lstm(Cell):
    """Long short-term memory (Hochreiter and Schmidhuber 1997; Gers et al. 2000), gates in the order i, f, g, o."""

    gates, halved, has_c = 4, (0, 1, 3), True
    shown: ClassVar[dict[str, int]] = {"input": 0, "forget": 1, "output": 3}

    def step(self, state: State, gates: Floats32) -> Floats32:
        a: Floats32 = self._recurrent @ state.h[self.number]
        a += gates
        np.tanh(a, out=a)
        size = self.hidden_size
        i, f, g, o = a[:size], a[size : 2 * size], a[2 * size : 3 * size], a[3 * size :]
        # i, f and o hold tanh(x / 2); the true gate is half of it plus a half
        c: Floats32 = (f + 1.0) * state.c[self.number]
        i += 1.0
        i *= g
        c += i
        c *= 0.5
        h: Floats32 = np.tanh(c)
        o += 1.0
        h *= o
        h *= 0.5
        state.c[self.number], state.h[self.number] = c, h
        return h


class Gru(Cell):
    """Gated recurrent unit (Cho et al. 2014), gates in the order r, z, n, the reset after the product as in torch."""

    gates, one_bias = 3, False
    shown: ClassVar[dict[str, int]] = {"reset": 0, "update": 1}

    def step(self, state: State, gates: Floats32) -> Floats32:
        before = state.h[self.number]
        a: Floats32 = self._recurrent @ before
        a += self._recurrent_bias
        size = self.hidden_size
        rz = a[: 2 * size]
        rz += gates[: 2 * size]
        rz *= 0.5
        np.tanh(rz, out=rz)
        rz += 1.0
        rz *= 0.5
        r, z, n = a[:size], a[size : 2 * size], a[2 * size :]
        n *= r
        n += gates[2 * size :]
        np.tanh(n, out=n)
        h: Floats32 = before - n
        h *= z
        h += n
        state.h[self.number] = h
        return h

    def _preactivations(self, past: Floats32, inputs: Floats32) -> Floats32:
        size = 2 * self.hidden_size
        both: Floats32 = self._recurrent[:size] @ past
        both += self._recurrent_bias[:size]
        both += inputs[:size]
        both *= 0.5
        return both


CELL_CLASSES: dict[str, type[Cell]] = {"rnn-tanh": TanhCell, "rnn-relu": ReluCell, "gru": Gru, "lstm": Lstm}
