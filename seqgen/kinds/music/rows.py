"""Notes on a grid, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Floats, Ints
from seqgen.formats.score_notes import separate
from seqgen.theory.grid import METRIC, MOST_MEANT, OFFSETS_PER_STEP, Grid, nearest, steps_of_ticks
from seqgen.theory.lateness import meant
from seqgen.theory.notes import Notes


@dataclass(frozen=True)
class Rows:
    """Notes on a grid: onset and end in steps, part, pitch, velocity, and `late`, by how much the whole note deviates
    from these steps, in parts of a step (`OFFSETS_PER_STEP`); each int64 (notes,)."""

    onset: Ints
    end: Ints
    part: Ints
    pitch: Ints
    velocity: Ints
    late: Ints

    @staticmethod
    def of_notes(notes: Notes, grid: Grid) -> Rows:
        onset = steps_of_ticks(notes, notes.onset, grid)
        end = np.maximum(steps_of_ticks(notes, notes.end, grid), onset + 1)
        return _separated(notes, onset, end, np.zeros_like(onset))

    @staticmethod
    def played(notes: Notes) -> Rows:
        """Return notes that were played to a beat at the steps of the metric grid that were meant, and their deviations
        from these. Their lengths are those of the notes, as near as steps come."""
        quarter = notes.ticks_per_quarter
        fine = _rounded(notes.onset, quarter, OFFSETS_PER_STEP * METRIC.steps_per_quarter)
        length = np.maximum(_rounded(notes.end - notes.onset, quarter, METRIC.steps_per_quarter), 1)
        step = _apart(np.round(meant(notes.onset / quarter, notes.timing) * METRIC.steps_per_quarter), notes)
        # no further from where they sound than deviations reach
        earliest, latest = -((MOST_MEANT - fine) // OFFSETS_PER_STEP), (fine + MOST_MEANT) // OFFSETS_PER_STEP
        step = np.clip(step, np.maximum(earliest, 0), latest)
        return _separated(notes, step, step + length, fine - step * OFFSETS_PER_STEP)

    @staticmethod
    def joined(each: Sequence[Rows]) -> Rows:
        """Return the notes of some pieces, one behind the other."""
        return Rows(*(np.concatenate([getattr(rows, name) for rows in each]) for name in Rows.__dataclass_fields__))

    def select(self, keep: AnyArray) -> Rows:
        return Rows(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))


def _separated(notes: Notes, onset: Ints, end: Ints, late: Ints) -> Rows:
    others = (column.astype(np.int64) for column in (notes.part, notes.pitch, notes.velocity))
    return Rows(*separate(onset, end, *others, late))


def _rounded(ticks: Ints, quarter: int, parts: int) -> Ints:
    """Return ticks in parts of a quarter note, rounding half up."""
    return (ticks * (2 * parts) + quarter) // (2 * quarter)


def _apart(steps: Floats, notes: Notes) -> Ints:
    """Return the steps at which notes stand. Strokes on one key that fall on the same step (flams, drags) stand a step
    apart, the loudest where it was meant; those for which there is no room before other strokes stay together."""
    step, key = steps.astype(np.int64), notes.part.astype(np.int64) * 128 + notes.pitch
    order = np.lexsort((notes.onset, step, key))
    again = (np.diff(key[order]) == 0) & (np.diff(step[order]) == 0)
    begins = np.append(0, 1 + np.flatnonzero(~again))[: len(order)]
    ends = np.append(begins[1:], len(order))
    several = ends - begins > 1
    for begin, end in zip(begins[several].tolist(), ends[several].tolist(), strict=True):
        mine, around = order[begin:end], order[max(begin - 1, 0) : end + 1]
        meant_step, loudest = int(step[mine[0]]), int(notes.velocity[mine].argmax())
        others = step[around][(key[around] == key[mine[0]]) & (step[around] != meant_step)]
        first = max(others[others < meant_step], default=-1) + 1
        last = min(others[others > meant_step], default=meant_step + 2 * len(mine)) - 1
        place = _places(notes.onset[mine], last - first + 1)
        begun = min(max(meant_step - int(place[loudest]), first), last - int(place[-1]))
        step[mine] = begun + place
    return step


def _places(onset: Ints, room: int) -> Ints:
    """Return the places of strokes in a row, of which there are at most `room`: the closest share one."""
    apart = np.ones(max(len(onset) - 1, 0), np.int64)
    apart[np.argsort(np.diff(onset), kind="stable")[: max(len(onset) - room, 0)]] = 0
    return np.append(0, np.cumsum(apart))


def nearest_length(values: Ints, lengths: Ints) -> npt.NDArray[np.intp]:
    """`nearest`, but no note gets the length 0."""
    first = 1 if values[0] == 0 and len(values) > 1 else 0
    return nearest(values[first:], lengths) + first
