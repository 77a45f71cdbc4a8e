"""The bars of a piece, as rows of its table."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from seqgen.kinds.base import Stretch
from seqgen.kinds.music.columns import SHIFT
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.schema import Table
from seqgen.theory.bars import Bars


def bars_of(vocabulary: MusicVocabulary, table: Table, facts: MusicFacts) -> list[Stretch]:
    """Return the bars in which notes begin, counted from the first full one; none on a grid without bars."""
    rows = np.asarray(table, np.int64)
    if not vocabulary.is_metric or not len(rows):
        return []
    onset = np.cumsum(np.array(vocabulary.shifts)[rows[:, SHIFT]])
    bars = Bars(vocabulary.grid, vocabulary.metres, facts.metres, 1)
    number = bars.number_at(onset) - bars.first_full(int(onset[0]))
    begins = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(rows)]
    names = [f"bar {bar + 1}" if bar >= 0 else "the pick-up" for bar in number[begins[:-1]].tolist()]
    return [Stretch(name, *span) for name, span in zip(names, pairwise(begins), strict=True)]
