"""What was asked of a take and is found in its notes."""

from __future__ import annotations

import numpy as np

from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.played import Played
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told import told_of
from seqgen.theory.keys import is_in_key


def conditions_met(tokenizer: MusicTokenizer, rules: MusicRules, take: Excerpt) -> dict[str, bool]:
    """Return for each condition that was asked for whether a take meets it, measured on its notes.

    - `bars`: it fills so many bars, a pick-up not counted.
    - `key`: no other key fits its pitch classes better.
    """
    met = {}
    if rules.bars and tokenizer.is_metric:
        met["bars"] = told_of(tokenizer, take.table, take.facts).bars == rules.bars
    if rules.key and tokenizer.pitched:
        piece = Played.of(tokenizer, take)
        classes = piece.classes_by(np.zeros(len(piece.pitched.onset), np.int64), 1)
        met["key"] = bool(is_in_key(classes, rules.key)[0])
    return met
