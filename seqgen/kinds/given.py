"""Masks for tables of which most is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Ints
from seqgen.kinds.base import Constraints, Walk
from seqgen.schema import Schema


class GivenRows(Constraints):
    """Masks that leave the values of known rows, int64 (rows, columns), and every value of the columns that are
    `free`."""

    def __init__(self, rows: Ints, free: Collection[int], schema: Schema, batch: int) -> None:
        self._rows, self._free = rows, frozenset(free)
        self._targets = [schema.targets(column) for column in range(len(schema.columns))]
        self._next = np.zeros(batch, np.int64)

    def mask(self, column: int, walk: Walk) -> Bools | None:
        if column in self._free:
            return None
        wanted = self._rows[np.minimum(self._next, len(self._rows) - 1), column]
        return np.asarray(np.arange(self._targets[column]) == wanted[:, None])

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        if column == len(self._targets) - 1:
            self._next = self._next + 1

    def take(self, indices: Ints) -> None:
        self._next = self._next[indices]

    def join(self, others: Sequence[Self]) -> None:
        self._next = np.concatenate([self._next, *(other._next for other in others)])
