"""Notes that sound and are struck in a batch of growing takes, and how many more may be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.kinds.music.density import Density

UNBOUNDED = 1 << 30


class Sounding:
    """Notes at the onset in progress of each take, as bounds on notes at once need them.

    `struck` bool (batch, parts, pitches) are the keys struck at that onset; `free_from` int64 (batch, parts) is when
    each part may sound a note more by the density, `all_from` (batch,) when all parts together may, `voice_from`
    (batch,) when the polyphony lets one more sound. Drums are always free.

    Args:
        playable: pitches that each part may play, bool (parts, pitches).
        drums: parts that are drums, which strike but do not sound, bool (parts,).
        density: bounds on notes struck and sounding; None for none.
        polyphony: a bound on all notes that sound; 0 for none.
        uncounted: parts that it does not count, bool (parts,).
    """

    def __init__(
        self,
        playable: Bools,
        drums: Bools,
        batch: int,
        density: Density | None,
        polyphony: int = 0,
        uncounted: Bools | None = None,
    ) -> None:
        self._playable, self._drums = playable, drums
        parts = len(playable)
        none = (UNBOUNDED,) * (parts + 1)
        self._most_struck = np.array(density.struck if density else none)
        bounds = np.array(density.sounding if density else none)
        self._most_sounding = np.where(drums, UNBOUNDED, bounds[:parts])
        self._several = sorted({int(bound) for bound in self._most_sounding if 1 < bound < playable.shape[1]})
        # what the parts may sound one by one needs no count of all
        self._in_all = int(bounds[parts]) if bounds[parts] < self._most_sounding[~drums].sum() else UNBOUNDED
        self._polyphony, self._uncounted = polyphony or UNBOUNDED, drums if uncounted is None else uncounted
        self._keys = playable.sum(axis=1)
        self.struck = np.zeros((batch, *playable.shape), bool)
        self._left = np.tile(self._keys, (batch, 1))
        self._struck_by, self._struck_in_all = np.zeros((batch, parts), np.int64), np.zeros(batch, np.int64)
        # when each key of each part falls silent, in steps
        self._silent = np.zeros((batch, *playable.shape), np.int64)
        self.free_from, self._part_from = (np.zeros((batch, parts), np.int64) for _ in range(2))
        self.all_from, self.voice_from = np.zeros(batch, np.int64), np.zeros(batch, np.int64)

    def room(self) -> Bools:
        """Return the parts that have a key left to strike at this onset: bool (batch, parts)."""
        return self._left > 0

    def free(self, onset: Ints, *, in_all: bool = True) -> Bools:
        """Return the parts that may strike at `onset` (batch,) by the density, with that of all parts unless not
        `in_all`: bool (batch, parts)."""
        answer = self._struck_by < self._most_struck[:-1]
        answer &= (self.free_from if in_all else self._part_from) <= onset[:, None]
        answer &= (self._struck_in_all < self._most_struck[-1])[:, None]
        return answer

    def moved(self, on: Bools) -> None:
        """Go on to a later onset with the takes `on`, bool (batch,)."""
        self.struck[on] = False
        self._left[on] = self._keys
        self._struck_by[on] = 0
        self._struck_in_all[on] = 0

    def strike(self, parts: Ints, pitches: Ints) -> None:
        """Strike a key of each take; part and pitch are int64 (batch,)."""
        takes = np.arange(len(parts))
        self._left[takes, parts] -= self._playable[parts, pitches] & ~self.struck[takes, parts, pitches]
        self.struck[takes, parts, pitches] = True
        self._struck_by[takes, parts] += 1
        self._struck_in_all += 1

    def hold(self, parts: Ints, pitches: Ints, ends: Ints) -> None:
        """Hold the key that each take struck last until `ends`, int64 (batch,)."""
        takes = np.arange(len(parts))
        self._silent[takes, parts, pitches] = ends
        bounds = self._most_sounding[parts]
        single = takes[bounds == 1]
        self._part_from[single, parts[single]] = self._silent[single, parts[single]].max(axis=1, initial=0)
        for bound in self._several:
            mine = takes[bounds == bound]
            self._part_from[mine, parts[mine]] = _free_from(self._silent[mine, parts[mine]], bound)
        self.free_from = self._part_from
        if min(self._in_all, self._polyphony) < UNBOUNDED:
            pitched = self._silent[:, ~self._drums].reshape(len(parts), -1)
            self.all_from = _free_from(pitched, self._in_all)
            counted = self._silent[:, ~self._uncounted].reshape(len(parts), -1)
            self.voice_from = _free_from(counted, self._polyphony)
            self.free_from = np.where(self._drums, 0, np.maximum(self._part_from, self.all_from[:, None]))

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        for name in _OF_TAKES:
            setattr(self, name, getattr(self, name)[indices])

    def join(self, others: Sequence[Sounding]) -> None:
        """Go on with the takes of `others` behind these."""
        for name in _OF_TAKES:
            setattr(self, name, np.concatenate([getattr(each, name) for each in (self, *others)]))


_OF_TAKES = (
    *("struck", "_left", "_struck_by", "_struck_in_all", "_silent"),
    *("free_from", "_part_from", "all_from", "voice_from"),
)


def _free_from(silent: Ints, most: int) -> Ints:
    """Return when fewer than `most` of notes that end at `silent` (takes, notes) still sound: int64 (takes,)."""
    notes = silent.shape[1]
    if most >= notes:
        return np.zeros(len(silent), np.int64)
    return np.asarray(np.partition(silent, notes - most, axis=1)[:, notes - most])
