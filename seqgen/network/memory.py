"""A continuous cache: what followed similar states earlier in the piece (Grave, Joulin and Usunier, "Improving Neural
Language Models with a Continuous Cache", ICLR 2017). It learns nothing, and any model can be asked for it.

The key of a row is the network's top state before it, as a direction. The weight of an earlier row i for row t is

    w_i = exp(theta (k_t . k_i - 1))  where the columns of row t that are chosen so far are those of row i, else 0,

and a column with p(v) under the network has, with memory,

    (1 - share m / (1 + m)) p(v) + share sum_i w_i [v_i = v] / (1 + m),   m = sum_i w_i.

The 1 beside m stands for something new. It counts as much as one row whose state was just the same, so that a piece
which says what it never said before (at its beginning, in another key) pays little. Both parts are distributions, and
so is their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from typing_extensions import Self

from seqgen.arrays import AnyInts, Floats, Floats32, Ints
from seqgen.network.heads import log_sum_exp
from seqgen.schema import Schema

SHARPNESS = 40.0
"""theta. Of 20, 40, 80 and 120, with shares from .1 to .9: drums and strange texts gain most at 20, tunes at 80 and
more. 40 with a share of .5 gains on held-out pieces of every corpus that was tried (`docs/experiments.md`)."""
SHARE = 0.5
ROWS = 1000
"""Earlier rows that are remembered: 500 cost text 0.4% more, 2000 0.4% less, and music, which seldom has so many,
nothing."""


def directions(tops: Floats32) -> Floats32:
    """Return top states, float32 (units, n), as keys of length 1: (n, units)."""
    lengths = np.sqrt(np.square(tops).sum(axis=0))
    keys: Floats32 = np.ascontiguousarray((tops / np.maximum(lengths, np.float32(1e-9))).T)
    return keys


def mixed(logp: Floats, mass: Floats, recalled: Floats, share: float) -> Floats:
    """Return log-probabilities with memory: `logp` under the network, of the `mass` m of all earlier rows and that of
    those with this value, `recalled`. All shapes must match."""
    new = logp + np.log1p(-share * mass / (1.0 + mass))
    with np.errstate(divide="ignore"):
        return np.asarray(np.logaddexp(new, np.log(share * recalled / (1.0 + mass))))


class TableMemory:
    """The memory of a whole piece that is read block by block."""

    def __init__(self, schema: Schema, share: float) -> None:
        self._schema, self._share = schema, share
        self._keys: Floats32 | None = None
        self._rows: Ints = np.zeros((0, len(schema.columns)), np.int64)

    def nats(self, nats: Floats, tops: Floats32, rows: AnyInts) -> Floats:
        """Return the cost of rows with memory, float64 (n, columns), given that without. `rows` are those of a block
        without the end of the piece, `tops` the states before them and before the end."""
        keys, seen = directions(tops), len(self._rows)
        known = keys[: len(rows)] if self._keys is None else np.concatenate([self._keys, keys[: len(rows)]])
        past = np.concatenate([self._rows, rows])
        # how many rows earlier each of the past stands
        back = seen + np.arange(len(keys))[:, None] - np.arange(len(past))
        near = np.exp(SHARPNESS * (np.float64(1.0) * (keys @ known.T) - 1.0))
        weights = np.where((back > 0) & (back <= ROWS), near, 0.0)
        answer: Floats = nats.copy()
        targets = np.concatenate([rows, np.full((len(keys) - len(rows), rows.shape[1]), -1)])
        for column in range(rows.shape[1]):
            same = weights * (past[:, column] == targets[:, column : column + 1])
            if column in self._schema.modelled:
                answer[:, column] = -mixed(-nats[:, column], weights.sum(axis=1), same.sum(axis=1), self._share)
            weights = same
        self._keys, self._rows = known[-ROWS:], past[-ROWS:]
        return answer


class TakeMemory:
    """The memories of a batch of takes that grow row by row.

    `keys`, float32 (n, units), and `rows`, int64 (n, columns), are what all of them have read. For each row call
    `begin`, then for each column `logits` and `chose`, then `end`.
    """

    def __init__(self, schema: Schema, share: float, keys: Floats32, rows: Ints) -> None:
        self._schema, self._share = schema, share
        keys, rows = keys[-ROWS:], rows[-ROWS:]
        self._count = np.array([len(rows)])
        self._keys, self._rows = keys[None], rows[None]
        self._make_room()
        self._key: Floats32 = keys[:0]
        self._weights: Floats | None = None

    def _make_room(self) -> None:
        """Double the places where a take has none left, up to `ROWS`; then what is oldest gives way."""
        places = self._rows.shape[1]
        if self._count.max(initial=0) < places or places == ROWS:
            return
        room = ((0, 0), (0, min(max(2 * places, 64), ROWS) - places), (0, 0))
        self._keys, self._rows = np.pad(self._keys, room), np.pad(self._rows, room)

    def begin(self, top: Floats32) -> None:
        """Take up the states before a row, float32 (units, batch)."""
        self._key, self._weights = directions(top), None

    def _compared(self) -> Floats:
        """Return the weights of the earlier rows, float64 (batch, rows), once they are needed."""
        if self._weights is not None:
            return self._weights
        most = min(int(self._count.max(initial=0)), self._rows.shape[1])
        near = (self._keys[:, :most] @ self._key[:, :, None])[:, :, 0].astype(np.float64)
        there = np.arange(most) < self._count[:, None]
        self._weights = weights = np.where(there, np.exp(SHARPNESS * (near - 1.0)), 0.0)
        return weights

    def logits(self, column: int, logits: Floats32) -> Floats32:
        """Return logits of a column with memory, float32 (batch, values), given those without."""
        batch, values = logits.shape
        exact = logits.astype(np.float64)
        weights = self._compared()
        past = self._rows[:, : weights.shape[1], column] + values * np.arange(batch)[:, None]
        counted = np.bincount(past.ravel(), weights.ravel(), batch * values)
        recalled: Floats = counted.astype(np.float64).reshape(batch, values)
        mass = weights.sum(axis=1)[:, None]
        return mixed(exact - log_sum_exp(exact)[:, None], mass, recalled, self._share).astype(np.float32)

    def chose(self, column: int, values: Ints) -> None:
        """Leave to the later columns only rows with the values chosen, int64 (batch,)."""
        weights = self._compared()
        self._weights = np.where(self._rows[:, : weights.shape[1], column] == values[:, None], weights, 0.0)

    def end(self, rows: AnyInts) -> None:
        """Remember the rows that were chosen, int (batch, columns)."""
        self._make_room()
        batch, place = np.arange(len(rows)), self._count % ROWS
        self._keys[batch, place], self._rows[batch, place] = self._key, rows
        self._count, self._weights = self._count + 1, None

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        self._count, self._keys, self._rows = self._count[indices], self._keys[indices], self._rows[indices]
        if len(self._key):
            self._key = self._key[indices]
        if self._weights is not None:
            self._weights = self._weights[indices]

    def repeat(self, batch: int) -> TakeMemory:
        """Return the memory of a batch of one, `batch` times."""
        return self.part(np.zeros(batch, np.int64))

    def part(self, indices: Ints) -> TakeMemory:
        """Return the memories of the takes at `indices`; these stay as they are."""
        other = copy(self)
        other.take(indices)
        return other

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` behind these. No row may be in progress."""
        every = (self, *others)
        most = max(each._rows.shape[1] for each in every)
        room = [((0, 0), (0, most - each._rows.shape[1]), (0, 0)) for each in every]
        self._keys = np.concatenate([np.pad(each._keys, pad) for each, pad in zip(every, room, strict=True)])
        self._rows = np.concatenate([np.pad(each._rows, pad) for each, pad in zip(every, room, strict=True)])
        self._count = np.concatenate([each._count for each in every])
        self._key, self._weights = self._key[:0], None
