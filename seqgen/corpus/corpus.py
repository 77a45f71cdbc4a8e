"""A corpus: tables to train on, and those held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from seqgen.arrays import Ints
from seqgen.corpus.report import Report
from seqgen.corpus.split import SPLITS
from seqgen.corpus.tables import Tables
from seqgen.errors import SeqgenError, reason_of
from seqgen.kinds import Kind, Tokenizer
from seqgen.records import converted
from seqgen.schema import Table


@dataclass(frozen=True)
class Item:
    """A part of a piece: its table (rows, columns), memory-mapped, and whether it begins or ends the piece."""

    table: Table
    facts: Any
    begins: bool
    ends: bool
    name: str


class Split(Sequence[Item]):
    """The parts of pieces that lie in one split, each read from the disk when it is asked for."""

    def __init__(self, tables: Tables, split: str, kind: Kind) -> None:
        self._tables, self._kind = tables, kind
        self._parts = tables.parts[tables.parts["split"] == SPLITS.index(split)]

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> list[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | list[Item]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        part = self._parts[number]
        try:
            told = self._tables.told_of(part)
            facts = converted(told.facts, self._kind.facts_class)
        except ValueError as error:
            raise SeqgenError(
                "a cached corpus is damaged ({why}); seqgen corpus --clear-cache removes it", why=reason_of(error)
            ) from error
        return Item(
            self._tables.rows[part["start"] : part["stop"]],
            facts,
            bool(part["begins"]),
            bool(part["ends"]),
            told.name,
        )

    @property
    def lengths(self) -> Ints:
        lengths: Ints = self._parts["stop"] - self._parts["start"]
        return lengths

    @property
    def rows(self) -> int:
        return int(self.lengths.sum())


@dataclass(frozen=True)
class Corpus:
    name: str
    kind: str
    tokenizer: Tokenizer
    train: Split
    valid: Split
    test: Split
    report: Report
    fingerprint: str
