"""What was asked of a take and is found in its notes."""

from __future__ import annotations

import numpy as np

from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.metre_statistics import is_metre_heard
from seqgen.kinds.music.played import Played
from seqgen.kinds.music.rules import MusicRules, parse_metre
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told import told_of
from seqgen.theory.keys import is_in_key
from seqgen.theory.notes import Metre


def conditions_met(tokenizer: MusicTokenizer, rules: MusicRules, take: Excerpt) -> dict[str, bool]:
    """Return for each condition that was asked for whether a take meets it, measured on its notes.

    - `bars`: it fills so many bars, a pick-up not counted.
    - `metre`: its accents have the period of the metre (`is_metre_heard`).
    - `key`: no other key fits its pitch classes better.
    """
    met = {}
    if rules.bars and tokenizer.is_metric:
        met["bars"] = told_of(tokenizer, take.table, take.facts).bars == rules.bars
    if rules.metre and tokenizer.is_metric:
        metre = Metre(0, *parse_metre(rules.metre))
        met["metre"] = is_metre_heard(tokenizer.rows(take.table), tokenizer.grid, metre)
    if rules.key and tokenizer.pitched:
        piece = Played.of(tokenizer, take)
        classes = piece.classes_by(np.zeros(len(piece.pitched.onset), np.int64), 1)
        met["key"] = bool(is_in_key(classes, rules.key)[0])
    return met
