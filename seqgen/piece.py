"""A piece as it was read, before any tokenizer, and facts about the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seqgen.errors import Sentence
from seqgen.records import Name


@dataclass(frozen=True)
class Facts:
    """Facts about a whole piece that every kind has. A kind with more derives a dataclass of its own."""

    title: Name = ""
    label: Name = ""


@dataclass(frozen=True)
class Remark:
    """Something in a file that is not used as it stands: such as 12 `pitch bends`, `not used`."""

    what: Sentence
    done: Sentence
    count: int


@dataclass(frozen=True)
class Piece:
    """Notes or text of one piece, with its title, its label, the repairs made to its file and what is not used of
    it."""

    content: Any
    title: str = ""
    label: str = ""
    repairs: tuple[Sentence, ...] = ()
    remarks: tuple[Remark, ...] = ()
