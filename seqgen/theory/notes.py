"""The notes of a piece, its tempos and its metres (time signatures)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt

from seqgen.arrays import Bytes, Floats, Ints
from seqgen.records import Count
from seqgen.theory.clarity import Clarity, beat_clarity
from seqgen.theory.lateness import Timing, timing_of

DRUMS = 1024
"""Part number of all drums. Pitched parts are program * 8 + n for the n-th track (0 to 7) of a program."""

PARTS_PER_PROGRAM = 8


@dataclass(frozen=True)
class Tempo:
    step: Count
    qpm: Annotated[float, msgspec.Meta(gt=0.0, le=6e7)]


@dataclass(frozen=True)
class Metre:
    """A metre (time signature) from `step` on."""

    step: Count
    numerator: Annotated[int, msgspec.Meta(ge=1, le=64)]
    denominator: Annotated[int, msgspec.Meta(ge=1, le=64)]

    @property
    def signature(self) -> tuple[int, int]:
        return self.numerator, self.denominator

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


class TempoMap:
    """Conversion between ticks and seconds: from each of the ticks `at` on (the first is 0), a tick lasts `rate`."""

    def __init__(self, at: Floats | Ints, rate: Floats) -> None:
        self.at, self.rate = at, rate
        self.begins = np.concatenate(([0.0], np.cumsum(np.diff(at) * rate[:-1])))

    @classmethod
    def of(cls, tempos: Floats, ticks_per_quarter: int) -> TempoMap:
        """Return the map of tempos, float64 (n, 2): tick and quarter notes a minute."""
        return cls(tempos[:, 0], 60.0 / tempos[:, 1] / ticks_per_quarter)

    def seconds(self, ticks: npt.ArrayLike) -> Floats:
        ticks = np.asarray(ticks, dtype=np.float64)
        i = np.maximum(np.searchsorted(self.at, ticks, side="right") - 1, 0)
        return np.asarray(self.begins[i] + (ticks - self.at[i]) * self.rate[i])

    def ticks(self, seconds: npt.ArrayLike) -> Floats:
        seconds = np.asarray(seconds, dtype=np.float64)
        i = np.maximum(np.searchsorted(self.begins, seconds, side="right") - 1, 0)
        return np.asarray(self.at[i] + (seconds - self.begins[i]) / self.rate[i])


@dataclass(frozen=True)
class Notes:
    """The notes of one piece in its own ticks, sorted by onset, part and pitch.

    Args:
        onset, end: int64 (notes,), ticks.
        part: int16 (notes,), see `DRUMS`.
        tempos: float64 (changes, 2), tick and quarter notes a minute, from tick 0 on.
        metres: int64 (changes, 3), tick, numerator and denominator. The first bar line may lie behind tick 0; what
            stands before it is a pick-up.
        key: such as `G minor`, or empty.
        names: part and track name of each part that has one.
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

    @cached_property
    def clarity(self) -> Clarity | None:
        """Return the closeness of onsets to parts of the beat; None where they are too few to tell."""
        return beat_clarity(self.onset, self.ticks_per_quarter)

    @cached_property
    def timing(self) -> Timing:
        """Return whether somebody played, and the lateness."""
        return timing_of(self.onset / self.ticks_per_quarter, 1 / self.ticks_per_quarter)

    def seconds(self, ticks: Ints) -> Floats:
        return TempoMap.of(self.tempos, self.ticks_per_quarter).seconds(ticks)
