"""Bar lags: the notes one, four and eight bars earlier in the same piece, or two and sixteen, too.

Tunes and songs go in phrases of four and eight bars, and come back to them with changes that no literal pointer
(`seqgen.kinds.music.match_model`) survives. So the network reads the notes at the same place of a bar some bars ago:
the shift to the next onset, the pitches that began and their durations. They are computed twice: for whole tables, and
row by row for a batch of growing ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Ints, Ints32
from seqgen.kinds.music.columns import DURATION, LAGS, PITCH
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.schema import Schema

WORTH_TELLING = 0.18
"""Bar lags are given where at least this share of the notes comes back; elsewhere they only help to overfit.

Held-out nats an event lost or gained by them after 800 to 2,000 updates: Bach's chorales in 16ths (share 0.15) +2.8%,
other chorales (0.29) +0.7%, pop songs (0.21) -1.7%, drum grooves (0.25) -5%, folk tunes (0.43) -8%."""
MORE_WORTH_TELLING = 0.35
"""Two and sixteen bars are among them from this share on: measured on folk tunes alone (0.43), -1.3%."""

_NEVER = np.iinfo(np.int64).max
_BEFORE = -(1 << 40)


class LagCount:
    """Counts of notes whose pitch began at the same place some bars earlier, added piece by piece."""

    def __init__(self) -> None:
        self._hits, self._asked = np.zeros(len(LAGS)), np.zeros(len(LAGS))

    def add(self, onset: Ints, pitch: Ints, bar: Ints, *, apart: Ints | int = 0) -> None:
        """Add pieces: sorted onset (steps), pitch and the length of the bar at each onset (steps), int64 (notes,);
        `apart`, the number of steps by which the notes of each lie behind those of the others."""
        then = onset - np.array(LAGS)[:, None] * bar
        there = np.sort((onset + apart) * 128 + pitch)
        wanted = (then + apart) * 128 + pitch
        found = (
            there[np.minimum(np.searchsorted(there, wanted), len(there) - 1)] == wanted if len(there) else wanted > 0
        )
        # what would lie before the first note of the piece is not found
        self._hits += found.sum(axis=1)
        self._asked += (then >= 0).sum(axis=1)

    @property
    def share(self) -> float:
        """The mean over `LAGS` of the share that came back; 0 where no piece is long enough."""
        return float(np.mean(self._hits / self._asked)) if self._asked.all() else 0.0


def lag_context(vocabulary: MusicVocabulary, table: Ints, onset: Ints, bar: Ints, sets: Bools) -> dict[str, Ints]:
    """Fill the set fields of a whole table, and return the index fields by name, each int64 (rows + 1,). `onset`: int64
    (rows,) in steps; `bar`: int64 (rows + 1,) the length of a bar at the onset before each row."""
    rows, schema = len(table), vocabulary.schema
    every = np.arange(rows + 1)
    before = np.concatenate([[0], onset])
    now = np.append(onset, before[-1:])
    struck = every - np.searchsorted(onset, before)
    index = {}
    for lag in vocabulary.lags:
        then = before - lag * bar
        first, behind = np.searchsorted(onset, then), np.searchsorted(onset, then, side="right")
        following = np.where(behind < every, np.append(onset, _NEVER)[behind], _NEVER)
        index[f"lag_{lag}_shift"] = _shift(vocabulary, then, behind - first - struck, following)
        then = now - lag * bar
        first, behind = np.searchsorted(onset, then), np.searchsorted(onset, then, side="right")
        # for each row all those that began then, one behind the other
        count = behind - first
        here = np.repeat(every, count)
        source = table[np.arange(len(here)) + np.repeat(first - np.cumsum(count) + count, count)]
        for column, name in ((PITCH, "pitch"), (DURATION, "duration")):
            sets[here, schema.set_place(f"lag_{lag}_{name}").start + source[:, column]] = True
    return index


def _shift(vocabulary: MusicVocabulary, then: Ints, together: Ints, following: Ints) -> Ints:
    """Return 1 + the shift of the earlier passage at the step `then`, 0 where none is known. The shift is none while
    more notes are `together` there than have been struck now, else it leads to the onset `following`."""
    shifts = np.array(vocabulary.shifts)
    known = (then >= 0) & ((together > 0) | (following < _NEVER))
    steps = np.where((together > 0) | ~known, 0, following - np.where(known, then, 0))
    return np.where(known, np.minimum(np.searchsorted(shifts, steps), len(shifts) - 1) + 1, 0)


class BarLags:
    """`lag_context` for a batch of growing tables."""

    def __init__(self, vocabulary: MusicVocabulary, schema: Schema, batch: int) -> None:
        self._vocabulary, lags = vocabulary, vocabulary.lags
        self._durations = len(vocabulary.durations)
        self._places = {
            column: np.array([schema.set_place(f"lag_{lag}_{column}").start for lag in lags])
            for column in ("pitch", "duration")
        }
        self._index = [[field.name for field in schema.index_fields].index(f"lag_{lag}_shift") for lag in lags]
        self._sets = [schema.set_place(f"lag_{lag}_{column}") for lag in lags for column in ("pitch", "duration")]
        # rows so far; all have as many until they are joined
        self._rows = np.zeros(batch, np.int64)
        # onset, pitch, duration of each; onsets before all time stand behind the last
        self._past = np.full((3, batch, 64), _BEFORE)
        self._lags = np.zeros((batch, len(lags)), np.int64)

    @property
    def _longest(self) -> int:
        return int(self._rows.max(initial=0))

    def finished(self, onset: Ints, row: Ints) -> None:
        """Remember a row of each take, int64 (batch, columns), at `onset` (batch,)."""
        if self._longest == self._past.shape[2]:
            self._past = np.concatenate([self._past, np.full_like(self._past, _BEFORE)], axis=2)
        self._past[:, np.arange(len(onset)), self._rows] = onset, row[:, PITCH], row[:, DURATION]
        self._rows = self._rows + 1

    def before_row(self, onset: Ints, bar: Ints, index: Ints32) -> None:
        """Enter what is certain before a row begins, given the onset before it and its bar's length, each (batch,)."""
        self._lags = bar[:, None] * np.array(self._vocabulary.lags)
        onsets = self._past[0, :, None, : self._longest]
        then = onset[:, None] - self._lags
        struck = (onsets == onset[:, None, None]).sum(axis=2)
        together = (onsets == then[:, :, None]).sum(axis=2) - struck
        following = np.where(onsets > then[:, :, None], onsets, _NEVER).min(axis=2, initial=_NEVER)
        index[:, self._index] = _shift(self._vocabulary, then, together, following)

    def moved(self, onset: Ints, sets: Bools) -> None:
        """Enter what is certain once the row's onset (batch,) is."""
        for place in self._sets:
            sets[:, place] = False
        then = onset[:, None] - self._lags
        take, lag, row = np.nonzero(self._past[0, :, None, : self._longest] == then[:, :, None])
        for number, column in enumerate(("pitch", "duration"), start=1):
            sets[take, self._places[column][lag] + self._past[number, take, row]] = True

    def take(self, indices: Ints) -> None:
        self._past, self._lags, self._rows = self._past[:, indices], self._lags[indices], self._rows[indices]

    def join(self, others: Sequence[Self]) -> None:
        every = (self, *others)
        most = max(each._past.shape[2] for each in every)
        room = [((0, 0), (0, 0), (0, most - each._past.shape[2])) for each in every]
        past = [np.pad(each._past, pad, constant_values=_BEFORE) for each, pad in zip(every, room, strict=True)]
        self._past = np.concatenate(past, axis=1)
        self._lags = np.concatenate([each._lags for each in every])
        self._rows = np.concatenate([each._rows for each in every])
