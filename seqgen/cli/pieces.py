"""Read the pieces in a command's files for an existing model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from seqgen.errors import SeqgenError, printable
from seqgen.files import find_files
from seqgen.formats.sandbox import read_all
from seqgen.kinds import kind_named
from seqgen.model import Model
from seqgen.piece import Piece


@dataclass(frozen=True)
class Found:
    """A piece and its file. `name` is unique within the file; `alone`: the file holds no other."""

    file: Path
    piece: Piece
    name: str
    alone: bool = True


def pieces(model: Model, files: list[str]) -> Iterator[Found | SeqgenError]:
    """Yield the pieces of all files that the model's kind can read, and an error for each other file."""
    kind = kind_named(model.kind)
    paths: dict[Path, None] = {}
    for file in files:
        try:
            found = find_files([file], kind.suffixes)
        except SeqgenError as problem:
            yield problem
            continue
        except OSError as error:
            yield SeqgenError(f"{printable(file)}: {error.strerror or error}")
            continue
        if not found:
            yield SeqgenError(f"{printable(file)}: holds no {model.kind} ({', '.join(kind.suffixes)})")
        paths.update(dict.fromkeys(found))
    for outcome in read_all(list(paths), kind.read):
        if outcome.problem is not None:
            yield SeqgenError(outcome.problem)
            continue
        file = printable(outcome.path)
        for piece in outcome.value:
            alone = len(outcome.value) == 1
            yield Found(outcome.path, piece, file if alone else f"{file}: {printable(piece.title)}", alone)
