"""Steering of takes by rules that forbid most of what the model would write: a grid, a range.

A mask alone leaves the mass of what is forbidden to all that is not: on a coarse grid nearly all of it goes to the
shift 0, and notes pile up at one onset. Here the model draws as if it were free, and what it drew is settled: an onset
moves to the nearest one on the grid, a pitch to the same note in another octave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Ints
from seqgen.kinds.base import Walk
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.constraints import MusicConstraints, where_any
from seqgen.kinds.music.kit import Drum
from seqgen.kinds.music.playable import playable_pitches
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.walk import MusicWalk
from seqgen.theory.bars import Bars

_FAR = 1 << 40


class SteeredConstraints(MusicConstraints):
    """Masks on what may be drawn under `MusicRules`, and the values that stand for what was drawn."""

    def __init__(
        self,
        rules: MusicRules,
        tokenizer: MusicTokenizer,
        batch: int,
        *,
        begin_step: int = 0,
        end_step: Ints | None = None,
        lines: Sequence[Ints] = (),
        pick_ups: Sequence[Bars] = (),
        beside: Bools | None = None,
        kits: Sequence[Sequence[Drum]] = (),
    ) -> None:
        others: Any = {"lines": lines, "pick_ups": pick_ups, "beside": beside, "kits": kits}
        super().__init__(rules, tokenizer, batch, begin_step=begin_step, end_step=end_step, **others)
        self._tuned = playable_pitches(replace(rules, ranges=""), tokenizer)
        self._settled = _settled_pitches(self._pitches)
        # the onset at which the model itself would be; rounding to the grid never adds up
        self._wanted = np.zeros(batch, np.int64)
        self._allowed = np.zeros((batch, 0), bool)

    # -- masks on what is drawn ----------------------------------------------------------------------------------------

    def mask(self, column: int, walk: Walk) -> Bools | None:
        assert isinstance(walk, MusicWalk)
        if column == SHIFT:
            self._allowed = self._onsets(walk)
            drawn = np.ones((len(self._allowed), self._allowed.shape[1] + 1), bool)
            drawn[:, :-1] = self._allowed.any(axis=1, keepdims=True)
            drawn[:, :-1] &= (self._shifts > 0) | self._allowed[:, self._shifts == 0].any(axis=1, keepdims=True)
            return drawn
        if column == INSTRUMENT:
            mask = self._instrument_mask(walk)
            return mask if self._capped else where_any(mask & self._notes.free(walk.onset, in_all=False), mask)
        if column == PITCH:
            part = walk.row[:, INSTRUMENT]
            free = np.take_along_axis(self._pitch_mask(walk), self._settled[part], axis=1)
            return where_any(free & self._tuned[part], free)
        return None

    def _onsets(self, walk: MusicWalk) -> Bools:
        """Return the shifts whose onsets the rules and the density of the corpus allow: bool (batch, shifts)."""
        allowed = self._shift_mask(walk)[:, :-1]
        if self._capped:
            return allowed
        # takes of that time waited for the density of all parts alone
        room = self._instruments & self._notes.room()
        together = (room & self._notes.free(walk.onset, in_all=False)).any(axis=1, keepdims=True)
        sparse = where_any(allowed & ((self._shifts > 0) | together), allowed)
        if (self._drums & self._instruments).any():
            return sparse
        return where_any(sparse & (walk.onset[:, None] + self._shifts >= self._notes.all_from[:, None]), sparse)

    # -- what stands for what was drawn --------------------------------------------------------------------------------

    def settle(self, column: int, values: Ints, walk: Walk) -> Ints:
        assert isinstance(walk, MusicWalk)
        if column == SHIFT:
            drawn = np.minimum(values, len(self._shifts) - 1)
            self._wanted = self._wanted + self._shifts[drawn]
            settled = _nearest(self._wanted - walk.onset, self._shifts, self._allowed)
            return np.where(values < len(self._shifts), settled, values)
        if column == PITCH:
            return np.asarray(self._settled[walk.row[:, INSTRUMENT], values])
        if column == DURATION:
            return _nearest(self._durations[values], self._durations, self._duration_mask(walk))
        return values

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        super().chose(column, values, walk)
        assert isinstance(walk, MusicWalk)
        if column == SHIFT:
            near = np.abs(self._wanted - walk.onset) <= (int(self._grid.length) // 2 if self._grid else 0)
            self._wanted = np.where(near, self._wanted, walk.onset)

    def take(self, indices: Ints) -> None:
        super().take(indices)
        self._wanted, self._allowed = self._wanted[indices], self._allowed[indices]

    def join(self, others: Sequence[Self]) -> None:
        super().join(others)
        self._wanted = np.concatenate([self._wanted, *(other._wanted for other in others)])
        self._allowed = np.concatenate([self._allowed, *(other._allowed for other in others)])


def _nearest(wanted: Ints, lengths: Ints, allowed: Bools) -> Ints:
    """Return the allowed value whose length is nearest to each of `wanted` (batch,), the longer one of two."""
    distance = 2 * np.abs(lengths - wanted[:, None]) - (lengths > wanted[:, None])
    return np.asarray(np.where(allowed, distance, _FAR).argmin(axis=1), np.int64)


def _settled_pitches(playable: Bools) -> Ints:
    """Return the playable pitch that stands for each pitch of each part, int64 (parts, pitches): itself, else the same
    note in the nearest octave, else the nearest note."""
    pitches = np.arange(playable.shape[1])
    interval = np.abs(pitches[:, None] - pitches)
    within_octave = np.minimum(interval % 12, -interval % 12)
    farness = np.where(interval == 0, -1, within_octave * 1000 + interval)
    return np.stack([np.where(mask, farness, _FAR).argmin(axis=1) for mask in playable])
