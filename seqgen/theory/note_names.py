"""Names of note values and of deviations from the grid."""

from __future__ import annotations

from fractions import Fraction

from seqgen.theory.grid import METRIC, OFFSETS_PER_STEP, Grid

NOTE_VALUES = {
    2: "32nd triplet",
    3: "32nd",
    4: "16th triplet",
    6: "16th",
    8: "8th triplet",
    9: "dotted 16th",
    12: "8th",
    16: "quarter triplet",
    18: "dotted 8th",
    24: "quarter",
    32: "half triplet",
    36: "dotted quarter",
    48: "half",
    72: "dotted half",
    96: "whole",
    144: "dotted whole",
    192: "two wholes",
}
"""Named lengths in steps of the metric grid."""


def length_name(steps: int, grid: Grid) -> str:
    """Name a length in steps: `dotted quarter`, `2.25 quarters`, `7/24 quarter`, `0.35 s`."""
    if grid.name != METRIC.name:
        return f"{steps / 100:.2f} s"
    if steps in NOTE_VALUES:
        return NOTE_VALUES[steps]
    quarters = Fraction(steps, grid.steps_per_quarter)
    return f"{float(quarters):g} quarters" if 4 % quarters.denominator == 0 else f"{quarters} quarter"


def offset_name(parts: int) -> str:
    """Return the name of a deviation from the grid in parts of its step: `3/96 late` (of a quarter note)."""
    if not parts:
        return "on time"
    return f"{abs(parts)}/{OFFSETS_PER_STEP * METRIC.steps_per_quarter} {'late' if parts > 0 else 'early'}"
