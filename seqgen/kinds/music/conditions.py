"""Fields of the context that follow from a bar's place in its piece and from what is told of the piece.

Bars are counted from the first full one (`Bars.first_full`), so that a pick-up moves nothing. The same code serves
whole tables and growing ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Ints
from seqgen.kinds.music.columns import COARSE_LEFT, MOST_LEFT, PHRASE, STRETCHES
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.schema import Schema

FAR_AHEAD = 1 << 40
"""Number of the first full bar before it is known."""
_FIELDS = ("bar", "stretch", "left")


def has_conditions(schema: Schema) -> bool:
    return any(field.name in _FIELDS for field in schema.index_fields)


class Conditions:
    """What a batch of pieces is told at each bar. `bar` is int64 (pieces, n): bars counted from the first full one,
    negative in a pick-up and before the first note."""

    def __init__(self, vocabulary: MusicVocabulary, facts: Sequence[MusicFacts]) -> None:
        self._names = {field.name for field in vocabulary.schema.index_fields}
        self._bars = np.array([each.told.bars for each in facts], np.int64)[:, None]

    def before(self, bar: Ints) -> dict[str, Ints]:
        """Return the values of the fields that are known before a row, given the bar of the onset before it."""
        return {
            f"{name}_before": values for name, values in self._values(bar).items() if f"{name}_before" in self._names
        }

    def now(self, bar: Ints) -> dict[str, Ints]:
        """Return the values of the fields that are known after the shift, given the bar of the row's onset."""
        return self._values(bar)

    def of(self, indices: Ints) -> Self:
        """Return those of the pieces at `indices`."""
        taken = copy(self)
        taken._bars = self._bars[indices]
        return taken

    def joined(self, others: Sequence[Self]) -> Self:
        """Return those of the pieces of `others` behind these."""
        joined = copy(self)
        joined._bars = np.concatenate([self._bars, *(other._bars for other in others)])
        return joined

    def _values(self, bar: Ints) -> dict[str, Ints]:
        values = {}
        if "bar" in self._names:
            values["bar"] = np.where(bar < 0, 0, bar % PHRASE + 1)
            values["stretch"] = np.searchsorted(STRETCHES, bar, side="right")
        if "left" in self._names:
            left = np.maximum(self._bars - 1 - np.maximum(bar, -1), 0)
            coarse = MOST_LEFT + 1 + np.searchsorted(COARSE_LEFT, left, side="right")
            values["left"] = np.where(self._bars > 0, 1 + np.where(left <= MOST_LEFT, left, coarse), 0)
        return values
