"""Changes to a primer that a model does not fully know, in words."""

from __future__ import annotations

from collections import Counter

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.kinds.music.columns import INSTRUMENT, SHIFT
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.keys import pitch_name
from seqgen.theory.note_names import program_name
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM, Notes

_MOVED = 3
"""Steps by which an onset has to move to be told."""


def changes(notes: Notes, table: Ints, tokenizer: MusicTokenizer) -> list[str]:
    """Return sentences on notes that were given another instrument, octave or place in time, given the table that the
    tokenizer made of them."""
    before, told = Rows.of_notes(notes, tokenizer.grid), []
    part, key = np.array(tokenizer.parts)[table[:, INSTRUMENT]], tokenizer.midi_keys(table)
    swapped = Counter(zip(before.part[part != before.part].tolist(), part[part != before.part].tolist(), strict=True))
    names = dict(notes.names)
    for old, new in swapped:
        name = names.get(old) or program_name(old // PARTS_PER_PROGRAM)
        told.append(f"{name} plays as {tokenizer.names[tokenizer.parts.index(new)]}")
    drum, moved = before.part == DRUMS, key != before.pitch
    if (moved & ~drum).any():
        low, high = pitch_name(tokenizer.lowest), pitch_name(tokenizer.highest)
        told.append(f"{_notes(int((moved & ~drum).sum()))} moved into the range of this model, {low} to {high}")
    if (moved & drum).any():
        told.append(f"{_notes(int((moved & drum).sum()))} given to another drum, since this model has other ones")
    onset = np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])
    apart = int((np.abs(onset - before.onset) >= _MOVED).sum())
    if apart:
        told.append(f"{_notes(apart)} moved in time, since this model knows no such shift")
    return told


def playable(notes: Notes, tokenizer: MusicTokenizer) -> tuple[Bools, list[str]]:
    """Return a mask of the notes that a model can play, bool (notes,), and a sentence where it leaves some out."""
    drums = bool(tokenizer.drum_keys)
    known = np.where(notes.part == DRUMS, drums, tokenizer.pitched > 0)
    left_out = int((~known).sum())
    if not left_out:
        return known, []
    return known, [f"{_notes(left_out)} left out, since this model plays {'only drums' if drums else 'no drums'}"]


def _notes(number: int) -> str:
    return "1 note was" if number == 1 else f"{number:,} notes were"
