"""The bar lines of a piece: which metre holds where, and how far into its bar a step lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from seqgen.piece import Facts, Metre
from seqgen.theory.grid import Grid

KnownMetres = Sequence[tuple[int, int]]


class Bars:
    """The bar lines of one piece: which metre holds at a step, and how far into its bar the step lies."""

    def __init__(self, grid: Grid, known: KnownMetres, facts: Facts, places: int) -> None:
        metres = facts.metres or (Metre(0, *known[0]),)
        self.start = np.array([metre.step for metre in metres], dtype=np.int64)
        self.length = np.array(
            [grid.bar_steps((metre.numerator, metre.denominator)) for metre in metres], dtype=np.int64
        )
        self.known = np.array([_known_metre(grid, known, metre) for metre in metres], dtype=np.int32)
        self.places = places

    def at(self, step: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Metre (position in the tokenizer's list) and place in the bar (steps) at each of `step`."""
        i = np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)
        place = np.mod(step - self.start[i], self.length[i])
        return self.known[i], np.minimum(place, self.places - 1).astype(np.int32)

    def length_at(self, step: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The length in steps of a bar at each of `step`."""
        return self.length[np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)]


def _known_metre(grid: Grid, known: KnownMetres, metre: Metre) -> int:
    wanted = (metre.numerator, metre.denominator)
    if wanted in known:
        return known.index(wanted)
    length = grid.bar_steps(wanted)
    return min(range(len(known)), key=lambda i: abs(grid.bar_steps(known[i]) - length))


def bar_lines(grid: Grid, known: KnownMetres, facts: Facts, end_step: int) -> npt.NDArray[np.int64]:
    """The steps at which bars begin, up to `end_step`, through changes of metre: int64 (bars,), the first 0."""
    metres = facts.metres or (Metre(0, *known[0]),)
    until = [*(metre.step for metre in metres[1:]), end_step]
    lengths = [grid.bar_steps((metre.numerator, metre.denominator)) for metre in metres]
    parts = [
        np.arange(metre.step, min(stop, end_step), length, dtype=np.int64)
        for metre, stop, length in zip(metres, until, lengths, strict=True)
    ]
    return np.concatenate(parts)


def main_metre(facts: Facts) -> str:
    """Return the metre (time signature) that holds longest, such as `3/4`; empty where none is known."""
    if not facts.metres:
        return ""
    until = [*(metre.step for metre in facts.metres[1:]), max(facts.end_step, facts.metres[-1].step + 1)]
    lasting = [stop - metre.step for metre, stop in zip(facts.metres, until, strict=True)]
    return str(facts.metres[int(np.argmax(lasting))])
