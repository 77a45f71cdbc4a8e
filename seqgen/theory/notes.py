"""The notes of a piece, its tempos and its metres (time signatures)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Bytes, Floats, Ints

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
    def signature(self) -> tuple[int, int]:
        return self.numerator, self.denominator

    @property
    def bar_quarters(self) -> float:
        return 4.0 * self.numerator / self.denominator

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True)
class Notes:
    """The notes of one piece in its own ticks, sorted by onset, part and pitch, ready for any grid.

    `onset`, `end`: int64 (notes,), ticks; `pitch`, `velocity`: uint8 (notes,); `part`: int16 (notes,).
    `tempos`: float64 (changes, 2) of tick and quarter notes a minute; `metres`: int64 (changes, 3) of tick, numerator
    and denominator. Both begin at tick 0. `names` gives the track name of each part that has one.
    """

    ticks_per_quarter: int
    onset: Ints
    end: Ints
    pitch: Bytes
    velocity: Bytes
    part: npt.NDArray[np.int16]
    tempos: Floats
    metres: Ints
    key: str
    names: tuple[tuple[int, str], ...]
    end_tick: int

    def __len__(self) -> int:
        return len(self.onset)
