"""The kit of a take: how often each drum is struck, by that of a piece of the corpus.

A piece has drums that it strikes all the time and others that it hardly touches. A network learns that late: one tom is
followed by more, and a take whose first bar was drawn as a fill is one to its end. So a take is given the kit of the
piece that it is told of, counts its own strokes, beginning with some in the piece's proportions, and while a drum is
struck for a larger share of them than there, it loses likelihood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np
from typing_extensions import Self

from seqgen.arrays import Floats, Ints
from seqgen.records import Share

RAREST = 0.002
"""Share that counts for drums that a piece strikes more rarely."""
_STRENGTH, _MOST = 5.0, 6.0
"""Nats for the logarithm of how many times the piece's share a take has by now, and the most of them."""
_BEFORE = 16.0
"""Strokes in the piece's proportions that a take begins with: a bar of 16ths."""


@dataclass(frozen=True)
class Drum:
    """A drum key, and its share of the strokes of a piece."""

    key: Annotated[int, msgspec.Meta(ge=0, le=127)]
    share: Share


def kit_of(keys: Ints) -> tuple[Drum, ...]:
    """Return the drums of a piece, given the key of each of its strokes, int64 (strokes,)."""
    drums, strokes = np.unique(keys, return_counts=True)
    shares = (strokes / max(len(keys), 1)).round(4).tolist()
    return tuple(Drum(key, share) for key, share in zip(drums.tolist(), shares, strict=True))


class Kits:
    """The strokes of growing takes, and what they take from the drums that would be more than their kits have.

    `kits`: of each take, empty where it is to keep to none; `keys`: the drum keys of the vocabulary.
    """

    def __init__(self, kits: Sequence[Sequence[Drum]], keys: Sequence[int]) -> None:
        self._usual: Floats = np.full((len(kits), len(keys)), RAREST)
        places = {key: place for place, key in enumerate(keys)}
        for usual, kit in zip(self._usual, kits, strict=True):
            for drum in kit:
                if drum.key in places:
                    usual[places[drum.key]] = max(drum.share, RAREST)
        # takes without a kit are never above its shares
        self._usual[[not kit for kit in kits]] = 1.0
        self._strokes: Floats = np.zeros_like(self._usual)

    @staticmethod
    def of(kits: Sequence[Sequence[Drum]], keys: Sequence[int]) -> Kits | None:
        """Return those of takes, None where none has a kit."""
        return Kits(kits, keys) if any(kits) else None

    def nats(self) -> Floats:
        """Return what to add to the logits of each drum key: float64 (batch, keys)."""
        strokes = self._strokes.sum(axis=1, keepdims=True)
        share = (self._strokes + _BEFORE * self._usual) / (strokes + _BEFORE)
        return np.asarray(-np.clip(_STRENGTH * np.log(share / self._usual), 0.0, _MOST))

    def struck(self, key: Ints) -> None:
        """Count a stroke of each take, given its place among the drum keys, int64 (batch,); negative for none."""
        takes = np.flatnonzero(key >= 0)
        strokes = self._strokes.copy()
        strokes[takes, key[takes]] += 1.0
        self._strokes = strokes

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named."""
        self._usual, self._strokes = self._usual[indices], self._strokes[indices]

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` behind these."""
        every = (self, *others)
        self._usual = np.concatenate([each._usual for each in every])
        self._strokes = np.concatenate([each._strokes for each in every])
