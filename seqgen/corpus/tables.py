"""The files of a cached corpus: all tables one behind the other, and for each part its place, name and facts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import msgspec
import numpy as np
from numpy.lib import format as npy

from seqgen.arrays import AnyArray
from seqgen.corpus.split import SPLITS
from seqgen.records import Name, converted, decoded
from seqgen.schema import Schema, Table, table_dtype

ROWS, PARTS, TOLD = "rows.npy", "parts.npy", "told.bin"
FILES = (ROWS, PARTS, TOLD)
PART = np.dtype(
    [("split", "u1"), ("start", "i8"), ("stop", "i8"), ("begins", "?"), ("ends", "?"), ("told", "i8"), ("size", "i4")]
)
"""A part of a piece: its split (`SPLITS`), its rows, and where its name and facts stand in `told.bin`."""


@dataclass(frozen=True)
class Told:
    """Name and facts of a piece, the facts as JSON."""

    name: Name
    facts: dict[str, Any]


class TableWriter:
    """Writes tables and parts as they come, so that memory does not grow with the corpus. Raises `OSError`."""

    def __init__(self, folder: Path, *, columns: int, dtype: Any) -> None:
        self._folder, self._columns, self._dtype = folder, columns, np.dtype(dtype)
        self._rows: BinaryIO = (folder / ROWS).open("wb")
        self._told: BinaryIO = (folder / TOLD).open("wb")
        self._parts: list[tuple[int, int, int, bool, bool, int, int]] = []
        self.rows = 0
        self._write_header()

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if kind is None:
            self._rows.seek(0)
            self._write_header()
            np.save(self._folder / PARTS, np.array(self._parts, PART))
        self._rows.close()
        self._told.close()

    def add(self, table: Table, parts: list[tuple[str, int, int]], *, name: str, facts: Any) -> None:
        """Add the table of a piece and its `parts`: split, first row and end of each."""
        self._rows.write(np.ascontiguousarray(table, self._dtype).tobytes())
        # not msgspec's encoder, which refuses names of files whose bytes are no UTF-8
        told = json.dumps({"name": name, "facts": msgspec.to_builtins(facts)}).encode()
        at = self._told.tell()
        self._told.write(told)
        self._parts += [
            (SPLITS.index(split), self.rows + start, self.rows + stop, start == 0, stop == len(table), at, len(told))
            for split, start, stop in parts
        ]
        self.rows += len(table)

    def learned(self, split: str) -> int:
        """Return the number of rows of a split."""
        return sum(part[2] - part[1] for part in self._parts if part[0] == SPLITS.index(split))

    def _write_header(self) -> None:
        # NumPy leaves room in it for any number of rows
        shape = (self.rows, self._columns)
        npy.write_array_header_1_0(
            self._rows, {"descr": npy.dtype_to_descr(self._dtype), "fortran_order": False, "shape": shape}
        )


@dataclass(frozen=True)
class Tables:
    """The files of a cached corpus, memory-mapped: int (rows, columns); `PART` (parts,); uint8 (bytes,)."""

    rows: Table
    parts: AnyArray
    told: AnyArray

    @staticmethod
    def open(folder: Path) -> Tables:
        """Raises `OSError`, `ValueError` or `EOFError` where the files are not whole."""
        try:
            rows, parts = (np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (ROWS, PARTS))
        except OSError:
            raise
        except Exception as error:
            # a header is Python's syntax, which can be wrong in many ways
            raise ValueError(f"its tables are damaged ({error})") from error
        if parts.dtype != PART:
            raise ValueError("its parts are of another format")
        return Tables(rows, parts, np.memmap(folder / TOLD, np.uint8, "r"))

    def told_of(self, part: Any) -> Told:
        start = int(part["told"])
        return converted(decoded(self.told[start : start + int(part["size"])].tobytes()), Told)

    def check(self, schema: Schema) -> None:
        """Raises `ValueError` unless these are parts and rows of a corpus of this schema."""
        if self.rows.ndim != 2 or self.rows.shape[1] != len(schema.columns) or self.rows.dtype != table_dtype(schema):
            raise ValueError("the rows are of another shape")
        parts = self.parts
        stop, told = parts["stop"], parts["told"] + parts["size"]
        sound = (parts["split"] < len(SPLITS)) & (parts["start"] >= 0) & (parts["start"] <= stop)
        sound &= (stop <= len(self.rows)) & (parts["told"] >= 0) & (parts["size"] > 0) & (told <= len(self.told))
        if not sound.all():
            raise ValueError("a part lies outside the rows")
