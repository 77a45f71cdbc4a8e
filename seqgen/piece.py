"""A piece as it was read, before any tokenizer, and the facts that hold for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

DRUMS = 1024
"""The part number of all drums; pitched parts are program * 8 + (0 to 7), the n-th track of that program."""

PARTS_PER_PROGRAM = 8


@dataclass(frozen=True)
class Tempo:
    """From `step` on, `qpm` quarter notes a minute."""

    step: int
    qpm: float


@dataclass(frozen=True)
class Metre:
    """From `step` on, bars of `numerator`/`denominator`."""

    step: int
    numerator: int
    denominator: int

    @property
    def bar_quarters(self) -> float:
        return 4.0 * self.numerator / self.denominator

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


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
class Notes:
    """The notes of one piece in its own ticks, sorted by onset, part and pitch, ready for any grid.

    `onset`, `end`: int64 (notes,), ticks; `pitch`, `velocity`: uint8 (notes,); `part`: int16 (notes,).
    `tempos`: float64 (changes, 2) of tick and quarter notes a minute; `metres`: int64 (changes, 3) of tick, numerator
    and denominator. Both begin at tick 0. `names` gives the track name of each part that has one.
    """

    ticks_per_quarter: int
    onset: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    pitch: npt.NDArray[np.uint8]
    velocity: npt.NDArray[np.uint8]
    part: npt.NDArray[np.int16]
    tempos: npt.NDArray[np.float64]
    metres: npt.NDArray[np.int64]
    key: str
    names: tuple[tuple[int, str], ...]
    end_tick: int

    def __len__(self) -> int:
        return len(self.onset)


@dataclass(frozen=True)
class Piece:
    """What one reader gives: notes or text, with a title, a label and how the file was repaired."""

    content: Notes | str
    title: str = ""
    label: str = ""
    repairs: tuple[str, ...] = ()
