"""Facts about a whole piece of music."""

from __future__ import annotations

from dataclasses import dataclass

from seqgen.piece import Facts
from seqgen.theory.notes import Metre, Tempo


@dataclass(frozen=True)
class MusicFacts(Facts):
    """Key, tempos, metres and end of a piece. Times are in steps of the tokenizer's grid."""

    key: str = ""
    tempos: tuple[Tempo, ...] = ()
    metres: tuple[Metre, ...] = ()
    end_step: int = 0
