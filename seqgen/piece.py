"""A piece as it was read, before any tokenizer, and the facts that hold for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from seqgen.theory.notes import Metre, Tempo


@dataclass(frozen=True)
class Facts:
    """What holds for a piece as a whole. Times are steps of the tokenizer's grid; text has none of them."""

    title: str = ""
    label: str = ""
    key: str = ""
    tempos: tuple[Tempo, ...] = ()
    metres: tuple[Metre, ...] = ()
    end_step: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Facts:
        return Facts(
            title=str(data.get("title", "")),
            label=str(data.get("label", "")),
            key=str(data.get("key", "")),
            tempos=tuple(Tempo(**tempo) for tempo in data.get("tempos", ())),
            metres=tuple(Metre(**metre) for metre in data.get("metres", ())),
            end_step=int(data.get("end_step", 0)),
        )


@dataclass(frozen=True)
class Piece:
    """What one reader gives: notes or text, with a title, a label and how the file was repaired."""

    content: Any
    title: str = ""
    label: str = ""
    repairs: tuple[str, ...] = ()
