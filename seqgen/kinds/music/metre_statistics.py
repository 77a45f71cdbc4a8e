"""The metre of a piece, heard in its notes, beside the one that is written."""

from __future__ import annotations

import numpy as np

from seqgen.kinds.music.rows import Rows
from seqgen.theory.grid import Grid
from seqgen.theory.metre_estimate import estimate
from seqgen.theory.notes import Metre, Notes

_SAME_BEATS = {(2, 4): (4, 4), (2, 2): (4, 4), (4, 8): (4, 4), (3, 8): (6, 8), (12, 8): (6, 8)}
"""Metres that notes alone do not tell apart."""


def is_metre_heard(rows: Rows, grid: Grid, metre: Metre) -> bool:
    """Return whether the accents of notes have the period of a metre: 4/4 (or 2/4, 2/2), 3/4, 6/8 (or 3/8, 12/8) and
    so forth. Notes that are too few to tell, or keep to no beat, are heard as 4/4."""
    order = np.lexsort((rows.pitch, rows.part, rows.onset))
    heard = estimate(
        Notes(
            ticks_per_quarter=grid.steps_per_quarter,
            onset=rows.onset[order],
            end=rows.end[order],
            pitch=rows.pitch[order].astype(np.uint8),
            velocity=rows.velocity[order].astype(np.uint8),
            part=rows.part[order].astype(np.int16),
            tempos=np.array([[0.0, 120.0]]),
            metres=np.array([[0, *metre.signature]]),
            key="",
            names=(),
            end_tick=int(rows.end.max(initial=1)),
        )
    )
    written = metre.signature
    return (heard.numerator, heard.denominator) == _SAME_BEATS.get(written, written)
