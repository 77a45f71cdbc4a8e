"""What the network is told of a whole piece while it learns, and which of it is left open."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.music.columns import DURATION, SHIFT
from seqgen.kinds.music.facts import MusicFacts, Told
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.bars import Bars

LEFT_OPEN, ALL_LEFT_OPEN = 0.25, 0.15
"""Shares of readings of a piece in which one condition, or every one, is left open."""
_RELEASE = 4
"""A last note that sounds into another bar by less than a quarter note over this does not reach it."""


def told_of(vocabulary: MusicVocabulary, table: Ints, facts: MusicFacts) -> Told:
    """Return all that the network may be told of a whole piece, given its table int64 (rows, 5)."""
    if not len(table) or not vocabulary.is_metric:
        return Told()
    bars = Bars(vocabulary.grid, vocabulary.metres, facts.metres, 1)
    onset = np.cumsum(np.array(vocabulary.shifts)[table[:, SHIFT]])
    end = int((onset + np.array(vocabulary.durations)[table[:, DURATION]]).max())
    last = max(int(onset[-1]), end - max(vocabulary.grid.steps_per_quarter // _RELEASE, 1))
    number = bars.number_at(np.array([last]))[0] - bars.first_full(int(onset[0]))
    return Told(bars=max(int(number) + 1, 1))


def left_open(told: Told, chance: float) -> Told:
    """Return what is told in one reading, as `chance`, from 0 to 1, decides: each condition may be left open."""
    nothing = Told()
    # a low chance leaves the form open, too
    if chance < ALL_LEFT_OPEN:
        return nothing
    rng = np.random.default_rng(int(chance * (1 << 40)))
    return replace(
        told, **{each.name: getattr(nothing, each.name) for each in fields(told) if rng.random() < LEFT_OPEN}
    )
