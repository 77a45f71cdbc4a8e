"""Clashes: notes a semitone from what another part sounds, and on none of it.

How much of its time a part clashes when it strikes is a property of a corpus: melodies pass through such notes between
the beats, voices hold them over as suspensions. Takes of a network that has not learned enough do it more often, and
what a wrong note leads to is more of them. So a take counts as it grows, and while a part has clashed for longer than
in the corpus, the pitches that would clash lose likelihood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.notes import DRUMS

LEAST = 200
"""Notes struck against another part that tell how much of the time a part clashes."""
UNKNOWN = 1.0
"""Share of a part of which too little is known."""
RAREST = 0.005
"""Share that counts for parts that clash for less of their time."""
_STRENGTH, _MOST = 5.0, 4.0
"""Nats for the logarithm of how many times the corpus' share a take has by now, and the most of them."""
_BEFORE = 96.0
"""Steps of the corpus' own share that a take begins with: a bar of four quarters."""


def clashing(heard: Bools, own: Bools) -> Bools:
    """Return the pitch classes that clash, bool (n, 12), given those that other parts and the part itself sound, bool
    (n, 12) each. A class that both sound clashes with nothing: the chord has it."""
    alone = heard & ~own
    return np.asarray((np.roll(alone, 1, axis=1) | np.roll(alone, -1, axis=1)) & ~heard)


class ClashCount:
    """Steps for which the notes of each part last that are struck while other parts sound, and of those that clash."""

    def __init__(self) -> None:
        self._counts: dict[int, Ints] = {}

    def add(self, rows: Rows) -> None:
        """Add a piece, whose notes are sorted by onset, part and pitch."""
        rows = rows.select(rows.part != DRUMS)
        parts = np.flatnonzero(np.bincount(rows.part))
        if len(parts) < 2:
            return
        sounding = _sounding(rows, np.searchsorted(parts, rows.part), len(parts))
        total, length = sounding.sum(axis=0), rows.end - rows.onset
        for number, part in enumerate(parts.tolist()):
            mine = rows.part == part
            heard = total[mine] > sounding[number, mine]
            wrong = clashing(heard, sounding[number, mine])[np.arange(len(heard)), rows.pitch[mine] % 12]
            together = heard.any(axis=1)
            counts = [together.sum(), length[mine][together].sum(), length[mine][wrong].sum()]
            self._counts[part] = self._counts.get(part, np.zeros(3, np.int64)) + np.array(counts)

    def shares(self, parts: Sequence[int]) -> tuple[float, ...]:
        """Return for which share of that time each of `parts` clashes, `UNKNOWN` where too few notes tell it."""
        return tuple(self._shares(parts))

    def _shares(self, parts: Sequence[int]) -> Iterator[float]:
        for part in parts:
            notes, steps, wrong = self._counts.get(part, np.zeros(3, np.int64)).tolist()
            yield round(wrong / steps, 4) if notes >= LEAST else UNKNOWN


def _sounding(rows: Rows, part: Ints, parts: int) -> Bools:
    """Return which pitch classes each of so many parts sounds when each note of a piece is struck, by the notes in
    front of it: bool (parts, notes, 12). `part`: the number of each note's part, int64 (notes,)."""
    notes = len(part)
    # the first note before which each has begun, and the first before which it has ended
    begun, ended = np.arange(1, notes + 1), np.searchsorted(rows.onset, rows.end)
    column, size = part * (notes + 1) * 12 + rows.pitch % 12, parts * (notes + 1) * 12
    changes = np.bincount(column + begun * 12, minlength=size) - np.bincount(column + ended * 12, minlength=size)
    return np.asarray(np.cumsum(changes.reshape(parts, notes + 1, 12), axis=1)[:, :-1] > 0)


class Clashes:
    """The clashes of growing takes, and what they take from the pitches that would be more of them.

    Args:
        shares: of the time of each part that clashes in the corpus.
        classes: pitch class of each pitched value, int64 (pitched,).
    """

    def __init__(self, shares: Sequence[float], classes: Ints, batch: int) -> None:
        self._shares, self._classes = np.maximum(np.array(shares), RAREST), classes
        # when each pitch class of each part falls silent, and steps struck against another part, and those that clash
        self._ends = np.zeros((batch, len(shares), 12), np.int64)
        self._steps: Floats = np.zeros((batch, len(shares)))
        self._wrong = np.zeros_like(self._steps)

    @staticmethod
    def of(vocabulary: MusicVocabulary, batch: int) -> Clashes | None:
        """Return the clashes of takes, None where the corpus does not tell how many are usual."""
        if min(vocabulary.clashes, default=UNKNOWN) == UNKNOWN:
            return None
        return Clashes(vocabulary.clashes, np.arange(vocabulary.lowest, vocabulary.highest + 1) % 12, batch)

    def nats(self, part: Ints, onset: Ints) -> Floats:
        """Return what to add to the logits of each pitched value, float64 (batch, pitched), for a note of `part` at
        `onset`, int64 (batch,) each."""
        takes, usual = np.arange(len(part)), self._shares[part]
        share = (self._wrong[takes, part] + _BEFORE * usual) / (self._steps[takes, part] + _BEFORE)
        nats = np.clip(_STRENGTH * np.log(share / usual), 0.0, _MOST)
        if not nats.any():
            return np.zeros((len(part), len(self._classes)))
        heard, own = self._sounding(part, onset)
        return np.asarray((clashing(heard, own) * -nats[:, None])[:, self._classes])

    def _sounding(self, part: Ints, onset: Ints) -> tuple[Bools, Bools]:
        """Return the pitch classes that other parts sound, and those of each part itself, bool (batch, 12) each."""
        takes: Ints = np.arange(len(part))
        sounding: Bools = np.asarray(self._ends > onset[:, None, None])
        own: Bools = sounding[takes, part]
        sounding[takes, part] = False
        return np.asarray(sounding.any(axis=1)), own

    def sounded(self, part: Ints, pitch: Ints, onset: Ints, steps: Ints) -> None:
        """Count a note of each take, given part, pitch, onset and length (batch,); drums do not count."""
        heard, mine = self._sounding(part, onset)
        together: Bools = np.asarray(heard.any(axis=1))
        wrong = clashing(heard, mine)
        takes = np.flatnonzero(pitch < len(self._classes))
        own, steps, each = part[takes], steps[takes], self._classes[pitch[takes]]
        self._steps[takes, own] += steps * together[takes]
        self._wrong[takes, own] += steps * wrong[takes, each]
        self._ends[takes, own, each] = np.maximum(self._ends[takes, own, each], onset[takes] + steps)

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        for name in _OF_TAKES:
            setattr(self, name, getattr(self, name)[indices])

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` behind these."""
        for name in _OF_TAKES:
            setattr(self, name, np.concatenate([getattr(each, name) for each in (self, *others)]))


_OF_TAKES = ("_ends", "_steps", "_wrong")
