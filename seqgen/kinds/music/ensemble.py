"""Parts that are drawn beside those asked for, and left out in the end.

A model has learned how a melody goes over chords. Where its corpus has no melody alone, a mask on all other parts makes
it go on from music that it never saw: what should be a chord becomes melody, note upon note; or, where one note is to
sound at once, the melody waits for others that never come.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.kinds.base import Start
from seqgen.kinds.music.casts import share_among
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, SHIFT
from seqgen.kinds.music.facts import MusicFacts, Rest, later
from seqgen.kinds.music.playable import parse_instruments, playable_pitches
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.schema import Table
from seqgen.theory.notes import DRUMS

ALONE = 0.05
"""Parts are drawn alone where at least this share of the pieces has no others."""


def parts_beside(rules: MusicRules, tokenizer: MusicTokenizer, start: Start) -> Bools:
    """Return a mask of the parts that are drawn beside those asked for: bool (parts,), False for none."""
    asked = parse_instruments(rules.instruments, tokenizer)
    if rules.solo:
        asked = in_one_voice(asked & playable_pitches(rules, tokenizer).any(axis=1), rules, tokenizer)
    played = np.isin(np.arange(len(asked)), start.rows[:, INSTRUMENT])
    # a primer of nothing but the parts asked for is gone on from as it is
    known = bool(played.any()) and not (played & ~asked).any()
    parts = [part for part, is_asked in zip(tokenizer.parts, asked, strict=True) if is_asked]
    # older models do not tell what plays together
    alone = known or start.kept is not None or not tokenizer.casts or share_among(tokenizer.casts, parts) >= ALONE
    return np.zeros_like(asked) if alone or not rules.ensemble else ~asked


def in_one_voice(parts: Bools, rules: MusicRules, tokenizer: MusicTokenizer) -> Bools:
    """Return which of `parts` play where one note is to sound at once: the first that strikes no chords, if there is
    one, since a line that jumps from part to part is no voice, and the one note that is left of a chord silences the
    melody for as long as it lasts. Drums do not count."""
    if not (rules.polyphony == 1 and rules.capped and tokenizer.most_struck):
        return parts
    drums = np.array(tokenizer.parts) == DRUMS
    lines = parts & ~drums & (np.array(tokenizer.density.struck[:-1]) == 1)
    return parts & (drums | (np.arange(len(parts)) == lines.argmax())) if lines.any() else parts


def without_parts(
    table: Table, facts: MusicFacts, first: int, parts: Bools, tokenizer: MusicTokenizer
) -> tuple[Table, MusicFacts]:
    """Return a finished take without the rows of `parts` from the row `first` on, and its facts, whose rests are what
    no shift holds of the time between those that stay."""
    keep = ~parts[table[:, INSTRUMENT]]
    keep[:first] = True
    shifts, left = np.array(tokenizer.shifts), np.array(table[keep])
    onset = np.cumsum(shifts[table[:, SHIFT]])[keep]
    left[:, SHIFT] = _shifts_of(np.diff(onset, prepend=0), shifts, _bar(facts, tokenizer))
    placed = np.cumsum(shifts[left[:, SHIFT]])
    missed = np.diff(later(facts.rests, onset) - later(facts.rests, placed), prepend=0)
    rests = tuple(Rest(int(placed[i]), int(missed[i])) for i in np.flatnonzero(missed))
    for rest in rests:
        _cut(left, placed, rest, tokenizer)
    return left, replace(facts, rests=(*facts.rests, *rests))


def _bar(facts: MusicFacts, tokenizer: MusicTokenizer) -> int:
    return tokenizer.bar_steps(facts.metres[-1].signature) if facts.metres else 1


def _shifts_of(gaps: Ints, shifts: Ints, bar: int) -> Ints:
    """Return the shift that stands for each gap: itself, else the next longer one, else the longest that is whole bars
    shorter, else the longest."""
    chosen = np.minimum(np.searchsorted(shifts, gaps), len(shifts) - 1)
    for i in np.flatnonzero(gaps > shifts[-1]).tolist():
        whole = np.flatnonzero(((gaps[i] - shifts) % bar == 0) & (shifts > 0))
        chosen[i] = whole[-1] if len(whole) else len(shifts) - 1
    return chosen


def _cut(table: Table, placed: Ints, rest: Rest, tokenizer: MusicTokenizer) -> None:
    """Cut notes that would be held through a rest."""
    durations = np.array(tokenizer.durations)
    held = np.flatnonzero((placed < rest.step) & (placed + durations[table[:, DURATION]] > rest.step))
    fitting = np.searchsorted(durations, rest.step - placed[held], side="right") - 1
    table[held, DURATION] = np.maximum(fitting, 0)
