"""The bar lines of a tune in time, with upbeats and repeats.

A MIDI file has bar lines only through its time signatures, counted from tick 0. An upbeat would shift all bar lines, so
a bar that is shorter or longer than its metre gets a time signature of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

MOST_IRREGULAR = 0.25
"""Largest fraction of irregular bars. Above it a tune ignores its metre, and only its upbeat counts."""

Change = tuple[int, int, int]
"""Tick, numerator and denominator of a time signature."""


def aligned(metres: Sequence[Change], lines: Sequence[int], end: int, quarter: int) -> list[Change]:
    """Return the time signatures that put bar lines where the tune has them.

    `metres` are those of the tune, the first at tick 0, `lines` its bar lines, `end` its last tick, `quarter` the ticks
    of a quarter note.
    """
    ordered = sorted({0, end, *(line for line in lines if line < end)})
    if len(ordered) < 2:
        return list(metres)
    changes: list[Change] = []
    for i, (start, numerator, denominator) in enumerate(metres):
        stop = metres[i + 1][0] if i + 1 < len(metres) else max(start, end)
        within = [start, *ordered[bisect_right(ordered, start) : bisect_left(ordered, stop)], stop]
        changes += _changes(within, numerator, denominator, quarter, final=i + 1 == len(metres))
    return changes


def _changes(
    lines: list[int], numerator: int, denominator: int, quarter: int, *, final: bool
) -> list[tuple[int, int, int]]:
    """Return the time signatures that put bar lines at `lines`, where bars should be equally long."""
    full = quarter * 4 * numerator // denominator
    bars = _joined(lines, full)
    odd = [(a, b) for a, b in bars if (b - a) % full]
    if final and odd and odd[-1][1] == lines[-1] and odd[-1] != bars[0] and odd[-1][1] - odd[-1][0] < full:
        odd.pop()  # the last bar may be short, as it shifts nothing
    if len(odd) > max(2, MOST_IRREGULAR * len(bars)):
        odd = [bar for bar in odd if bar == bars[0] and bar[1] - bar[0] < full]
    changes = {lines[0]: (numerator, denominator)}
    for start, stop in odd:
        own = _metre_of(stop - start, denominator, quarter)
        if own is not None:
            changes[start] = own
            changes[stop] = (numerator, denominator)
    if not final:
        changes.pop(lines[-1], None)
    ordered = sorted(changes.items())
    kept = [change for i, change in enumerate(ordered) if i == 0 or change[1] != ordered[i - 1][1]]
    return [(tick, *metre) for tick, metre in kept]


def _joined(lines: list[int], full: int) -> list[tuple[int, int]]:
    """Return the bars between the lines, joining the parts of a bar with a repeat sign or double bar in it."""
    bars: list[tuple[int, int]] = []
    i = 0
    while i + 1 < len(lines):
        stop = i + 1
        for ahead in range(i + 1, min(i + 4, len(lines))):
            if lines[ahead] - lines[i] == full:
                stop = ahead
                break
        bars.append((lines[i], lines[stop]))
        i = stop
    return bars


def _metre_of(ticks: int, denominator: int, quarter: int) -> tuple[int, int] | None:
    """Return a metre whose bar has this many ticks, with at least this denominator, or None."""
    for finer in (1, 2, 4, 8):
        notes, rest = divmod(ticks * denominator * finer, quarter * 4)
        if not rest and denominator * finer <= 32 and 1 <= notes <= 32:
            return notes, denominator * finer
    return None
