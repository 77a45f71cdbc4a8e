"""An excerpt of music as it sounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.excerpts import pickup_bars, starts_of
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.keys import likeliest_keys
from seqgen.theory.notes import DRUMS

PLACES_IN_A_QUARTER = np.array([0, 6, 8, 12, 16, 18, 24])
_BETWEEN_PLACES = (PLACES_IN_A_QUARTER[1:] + PLACES_IN_A_QUARTER[:-1]) / 2


@dataclass(frozen=True, eq=False)
class Played:
    """An excerpt as it sounds.

    `starts`: the steps at which its bars (or seconds) begin, int64 (bars,); `pickup`: 1 where the first bar is a
    pick-up, else 0.
    """

    rows: Rows
    starts: Ints
    end: int
    pickup: int = 0

    @staticmethod
    def of(tokenizer: MusicTokenizer, excerpt: Excerpt) -> Played:
        rows, end = tokenizer.rows(excerpt.table), max(excerpt.facts.end_step, 1)
        clipped = replace(rows, end=np.minimum(rows.end, end))
        starts = starts_of(tokenizer, excerpt.facts, end)
        pickup = min(pickup_bars(tokenizer, excerpt.facts, rows.onset), len(starts))
        return Played(clipped, starts, end, pickup)

    @cached_property
    def pitched(self) -> Rows:
        return self.rows.select(self.rows.part != DRUMS)

    @cached_property
    def bar(self) -> Ints:
        """Return the bar in which each note begins."""
        return np.searchsorted(self.starts, self.rows.onset, side="right") - 1

    @cached_property
    def place(self) -> tuple[Ints, Ints]:
        """Return bar and place in it (6 * quarters + one of six places) of each note, rounded to 16ths and 8th
        triplets. A note just before a bar line is rounded to the line."""
        into = self.rows.onset - self.starts[self.bar]
        nearest = np.searchsorted(_BETWEEN_PLACES, into % 24, side="right")
        step = self.rows.onset - into % 24 + PLACES_IN_A_QUARTER[nearest]
        starts = np.append(self.starts, self.end)
        bar = np.searchsorted(starts, step, side="right") - 1
        into = step - starts[bar]
        return bar, into // 24 * 6 + np.searchsorted(_BETWEEN_PLACES, into % 24, side="right")

    @cached_property
    def key(self) -> tuple[int, int]:
        """Return the likeliest key: tonic, and 1 for minor."""
        tonic, minor = likeliest_keys(self.classes_by(np.zeros(len(self.pitched.onset), np.int64), 1))[0]
        return int(tonic), int(minor)

    def classes_by(self, group: Ints, groups: int) -> Floats:
        """Return the steps for which each pitch class sounds in each group of pitched notes: float64 (groups, 12)."""
        notes = self.pitched
        weights = (notes.end - notes.onset).astype(np.float64)
        total = np.bincount(group * 12 + notes.pitch % 12, weights=weights, minlength=groups * 12)
        return total.astype(np.float64).reshape(groups, 12)


Count = Callable[[Played], Floats]
"""A feature of one excerpt: its share in each bin, float64 (bins,)."""


def repeated_bars(piece: Played, *, pitches: bool) -> float:
    """Return the share of non-empty bars that equal an earlier one in the onsets of each part, and in `pitches`. Onsets
    are rounded to 16ths and 8th triplets. NaN with fewer than two such bars."""
    notes = piece.rows
    columns = [*piece.place, notes.part, *([notes.pitch] if pitches else [])]
    table = np.unique(np.stack(columns, axis=1), axis=0)
    bars = np.split(table[:, 1:], np.flatnonzero(np.diff(table[:, 0])) + 1)
    if len(bars) < 2:
        return float("nan")
    return 1.0 - len({bar.tobytes() for bar in bars}) / len(bars)
