"""Velocity and timing for flat notes: which rows they are, and what the drawn rows make of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from seqgen.arrays import AnyArray, Ints
from seqgen.errors import Sentence, UsageError
from seqgen.formats.sheet import Sheet
from seqgen.kinds.editing import Humanizing
from seqgen.kinds.music.columns import OFFSET, SHIFT, VELOCITY
from seqgen.kinds.music.form_context import form_of_table, has_form
from seqgen.kinds.music.primer_changes import playable
from seqgen.kinds.music.primer_rests import without_rests
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told import told_of
from seqgen.piece import Piece
from seqgen.schema import Table
from seqgen.theory.grid import METRIC, OFFSETS_PER_STEP
from seqgen.theory.notes import DRUMS, Notes

_ABSENT = -1


def humanizing(content: Sheet, piece: Piece, tokenizer: MusicTokenizer) -> Humanizing:
    """Prepare to draw velocity and timing for a sheet, which reads as `piece`. Raises `UsageError` where a model cannot
    do that."""
    whole: Notes = piece.content
    known, _ = playable(whole, tokenizer)
    if not known.any():
        raise UsageError("this model plays none of these instruments, so it has no timing for them")
    names = ("onset", "end", "pitch", "velocity", "part")
    own = replace(whole, **{name: getattr(whole, name)[known] for name in names})
    notes, end_tick, rests = without_rests(own, own.end_tick, tokenizer)
    encoded = tokenizer.encode(replace(piece, content=replace(notes, end_tick=end_tick)))
    table = np.asarray(encoded.table, np.int64)
    facts = replace(encoded.facts, told=told_of(tokenizer, table, encoded.facts), rests=rests)
    if has_form(tokenizer.schema):
        facts = replace(facts, form=str(form_of_table(tokenizer, table, facts.metres)))
    row = _rows_of(notes, table, tokenizer)
    drums = np.array([track.drums for track in content.tracks])[content.notes["track"]]
    at = _nearest(
        *(own.onset, 256 * (own.part == DRUMS) + own.pitch),
        *(content.notes["onset"], 256 * drums + content.notes["pitch"]),
        exact=True,
    )
    flat = _Flat(content, notes.onset, np.where(at == _ABSENT, _ABSENT, row[at]), at, tokenizer)
    left_out = int((flat.row == _ABSENT).sum())
    one = "1 note stays as it is, since this model does not play it"
    many = "{count} notes stay as they are, since this model does not play them"
    remarks = (Sentence(one if left_out == 1 else many, count=left_out),) if left_out else ()
    return Humanizing(table, facts, (VELOCITY, OFFSET), flat.played, remarks)


@dataclass(frozen=True, eq=False)
class _Flat:
    """A sheet and, for each of its notes, the `row` of a table and the place `at` which its onset stands in `onset`
    (ticks, without long rests), int64 (notes,); `_ABSENT` for what the model does not play."""

    sheet: Sheet
    onset: Ints
    row: Ints
    at: Ints
    tokenizer: MusicTokenizer

    def played(self, table: Table, strength: float) -> tuple[Sheet, Ints]:
        """Return the sheet with a share of the velocity and timing of the rows of a table, and what onsets, ends and
        velocities were before, the first two as differences: int64 (notes, 3)."""
        table, tokenizer = np.asarray(table, np.int64), self.tokenizer
        found, sheet = self.row != _ABSENT, self.sheet
        row, notes = self.row[found], self.sheet.notes.copy()
        tick = sheet.ticks_per_quarter / METRIC.steps_per_quarter
        steps = np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])[row]
        late = tokenizer.late(table)[row] / OFFSETS_PER_STEP * tick - (self.onset[self.at[found]] - steps * tick)
        moved = np.zeros(len(notes), np.int64)
        moved[found] = np.round(strength * late).astype(np.int64)
        loud = notes["velocity"].astype(np.float64)
        loud[found] += strength * (np.array(tokenizer.velocities)[table[row, VELOCITY]] - loud[found])
        notes["velocity"] = np.clip(np.round(loud), 1, 127).astype(np.int64)
        onset = _in_order(notes, np.maximum(notes["onset"] + moved, 0))
        notes["end"] += onset - notes["onset"]
        notes["onset"] = onset
        notes = _released(notes)
        order, old = np.lexsort((notes["pitch"], notes["track"], notes["onset"])), sheet.notes
        before = (old["onset"] - notes["onset"], old["end"] - notes["end"], old["velocity"].astype(np.int64))
        return replace(sheet, notes=notes[order]), np.stack(before, axis=1)[order]


def undone(sheet: Sheet, before: Ints) -> Sheet:
    """Return a sheet as it was before `Humanizing.played`. Raises `ValueError` where it has other notes now."""
    if before.shape != (len(sheet.notes), 3):
        raise ValueError("it has other notes now")
    notes = sheet.notes.copy()
    notes["onset"], notes["end"] = notes["onset"] + before[:, 0], notes["end"] + before[:, 1]
    notes["velocity"] = before[:, 2]
    if (notes["onset"] < 0).any() or (notes["end"] <= notes["onset"]).any() or ((before[:, 2] - 1) >> 7).any():
        raise ValueError("its notes were changed")
    return sheet.with_notes(notes)


def _rows_of(notes: Notes, table: Ints, tokenizer: MusicTokenizer) -> Ints:
    """Return the row of each note, int64 (notes,)."""
    part, values = notes.part.astype(np.int64), tokenizer.column_values
    key = values.keys[values.pitch[(part == DRUMS).astype(np.intp), notes.pitch]]
    ticks = tokenizer.ticks(table) * (notes.ticks_per_quarter / METRIC.file_quarter)
    instrument = tokenizer.instruments(part)
    return _nearest(
        ticks, table[:, 1] * 128 + tokenizer.midi_keys(table), notes.onset, instrument.astype(np.int64) * 128 + key
    )


def _nearest(
    onset: AnyArray, key: AnyArray, wanted_onset: AnyArray, wanted_key: AnyArray, *, exact: bool = False
) -> Ints:
    """Return for each wanted onset and key the place of the nearest onset of that key, or the same one (`exact`):
    int64 (wanted,)."""
    answer = np.full(len(wanted_onset), _ABSENT, np.int64)
    for each in np.unique(wanted_key):
        mine = np.flatnonzero(key == each)
        if not len(mine):
            continue
        mine = mine[np.argsort(onset[mine], kind="stable")]
        wanted = np.flatnonzero(wanted_key == each)
        rising, values = onset[mine], wanted_onset[wanted]
        right = np.minimum(np.searchsorted(rising, values), len(rising) - 1)
        left = np.maximum(right - 1, 0)
        near = mine[np.where(np.abs(rising[left] - values) <= np.abs(rising[right] - values), left, right)]
        answer[wanted] = np.where(exact & (onset[near] != values), _ABSENT, near)
    return answer


def _in_order(notes: AnyArray, onset: Ints) -> Ints:
    """Return onsets at which the strokes on each key of a track keep their order, int64 (notes,)."""
    order = np.lexsort((notes["onset"], notes["pitch"], notes["track"]))
    key, onset = notes["track"].astype(np.int64) * 128 + notes["pitch"], onset.copy()
    for before, note in zip(order[:-1].tolist(), order[1:].tolist(), strict=True):
        if key[before] == key[note]:
            onset[note] = max(onset[note], onset[before] + 1)
    return onset


def _released(notes: AnyArray) -> AnyArray:
    """Return notes that end where their key is struck again at the latest."""
    order = np.lexsort((notes["onset"], notes["pitch"], notes["track"]))
    key = notes["track"].astype(np.int64) * 128 + notes["pitch"]
    again = np.flatnonzero(np.diff(key[order]) == 0)
    notes["end"][order[again]] = np.minimum(notes["end"][order[again]], notes["onset"][order[again + 1]])
    return notes
