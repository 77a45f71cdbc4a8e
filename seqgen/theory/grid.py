"""Time grids: the steps in which music is counted, and the values that a shift or a duration can take.

`metric` has 24 steps a quarter note, so that 16ths, 32nds and triplets are exact. `performance` has steps of 10 ms, for
playing without a beat. Long values are coarser on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Ints
from seqgen.theory.notes import Notes


@dataclass(frozen=True)
class Grid:
    """A time grid.

    `values` are the lengths in steps that a shift or a duration can have, int64, exact up to `fine`. In files that we
    write, a step has `file_ticks` MIDI ticks and a quarter note `file_quarter`.
    """

    name: str
    values: Ints
    fine: int
    file_ticks: int
    file_quarter: int

    @property
    def is_metric(self) -> bool:
        """Return whether steps are parts of a beat; they are parts of a second otherwise."""
        return self.name == "metric"

    @property
    def steps_per_quarter(self) -> int:
        return self.file_quarter // self.file_ticks

    def bar_steps(self, metre: tuple[int, int]) -> int:
        """Return the steps in a bar of `metre` (at 120 quarter notes a minute for `performance`)."""
        return max(1, self.steps_per_quarter * 4 * metre[0] // metre[1])


def _performance_values() -> Ints:
    log_spaced = np.round(np.geomspace(100, 6000, 120)).astype(np.int64)
    return np.unique(np.concatenate([np.arange(101, dtype=np.int64), log_spaced]))


METRIC = Grid(
    "metric",
    np.concatenate([np.arange(97), np.arange(102, 961, 6), np.arange(984, 3073, 24)]).astype(np.int64),
    fine=96,
    file_ticks=20,
    file_quarter=480,
)
# 120 quarter notes a minute and 500 ticks a quarter note make a tick one millisecond
PERFORMANCE = Grid("performance", _performance_values(), fine=100, file_ticks=10, file_quarter=500)

GRIDS = {grid.name: grid for grid in (METRIC, PERFORMANCE)}

OFFSETS_PER_STEP = 4
"""Parts of a step of the metric grid in which deviations from it are counted, 1/96 quarter note: 5 ms at 125 quarter
notes a minute."""

METRIC_CLARITY = 0.3
"""Least clarity of the metric grid. Medians: folk tunes 1.0, POP909 0.93, drummers of the Groove data set 0.66,
piano transcribed from recordings 0.03 (at most 0.07 in nine of ten)."""

DIVISIONS = (3, 4, 6, 8, 12)
"""Parts of a quarter note to which onsets may keep."""
FEWEST_ONSETS = 8


def nearest(values: Ints, wanted: npt.ArrayLike) -> npt.NDArray[np.intp]:
    """Return the indices in sorted `values` of the nearest to each of `wanted` (the lower one of two)."""
    target = np.asarray(wanted, dtype=np.int64)
    above = np.minimum(np.maximum(np.searchsorted(values, target), 1), max(len(values) - 1, 1))
    if len(values) == 1:
        return np.zeros(target.shape, dtype=np.intp)
    return np.where(target - values[above - 1] <= values[above] - target, above - 1, above)


def steps_of_ticks(notes: Notes, ticks: Ints, grid: Grid) -> Ints:
    """Convert times in ticks to steps of `grid`, rounding half up."""
    if grid is METRIC:
        return (ticks * (2 * grid.steps_per_quarter) + notes.ticks_per_quarter) // (2 * notes.ticks_per_quarter)
    return np.floor(notes.seconds(ticks) * 100 + 0.5).astype(np.int64)


def quantise_shifts(onsets: Ints, values: Ints) -> npt.NDArray[np.intp]:
    """Return the indices in `values` of the shifts between successive `onsets`, the first from 0. A shift that `values`
    lacks becomes the nearest, and the next is measured from the quantised onset, so that errors do not add up."""
    shifts = np.diff(onsets, prepend=0)
    chosen = nearest(values, shifts)
    wrong = np.flatnonzero(values[chosen] != shifts)
    if not len(wrong):
        return chosen
    start = int(wrong[0])
    at = int(onsets[start - 1]) if start else 0
    for i in range(start, len(onsets)):
        chosen[i] = nearest(values, max(0, int(onsets[i]) - at))
        at += int(values[chosen[i]])
    return chosen


def choose_grid(pieces: Iterable[Notes]) -> Grid:
    """Choose the grid for a corpus: metric if onsets keep to subdivisions of the beat."""
    return grid_for([clarity for clarity in map(beat_clarity, pieces) if clarity])


def grid_for(clarities: Sequence[Clarity]) -> Grid:
    """Choose the grid for pieces of these clarities."""
    return METRIC if not clarities or mean_clarity(clarities) >= METRIC_CLARITY else PERFORMANCE


@dataclass(frozen=True)
class Clarity:
    """The share to which a piece keeps to parts of the beat, 0 to 1, and its number of onsets."""

    value: float
    onsets: int


def beat_clarity(notes: Notes) -> Clarity | None:
    """Measure how closely onsets keep to 32nds or triplets of 16ths: the length of the mean phase vector. None where
    there are too few onsets to tell."""
    fresh = np.diff(notes.onset, prepend=-1) != 0
    onsets = int(fresh.sum())
    if onsets < FEWEST_ONSETS:
        return None
    phases, counts = np.unique(notes.onset[fresh] % notes.ticks_per_quarter, return_counts=True)
    turns = 2j * np.pi / notes.ticks_per_quarter * np.outer(DIVISIONS, phases)
    return Clarity(float(np.abs(np.exp(turns) @ counts).max()) / onsets, onsets)


def mean_clarity(clarities: Sequence[Clarity]) -> float:
    """Return the mean clarity of pieces, by their onsets."""
    return sum(each.value * each.onsets for each in clarities) / sum(each.onsets for each in clarities)
