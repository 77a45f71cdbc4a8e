"""The notes on which pieces close, by their degree in the key.

A close is told by what the parts strike last: the degree of the lowest note and that of the highest. Each counts as the
logarithm of how much likelier it is where pieces of the corpus end than where their other bars do. A network knows the
rhythm of ends after minutes, and their harmony much later.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.kinds.music.columns import SHIFT
from seqgen.kinds.music.facts import MusicFacts, Told
from seqgen.kinds.music.form_context import bars_until
from seqgen.kinds.music.key_course import nearest_mode
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.bars import Bars
from seqgen.theory.keys import parse_key
from seqgen.theory.notes import DRUMS

CLOSE = 96
"""Steps before the last onset from which a part that falls silent still takes part in the last chord: four quarters."""
_FEWEST = 8
"""Ends in keys of one mode that are enough to learn from."""
_PRIOR = 0.5
_EVERY = 3
"""Of so many bars one is looked at; their places in phrases of four and eight take turns so."""
_MAJOR_THIRD = ("major", "mixolydian")


def last_chord(rows: Rows) -> Ints | None:
    """Return the pitches that each part strikes last, of parts that play within `CLOSE` steps of the last onset of all:
    int64 (notes,). None without notes."""
    if not len(rows.onset):
        return None
    parts, number = np.unique(rows.part, return_inverse=True)
    last = np.full(len(parts), -1, np.int64)
    np.maximum.at(last, number, rows.onset)
    ends = np.zeros(len(parts), np.int64)
    np.maximum.at(ends, number, rows.end)
    keep = (rows.onset == last[number]) & (ends[number] > rows.onset.max() - CLOSE)
    return np.asarray(rows.pitch[keep])


def _outer_notes(rows: Rows, until: Ints) -> Ints:
    """Return the lowest and the highest pitch of the `last_chord` of the notes before each of these steps, int64 (2,
    steps); the highest is -1 where there are none. `rows` are sorted by onset, part and pitch."""
    lowest, highest = np.full(len(until), 128), np.full(len(until), -1)
    before = np.searchsorted(rows.onset, until)
    last = rows.onset[before - 1]
    for part in np.flatnonzero(np.bincount(rows.part)):
        mine = rows.part == part
        onset, pitch = rows.onset[mine], rows.pitch[mine]
        at = np.searchsorted(onset, until) - 1
        keep = (at >= 0) & (np.maximum.accumulate(rows.end[mine])[at] > last - CLOSE)
        lowest = np.where(keep, np.minimum(lowest, pitch[np.searchsorted(onset, onset)[at]]), lowest)
        highest = np.where(keep, np.maximum(highest, pitch[at]), highest)
    return np.stack([lowest, highest])


class ClosingCount:
    """Counts of the degrees on which pieces and their other bars end: float64 (2, modes, 2, 12), pieces last, and the
    lowest note before the highest. Degrees are semitones above the tonic; modes with a minor third are the second."""

    def __init__(self) -> None:
        self._counts = np.zeros((2, 2, 2, 12))

    def add(self, rows: Rows, lines: Ints, told: Told) -> None:
        """Add a piece, given the steps at which its full bars begin and what is told of it."""
        rows = rows.select(rows.part != DRUMS)
        if not len(rows.onset):
            return
        last = int(rows.onset[-1])
        bars = np.arange(0, len(lines) - 1, _EVERY)
        bars = bars[lines[bars + 1] <= last]
        until = np.append(lines[bars + 1], last + 1)
        outer = _outer_notes(rows, until).T.tolist()
        for ends, bar, notes in zip([0] * len(bars) + [1], [*bars.tolist(), len(lines)], outer, strict=True):
            key = _key_at(told, bar)
            if key is not None and notes[1] >= 0:
                tonic, mode = key
                for place, pitch in enumerate(notes):
                    self._counts[ends, mode, place, (pitch - tonic) % 12] += 1

    def closings(self) -> tuple[tuple[float, ...], ...]:
        """Return what each degree counts at an end, in nats: 12 for each mode and note, (4, 12); empty where too few
        pieces are known."""
        elsewhere = _shares(self._counts[0] + _PRIOR)
        # what is known of few ends leans on what is known of other bars
        nats = np.log(_shares(self._counts[1] + 12 * _PRIOR * elsewhere) / elsewhere)
        enough = self._counts[1].sum(axis=-1, keepdims=True) >= _FEWEST
        nats = np.where(enough, nats, 0.0).round(3).reshape(4, 12)
        return tuple(map(tuple, nats.tolist())) if nats.any() else ()


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def closing_nats(vocabulary: MusicVocabulary, rows: Rows, told: Told) -> float:
    """Return how much the last notes of a take speak for an end; 0 where its key or the corpus' ends are unknown."""
    chord, key = last_chord(rows.select(rows.part != DRUMS)), _key_at(told, max(told.bars - 1, 0))
    if not vocabulary.closings or chord is None or key is None:
        return 0.0
    tonic, mode = key
    nats: Floats = np.array(vocabulary.closings).reshape(2, 2, 12)
    return float(nats[mode, [0, 1], (np.array([chord.min(), chord.max()]) - tonic) % 12].sum())


def bar_begins(vocabulary: MusicVocabulary, table: Ints, facts: MusicFacts) -> Ints:
    """Return the steps at which the full bars of a piece begin, int64 (bars,), given its table int64 (rows, columns),
    which is not empty."""
    onset = np.cumsum(np.array(vocabulary.shifts)[table[:, SHIFT]])
    first = Bars(vocabulary.grid, vocabulary.metres, facts.metres, 1).first_full(int(onset[0]))
    return bars_until(vocabulary, facts.metres, int(onset[-1]))[first:]


def _key_at(told: Told, bar: int) -> tuple[int, int] | None:
    """Return tonic and mode of a bar, None where they are not known."""
    keys = [each.key for each in told.keys if each.bar <= bar]
    if not keys:
        return None
    return _tonic_and_mode(keys[-1])


@lru_cache(maxsize=256)
def _tonic_and_mode(key: str) -> tuple[int, int] | None:
    tonic, scale = parse_key(key)
    mode = nearest_mode(scale)
    return (tonic, int(mode not in _MAJOR_THIRD)) if mode else None
