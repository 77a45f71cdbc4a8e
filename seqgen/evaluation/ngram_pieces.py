"""Tables as an n-gram model counts them: one below the other, with marks before each and at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyInts, Ints, Ints32


@dataclass(frozen=True, eq=False)
class Pieces:
    """Tables one below the other, int32 (rows, columns), each preceded by rows of start marks.

    A piece has its rows from `first` to `last - 1`; row `last` holds the end mark in column 0.
    """

    rows: Ints32
    first: Ints
    last: Ints

    @staticmethod
    def of(tables: Sequence[AnyInts], sizes: Sequence[int], back: int) -> Pieces:
        lengths = np.array([len(table) for table in tables], dtype=np.int64)
        last = np.cumsum(lengths + back + 1) - 1
        rows = np.tile(np.array(sizes, np.int32) + 1, (int((lengths + back + 1).sum()), 1))
        for table, start, end in zip(tables, last - lengths, last, strict=True):
            rows[start:end] = table
        rows[last, 0] = sizes[0]
        return Pieces(rows, last - lengths, last)

    def events(self, column: int) -> Ints:
        """Return the rows at which `column` has a value, for column 0 also the ends: int64 (events,)."""
        counts = self.last - self.first + (column == 0)
        before = np.cumsum(counts) - counts
        return np.repeat(self.first - before, counts) + np.arange(int(counts.sum()))

    def values(self, events: Ints, where: tuple[int, int]) -> Ints:
        """Return the values at (rows back, column) from each of `events`."""
        back, column = where
        return np.asarray(self.rows[events - back, column], dtype=np.int64)


def modelled(sizes: Sequence[int]) -> list[int]:
    """Return the columns with a cost: the first, which holds the end, and all with more than one value."""
    return [column for column, size in enumerate(sizes) if column == 0 or size > 1]
