"""Conditions that the network is told of a whole piece while it learns, and which of them are left open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.kinds.music.columns import DURATION, PITCH, SHIFT
from seqgen.kinds.music.facts import KeyFrom, MusicFacts, Told
from seqgen.kinds.music.key_course import key_course
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.bars import Bars
from seqgen.theory.keys import key_name, parse_key

LEFT_OPEN = {"bars": 0.25, "keys": 0.25, "label": 0.25, "qpm": 0.25, "density": 0.7}
ALL_LEFT_OPEN = 0.2
"""Shares of readings of a piece in which one condition, or every one, is left open."""
_NOTHING = Told()
_RELEASE = 4
"""A last note that sounds into another bar by less than a quarter note over this does not reach it."""


def told_of(
    vocabulary: MusicVocabulary, table: Ints, facts: MusicFacts, amount: int = 0, *, open_: Collection[str] = ()
) -> Told:
    """Return all that the network may be told of a whole piece, given its table int64 (rows, 5), which was transposed
    by `amount`, but for the conditions `open_` (fields of `Told`)."""
    told = Told(label=facts.label, qpm=facts.tempos[0].qpm if facts.tempos and vocabulary.is_metric else 0.0)
    told = replace(told, **{name: getattr(_NOTHING, name) for name in open_})
    if not len(table) or not vocabulary.is_metric or {"bars", "keys", "density"} <= set(open_):
        return told
    bars = Bars(vocabulary.grid, vocabulary.metres, facts.metres, 1)
    onset = np.cumsum(np.array(vocabulary.shifts)[table[:, SHIFT]])
    length = np.array(vocabulary.durations)[table[:, DURATION]]
    first = bars.first_full(int(onset[0]))
    last = max(int(onset[-1]), int((onset + length).max()) - max(vocabulary.grid.steps_per_quarter // _RELEASE, 1))
    number = max(int(bars.number_at(np.array([last]))[0]) - first + 1, 1)
    # what stands before the first full bar counts into it
    bar = np.maximum(bars.number_at(onset) - first, 0)
    if "bars" not in open_:
        told = replace(told, bars=number)
    if "density" not in open_:
        told = replace(told, density=density_digits(notes_a_quarter(bars, onset, number), vocabulary.density_edges))
    if "keys" not in open_:
        pitched = table[:, PITCH] < vocabulary.pitched
        classes = (vocabulary.lowest + table[pitched, PITCH]) % 12
        histograms = np.zeros((number, 12))
        np.add.at(histograms, (bar[pitched], classes), length[pitched])
        signature = transposed(facts.key, amount) if facts.key else ""
        told = replace(told, keys=tuple(KeyFrom(at, key) for at, key in key_course(histograms, signature)))
    return told


def notes_a_quarter(bars: Bars, onset: Ints, number: int) -> Floats:
    """Return the notes that begin in each of the first `number` full bars, for each quarter note of its length."""
    at = bars.number_at(onset) - bars.first_full(int(onset[0]))
    begin = int(np.searchsorted(at, 0))
    counts = np.bincount(at[begin:], minlength=number)[:number]
    if len(bars.length) == 1:
        return np.asarray(counts * bars.quarter / bars.length)
    # the length of a bar without notes is that of the bar before
    length = np.zeros(number, np.int64)
    length[at[begin:]] = bars.length_at(onset[begin:])
    known = np.maximum.accumulate(np.where(length > 0, np.arange(number), 0))
    length = np.where(length[known] > 0, length[known], bars.length_at(onset[-1:]))
    return np.asarray(counts * bars.quarter / length)


def density_digits(notes: Floats, edges: Sequence[float]) -> str:
    """Return the class of each bar as a digit of `Told.density`; empty without classes."""
    return "".join(map(str, 1 + np.searchsorted(edges, notes, side="right"))) if edges else ""


def transposed(key: str, semitones: int) -> str:
    tonic, scale = parse_key(key)
    return key_name(tonic + semitones, scale)


def left_open(chance: float) -> tuple[str, ...]:
    """Return the conditions (fields of `Told`) that are left open in one reading, as `chance`, from 0 to 1, decides."""
    # a low chance leaves the form open, too
    if chance < ALL_LEFT_OPEN:
        return tuple(LEFT_OPEN)
    rng = np.random.default_rng(int(chance * (1 << 40)))
    return tuple(each.name for each in fields(Told) if rng.random() < LEFT_OPEN[each.name])
