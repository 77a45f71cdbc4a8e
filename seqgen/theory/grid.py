"""Time grids: the steps in which music is counted, and the values that a shift or a duration can take.

`metric` has 24 steps a quarter note, so that 16ths, 32nds and triplets are exact. `performance` has steps of 10 ms, for
playing without a beat. Long values are coarser on both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Ints
from seqgen.theory.clarity import METRIC_CLARITY, Clarity, mean_clarity
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
MOST_MEANT = 6 * OFFSETS_PER_STEP
"""The largest deviation of an onset from where it was meant: a 16th."""
MOST_OFFSET = MOST_MEANT + 2 * OFFSETS_PER_STEP
"""The largest deviation that is counted, with what no shift reaches."""


def nearest(values: Ints, wanted: npt.ArrayLike) -> npt.NDArray[np.intp]:
    """Return the indices in sorted `values` of the nearest to each of `wanted` (the lower one of two)."""
    target = np.asarray(wanted, dtype=np.int64)
    if len(values) == 1:
        return np.zeros(target.shape, dtype=np.intp)
    above = np.minimum(np.maximum(values.searchsorted(target), 1), len(values) - 1)
    return np.where(target - values[above - 1] <= values[above] - target, above - 1, above)


def steps_of_ticks(notes: Notes, ticks: Ints, grid: Grid) -> Ints:
    """Convert times in ticks to steps of `grid`, rounding half up."""
    if grid is METRIC:
        return (ticks * (2 * grid.steps_per_quarter) + notes.ticks_per_quarter) // (2 * notes.ticks_per_quarter)
    return np.floor(notes.seconds(ticks) * 100 + 0.5).astype(np.int64)


def quantise_shifts(onsets: Ints, values: Ints) -> npt.NDArray[np.intp]:
    """Return the indices in `values` of the shifts between successive `onsets`, the first from 0. A shift that `values`
    lacks becomes the nearest, and the next is measured from the quantised onset, so that errors do not add up."""
    shifts = np.append(onsets[:1], onsets[1:] - onsets[:-1])
    chosen = nearest(values, shifts)
    wrong = np.flatnonzero(values[chosen] != shifts)
    if not len(wrong) or len(values) == 1:
        return chosen
    # one by one, since each depends on the one before; a list is searched ten times faster than an array
    start, known = int(wrong[0]), values.tolist()
    at = int(onsets[start - 1]) if start else 0
    for i, onset in enumerate(onsets[start:].tolist(), start):
        shift = onset - at if onset > at else 0
        above = min(max(bisect_left(known, shift), 1), len(known) - 1)
        index = above - 1 if shift - known[above - 1] <= known[above] - shift else above
        chosen[i] = index
        at += known[index]
    return chosen


def choose_grid(pieces: Iterable[Notes]) -> Grid:
    """Choose the grid for a corpus: metric if onsets keep to subdivisions of the beat."""
    return grid_for([notes.clarity for notes in pieces if notes.clarity])


def grid_for(clarities: Sequence[Clarity]) -> Grid:
    """Choose the grid for pieces of these clarities."""
    return METRIC if not clarities or mean_clarity(clarities) >= METRIC_CLARITY else PERFORMANCE
