"""A piece as it was read, before any tokenizer, and facts about the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seqgen.theory.notes import Metre, Tempo


@dataclass(frozen=True)
class Facts:
    """Facts about a whole piece. Times are in steps of the tokenizer's grid; text has none."""

    title: str = ""
    label: str = ""
    key: str = ""
    tempos: tuple[Tempo, ...] = ()
    metres: tuple[Metre, ...] = ()
    end_step: int = 0


@dataclass(frozen=True)
class Piece:
    """Notes or text of one piece, with its title, its label and the repairs made to its file."""

    content: Any
    title: str = ""
    label: str = ""
    repairs: tuple[str, ...] = ()
