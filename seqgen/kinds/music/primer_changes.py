"""Changes to a primer that a model does not fully know, in words."""

from __future__ import annotations

from collections import Counter

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.errors import Sentence
from seqgen.kinds.music.columns import INSTRUMENT, SHIFT
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.general_midi import program_name
from seqgen.theory.keys import pitch_name
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM, Notes

_MOVED = 3
"""Steps by which an onset has to move to be told."""


def changes(notes: Notes, table: Ints, tokenizer: MusicTokenizer) -> list[Sentence]:
    """Return sentences on notes that were given another instrument, octave or place in time, given the table that the
    tokenizer made of them."""
    before, told = tokenizer.placed(notes), list[Sentence]()
    part, key = np.array(tokenizer.parts)[table[:, INSTRUMENT]], tokenizer.midi_keys(table)
    swapped = Counter(zip(before.part[part != before.part].tolist(), part[part != before.part].tolist(), strict=True))
    names = dict(notes.names)
    for old, new in swapped:
        name = names.get(old) or program_name(old // PARTS_PER_PROGRAM)
        told.append(Sentence("{old} plays as {new}", old=name, new=tokenizer.names[tokenizer.parts.index(new)]))
    drum, moved = before.part == DRUMS, key != before.pitch
    if (moved & ~drum).any():
        low, high = pitch_name(tokenizer.lowest), pitch_name(tokenizer.highest)
        count = int((moved & ~drum).sum())
        one = "1 note was moved into the range of this model, {low} to {high}"
        many = "{count} notes were moved into the range of this model, {low} to {high}"
        told.append(Sentence(one if count == 1 else many, count=count, low=low, high=high))
    if (moved & drum).any():
        count = int((moved & drum).sum())
        one = "1 note was given to another drum, since this model has other ones"
        many = "{count} notes were given to another drum, since this model has other ones"
        told.append(Sentence(one if count == 1 else many, count=count))
    onset = np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])
    apart = int((np.abs(onset - before.onset) >= _MOVED).sum())
    if apart:
        one = "1 note was moved in time, since this model knows no such shift"
        many = "{count} notes were moved in time, since this model knows no such shift"
        told.append(Sentence(one if apart == 1 else many, count=apart))
    return told


def playable(notes: Notes, tokenizer: MusicTokenizer) -> tuple[Bools, list[Sentence]]:
    """Return a mask of the notes that a model can play, bool (notes,), and a sentence where it leaves some out."""
    drums = bool(tokenizer.drum_keys)
    known = np.where(notes.part == DRUMS, drums, tokenizer.pitched > 0)
    left_out = int((~known).sum())
    if not left_out:
        return known, []
    if drums:
        one = "1 note was left out, since this model plays only drums"
        many = "{count} notes were left out, since this model plays only drums"
    else:
        one = "1 note was left out, since this model plays no drums"
        many = "{count} notes were left out, since this model plays no drums"
    return known, [Sentence(one if left_out == 1 else many, count=left_out)]
