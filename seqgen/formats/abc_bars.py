"""The bar lines of an ABC tune in time, with upbeats and repeats.

A MIDI file has bar lines only through its time signatures, counted from tick 0. An upbeat would shift all bar lines, so
a bar that is shorter or longer than its metre gets a time signature of its own.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import symusic

MARKER_CONTROL = 119  # undefined in MIDI and unused by abc2midi
MARKER = f"[I:MIDI control {MARKER_CONTROL} 1]"
MOST_IRREGULAR = 0.25
"""Largest fraction of irregular bars. Above it a tune ignores its metre, and only its upbeat counts."""

Change = tuple[int, int, int]
"""Tick, numerator and denominator of a time signature."""

TOKEN = re.compile(
    r"""
    (?P<other> "[^"\n]*" | ![^!\n]*! | \{[^}\n]*\} | \[[A-Za-z]:[^\]\n]*\] | %.* )
  | (?P<bar> (?: :+\|* | \[?\|+ ) [|:\]]* (?: \s*\[?\d[\d,.\-]* )? )
  | (?P<tie> - ) | (?P<rest> [zx] ) | (?P<long_rest> [ZX] )
    """,
    re.VERBOSE,
)


def with_bar_markers(tune: str) -> str:
    """Return the tune with a control event at every bar line, without ties and with notes instead of rests.

    abc2midi writes what follows a tied note or a rest at its start, which would move bar lines. A tune with rests of
    whole bars is returned unchanged.
    """
    lines = tune.split("\n")
    in_body = False
    for number, line in enumerate(lines):
        if re.match(r"[A-Za-z]:", line):
            in_body = in_body or line.startswith("K:")
        elif in_body and not line.startswith("%"):
            if any(token["long_rest"] for token in TOKEN.finditer(line)):
                return tune
            lines[number] = TOKEN.sub(_mark, line)
    return "\n".join(lines)


def _mark(match: re.Match[str]) -> str:
    if match["bar"]:
        return f"{MARKER}{match['bar']} {MARKER}"
    if match["tie"]:
        return ""
    if match["rest"]:
        return "C"
    other = match["other"]
    return "" if other.startswith(('"', "%")) else other


def align_bars(score: Any, guide: Any) -> None:
    """Set the time signatures of `score` to the bar lines of `guide`, its twin with markers. Nothing changes if the two
    differ in time."""
    lines = _bar_lines(score, guide)
    if len(lines) < 2:
        return
    quarter = int(score.ticks_per_quarter)
    changes: list[Change] = []
    metres = [(m.time, m.numerator, m.denominator) for m in score.time_signatures] or [(0, 4, 4)]
    if metres[0][0] > 0:
        metres.insert(0, (0, 4, 4))
    for i, (start, numerator, denominator) in enumerate(metres):
        stop = metres[i + 1][0] if i + 1 < len(metres) else lines[-1]
        within = [start, *[line for line in lines if start < line < stop], stop]
        changes += _changes(within, numerator, denominator, quarter, final=i + 1 == len(metres))
    while len(score.time_signatures):
        score.time_signatures.pop()
    for tick, numerator, denominator in changes:
        score.time_signatures.append(symusic.TimeSignature(tick, numerator, denominator))


def _bar_lines(score: Any, guide: Any) -> list[int]:
    """Return the ticks of the bar lines with the start and end of the tune; none if the guide does not match."""
    if guide is None or not len(score.tracks) or not len(guide.tracks):
        return []
    voice = guide.tracks[0]
    onsets, struck = (set(track.notes.numpy()["time"].tolist()) for track in (score.tracks[0], voice))
    if not onsets <= struck or not struck:
        return []
    controls = voice.controls.numpy()
    marks = controls["time"][controls["number"] == MARKER_CONTROL]
    if not len(marks):
        return []
    end = max(note.end for note in voice.notes)
    return sorted({0, end, *(int(tick) for tick in np.unique(marks) if tick < end)})


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
