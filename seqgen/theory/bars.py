"""The bars of a piece: metres (time signatures), bar lines and positions in a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from seqgen.arrays import Ints, Ints32
from seqgen.theory.grid import Grid
from seqgen.theory.notes import Metre

KnownMetres = Sequence[tuple[int, int]]


class Bars:
    """Metre and position in the bar at every step of one piece. Where the first metre begins behind step 0, a pick-up
    stands before it, which has the last positions of a bar.

    `known` are the metres of the tokenizer, `metres` those of the piece (the first of `known` if empty); `places` is
    the number of positions in a bar that are told apart: later ones count as the last.
    """

    def __init__(self, grid: Grid, known: KnownMetres, metres: Sequence[Metre], places: int) -> None:
        metres = metres or (Metre(0, *known[0]),)
        self.quarter = grid.steps_per_quarter
        self.start = np.array([metre.step for metre in metres], dtype=np.int64)
        self.length = np.array([grid.bar_steps(metre.signature) for metre in metres], dtype=np.int64)
        self.known = np.array([_known_metre(grid, known, metre) for metre in metres], dtype=np.int32)
        self.places = places
        # bars before each metre; a bar is cut short where the metre changes within it
        self.before = np.zeros(len(metres), dtype=np.int64)
        np.cumsum(-(-(self.start[1:] - self.start[:-1]) // self.length[:-1]), out=self.before[1:])

    def at(self, step: Ints) -> tuple[Ints32, Ints32]:
        """Return the metre (index into the known ones) and the position in the bar (steps) at each of `step`."""
        i = np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)
        place = np.mod(step - self.start[i], self.length[i])
        return self.known[i], np.minimum(place, self.places - 1).astype(np.int32)

    def length_at(self, step: Ints) -> Ints:
        return self.length[np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)]

    def number_at(self, step: Ints) -> Ints:
        """Return how many bars begin before the one of each of `step`."""
        i = np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)
        return np.asarray(self.before[i] + (step - self.start[i]) // self.length[i])

    def first_full(self, onset: int) -> int:
        """Return the number of the first full bar of a piece whose first note begins at `onset`. A note before the
        first metre or in the second half of its bar is a pick-up, and so is a bar of at most half the length of those
        of the next metre."""
        if onset < self.start[0]:
            return 0
        i = max(int(np.searchsorted(self.start, onset, side="right")) - 1, 0)
        place = (onset - int(self.start[i])) % int(self.length[i])
        late = 2 * place >= self.length[i]
        if i + 1 < len(self.start):
            late = late or 2 * (int(self.start[i + 1]) - (onset - place)) <= self.length[i + 1]
        return int(self.number_at(np.array([onset]))[0]) + bool(late)


class BarsOfTakes:
    """`Bars` of several pieces, each asked at a step of its own: `step` is int64 (pieces,)."""

    def __init__(self, each: Sequence[Bars]) -> None:
        self.each = list(each)
        most = max((len(bars.start) for bars in each), default=1)

        def padded(name: str, fill: int) -> Ints:
            filled = np.full((len(self.each), most), fill, np.int64)
            for row, bars in zip(filled, self.each, strict=True):
                row[: len(bars.start)] = getattr(bars, name)
            return filled

        self._start, self._length = padded("start", 1 << 62), padded("length", 1)
        self._known, self._before = padded("known", 0), padded("before", 0)
        self._places = np.array([bars.places for bars in self.each], np.int64)

    def _metre(self, step: Ints) -> tuple[Ints, Ints]:
        rows = np.arange(len(self.each))
        return rows, np.maximum((self._start <= step[:, None]).sum(axis=1) - 1, 0)

    def metre_at(self, step: Ints) -> Ints:
        return np.asarray(self._known[self._metre(step)])

    def place_at(self, step: Ints) -> Ints:
        at = self._metre(step)
        return np.asarray(np.minimum(np.mod(step - self._start[at], self._length[at]), self._places - 1))

    def length_at(self, step: Ints) -> Ints:
        return np.asarray(self._length[self._metre(step)])

    def number_at(self, step: Ints) -> Ints:
        at = self._metre(step)
        return np.asarray(self._before[at] + (step - self._start[at]) // self._length[at])

    def first_full_at(self, onset: Ints) -> Ints:
        """Return the number of the first full bar of each piece, given its first onset."""
        return np.array([bars.first_full(int(at)) for bars, at in zip(self.each, onset, strict=True)], np.int64)


def _known_metre(grid: Grid, known: KnownMetres, metre: Metre) -> int:
    if metre.signature in known:
        return known.index(metre.signature)
    length = grid.bar_steps(metre.signature)
    return min(range(len(known)), key=lambda i: abs(grid.bar_steps(known[i]) - length))


def bar_lines(grid: Grid, known: KnownMetres, metres: Sequence[Metre], end_step: int) -> Ints:
    """Return the steps before `end_step` at which bars begin, a pick-up's among them: int64 (bars,), the first 0."""
    metres = metres or (Metre(0, *known[0]),)
    until = [*(metre.step for metre in metres[1:]), end_step]
    return np.concatenate(
        [
            np.zeros(int(metres[0].step > 0), dtype=np.int64),
            *(
                np.arange(metre.step, min(stop, end_step), grid.bar_steps(metre.signature), dtype=np.int64)
                for metre, stop in zip(metres, until, strict=True)
            ),
        ]
    )


def bar_ends(grid: Grid, metres: Sequence[Metre]) -> Iterator[int]:
    """Yield the steps at which bars end, a pick-up's first, without end. A bar is cut short where the metre changes
    within it."""
    step, current = metres[0].step, 0
    if step:
        yield step
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
