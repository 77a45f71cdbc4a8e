"""Pairs of voices in a corpus: whether they move in parallel fifths and octaves, and whether they cross."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.kinds.music.rows import Rows
from seqgen.theory.notes import DRUMS

SELDOM = 0.01
"""Share of moves in parallel, or of onsets at which voices stand crossed, below which a corpus avoids it. Voices that
are drawn without regard to each other have .08 and .02 (takes of a weak model of chorales)."""
LEAST = 100
"""Moves, or onsets, that tell it: voices that do not care move some eight times in parallel."""
PERFECT = (0, 7)
"""Intervals in semitones, octaves left out, that voices of such corpora do not repeat: unison or octave, and fifth."""
SILENT = -1


@dataclass(frozen=True)
class VoicePairs:
    """Pairs of parts as the corpus leads them.

    `apart`: parts that do not move in parallel perfect intervals; `ordered`: parts of which the first never sounds
    below the second.
    """

    apart: tuple[tuple[int, int], ...]
    ordered: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Motion:
    """Motion of two voices: onsets at which both go to another pitch, those of them `in_parallel`, onsets at which both
    sound `together`, and those at which the first is `below` and `above` the second."""

    moves: int = 0
    in_parallel: int = 0
    together: int = 0
    below: int = 0
    above: int = 0


class VoicePairCount:
    """The motion of pairs of voices, added piece by piece."""

    def __init__(self) -> None:
        # the fields of `Motion` of each pair
        self._counts: dict[tuple[int, int], Ints] = {}

    def add(self, rows: Rows) -> None:
        """Count a piece whose notes are in order of time. Parts that sound two notes at once in it are no voices."""
        parts = [part for part in np.flatnonzero(np.bincount(rows.part)).tolist() if part != DRUMS]
        if len(parts) < 2:
            return
        of_parts = {part: np.flatnonzero(rows.part == part) for part in parts}
        lines = {part: at for part, at in of_parts.items() if (rows.onset[at[1:]] >= rows.end[at[:-1]]).all()}
        if len(lines) < 2:
            return
        voices = {part: rows.select(at) for part, at in lines.items()}
        onsets = np.unique(rows.onset)
        names, pitches = list(voices), np.array([_line(own, onsets) for own in voices.values()])
        heard, changed = pitches != SILENT, pitches[:, 1:] != pitches[:, :-1]
        moving = heard[:, 1:] & heard[:, :-1] & changed
        for first, part in enumerate(names[:-1]):
            others = slice(first + 1, None)
            distance = pitches[first] - pitches[others]
            interval = np.abs(distance) % 12
            moved, together = moving[first] & moving[others], heard[first] & heard[others]
            parallel = moved & (interval[:, 1:] == interval[:, :-1]) & np.isin(interval[:, 1:], PERFECT)
            below, above = together & (distance < 0), together & (distance > 0)
            counts = np.stack([each.sum(axis=1) for each in (moved, parallel, together, below, above)], axis=1)
            for other, count in zip(names[others], counts, strict=True):
                self._counts[part, other] = self._counts.get((part, other), np.zeros(5, np.int64)) + count

    def pairs(self, voices: Sequence[int]) -> VoicePairs:
        """Return the pairs among some parts."""
        return VoicePairs(tuple(sorted(self._apart(set(voices)))), tuple(sorted(self._ordered(set(voices)))))

    def motion(self, first: int, second: int) -> Motion:
        """Return the motion of two parts, the lower number first."""
        return Motion(*self._counts.get((first, second), np.zeros(0, np.int64)).tolist())

    def _apart(self, voices: set[int]) -> Iterator[tuple[int, int]]:
        for pair in filter(voices.issuperset, self._counts):
            motion = self.motion(*pair)
            if motion.moves >= LEAST and motion.in_parallel < SELDOM * motion.moves:
                yield pair

    def _ordered(self, voices: set[int]) -> Iterator[tuple[int, int]]:
        for pair in filter(voices.issuperset, self._counts):
            motion = self.motion(*pair)
            if motion.together < LEAST:
                continue
            if motion.below < SELDOM * motion.together:
                yield pair
            elif motion.above < SELDOM * motion.together:
                yield pair[::-1]


def _line(own: Rows, onsets: Ints) -> Ints:
    """Return the pitch of a voice at each onset of the piece, `SILENT` where it rests: int64 (onsets,)."""
    at = np.searchsorted(own.onset, onsets, side="right") - 1
    sounds: Bools = (at >= 0) & (own.end[at] > onsets)
    return np.where(sounds, own.pitch[at], SILENT)
