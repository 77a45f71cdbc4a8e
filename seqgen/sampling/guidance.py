"""Classifier-free guidance: a take is led further towards what it is told, or less far (Ho and Salimans 2022; for
language models Sanchez et al. 2023).

Each row is predicted twice, once from the context as it is and once with everything open that the piece is told, with
logits l and o of a column; those that count are o + strength (l - o). Mostly the heads alone see what is told. Then one
recurrent state serves both, and only the heads are computed twice, in one batch.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqgen.arrays import AnyInts, Bools, Floats32, Ints
from seqgen.schema import Schema

Context = tuple[AnyInts, Bools]
"""Index fields, int (n, fields), and set fields, bool (n, set_width)."""


class Guidance:
    """The contexts that a batch of takes is predicted from: with what they are told, with everything open, or both.

    `twice`: whether the heads are computed for both (`Heads.begin`), which at strength 1 and 0 they need not be;
    `states`: the number of recurrent states of each take.
    """

    def __init__(self, schema: Schema, strength: float) -> None:
        self._strength = strength if schema.is_told else 1.0
        # the mark before the first row, which is the size of a field, stays
        self._told_below = np.array([field.size if field.told else 0 for field in schema.index_fields], np.int64)
        sets = schema.set_fields
        self._sets = np.repeat([field.told for field in sets], [field.size for field in sets]).astype(bool)
        self._is_read = any(field.told and field.read for field in schema.fields)
        self.twice = self._strength not in (0.0, 1.0)
        self.states = 2 if self.twice and self._is_read else 1

    def seen(self, index: AnyInts, sets: Bools) -> Context:
        """Return the context that the heads see (those of a second batch leave out themselves what is told)."""
        return self._opened(index, sets) if self._strength == 0.0 else (index, sets)

    def read(self, index: AnyInts, sets: Bools) -> list[Context]:
        """Return the context that each of the recurrent states reads."""
        if not self._is_read:
            return [(index, sets)]
        first = self.seen(index, sets)
        return [first, self._opened(index, sets)] if self.states == 2 else [first]

    def _opened(self, index: AnyInts, sets: Bools) -> Context:
        return np.where(index < self._told_below, 0, index).astype(index.dtype), sets & ~self._sets

    def places(self, indices: Ints, batch: int) -> Ints:
        """Return where the heads of some takes stand among those of a batch of so many."""
        return np.concatenate([indices, indices + batch]) if self.twice else indices

    def guided(self, logits: Floats32) -> Floats32:
        """Return the logits that count, (batch, values), given those of the heads."""
        if not self.twice:
            return logits
        told, open_ = logits[: len(logits) // 2], logits[len(logits) // 2 :]
        return np.asarray(open_ + np.float32(self._strength) * (told - open_))


def noise_factor(strength: float) -> float:
    """Return by how much guidance enlarges an error in the logits, at most."""
    return abs(strength) + abs(1.0 - strength)


def beside(arrays: Sequence[Floats32]) -> Floats32:
    """Return the tops of the recurrent states, float32 (units, batch) each, as one batch behind the other."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=1)
