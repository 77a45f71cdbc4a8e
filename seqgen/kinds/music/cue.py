"""A cue for the parts asked for, which the others are drawn with: the further they fall behind the notes that they have
in the corpus, the likelier they are to play. Songs begin with bars without a melody, and a take of just these would be
silent in the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqgen.arrays import Bools, Floats, Ints

NATS_A_NOTE, MOST_NATS = 1.0, 8.0


class Cue:
    """The notes of the parts of a mask, bool (parts,), in each take of a batch, against those that are due.

    `pace`: notes that they have in a quarter note, from the step `begin` on; `quarter`: steps.
    """

    def __init__(self, parts: Bools, batch: int, *, pace: float, quarter: int, begin: int) -> None:
        self._parts, self._pace, self._begin = parts, pace / quarter, begin
        self._heard = np.zeros(batch, np.int64)

    def nats(self, onset: Ints) -> Floats:
        """Return what speaks for each part at `onset`, int64 (batch,), in nats: float64 (batch, parts)."""
        missing = self._pace * (onset - self._begin) - self._heard
        return np.asarray(np.clip(NATS_A_NOTE * missing, 0.0, MOST_NATS)[:, None] * self._parts)

    def heard(self, part: Ints) -> None:
        """Count a note of a part in each take, int64 (batch,)."""
        self._heard = self._heard + self._parts[part]

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        self._heard = self._heard[indices]

    def join(self, others: Sequence[Cue]) -> None:
        """Go on with the takes of `others` behind these."""
        self._heard = np.concatenate([self._heard, *(other._heard for other in others)])
