"""Loops: takes whose last bar leads into their first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Ints
from seqgen.kinds.base import Constraints, Walk
from seqgen.kinds.music.kept import Kept, KeptConstraints
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.walk import MusicWalk

MOST_AGAIN = 8
"""Notes of the first bar that come again behind the last."""


class LoopConstraints(KeptConstraints):
    """Masks under which the first notes of a take, those of its first `bars` steps, come again at the step of `ends`,
    int64 (batch,) each. They do not belong to the take; under particles their likelihood tells how well the loop
    closes."""

    def __init__(self, ends: Ints, bars: Ints, tokenizer: MusicTokenizer, others: Constraints) -> None:
        columns, batch = len(tokenizer.schema.sizes), len(ends)
        nothing = Kept(np.zeros((0, columns), np.int64), np.zeros(0, np.int64), 0, 0)
        super().__init__(nothing, tokenizer, others, batch)
        self._last, self._end, self._bar = False, ends, bars
        never = self._onset[:, :1]
        self._onset = np.repeat(never, MOST_AGAIN + 1, axis=1)
        self._rows = np.zeros((batch, MOST_AGAIN + 1, columns), np.int64)
        # notes so far that will come again
        self._known = np.zeros(batch, np.int64)

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        assert isinstance(walk, MusicWalk)
        if column == len(self._sizes) - 1:
            first = np.flatnonzero((walk.onset < np.minimum(self._bar, self._end)) & (self._known < MOST_AGAIN))
            self._onset, self._rows = self._onset.copy(), self._rows.copy()
            self._onset[first, self._known[first]] = (walk.onset + self._end)[first]
            self._rows[first, self._known[first]] = walk.row[first]
            self._known = self._known + np.isin(np.arange(len(values)), first)
        super().chose(column, values, walk)

    def take(self, indices: Ints) -> None:
        super().take(indices)
        self._known, self._bar = self._known[indices], self._bar[indices]

    def join(self, others: Sequence[Self]) -> None:
        super().join(others)
        self._known = np.concatenate([self._known, *(other._known for other in others)])
        self._bar = np.concatenate([self._bar, *(other._bar for other in others)])
