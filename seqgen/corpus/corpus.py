"""A corpus: tables to train on, and those held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, overload

import msgspec
import numpy as np

from seqgen.arrays import Ints
from seqgen.corpus.report import Report
from seqgen.kinds import Kind, Tokenizer
from seqgen.records import Count, Name
from seqgen.schema import Table


@dataclass(frozen=True)
class Item:
    """A part of a piece: its table (rows, columns), memory-mapped, and whether it begins or ends the piece."""

    table: Table
    facts: Any
    begins: bool
    ends: bool
    name: str


@dataclass(frozen=True)
class Entry:
    """The record of an item in the cache: rows `start` to `stop` of the corpus, and the facts as JSON."""

    split: Literal["train", "valid", "test"]
    start: Count
    stop: Count
    begins: bool
    ends: bool
    name: Name
    facts: dict[str, Any]


class Split(Sequence[Item]):
    def __init__(self, rows: Table, entries: Sequence[dict[str, Any]], kind: Kind) -> None:
        self._rows, self._entries, self._kind = rows, entries, kind

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> list[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | list[Item]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        entry = self._entries[number]
        return Item(
            self._rows[entry["start"] : entry["stop"]],
            msgspec.convert(entry["facts"], self._kind.facts_class),
            entry["begins"],
            entry["ends"],
            entry["name"],
        )

    @property
    def lengths(self) -> Ints:
        return np.array([entry["stop"] - entry["start"] for entry in self._entries], np.int64)

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
