"""Names of the pieces of a corpus, and files that list some of them: one name a line, UTF-8."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from seqgen.errors import UsageError, printable, reason_of
from seqgen.files import write_atomic

MOST_BYTES = 1 << 26


class PieceNames:
    """Unique names of pieces, given in the order in which they are read."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, shown: str, title: str = "") -> str:
        """Return the file's stem (with the piece's title, where it is one of many); where that is taken, with its
        folder, then with a number. `shown` is the file's path within the corpus."""
        after = f": {title}" if title else ""
        short = PurePath(shown).stem + after
        name = short if printable(short) not in self._taken else PurePath(shown).with_suffix("").as_posix() + after
        number = 2
        while printable(name) in self._taken:
            name = f"{short} ({number})"
            number += 1
        self._taken.add(printable(name))
        return name


def read_names(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the names in a file, without empty lines. Raises `UsageError` where it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError("{file}: cannot be read: {why}", file=printable(path), why=reason_of(error)) from error
    if len(data) > MOST_BYTES:
        raise UsageError("{file}: is too large for a list of names", file=printable(path))
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(
            "{file}: byte {byte} is not UTF-8; write one name a line", file=printable(path), byte=str(error.start)
        ) from error
    return tuple(line for line in lines if line.strip())


def write_names(path: Path, names: Iterable[str]) -> None:
    write_atomic(path, "".join(f"{printable(name)}\n" for name in names).encode())
