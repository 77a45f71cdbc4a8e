"""Metronome of a sheet: clicks on its beats, and a bar that counts in."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from seqgen.arrays import AnyArray, Ints
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo

HIGH_BLOCK, LOW_BLOCK = 76, 77  # of the drum kit
FIRST_VELOCITY, OTHER_VELOCITY = 115, 90
NAME = "Metronome"


def with_metronome(sheet: Sheet) -> Sheet:
    """Return a sheet with one more track: a high wood block on the first beat of each bar, low ones on the others. It
    is heard beside tracks that are heard alone."""
    lines = sheet.bar_lines().tolist()
    clicks = [_bar(sheet, begin, min(end, sheet.end_tick)) for begin, end in pairwise(lines)]
    notes = np.concatenate([np.zeros(0, NOTE), *clicks])
    notes["track"] = len(sheet.tracks)
    info = TrackInfo(NAME, drums=True, solo=any(track.solo for track in sheet.tracks))
    return replace(sheet, tracks=(*sheet.tracks, info)).with_notes(np.concatenate([sheet.notes, notes]))


def count_in(sheet: Sheet, tick: int) -> Sheet:
    """Return a bar of clicks in the tempo and time signature of a sheet at a tick."""
    metre = sheet.metre_at(tick)
    row = max(0, int(np.searchsorted(sheet.tempos[:, 0], tick, side="right")) - 1)
    return metronome_bar(float(sheet.tempos[row, 1]), metre, ticks_per_quarter=sheet.ticks_per_quarter)


def metronome_bar(qpm: float, metre: tuple[int, int], *, ticks_per_quarter: int = 480) -> Sheet:
    """Return one bar of clicks at a tempo in quarter notes a minute."""
    bar = max(1, ticks_per_quarter * 4 * metre[0] // metre[1])
    whole = Sheet(
        np.zeros(0, NOTE),
        (TrackInfo(NAME, drums=True),),
        ticks_per_quarter=ticks_per_quarter,
        tempos=np.array([[0.0, qpm]]),
        metres=np.array([[0, *metre]], dtype=np.int64),
        end_tick=bar,
    )
    return whole.with_notes(_bar(whole, 0, bar))


def _bar(sheet: Sheet, begin: int, end: int) -> AnyArray:
    onsets: Ints = np.arange(begin, end, sheet.beat_ticks(int(begin)))
    notes = np.zeros(len(onsets), NOTE)
    notes["onset"], notes["end"] = onsets, onsets + max(1, sheet.ticks_per_quarter // 8)
    notes["pitch"], notes["velocity"] = LOW_BLOCK, OTHER_VELOCITY
    notes["pitch"][:1], notes["velocity"][:1] = HIGH_BLOCK, FIRST_VELOCITY
    # a click at the very end must not make the piece longer
    notes["end"] = np.minimum(notes["end"], max(end, begin + 1))
    return notes
