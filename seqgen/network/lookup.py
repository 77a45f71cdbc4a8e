"""Sums of the rows that the fields of a context look up in their tables.

An index field adds one row of its table to the hidden units of a take, a set field one row for each member. Tables of
fields that are known together and add to the same units lie one below the other, so that all their rows are summed at
once. Sets are sparse as a rule: a gather takes a quarter of the time of the matrix product with zeros and ones (12 sets
of 53 pitches with two to five members, 3,392 units, 16 takes).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats32
from seqgen.schema import Field, Schema

Tables = Sequence[tuple[slice, Floats32]]
"""Tables of a field, float32 (size, units) each, with the hidden units to which they add."""

_DENSE = 1 / 6
"""Share of members from which the matrix product is faster."""
_BLOCK = 16
"""Takes whose rows are summed at once. Those of more do not fit the cache."""


class Lookup:
    """Tables of fields one below the other: float32 (rows, width).

    Attributes:
        units: hidden units to which they add, and the part of the width that holds those.
        told: whether the fields are told. They then add `untold`, float32 (width,), where nothing is.
    """

    def __init__(
        self,
        units: Sequence[slice],
        index: Sequence[tuple[int, Floats32]],
        sets: Sequence[tuple[int, Floats32]],
        *,
        told: bool,
    ) -> None:
        """`index`: tables with the places of their index fields; `sets`: with those of the first members."""
        ends = np.cumsum([0, *(part.stop - part.start for part in units)]).tolist()
        self.units = [(part, slice(*own)) for part, own in zip(units, pairwise(ends), strict=True)]
        self.told = told
        self._fields = np.array([place for place, _ in index], np.int64)
        self._first = np.cumsum([0, *(len(table) for _, table in index)])[:-1]
        self._rows = np.concatenate([table for _, table in index]) if index else None
        self._members = np.concatenate([np.arange(at, at + len(table)) for at, table in sets]) if sets else None
        self._set_rows = np.concatenate([table for _, table in sets]) if sets else None
        self.untold = np.zeros(ends[-1], np.float32)
        for _, table in index:
            self.untold += table[0]

    def sums(self, index: AnyInts, sets: Bools) -> Floats32:
        """Return the sums of the rows of takes, float32 (batch, units), given their context."""
        total: Floats32 | None = None
        if self._rows is not None:
            rows = index[:, self._fields] + self._first
            total = np.empty((len(rows), self._rows.shape[1]), np.float32)
            for start in range(0, len(rows), _BLOCK):
                block = slice(start, start + _BLOCK)
                np.add.reduce(self._rows.take(rows[block], axis=0), axis=1, out=total[block])
        if self._set_rows is None:
            assert total is not None
            return total
        members = sum_of_set(sets[:, self._members], self._set_rows)
        return members if total is None else np.add(total, members, out=total)


def lookups_of(schema: Schema, tables: Mapping[Field, Tables]) -> list[Lookup]:
    """Return the lookups for fields that are known together."""
    alike: dict[Hashable, dict[Field, Floats32]] = {}
    units: dict[Hashable, list[slice]] = {}
    for field, each in tables.items():
        if each:
            key = (field.told, *((part.start, part.stop) for part, _ in each))
            alike.setdefault(key, {})[field] = np.concatenate([table for _, table in each], axis=1)
            units[key] = [part for part, _ in each]
    answer = []
    for name, mine in alike.items():
        index = [(i, mine[f]) for i, f in enumerate(schema.index_fields) if f in mine]
        sets = [(schema.set_place(f.name).start, mine[f]) for f in schema.set_fields if f in mine]
        answer.append(Lookup(units[name], index, sets, told=next(iter(mine)).told))
    return answer


def sum_of_set(sets: Bools, table: Floats32) -> Floats32:
    """Return the sum of the table's rows that are in each set, (batch, members): float32 (batch, width)."""
    take, member = np.nonzero(sets)
    if len(sets) > 1 and len(member) > _DENSE * sets.size:
        return np.asarray(sets.astype(np.float32) @ table)
    total = np.empty((len(sets), table.shape[1]), np.float32)
    bounds = np.searchsorted(take, np.arange(len(sets) + 1)).tolist()
    for own, (begin, end) in zip(total, pairwise(bounds), strict=True):
        np.add.reduce(table.take(member[begin:end], axis=0), axis=0, out=own)
    return total
