"""Notes on a grid, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Ints
from seqgen.formats.score_notes import separate
from seqgen.theory.grid import Grid, nearest, steps_of_ticks
from seqgen.theory.notes import Notes


@dataclass(frozen=True)
class Rows:
    """Notes on a grid: onset and end in steps, part, pitch and velocity, each int64 (notes,)."""

    onset: Ints
    end: Ints
    part: Ints
    pitch: Ints
    velocity: Ints

    @staticmethod
    def of_notes(notes: Notes, grid: Grid) -> Rows:
        onset = steps_of_ticks(notes, notes.onset, grid)
        end = np.maximum(steps_of_ticks(notes, notes.end, grid), onset + 1)
        return Rows(
            *separate(
                onset, end, notes.part.astype(np.int64), notes.pitch.astype(np.int64), notes.velocity.astype(np.int64)
            )
        )

    def select(self, keep: AnyArray) -> Rows:
        return Rows(self.onset[keep], self.end[keep], self.part[keep], self.pitch[keep], self.velocity[keep])


def nearest_length(values: Ints, lengths: Ints) -> npt.NDArray[np.intp]:
    """`nearest`, but no note gets the length 0."""
    first = 1 if values[0] == 0 and len(values) > 1 else 0
    return nearest(values[first:], lengths) + first
