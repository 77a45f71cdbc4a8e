"""Voices of a batch of growing takes, and where each may not go: no parallel fifths and octaves, no crossing, between
voices of which the corpus has none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.kinds.music.voice_pairs import PERFECT, SILENT, VoicePairs

_ABOVE_ALL = 1 << 10


class VoiceLeading:
    """The pitch of each part at the onset in progress of each take, and at the onset before.

    Args:
        pairs: parts, as numbers of their column, that keep apart.
        parts, pitches: how many there are.
    """

    def __init__(self, pairs: VoicePairs, batch: int, *, parts: int, pitches: int) -> None:
        self._apart, self._above = np.zeros((2, parts, parts), bool)
        for first, second in pairs.apart:
            self._apart[[first, second], [second, first]] = True
        for higher, lower in pairs.ordered:
            self._above[higher, lower] = True
        self._pitches = np.arange(pitches)
        # of each part: its last pitch and when that ends, whether it was struck at this onset, and what sounded before
        self._now, self._before = np.full((2, batch, parts), SILENT)
        self._ends = np.zeros((batch, parts), np.int64)
        self._struck = np.zeros((batch, parts), bool)
        self._onset = np.zeros(batch, np.int64)

    def moved(self, on: Bools, onset: Ints) -> None:
        """Go on to `onset`, int64 (batch,), with the takes `on`, bool (batch,), whose onset is a later one."""
        sounded = np.where(self._ends > self._onset[:, None], self._now, SILENT)
        self._before = np.where(on[:, None], sounded, self._before)
        self._struck = self._struck & ~on[:, None]
        self._onset = np.where(on, onset, self._onset)

    def strike(self, parts: Ints, pitches: Ints) -> None:
        """Strike a note of each take; part and pitch are int64 (batch,)."""
        takes = np.arange(len(parts))
        self._now[takes, parts] = pitches
        self._struck[takes, parts] = True

    def hold(self, parts: Ints, ends: Ints) -> None:
        """Hold the note that each take struck last until `ends`, int64 (batch,)."""
        self._ends[np.arange(len(parts)), parts] = ends

    def crossed(self, parts: Ints) -> Bools:
        """Return the pitches at which a part, int64 (batch,), would stand below one that it stands above in the corpus,
        or the other way round: bool (batch, pitches)."""
        sounding = self._struck | (self._ends > self._onset[:, None])
        ceiling = np.where(sounding & self._above.T[parts], self._now, _ABOVE_ALL).min(axis=1, keepdims=True)
        floor = np.where(sounding & self._above[parts], self._now, SILENT).max(axis=1, keepdims=True)
        return np.asarray((self._pitches > ceiling) | (self._pitches < floor))

    def parallel(self, parts: Ints) -> Bools | None:
        """Return the pitches to which a part, int64 (batch,), would move in parallel with one that has moved at this
        onset: bool (batch, pitches); None for none in all takes."""
        own = self._before[np.arange(len(parts)), parts][:, None]
        interval = np.abs(own - self._before) % 12
        moved = self._struck & (self._now != self._before) & (self._before != SILENT) & (own != SILENT)
        takes, others = np.nonzero(moved & self._apart[parts] & np.isin(interval, PERFECT))
        if not len(takes):
            return None
        again = np.abs(self._pitches - self._now[takes, others][:, None]) % 12 == interval[takes, others][:, None]
        answer = np.zeros((len(parts), len(self._pitches)), bool)
        np.logical_or.at(answer, takes, again & (self._pitches != own[takes]))
        return answer

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        for name in _OF_TAKES:
            setattr(self, name, getattr(self, name)[indices])

    def join(self, others: Sequence[VoiceLeading]) -> None:
        """Go on with the takes of `others` behind these."""
        for name in _OF_TAKES:
            setattr(self, name, np.concatenate([getattr(each, name) for each in (self, *others)]))


_OF_TAKES = ("_now", "_before", "_ends", "_struck", "_onset")
