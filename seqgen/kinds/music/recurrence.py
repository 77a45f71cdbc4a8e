"""Bars that come back for longer than in the corpus: a take that repeats one to eight bars over and over leaves off.

For each lag of one to eight bars the corpus says for how many bars in a row its pieces have the notes of those as many
bars earlier. A bar that would go on for longer does not begin with the note with which that earlier one began.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Ints
from seqgen.kinds.music.columns import INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.form import SAME, parse_form
from seqgen.kinds.music.form_context import bars_until
from seqgen.kinds.music.vocabulary import MOST_RETURN_LAG, MusicVocabulary
from seqgen.schema import Schema
from seqgen.theory.notes import Metre

UNKNOWN_MOST = 16
"""Bars in a row for models that do not tell those of their corpus."""
USUAL = 0.99
"""Share of pieces whose longest runs keep to the bound. Of the folk tunes of Nottingham, 0.7% have a passage of up to
eight bars for more than 24."""

Note = tuple[int, int, int]
"""Place in the bar, part and pitch."""


class BarsPlayed:
    """The bars of one piece as far as it is written: which earlier ones each equals, and for how long.

    `runs`: for each lag from one bar on, how many of the last bars in a row have the notes of the one so many earlier.
    """

    def __init__(self) -> None:
        self.number = -1
        self.runs = [0] * MOST_RETURN_LAG
        self._notes: list[Note] = []
        self._first: list[Note | None] = []
        self._kinds: list[int] = []
        self._known: dict[frozenset[Note], int] = {}

    def copy(self) -> BarsPlayed:
        other = BarsPlayed()
        other.number, other.runs, other._notes = self.number, self.runs.copy(), self._notes.copy()
        other._first, other._kinds, other._known = self._first.copy(), self._kinds.copy(), self._known.copy()
        return other

    def go_to(self, bar: int) -> None:
        """Go on to the bar with a number, which is that of the note before or a later one."""
        while self.number < bar:
            if self.number >= 0:
                self._close()
            self.number += 1

    def play(self, note: Note) -> None:
        self._notes.append(note)

    @property
    def begins(self) -> bool:
        """Return whether the bar in progress has no note yet."""
        return not self._notes

    def _close(self) -> None:
        notes = frozenset(self._notes)
        kind = self._known.setdefault(notes, len(self._known)) if notes else -1
        self._kinds.append(kind)
        self._first.append(self._notes[0] if self._notes else None)
        self._notes = []
        for lag in range(1, MOST_RETURN_LAG + 1):
            same = kind >= 0 and self.number >= lag and self._kinds[-1 - lag] == kind
            self.runs[lag - 1] = self.runs[lag - 1] + 1 if same else 0

    def again(self, most: Sequence[int]) -> list[Note]:
        """Return the notes with which the bar in progress would begin to come back once more, where bars have come back
        `most` times in a row by now, for each lag."""
        lags = [lag for lag in range(1, MOST_RETURN_LAG + 1) if self.runs[lag - 1] >= most[lag - 1]]
        firsts = [self._first[self.number - lag] for lag in lags]
        return [first for first in firsts if first is not None]


def without_loops(forms: Sequence[str], most: Sequence[int]) -> tuple[str, ...]:
    """Return the forms, each behind its metre, in which no bars come back for longer than `most` bars in a row for each
    lag."""
    most = tuple(most) or (UNKNOWN_MOST,) * MOST_RETURN_LAG
    return tuple(text for text in forms if all(run <= bound for run, bound in zip(_runs(text), most, strict=True)))


@lru_cache(maxsize=1024)
def _runs(text: str) -> tuple[int, ...]:
    """Return for how many bars in a row at most a form behind its metre has those of each lag earlier."""
    form = parse_form(text.partition(" ")[2])
    kinds = list(range(len(form)))
    for bar, (kind, lag) in enumerate(zip(form.kinds, form.lags, strict=True)):
        if kind == SAME:
            kinds[bar] = kinds[bar - lag]
    longest = []
    for lag in range(1, MOST_RETURN_LAG + 1):
        run = most = 0
        for now, then in zip(kinds[lag:], kinds, strict=False):
            run = run + 1 if now == then else 0
            most = max(most, run)
        longest.append(most)
    return tuple(longest)


class Recurrence:
    """The bars of growing takes, and the pitches with which a bar must not begin, by `most` bars in a row for each
    lag."""

    def __init__(self, most: Sequence[int], batch: int) -> None:
        self._most = tuple(most) or (UNKNOWN_MOST,) * MOST_RETURN_LAG
        self._played = [BarsPlayed() for _ in range(batch)]

    def moved(self, bars: Ints) -> None:
        """Go on to the bar of each take, int64 (batch,)."""
        for own, bar in zip(self._played, bars.tolist(), strict=True):
            own.go_to(bar)

    def play(self, places: Ints, parts: Ints, pitches: Ints) -> None:
        """Add a note of each take, each int64 (batch,)."""
        notes = zip(places.tolist(), parts.tolist(), pitches.tolist(), strict=True)
        for own, note in zip(self._played, notes, strict=True):
            own.play(note)

    def forbidden(self, places: Ints, parts: Ints, pitches: int) -> Bools | None:
        """Return the pitches that the notes in progress must not have, bool (batch, pitches), given place and part of
        each; None for none."""
        found = [
            (take, pitch)
            for take, own in enumerate(self._played)
            if own.begins and max(own.runs)
            for place, part, pitch in own.again(self._most)
            if (place, part) == (places[take], parts[take])
        ]
        if not found:
            return None
        mask = np.zeros((len(self._played), pitches), bool)
        mask[tuple(np.array(found).T)] = True
        return mask

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        self._played = [self._played[i].copy() for i in indices]

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` behind these."""
        self._played = [own for each in (self, *others) for own in each._played]


