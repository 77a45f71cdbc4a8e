"""Chords of a sheet: the one that sounds in each bar or half bar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyArray, Floats, Ints
from seqgen.formats.sheet import Sheet
from seqgen.formats.sheet_edits import key_of
from seqgen.theory.chords import chord_names


@dataclass(frozen=True)
class Chord:
    """A chord such as `Bbm7` from tick `begin` to before `end`."""

    begin: int
    end: int
    name: str


def chords(sheet: Sheet) -> list[Chord]:
    """Return the chords of a sheet without its drums, spelled in its key. Bars with an even number of four beats or
    more are read by halves; neighbours that are alike are one, and stretches without a plain chord are left out."""
    drums = np.array([track.drums for track in sheet.tracks], bool)
    notes = sheet.notes[~drums[sheet.notes["track"]]]
    if not len(notes):
        return []
    edges = _edges(sheet)
    weights = np.stack([_sounding(notes[notes["pitch"] % 12 == pitch], edges) for pitch in range(12)], axis=1)
    names = chord_names(weights, _bass(notes, edges), key_of(sheet))
    found: list[Chord] = []
    for begin, end, name in zip(edges[:-1].tolist(), edges[1:].tolist(), names, strict=True):
        if name and found and found[-1].name == name and found[-1].end == begin:
            found[-1] = Chord(found[-1].begin, end, name)
        elif name:
            found.append(Chord(begin, end, name))
    return found


def _edges(sheet: Sheet) -> Ints:
    bars = sheet.bar_lines()
    middles = []
    for begin, end in zip(bars[:-1].tolist(), bars[1:].tolist(), strict=True):
        beats, left = divmod(end - begin, sheet.beat_ticks(begin))
        if not left and beats >= 4 and beats % 2 == 0:
            middles.append((begin + end) // 2)
    return np.sort(np.concatenate([bars, np.array(middles, np.int64)]))


def _sounding(notes: AnyArray, edges: Ints) -> Floats:
    """Return the ticks for which notes sound between edges, float64 (edges - 1,), each counted on its own."""

    def until(ticks: Ints) -> Floats:
        """Return the ticks before each edge that lie behind so many begins or ends."""
        ticks = np.sort(ticks)
        count = np.searchsorted(ticks, edges, side="right")
        total = np.concatenate([[0], np.cumsum(ticks)])
        return np.asarray(count * edges - total[count], np.float64)

    return np.diff(until(notes["onset"]) - until(notes["end"]))


def _bass(notes: AnyArray, edges: Ints) -> Floats:
    """Return 1 at the pitch class of the lowest note that begins in each stretch, float64 (edges - 1, 12)."""
    lowest = np.full(len(edges) - 1, 128, np.int64)
    stretch = np.clip(np.searchsorted(edges, notes["onset"], side="right") - 1, 0, len(lowest) - 1)
    np.minimum.at(lowest, stretch, notes["pitch"].astype(np.int64))
    bass = np.zeros((len(lowest), 12))
    there = lowest < 128
    bass[np.flatnonzero(there), lowest[there] % 12] = 1.0
    return bass
