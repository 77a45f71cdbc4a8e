"""The shape of a table: the columns of a row, and the context that is known before each is chosen.

A sequence is a table of small integers, with one row an event and one column an attribute. Beside the rows stands the
*context*: features of a row that follow from the rows before it and from the row's own earlier columns. Networks,
training, sampling and scoring know nothing else about the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as entry
from functools import cached_property
from typing import Any

import numpy as np

from seqgen.arrays import AnyInts, Bools, Ints32

Table = AnyInts


@dataclass(frozen=True)
class Column:
    """One attribute of a row, with values 0 to `size - 1`.

    The index `size` has a meaning outside the table: as an input it stands for the time before the first row, and as a
    target of the first column for the end of the piece. The first `even` values are equally spaced, like the keys of a
    piano, so that the interval between two of them means the same everywhere.
    """

    name: str
    size: int
    even: int = entry(default=0, compare=False)


@dataclass(frozen=True)
class Field:
    """One field of the context.

    Args:
        size: numbers (`index`) or members (`set`).
        known_after: columns of the row that must be chosen before the field is known (0: before the row).
        kind: `index` for a number 0 to `size - 1`, `set` for a subset of `size` members.
        read: whether recurrent layers read the field, together with its row. The heads see every field.
        along: a column with even values, or empty. The members of a set are then that column's values, and an index is
            one of its values plus 1, or 0 for none.
        quiet: whether its weights begin at zero, so that a network learns no slower at first for a field that tells
            little or is often unknown.
        told: whether it is 0 or empty, and nothing else follows, where the piece's facts leave open what they may
            (`Tokenizer.untold`).
    """

    name: str
    size: int
    known_after: int
    kind: str = "index"
    read: bool = True
    along: str = entry(default="", compare=False)
    quiet: bool = entry(default=False, compare=False)
    told: bool = entry(default=False, compare=False)


@dataclass(frozen=True)
class Schema:
    """The columns of a table in the order in which they are chosen, and the fields of its context.

    Among fields of one kind, those that are read come first.
    """

    columns: tuple[Column, ...]
    fields: tuple[Field, ...] = ()

    def __post_init__(self) -> None:
        for fields in (self.index_fields, self.set_fields):
            read = [field.read for field in fields]
            if read != sorted(read, reverse=True):
                raise ValueError("the fields that are read must come first")

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(column.size for column in self.columns)

    @cached_property
    def modelled(self) -> tuple[int, ...]:
        """Indices of the columns with a choice. The first always has one, the end."""
        return tuple(i for i, column in enumerate(self.columns) if i == 0 or column.size > 1)

    @cached_property
    def even_column(self) -> int | None:
        """Index of the first modelled column with even values, or None."""
        return next((i for i in self.modelled if self.columns[i].even), None)

    @cached_property
    def along(self) -> tuple[Field, ...]:
        """Fields along the column with even values that are known before it is chosen."""
        column = self.even_column
        if column is None:
            return ()
        name = self.columns[column].name
        return tuple(field for field in self.fields if field.along == name and field.known_after <= column)

    @cached_property
    def index_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind == "index")

    @cached_property
    def set_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind == "set")

    @cached_property
    def set_width(self) -> int:
        return sum(field.size for field in self.set_fields)

    @cached_property
    def read_index(self) -> tuple[Field, ...]:
        return tuple(field for field in self.index_fields if field.read)

    @cached_property
    def read_width(self) -> int:
        return sum(field.size for field in self.set_fields if field.read)

    @cached_property
    def is_told(self) -> bool:
        """Return whether any field follows from facts that may be left open."""
        return any(field.told for field in self.fields)

    def field(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def set_place(self, name: str) -> slice:
        start = 0
        for field in self.set_fields:
            if field.name == name:
                return slice(start, start + field.size)
            start += field.size
        raise KeyError(name)

    def targets(self, column: int) -> int:
        return self.columns[column].size + (1 if column == 0 else 0)

    def column(self, name: str) -> int:
        for i, column in enumerate(self.columns):
            if column.name == name:
                return i
        raise KeyError(name)


@dataclass(frozen=True)
class ContextTable:
    """The context of every row of a table and of its end.

    `index` is int32 (rows + 1, index fields), `sets` bool (rows + 1, set_width) with the set fields side by side. The
    last entry holds only fields that are known before a row.
    """

    index: Ints32
    sets: Bools


def table_dtype(schema: Schema) -> type[np.signedinteger[Any]]:
    """Return the narrowest type that holds every value and the index after it."""
    return np.int16 if max(schema.sizes) < np.iinfo(np.int16).max else np.int32