class RecurrenceCount:
    """The longest runs of bars of pieces that equal those one to eight bars earlier."""

    def __init__(self) -> None:
        self._runs: list[list[int]] = []

    def add(self, vocabulary: MusicVocabulary, table: Ints, metres: Sequence[Metre]) -> None:
        """Add a piece, given its table int64 (rows, columns), which is not empty."""
        onset = np.cumsum(np.array(vocabulary.shifts)[table[:, SHIFT]])
        lines = bars_until(vocabulary, metres, int(onset[-1]))
        bar = np.searchsorted(lines, onset, side="right") - 1
        notes = (onset - lines[bar]) << 32 | table[:, INSTRUMENT] << 16 | table[:, PITCH]
        order = np.lexsort((notes, bar))
        bar, notes = bar[order], notes[order]
        fresh = np.append(True, (notes[1:] != notes[:-1]) | (bar[1:] != bar[:-1]))
        notes = notes[fresh]
        edges = np.searchsorted(bar[fresh], np.arange(bar[-1] + 2)).tolist()
        known: dict[bytes, int] = {}
        kinds = [known.setdefault(notes[begin:end].tobytes(), len(known)) for begin, end in pairwise(edges)]
        # a bar without notes is none that comes back
        self._runs.append(_longest_runs(np.where(np.diff(edges) > 0, kinds, -1)))

    def most(self) -> tuple[int, ...]:
        """Return how many bars in a row come back at most, for each lag; empty without pieces."""
        if not self._runs:
            return ()
        bounds = np.quantile(np.array(self._runs), USUAL, axis=0, method="higher")
        return tuple(max(int(bound), 1) for bound in bounds)


def _longest_runs(kinds: Ints) -> list[int]:
    """Return for how many bars in a row at most bars have the kind of those of each lag earlier, given the kind of each
    bar, int64 (bars,), negative where it equals none."""
    lags = np.arange(1, MOST_RETURN_LAG + 1)[:, None]
    bars = np.arange(len(kinds))
    same = (kinds >= 0) & (bars >= lags) & (kinds[np.maximum(bars - lags, 0)] == kinds)
    broken = np.maximum.accumulate(np.where(same, -1, bars), axis=1)
    longest: list[int] = (bars - broken).max(axis=1).tolist()
    return longest


def knows_bars(schema: Schema) -> bool:
    """Return whether the walk tells the place of a note in its bar."""
    return any(field.name == "place" for field in schema.fields)
