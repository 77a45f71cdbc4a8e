"""Sheets under a model of music: as pieces and tables, bars that are written anew, surprise note by note."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqgen.arrays import AnyArray, Floats, Ints
from seqgen.errors import SeqgenError
from seqgen.formats import sheet_edits
from seqgen.formats.midi import midi_bytes, read_midi
from seqgen.formats.score_notes import notes_of_score
from seqgen.formats.sheet import Sheet
from seqgen.kinds.music.tokenizer import INSTRUMENT, SHIFT, MusicTokenizer
from seqgen.piece import Facts, Piece
from seqgen.schema import Table

KEPT_BARS = 2
"""A variation begins behind so many bars."""


# -- sheets, pieces and tables -----------------------------------------------------------------------------------------


def piece_of(sheet: Sheet) -> Piece:
    """Return a sheet as a piece, read as its MIDI file would be. Raises `SeqgenError` where it has no notes."""
    if not len(sheet.notes):
        raise SeqgenError("there are no notes to go on from")
    return Piece(notes_of_score(read_midi(midi_bytes(sheet.to_score()), "the sheet").score))


def sheet_of(tokenizer: MusicTokenizer, table: Table, facts: Facts) -> Sheet:
    """Return the notes of a table as a sheet that ends where its facts say."""
    end = facts.end_step * tokenizer.grid.file_ticks
    return replace(Sheet.from_score(tokenizer.decode(table, facts), end_tick=end), key=facts.key)


def bits_of_notes(tokenizer: MusicTokenizer, table: Ints, sheet: Sheet, bits: Floats) -> Floats:
    """Return the bits of the rows of `table` as bits of the notes of `sheet`, in its order.

    Rows and notes are matched by pitch and onset. Where the tokenizer moved or left out notes, each takes the nearest
    row of its pitch, and 0 where there is none.
    """
    ticks = tokenizer.grid.file_ticks * (sheet.ticks_per_quarter / tokenizer.grid.file_quarter)
    onset = _onsets(tokenizer, table) * ticks
    key, notes = tokenizer.midi_keys(table), sheet.notes
    if len(notes) == len(table):
        by_row = np.lexsort((_parts(tokenizer, table), key, onset))
        by_note = np.lexsort((notes["track"], notes["pitch"], notes["onset"]))
        if (key[by_row] == notes["pitch"][by_note]).all():
            result = np.empty(len(notes))
            result[by_note] = bits[by_row]
            return result
    result = np.zeros(len(notes))
    for pitch in np.unique(notes["pitch"]):
        rows, mine = np.flatnonzero(key == pitch), np.flatnonzero(notes["pitch"] == pitch)
        if len(rows):
            rows = rows[np.argsort(onset[rows], kind="stable")]
            result[mine] = bits[rows[_nearest(onset[rows], notes["onset"][mine])]]
    return result


def notes_of_rows(tokenizer: MusicTokenizer, table: Ints, sheet: Sheet) -> Ints:
    """Return the position in `sheet`, which `table` was decoded to, of the note of each row."""
    part, notes = _parts(tokenizer, table), sheet.notes
    track = np.searchsorted(np.unique(part), part)
    # a sheet is sorted by onset, track and pitch, and no two of its notes have all three alike
    place = (notes["onset"] * len(sheet.tracks) + notes["track"]) * 128 + notes["pitch"]
    onset = _onsets(tokenizer, table) * tokenizer.grid.file_ticks
    return np.searchsorted(place, (onset * len(sheet.tracks) + track) * 128 + tokenizer.midi_keys(table))


def spread(tokenizer: MusicTokenizer, table: Ints, end: int) -> Floats:
    """Return the ticks where rows begin and the last ends, float64 (rows + 1,), for a piece that ends at tick `end`.

    Rows struck together share the time until what is struck next.
    """
    onset = _onsets(tokenizer, table) * tokenizer.grid.file_ticks
    starts, group, count = np.unique(onset, return_inverse=True, return_counts=True)
    length = np.diff(np.append(starts, max(end, int(starts[-1]) + 1)))
    number = np.arange(len(onset)) - np.searchsorted(onset, onset)
    begins = starts[group] + length[group] * number / count[group]
    return np.append(begins, starts[-1] + length[-1]).astype(np.float64)


def _onsets(tokenizer: MusicTokenizer, table: Ints) -> Ints:
    """The onset of each row in steps."""
    return np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])


def _parts(tokenizer: MusicTokenizer, table: Ints) -> Ints:
    return np.array(tokenizer.parts)[table[:, INSTRUMENT]]


def _nearest(rising: AnyArray, values: AnyArray) -> Ints:
    """The position in `rising` that is nearest to each of `values`, the later one where two are."""
    at = np.searchsorted(rising, values)
    left, right = np.maximum(at - 1, 0), np.minimum(at, len(rising) - 1)
    return np.where(np.abs(rising[left] - values) < np.abs(rising[right] - values), left, right)


# -- bars that are written anew ----------------------------------------------------------------------------------------


def before(sheet: Sheet, tick: int) -> Sheet | None:
    """Return what stands before a tick, notes that reach over it cut; None where nothing does."""
    notes = sheet.notes[sheet.notes["onset"] < tick]
    notes["end"] = np.minimum(notes["end"], tick)
    return replace(sheet, notes=notes, end_tick=tick) if len(notes) else None


def bars_between(sheet: Sheet, begin: int, end: int) -> int:
    """Return the number of bars that begin in the ticks `begin` to `end`, at least 1."""
    lines = sheet.bar_lines()
    return int(((lines >= begin) & (lines < end)).sum()) or 1


def splice(sheet: Sheet, new: Sheet, begin: int, end: int) -> Sheet:
    """Return `sheet` with the ticks `begin` to `end` from `new`, in the resolution and on the tracks of `sheet`.

    `new` begins with what stands before `begin`, or at `begin` where nothing does. Raises `SeqgenError` where no note
    is left.
    """
    new = sheet_edits.at_resolution(new, sheet.ticks_per_quarter)
    if before(sheet, begin) is None:
        new = sheet_edits.shift(new, begin)
    result = sheet_edits.splice(sheet, sheet_edits.on_tracks(new, sheet.tracks), begin=begin, end=end)
    if not len(result.notes):
        raise SeqgenError("the model wrote nothing there; try again or raise the temperature")
    return result


def variation_begin(sheet: Sheet) -> int:
    """Return the tick where a variation of a sheet begins: behind its first bars, 0 for a shorter sheet."""
    lines = sheet.bar_lines()
    begin = int(lines[min(KEPT_BARS, len(lines) - 1)])
    return begin if begin < sheet.end_tick else 0
