"""Pieces on disk, so that a corpus of any size is read in bounded memory."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, overload

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.piece import Piece

IN_MEMORY_EVENTS = 1 << 19
"""The first pieces with so many events in all stay in memory: some 14 MB of notes."""


class Spool:
    """A temporary file of pieces, which has no name in any folder, so that nobody else can write into it. Only the
    place of each piece is kept in memory, and the first pieces themselves, which are those of most corpora."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first: list[Piece] = []
        self._events = 0
        self._file: Any = None
        self._starts = array("q")

    def __len__(self) -> int:
        return len(self._first) + len(self._starts)

    def append(self, piece: Piece) -> None:
        """Raises `OSError` where the disk is full."""
        self._events += len(piece.content)
        if self._events <= IN_MEMORY_EVENTS and self._file is None:
            self._first.append(piece)
            return
        if self._file is None:
            # pickled as what comes from the readers' processes is, by the same process that reads it
            self._file = tempfile.TemporaryFile(dir=str(self._folder))  # noqa: SIM115 - `__exit__`
        file: BinaryIO = self._file
        self._starts.append(file.seek(0, 2))
        pickle.dump(piece, file, protocol=pickle.HIGHEST_PROTOCOL)

    def read(self, number: int) -> Piece:
        if number < len(self._first):
            return self._first[number]
        self._file.seek(self._starts[number - len(self._first)])
        piece: Piece = pickle.load(self._file)
        return piece

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._first = []
        if self._file is not None:
            self._file.close()


class SpooledPieces(Sequence[Piece]):
    """Some pieces of a spool, each read when it is asked for. `numbers`: int64 (pieces,)."""

    def __init__(self, spool: Spool, numbers: Ints | None = None) -> None:
        self._spool = spool
        self._numbers = np.arange(len(spool)) if numbers is None else numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, number: int) -> Piece: ...
    @overload
    def __getitem__(self, number: slice) -> SpooledPieces: ...
    def __getitem__(self, number: int | slice) -> Piece | SpooledPieces:
        if isinstance(number, slice):
            return SpooledPieces(self._spool, self._numbers[number])
        return self._spool.read(int(self._numbers[number]))

    def where(self, wanted: Iterable[bool]) -> SpooledPieces:
        """Return those pieces for which `wanted`, one for each, is true."""
        mask: Bools = np.fromiter(wanted, bool, len(self))
        return SpooledPieces(self._spool, self._numbers[mask])
