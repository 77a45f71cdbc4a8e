"""Strays: notes outside the scale of the key that is told.

How much of its time a corpus sounds such notes is a property of it: chorales borrow a dominant for a chord, blues live
on them. Takes of a network that has not learned enough drift into a neighbouring key on one of them, and stay there. So
a take counts as it grows, and while it has strayed for longer than the corpus does in keys of that mode, pitches
outside the scale lose likelihood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.kinds.music.facts import Told
from seqgen.kinds.music.key_course import MODES, nearest_mode
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.keys import SCALES, parse_key
from seqgen.theory.notes import DRUMS

LEAST = 200
"""Notes in keys of one mode that tell how much of the time they stray."""
UNKNOWN = 1.0
"""Share of a mode of which too little is known."""
RAREST = 0.005
"""Share that counts for corpora that stray for less of their time."""
_STRENGTH, _MOST = 5.0, 4.0
"""Nats for the logarithm of how many times the corpus' share a take has by now, and the most of them."""
_BEFORE = 96.0
"""Steps of the corpus' own share that a take begins with: a bar of four quarters."""


def _outside() -> Bools:
    """Return which pitch classes lie outside the scale of each key: bool (modes, tonics, 12)."""
    outside = np.ones((len(MODES), 12, 12), bool)
    for mode, name in enumerate(MODES):
        for tonic in range(12):
            outside[mode, tonic, (tonic + np.array(SCALES[name])) % 12] = False
    return outside


_OUTSIDE = _outside()


class StrayCount:
    """Steps for which the notes of each mode last, of those that stray, and how many notes there are."""

    def __init__(self) -> None:
        self._counts: Ints = np.zeros((len(MODES), 3), np.int64)

    def add(self, rows: Rows, lines: Ints, told: Told) -> None:
        """Add a piece, given the steps at which its full bars begin and what is told of it."""
        rows = rows.select(rows.part != DRUMS)
        bar = np.searchsorted(lines, rows.onset, side="right") - 1
        length = rows.end - rows.onset
        for number, each in enumerate(told.keys):
            until = told.keys[number + 1].bar if number + 1 < len(told.keys) else len(lines) + 1
            tonic, scale = parse_key(each.key)
            mode = nearest_mode(scale)
            # what stands before the first full bar counts into it
            here = (np.maximum(bar, 0) >= each.bar) & (np.maximum(bar, 0) < until)
            if mode:
                number_of_mode = MODES.index(mode)
                strays = _OUTSIDE[number_of_mode, tonic, rows.pitch % 12] & here
                self._counts[number_of_mode] += (length[here].sum(), length[strays].sum(), here.sum())

    def shares(self) -> tuple[float, ...]:
        """Return for which share of the time notes stray in keys of each of `MODES`, `UNKNOWN` where too few notes
        tell it."""
        return tuple(self._shares())

    def _shares(self) -> Iterator[float]:
        for steps, strays, notes in self._counts.tolist():
            yield round(strays / steps, 4) if notes >= LEAST else UNKNOWN


class Strays:
    """The strays of growing takes, and what they take from the pitches that would be more of them.

    Args:
        shares: of the time for which notes stray in each of `MODES`.
        classes: pitch class of each pitched value, int64 (pitched,).
    """

    def __init__(self, shares: Sequence[float], classes: Ints, batch: int) -> None:
        self._shares, self._classes = np.maximum(np.array(shares), RAREST), classes
        # steps of all notes, those that are usual of them outside the scale, and those that are there
        self._steps: Floats = np.zeros((batch, 3))

    @staticmethod
    def of(vocabulary: MusicVocabulary, batch: int) -> Strays | None:
        """Return the strays of takes, None where the corpus does not tell how many are usual."""
        if min(vocabulary.strays, default=UNKNOWN) == UNKNOWN:
            return None
        return Strays(vocabulary.strays, np.arange(vocabulary.lowest, vocabulary.highest + 1) % 12, batch)

    def nats(self, tonic: Ints, mode: Ints) -> Floats:
        """Return what to add to the logits of each pitched value, float64 (batch, pitched), for notes in the key with
        this tonic and the number of its mode, int64 (batch,) each; a negative one is unknown."""
        usual = self._shares[mode]
        expected = self._steps[:, 1] + _BEFORE * usual
        nats = np.clip(_STRENGTH * np.log((self._steps[:, 2] + _BEFORE * usual) / expected), 0.0, _MOST)
        nats = np.where((tonic >= 0) & (mode >= 0), nats, 0.0)
        if not nats.any():
            return np.zeros((len(tonic), len(self._classes)))
        return np.asarray((_OUTSIDE[mode, tonic] * -nats[:, None])[:, self._classes])

    def sounded(self, tonic: Ints, mode: Ints, pitch: Ints, steps: Ints) -> None:
        """Count a note of each take, given its key as in `nats`, pitch and length (batch,); drums do not count."""
        known = np.flatnonzero((pitch < len(self._classes)) & (tonic >= 0) & (mode >= 0))
        steps, mode = steps[known], mode[known]
        outside = _OUTSIDE[mode, tonic[known], self._classes[pitch[known]]]
        self._steps[known] += np.stack([steps, steps * self._shares[mode], steps * outside], axis=1)

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        self._steps = self._steps[indices]

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` behind these."""
        self._steps = np.concatenate([each._steps for each in (self, *others)])
