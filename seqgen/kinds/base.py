"""What every tokenizer offers to the rest of the program."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from seqgen.piece import Facts, Piece
from seqgen.schema import ContextTable, Schema, Table


@dataclass(frozen=True)
class Encoded:
    """A piece as a table int (rows, columns) and its facts.

    `approximated` counts the rows that the vocabulary could not hold exactly.
    """

    table: Table
    facts: Facts
    approximated: int = 0


@dataclass(frozen=True)
class TextOptions:
    """`rare`: characters that occur less often become the unknown (0: chosen from the corpus)."""

    rare: int = 0


CONTEXT_PARTS = ("bar", "sounding", "voices", "recent", "echo", "repeats")
CONTEXT_AUTO = ("auto",)


@dataclass(frozen=True)
class MusicOptions:
    """`grid`: `metric`, `performance` or `auto`; `velocities`: at most so many levels (1: all notes alike); `context`:
    what the network is told about a note before it is chosen, see `seqgen.kinds.music.context`; `auto` is
    everything, but no echoes where little comes back."""

    grid: str = "auto"
    velocities: int = 32
    context: tuple[str, ...] = CONTEXT_AUTO


class Walk(Protocol):
    """The context of a batch of growing tables, column by column.

    `index` int (batch, index fields) and `sets` bool (batch, set_width) always hold what is certain now. After each
    column of a row is chosen, `chose` is told; with the last column of a row, the row is finished.
    """

    index: npt.NDArray[np.int32]
    sets: npt.NDArray[np.bool_]

    def chose(self, column: int, values: npt.NDArray[np.int64]) -> None: ...

    def keep(self, takes: npt.NDArray[np.bool_]) -> None:
        """Go on with some of the takes of the batch."""
        ...


class NoContext:
    """The walk of a schema without context."""

    def __init__(self, batch: int) -> None:
        self.index = np.zeros((batch, 0), np.int32)
        self.sets = np.zeros((batch, 0), bool)

    def chose(self, column: int, values: npt.NDArray[np.int64]) -> None:
        pass

    def keep(self, takes: npt.NDArray[np.bool_]) -> None:
        self.index, self.sets = self.index[takes], self.sets[takes]


class Tokenizer(Protocol):
    """Pieces to tables and back; the only place where columns have a meaning."""

    kind: ClassVar[str]
    event: ClassVar[str]
    """What a user calls a row: `note`, `character`."""

    @property
    def schema(self) -> Schema: ...

    def encode(self, piece: Piece) -> Encoded: ...

    def decode(self, table: Table, facts: Facts) -> Any:
        """A `symusic.Score` or a `str`; every table of in-range values has one."""
        ...

    def context(self, table: Table, facts: Facts) -> ContextTable:
        """The context of a whole table at once, for training and scoring."""
        ...

    def walk(self, facts: Sequence[Facts]) -> Walk:
        """The same context row by row, for sampling: one take for each of `facts`."""
        ...

    def transpositions(self, table: Table, most: int) -> tuple[int, int]:
        """By how many semitones a table may be moved down (as a number <= 0) and up within the corpus' own range."""
        ...

    def transpose(self, table: Table, semitones: int) -> Table: ...

    def copy_symbols(self, table: Table) -> npt.NDArray[np.int64]:
        """One symbol a row; equal runs of symbols are what a listener would call a copy."""
        ...

    def labels(self, name: str) -> Sequence[Hashable]:
        """What the values of the column or field `name` stand for, the same in every tokenizer of this kind."""
        ...

    def describe(self, column: int, value: int) -> str:
        """What a value of a column is called: `F#4`, `dotted quarter`, `space`; the value past the last of the first
        column is the end of the piece. Raises `IndexError` for any other."""
        ...

    def to_json(self) -> dict[str, Any]: ...
