"""Edits of sheets, each of which returns a new sheet.

`which` holds indices into `sheet.notes`. Since notes are sorted, an edit may change them, so functions that keep notes
also return their new indices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Ints
from seqgen.errors import UsageError
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.theory.keys import SCALES, estimate_key, key_name, parse_key


@dataclass(frozen=True, eq=False)
class Edited:
    """The sheet after an edit, and the indices of the notes that were edited or added."""

    sheet: Sheet
    which: Ints


def move(sheet: Sheet, which: Ints, *, ticks: int = 0, semitones: int = 0) -> Edited:
    """Move notes in time and pitch, together and as far as all of them can go."""
    own = sheet.notes[which]
    if not len(own):
        return Edited(sheet, which)
    ticks = max(ticks, -int(own["onset"].min()))
    semitones = int(np.clip(semitones, -int(own["pitch"].min()), 127 - int(own["pitch"].max())))
    own["onset"] += ticks
    own["end"] += ticks
    own["pitch"] += semitones
    return _put(sheet, which, own)


def resize(sheet: Sheet, which: Ints, *, ticks: int, shortest: int = 1) -> Edited:
    """Move the ends of notes. None becomes shorter than `shortest` ticks unless it was."""
    own = sheet.notes[which]
    shortest_of = np.minimum(own["end"] - own["onset"], max(1, shortest))
    own["end"] = np.maximum(own["end"] + ticks, own["onset"] + shortest_of)
    return _put(sheet, which, own)


def set_velocity(sheet: Sheet, which: Ints, *, by: int) -> Edited:
    own = sheet.notes[which]
    own["velocity"] = np.clip(own["velocity"] + by, 1, 127)
    return _put(sheet, which, own)


def set_velocities(sheet: Sheet, which: Ints, velocities: AnyArray) -> Edited:
    """Give each of the notes a velocity of its own, clipped to 1 to 127: (notes,)."""
    own = sheet.notes[which]
    own["velocity"] = np.clip(np.rint(velocities), 1, 127)
    return _put(sheet, which, own)


def on_track(sheet: Sheet, which: Ints, track: int) -> Edited:
    """Give notes to another track."""
    own = sheet.notes[which]
    own["track"] = track
    return _put(sheet, which, own)


def add(sheet: Sheet, *, onset: int, end: int, pitch: int, velocity: int = 90, track: int = 0) -> Edited:
    note = np.array([(max(0, onset), max(onset + 1, end), pitch, velocity, track)], dtype=NOTE)
    return _place(sheet, np.concatenate([sheet.notes, note]), np.arange(len(sheet.notes), len(sheet.notes) + 1))


def merge(sheet: Sheet, notes: AnyArray) -> Edited:
    """Add notes (of dtype `NOTE`). One that stood at the same onset, key and track as a new one is replaced by it."""
    keep = ~np.isin(_places(sheet.notes), _places(notes))
    kept = sheet.notes[keep]
    return _place(sheet, np.concatenate([kept, notes]), np.arange(len(kept), len(kept) + len(notes)))


def delete(sheet: Sheet, which: Ints) -> Edited:
    return Edited(sheet.with_notes(np.delete(sheet.notes, which)), np.zeros(0, np.int64))


def quantise(sheet: Sheet, which: Ints, *, grid: int, ends: bool = False) -> Edited:
    """Move onsets to the nearest multiple of `grid` ticks. With `ends`, quantise lengths too, to at least one step."""
    own = sheet.notes[which]
    length = own["end"] - own["onset"]
    own["onset"] = _nearest(own["onset"], grid)
    own["end"] = own["onset"] + (np.maximum(_nearest(length, grid), grid) if ends else length)
    return _put(sheet, which, own)


def move_in_key(sheet: Sheet, which: Ints, *, steps: int) -> Edited:
    """Move notes by steps of the sheet's key, or of the key they seem to be in; drums stay. A note outside of the key
    keeps its distance to the degree below it. Nothing moves if a note would leave the MIDI range."""
    own = sheet.notes[which]
    pitched = ~np.array([track.drums for track in sheet.tracks], bool)[own["track"]]
    tonic, degrees = _degrees(key_of(sheet))
    octave, within = np.divmod(own["pitch"].astype(np.int64) - tonic, 12)
    degree = np.searchsorted(degrees, within, side="right") - 1
    more, moved = np.divmod(degree + steps, len(degrees))
    pitch = tonic + 12 * (octave + more) + degrees[moved] + within - degrees[degree]
    pitch = np.where(pitched, pitch, own["pitch"])
    if ((pitch < 0) | (pitch > 127)).any():
        return Edited(sheet, which)
    own["pitch"] = pitch
    return _put(sheet, which, own)


def key_of(sheet: Sheet) -> str:
    """Return the key that the sheet names, or the one that its notes seem to be in; empty if there are none."""
    if sheet.key:
        return sheet.key
    notes = sheet.notes[~np.array([track.drums for track in sheet.tracks], bool)[sheet.notes["track"]]]
    return estimate_key(notes["pitch"], notes["end"] - notes["onset"])


def _degrees(key: str) -> tuple[int, Ints]:
    """Return tonic and degrees (semitones above it) of a key; those of C major where there is none."""
    try:
        tonic, scale = parse_key(key)
    except UsageError:
        tonic, scale = 0, "major"
    return tonic, np.array(SCALES["natural minor" if scale == "minor" else scale], np.int64)


def transpose(sheet: Sheet, semitones: int) -> Sheet:
    """Transpose the sheet and its key, without drums. Notes that would leave the MIDI range are folded by octaves."""
    notes = sheet.notes.copy()
    drums = np.array([track.drums for track in sheet.tracks], bool)
    pitched = ~drums[notes["track"]]
    pitch = notes["pitch"].astype(np.int64) + np.where(pitched, semitones, 0)
    pitch = np.where(pitch < 0, pitch % 12, np.where(pitch > 127, 116 + (pitch - 116) % 12, pitch))
    notes["pitch"] = pitch
    return replace(sheet, key=_moved_key(sheet.key, semitones)).with_notes(notes)


def at_resolution(sheet: Sheet, ticks_per_quarter: int) -> Sheet:
    if sheet.ticks_per_quarter == ticks_per_quarter:
        return sheet
    factor = ticks_per_quarter / sheet.ticks_per_quarter
    notes, tempos, metres = sheet.notes.copy(), sheet.tempos.copy(), sheet.metres.copy()
    notes["onset"] = np.rint(notes["onset"] * factor)
    notes["end"] = np.maximum(np.rint(notes["end"] * factor), notes["onset"] + 1)
    tempos[:, 0] = np.rint(tempos[:, 0] * factor)
    metres[:, 0] = np.rint(metres[:, 0] * factor)
    end = round(sheet.end_tick * factor)
    return replace(sheet, notes=notes, tempos=tempos, metres=metres, ticks_per_quarter=ticks_per_quarter, end_tick=end)


def shift(sheet: Sheet, ticks: int) -> Sheet:
    notes = sheet.notes.copy()
    notes["onset"] += ticks
    notes["end"] += ticks
    return replace(sheet, notes=notes, end_tick=sheet.end_tick + ticks)


def on_tracks(sheet: Sheet, tracks: Sequence[TrackInfo]) -> Sheet:
    """Return the sheet with its notes on other tracks: those of the same program and name, else of the same program,
    else the first, drums always on drums where there are any."""

    notes = sheet.notes.copy()
    notes["track"] = np.array([nearest_track(own, tracks) for own in sheet.tracks] or [0])[notes["track"]]
    return replace(sheet, tracks=tuple(tracks)).with_notes(notes)


def nearest_track(own: TrackInfo, tracks: Sequence[TrackInfo]) -> int:
    """Return the number of the track that is most like `own`, as in `on_tracks`."""

    def likeness(i: int) -> tuple[bool, bool, bool, int]:
        drums = tracks[i].drums == own.drums
        program = drums and tracks[i].program == own.program
        return program and tracks[i].name == own.name, program, drums, -i

    return max(range(len(tracks)), key=likeness)


def without_silent_tracks(sheet: Sheet) -> Sheet:
    """Return the sheet without the tracks that have no notes, as its file is read."""
    used = np.unique(sheet.notes["track"])
    notes = sheet.notes.copy()
    notes["track"] = np.searchsorted(used, notes["track"])
    return replace(sheet, tracks=tuple(sheet.tracks[number] for number in used.tolist()), notes=notes)


def alone(sheet: Sheet, track: int) -> Sheet:
    """Return one track, audible, in a sheet of the same length, tempo and metre."""
    notes = sheet.notes[sheet.notes["track"] == track].copy()
    notes["track"] = 0
    return replace(sheet, tracks=(replace(sheet.tracks[track], muted=False, solo=False),), notes=notes)


def cut(sheet: Sheet, begin: int, end: int) -> Sheet:
    """Return the notes that begin in ticks `begin` to `end` as a sheet that begins with them."""
    notes = sheet.notes[(sheet.notes["onset"] >= begin) & (sheet.notes["onset"] < end)].copy()
    notes["end"] = notes["end"].clip(max=end) - begin
    notes["onset"] -= begin
    metres, tempos = (_cut_changes(changes, begin, end) for changes in (sheet.metres, sheet.tempos))
    return replace(sheet, notes=notes, metres=metres, tempos=tempos, end_tick=end - begin)


def _cut_changes(changes: AnyArray, begin: int, end: int) -> AnyArray:
    """Return the metres or tempos of ticks `begin` to `end`, the first being the one in force at `begin`."""
    first = max(0, int((changes[:, 0] <= begin).sum()) - 1)
    own: AnyArray = changes[first:][changes[first:, 0] < max(end, begin + 1)].copy()
    own[:, 0] = (own[:, 0] - begin).clip(min=0)
    return own


def in_ticks(sheet: Sheet, begin: int, end: int) -> Ints:
    return np.flatnonzero((sheet.notes["onset"] >= begin) & (sheet.notes["onset"] < end)).astype(np.int64)


def of_tracks(sheet: Sheet, tracks: Sequence[int] | Ints) -> Ints:
    return np.flatnonzero(np.isin(sheet.notes["track"], tracks)).astype(np.int64)


def of_pitches(sheet: Sheet, pitches: Sequence[int] | Ints) -> Ints:
    return np.flatnonzero(np.isin(sheet.notes["pitch"], pitches)).astype(np.int64)


def differing(before: Sheet, after: Sheet) -> Ints:
    """Return the indices of notes in `after` that are not in `before`, as after an edit or its undo."""
    return np.flatnonzero(~np.isin(_marks(after.notes), _marks(before.notes))).astype(np.int64)


def _places(notes: AnyArray) -> Ints:
    """Return a number for each onset, key and track."""
    places: Ints = (notes["onset"] * 128 + notes["pitch"]) * 32768 + notes["track"]
    return places


def _marks(notes: AnyArray) -> npt.NDArray[np.uint64]:
    marks = np.zeros(len(notes), np.uint64)
    for name in NOTE.names or ():
        marks = (marks ^ notes[name].astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        marks ^= marks >> np.uint64(29)
    return marks


def _nearest(ticks: AnyArray, grid: int) -> AnyArray:
    return (ticks + grid // 2) // grid * grid


def _moved_key(key: str, semitones: int) -> str:
    if not key:
        return key
    try:
        tonic, scale = parse_key(key)
    except UsageError:
        return key
    return key_name(tonic + semitones, scale)


def _put(sheet: Sheet, which: Ints, own: AnyArray) -> Edited:
    notes = sheet.notes.copy()
    notes[which] = own
    return _place(sheet, notes, which)


def _place(sheet: Sheet, notes: AnyArray, which: Ints) -> Edited:
    order = np.lexsort((notes["pitch"], notes["track"], notes["onset"]))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return Edited(replace(sheet, notes=notes[order]), np.sort(place[which]))
