"""The bars of a piece: metres (time signatures), bar lines and positions in a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from seqgen.arrays import Ints, Ints32
from seqgen.theory.grid import Grid
from seqgen.theory.notes import Metre

KnownMetres = Sequence[tuple[int, int]]


class Bars:
    """Metre and position in the bar at every step of one piece.

    `known` are the metres of the tokenizer, `metres` those of the piece (the first of `known` if empty); `places` is
    the number of positions in a bar that are told apart: later ones count as the last.
    """

    def __init__(self, grid: Grid, known: KnownMetres, metres: Sequence[Metre], places: int) -> None:
        metres = metres or (Metre(0, *known[0]),)
        self.start = np.array([metre.step for metre in metres], dtype=np.int64)
        self.length = np.array([grid.bar_steps(metre.signature) for metre in metres], dtype=np.int64)
        self.known = np.array([_known_metre(grid, known, metre) for metre in metres], dtype=np.int32)
        self.places = places

    def at(self, step: Ints) -> tuple[Ints32, Ints32]:
        """Return the metre (index into the known ones) and the position in the bar (steps) at each of `step`."""
        i = np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)
        place = np.mod(step - self.start[i], self.length[i])
        return self.known[i], np.minimum(place, self.places - 1).astype(np.int32)

    def length_at(self, step: Ints) -> Ints:
        return self.length[np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)]


def _known_metre(grid: Grid, known: KnownMetres, metre: Metre) -> int:
    if metre.signature in known:
        return known.index(metre.signature)
    length = grid.bar_steps(metre.signature)
    return min(range(len(known)), key=lambda i: abs(grid.bar_steps(known[i]) - length))


def bar_lines(grid: Grid, known: KnownMetres, metres: Sequence[Metre], end_step: int) -> Ints:
    """Return the steps before `end_step` at which bars begin: int64 (bars,), the first 0."""
    metres = metres or (Metre(0, *known[0]),)
    until = [*(metre.step for metre in metres[1:]), end_step]
    return np.concatenate(
        [
            np.arange(metre.step, min(stop, end_step), grid.bar_steps(metre.signature), dtype=np.int64)
            for metre, stop in zip(metres, until, strict=True)
        ]
    )


def bar_ends(grid: Grid, metres: Sequence[Metre]) -> Iterator[int]:
    """Yield the steps at which bars end, without end. A bar is cut short where the metre changes within it."""
    step, current = metres[0].step, 0
    while True:
        while current + 1 < len(metres) and metres[current + 1].step <= step:
            current += 1
        step += grid.bar_steps(metres[current].signature)
        if current + 1 < len(metres):
            step = min(step, metres[current + 1].step)
        yield step


def next_bar_line(grid: Grid, metres: Sequence[Metre], step: int) -> int:
    """Return the step of the first bar line at or behind `step` where the last of `metres` holds."""
    return _next(step, metres[-1].step, grid.bar_steps(metres[-1].signature))


def next_beat(grid: Grid, metres: Sequence[Metre], step: int) -> int:
    """Return the step of the first beat or bar line at or behind `step` where the last of `metres` holds. A beat is the
    note value of the denominator, or three of them in compound metres."""
    numerator, denominator = metres[-1].signature
    compound = denominator >= 8 and numerator % 3 == 0 and numerator > 3
    beat = _next(step, metres[-1].step, grid.bar_steps((3 if compound else 1, denominator)))
    return min(beat, next_bar_line(grid, metres, step))


def _next(step: int, start: int, length: int) -> int:
    return start - -(step - start) // length * length if step > start else start


def main_metre(metres: Sequence[Metre], end_step: int) -> Metre | None:
    """Return the metre that holds longest; None if there is none."""
    if not metres:
        return None
    until = [*(metre.step for metre in metres[1:]), max(end_step, metres[-1].step + 1)]
    return metres[int(np.argmax([stop - metre.step for metre, stop in zip(metres, until, strict=True)]))]
