"""Bars in which two sheets differ."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Ints
from seqgen.formats.sheet import Sheet


def changed_bars(before: Sheet, after: Sheet) -> list[int]:
    """Return the bars of `after`, counted from 1, in which notes begin that `before` does not have, or has and `after`
    does not. Notes are the same if onset, end, pitch and instrument are; how loud they are is left aside."""
    lines = after.bar_lines()
    rows = np.concatenate([_rows(sheet, after.ticks_per_quarter, lines) for sheet in (before, after)])
    notes, counts = np.unique(rows, axis=0, return_counts=True)
    bars = np.unique(np.searchsorted(lines, notes[counts % 2 == 1, 0], side="right"))
    return [int(bar) for bar in bars if 1 <= bar <= after.bars]


def _rows(sheet: Sheet, ticks_per_quarter: int, lines: Ints) -> Ints:
    """Return onset, end, pitch and instrument of each note, int64 (notes, 4), in other ticks. Notes end at the next of
    the bar lines at the latest, since those that ring into a bar are cut where it is written anew."""
    scale = ticks_per_quarter / sheet.ticks_per_quarter
    programs = np.array([-1 if track.drums else track.program for track in sheet.tracks] or [0], np.int64)
    notes = sheet.notes
    onset, end = (np.round(notes[name] * scale).astype(np.int64) for name in ("onset", "end"))
    following = np.append(lines, np.iinfo(np.int64).max)[np.searchsorted(lines, onset, side="right")]
    columns = (onset, np.minimum(end, following), notes["pitch"], programs[notes["track"]])
    return np.stack([np.asarray(column, np.int64) for column in columns], axis=1)
