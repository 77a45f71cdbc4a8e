"""Snaps: the lines that edits of notes keep to, as shares of a quarter note."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.errors import UsageError

SNAPS: dict[str, Fraction] = {
    "1/1": Fraction(4),
    "1/2": Fraction(2),
    "1/4": Fraction(1),
    "1/4T": Fraction(2, 3),
    "1/8": Fraction(1, 2),
    "1/8T": Fraction(1, 3),
    "1/16": Fraction(1, 4),
    "1/16T": Fraction(1, 6),
    "1/32": Fraction(1, 8),
    "1/32T": Fraction(1, 12),
    "1/64": Fraction(1, 16),
}
"""Quarter notes from line to line; T for triplets."""
MOST_ON_IT = 0.95
"""Share of the onsets that the snap of a piece holds."""
NEAR = 1 / 48
"""Quarter notes by which an onset may miss a line: a score that went through a coarser resolution does."""


def snap_ticks(name: str, ticks_per_quarter: int) -> int:
    """Return the ticks from line to line, at least 1. Raises `UsageError` for names that `SNAPS` does not have."""
    if name not in SNAPS:
        raise UsageError("'{text}' is not a grid; use one of {known}", text=name, known=", ".join(SNAPS))
    return max(1, round(SNAPS[name] * ticks_per_quarter))


def snap_of(onsets: AnyArray, ticks_per_quarter: int, *, weights: AnyArray | None = None) -> str:
    """Return the coarsest snap, from a quarter note down, that holds nearly all onsets (ticks), each counted by its
    weight; `1/16` if none does, as for music that was played without one."""
    if not len(onsets) or (weights is not None and not weights.any()):
        return "1/16"
    quarters = np.asarray(onsets, np.float64) / ticks_per_quarter
    for name, step in SNAPS.items():
        if step <= 1:
            lines = quarters / float(step)
            missed = np.abs(lines - np.rint(lines)) * float(step)
            if np.average(missed <= min(NEAR, float(step) / 8), weights=weights) >= MOST_ON_IT:
                return name
    return "1/16"
