"""What is certain about a note before it is chosen: the metre, its place in the bar, which pitches sound.

Two ways to the same facts, held equal by a property test: a whole table at once for training, and row by row for
sampling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqgen.piece import Facts, Metre
from seqgen.schema import ContextTable

if TYPE_CHECKING:
    from seqgen.tokenizers.music import MusicTokenizer

_BLOCK = 1 << 14


class Bars:
    """The bar lines of one piece: which metre holds at a step, and how far into its bar the step lies."""

    def __init__(self, tokenizer: MusicTokenizer, facts: Facts, places: int) -> None:
        metres = facts.metres or (Metre(0, *tokenizer.metres[0]),)
        self.start = np.array([metre.step for metre in metres], dtype=np.int64)
        self.length = np.array(
            [tokenizer.bar_steps((metre.numerator, metre.denominator)) for metre in metres], dtype=np.int64
        )
        self.known = np.array([_known_metre(tokenizer, metre) for metre in metres], dtype=np.int32)
        self.places = places

    def at(self, step: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Metre (position in the tokenizer's list) and place in the bar (steps) at each of `step`."""
        i = np.maximum(np.searchsorted(self.start, step, side="right") - 1, 0)
        place = np.mod(step - self.start[i], self.length[i])
        return self.known[i], np.minimum(place, self.places - 1).astype(np.int32)


def _known_metre(tokenizer: MusicTokenizer, metre: Metre) -> int:
    wanted = (metre.numerator, metre.denominator)
    if wanted in tokenizer.metres:
        return tokenizer.metres.index(wanted)
    length = tokenizer.bar_steps(wanted)
    return min(range(len(tokenizer.metres)), key=lambda i: abs(tokenizer.bar_steps(tokenizer.metres[i]) - length))


def context_of_rows(tokenizer: MusicTokenizer, table: npt.NDArray[np.int64], facts: Facts) -> ContextTable:
    """The context of a whole table int (rows, 5): see `seqgen.schema.ContextTable`."""
    rows, schema = len(table), tokenizer.schema
    onset = np.cumsum(np.array(tokenizer.shifts)[table[:, 0]])
    index = np.zeros((rows + 1, len(schema.index_fields)), np.int32)
    if schema.index_fields:
        bars = Bars(tokenizer, facts, schema.index_fields[1].size)
        metre, place = bars.at(onset)
        # a metre is known before the row, so it is the one at the onset before
        index[0, 0] = bars.at(np.zeros(1, np.int64))[0][0]
        index[1:, 0] = metre
        index[:-1, 1] = place
    end = onset + np.array(tokenizer.durations)[table[:, 3]]
    return ContextTable(index, _sounding(onset, end, table[:, 2], tokenizer.pitched))


def _sounding(
    onset: npt.NDArray[np.int64], end: npt.NDArray[np.int64], pitch: npt.NDArray[np.int64], pitched: int
) -> npt.NDArray[np.bool_]:
    """Which pitches, begun by rows before, still sound at each onset: bool (rows + 1, pitched)."""
    sounding = np.zeros((len(onset) + 1, pitched), bool)
    if not pitched:
        return sounding
    latest = np.zeros(pitched, np.int64)
    for start in range(0, len(onset), _BLOCK):
        stop = min(start + _BLOCK, len(onset))
        ends = np.zeros((stop - start + 1, pitched), np.int64)
        ends[0] = latest
        struck = np.flatnonzero(pitch[start:stop] < pitched)
        ends[struck + 1, pitch[start + struck]] = end[start + struck]
        np.maximum.accumulate(ends, axis=0, out=ends)
        sounding[start:stop] = ends[:-1] > onset[start:stop, None]
        latest = ends[-1]
    return sounding


class MusicWalk:
    """The context of a batch of growing tables: see `seqgen.tokenizers.base.Walk`.

    `onset` int64 (batch,) is where the row in progress falls, once its shift is chosen, in steps; `row` int64 (batch,
    columns) what it holds so far; `ends` int64 (batch, pitches) when each pitch last struck falls silent.
    """

    def __init__(self, tokenizer: MusicTokenizer, facts: Sequence[Facts]) -> None:
        schema, batch = tokenizer.schema, len(facts)
        self._shifts = np.array(tokenizer.shifts)
        self._durations = np.array(tokenizer.durations)
        self._pitched = tokenizer.pitched
        self._last_column = len(schema.columns) - 1
        places = schema.index_fields[1].size if schema.index_fields else 0
        self.bars = [Bars(tokenizer, each, places) for each in facts] if places else []
        self.index = np.zeros((batch, len(schema.index_fields)), np.int32)
        self.sets = np.zeros((batch, schema.set_width), bool)
        self.onset = np.zeros(batch, np.int64)
        self.ends = np.zeros((batch, self._pitched), np.int64)
        self.row = np.zeros((batch, len(schema.columns)), np.int64)
        self._set_metres()

    def chose(self, column: int, values: npt.NDArray[np.int64]) -> None:
        self.row[:, column] = values
        if column == 0:
            self.onset = self.onset + self._shifts[values]
            for i, bars in enumerate(self.bars):
                self.index[i, 1] = bars.at(self.onset[i : i + 1])[1][0]
            np.greater(self.ends, self.onset[:, None], out=self.sets)
        if column == self._last_column:
            pitch = self.row[:, 2]
            struck = np.flatnonzero(pitch < self._pitched)
            if len(struck):
                end = self.onset[struck] + self._durations[self.row[struck, 3]]
                self.ends[struck, pitch[struck]] = np.maximum(self.ends[struck, pitch[struck]], end)
            self._set_metres()

    def keep(self, takes: npt.NDArray[np.bool_]) -> None:
        self.bars = [bars for bars, wanted in zip(self.bars, takes, strict=False) if wanted]
        self.index, self.sets, self.onset = self.index[takes], self.sets[takes], self.onset[takes]
        self.ends, self.row = self.ends[takes], self.row[takes]

    def _set_metres(self) -> None:
        for i, bars in enumerate(self.bars):
            self.index[i, 0] = bars.at(self.onset[i : i + 1])[0][0]
