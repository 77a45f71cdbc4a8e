"""Clips: notes copied from a sheet, to be pasted at another place or into another sheet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyArray, Ints
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet, TrackInfo
from seqgen.formats.sheet_edits import Edited


@dataclass(frozen=True, eq=False)
class Clip:
    """Copied notes (of dtype `NOTE`), whose onsets count from the clip's begin, and the `ticks` that it takes up."""

    notes: AnyArray
    ticks: int
    ticks_per_quarter: int
    tracks: tuple[TrackInfo, ...]


def span_of(sheet: Sheet, which: Ints, *, grid: int = 1) -> tuple[int, int]:
    """Return begin and end of notes, in ticks and widened to lines of a grid; both 0 if there are none."""
    own = sheet.notes[which]
    if not len(own):
        return 0, 0
    begin = int(own["onset"].min()) // grid * grid
    return begin, max(begin + grid, -(-int(own["end"].max()) // grid) * grid)


def copy(sheet: Sheet, which: Ints, *, begin: int, end: int) -> Clip:
    """Copy notes with the stretch of time from `begin` to `end`, such as whole bars or their `span_of`."""
    notes = sheet.notes[which].copy()
    notes["onset"] -= begin
    notes["end"] -= begin
    return Clip(notes, end - begin, sheet.ticks_per_quarter, sheet.tracks)


def paste(sheet: Sheet, clip: Clip, *, at: int, track: int | None = None) -> Edited:
    """Add the notes of a clip from tick `at` on, those of one part to `track` if it is given, else each to the track
    that is most like its own."""
    notes, factor = clip.notes.copy(), sheet.ticks_per_quarter / clip.ticks_per_quarter
    onset, end = np.rint(notes["onset"] * factor), np.rint(notes["end"] * factor)
    notes["onset"] = np.maximum(onset + at, 0)
    notes["end"] = np.maximum(end + at, notes["onset"] + 1)
    parts = np.unique(notes["track"])
    if track is not None and len(parts) == 1:
        notes["track"] = track
    else:
        places = [_place(own, number, sheet.tracks) for number, own in enumerate(clip.tracks)]
        notes["track"] = np.array(places or [0])[notes["track"]]
    return sheet_edits.merge(sheet, notes)


def duplicate(sheet: Sheet, which: Ints, *, begin: int, end: int) -> Edited:
    """Add notes once more, behind the stretch from `begin` to `end`."""
    return paste(sheet, copy(sheet, which, begin=begin, end=end), at=end)


def _place(own: TrackInfo, number: int, tracks: tuple[TrackInfo, ...]) -> int:
    same = number < len(tracks) and (tracks[number].name, tracks[number].program, tracks[number].drums) == (
        own.name, own.program, own.drums
    )  # fmt: skip
    # two parts may be alike, such as two voices of a choir
    return number if same else sheet_edits.nearest_track(own, tracks)
