"""The shape of a table: which columns a row has, and what is certain before each of them is chosen.

A sequence is a table of small integers, one row an event, one column an attribute. Beside the rows stands the
*context*: facts about a row that follow from the rows before it and from the row's own earlier columns. Networks,
training, sampling and scoring know nothing else about what they model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as entry
from typing import Any

import numpy as np

from seqgen.arrays import AnyInts, Bools, Ints32

Table = AnyInts


@dataclass(frozen=True)
class Column:
    """One attribute of a row: values 0 to `size - 1`.

    Two further indices have a meaning outside the table: as an input, `size` says "before the first row"; in the
    first column, as a target, `size` says "the piece is over". The first `even` values stand at equal distances, like
    the keys of a piano, so that the distance between two of them means the same everywhere.
    """

    name: str
    size: int
    even: int = entry(default=0, compare=False)


@dataclass(frozen=True)
class Field:
    """One part of the context.

    `known_after` is the number of the row's columns that must be chosen before the field is certain (0: before the
    row begins). An `index` field is one number 0 to `size - 1`; a `set` field is a subset of `size` things. The heads
    see every field; the recurrent layers read only those with `read`, together with the row that they belong to.
    `along` names a column with even values: members of a set are then that column's values in its order, and a number
    is one of its values plus 1, or 0 for none.
    """

    name: str
    size: int
    known_after: int
    kind: str = "index"
    read: bool = True
    along: str = entry(default="", compare=False)


@dataclass(frozen=True)
class Schema:
    """The columns of a table in the order in which they are chosen, and the context beside them.

    Among fields of one kind, those that are read come first.
    """

    columns: tuple[Column, ...]
    fields: tuple[Field, ...] = ()

    def __post_init__(self) -> None:
        for fields in (self.index_fields, self.set_fields):
            read = [field.read for field in fields]
            if read != sorted(read, reverse=True):
                raise ValueError("the fields that are read must come first")

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(column.size for column in self.columns)

    @property
    def modelled(self) -> tuple[int, ...]:
        """The columns that cost anything: the first, which also holds the end, and all with a choice."""
        return tuple(i for i, column in enumerate(self.columns) if i == 0 or column.size > 1)

    @property
    def even_column(self) -> int | None:
        """The first modelled column with even values, None where there is none."""
        return next((i for i in self.modelled if self.columns[i].even), None)

    @property
    def along(self) -> tuple[Field, ...]:
        """The fields that lie along the column with even values and are certain before it is chosen."""
        column = self.even_column
        if column is None:
            return ()
        name = self.columns[column].name
        return tuple(field for field in self.fields if field.along == name and field.known_after <= column)

    @property
    def index_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind == "index")

    @property
    def set_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind == "set")

    @property
    def set_width(self) -> int:
        return sum(field.size for field in self.set_fields)

    @property
    def read_index(self) -> tuple[Field, ...]:
        """The index fields that the recurrent layers read."""
        return tuple(field for field in self.index_fields if field.read)

    @property
    def read_width(self) -> int:
        """How much of `set_width` the recurrent layers read."""
        return sum(field.size for field in self.set_fields if field.read)

    def field(self, name: str) -> Field:
        """The field called `name`; raises `KeyError` where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def set_place(self, name: str) -> slice:
        """Where the set field called `name` lies among the sets; raises `KeyError` where there is none."""
        start = 0
        for field in self.set_fields:
            if field.name == name:
                return slice(start, start + field.size)
            start += field.size
        raise KeyError(name)

    def targets(self, column: int) -> int:
        """How many values a column's head chooses from."""
        return self.columns[column].size + (1 if column == 0 else 0)

    def column(self, name: str) -> int:
        """The position of the column called `name`; raises `KeyError` where there is none."""
        for i, column in enumerate(self.columns):
            if column.name == name:
                return i
        raise KeyError(name)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Schema:
        return Schema(
            tuple(Column(**column) for column in data["columns"]),
            tuple(Field(**field) for field in data["fields"]),
        )


@dataclass(frozen=True)
class ContextTable:
    """The context of every row of a table and of the end that follows it.

    `index`: int (rows + 1, index fields); `sets`: bool (rows + 1, set_width), the set fields side by side. In the
    last entry only fields known before a row mean anything.
    """

    index: Ints32
    sets: Bools


def table_dtype(schema: Schema) -> type[np.signedinteger[Any]]:
    """The narrowest type that holds every value and the marks beyond it."""
    return np.int16 if max(schema.sizes) < np.iinfo(np.int16).max else np.int32
