"""Notes struck and sounding at once in a corpus, as bounds for takes whose rules lead the model off its corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.music.rows import Rows
from seqgen.theory.notes import DRUMS

USUAL = 0.995
"""Share of onsets that keep to the bounds. The densest chord of a corpus is often a slip: a key struck by a sleeve, a
pedal held over two pages."""


@dataclass(frozen=True)
class Density:
    """Most notes at once in nearly all onsets of a corpus: for each part, and last for all parts together.

    `struck`: notes that begin at one onset; `sounding`: notes that sound there, drums left out.
    """

    struck: tuple[int, ...]
    sounding: tuple[int, ...]

    @staticmethod
    def of(pieces: Iterable[Rows], parts: Sequence[int]) -> Density:
        """Return the density of pieces on a grid, for `parts` as the tokenizer lists them."""
        struck, sounding = ([np.zeros(1, np.int64)] * (len(parts) + 1) for _ in range(2))
        for rows in pieces:
            pitched = rows.part != DRUMS
            groups = [rows.part == part for part in parts]
            for i, (begun, held) in enumerate([*zip(groups, groups, strict=True), (pitched | ~pitched, pitched)]):
                onsets, counts = np.unique(rows.onset[begun], return_counts=True)
                struck[i] = _added(struck[i], counts)
                sounding[i] = _added(sounding[i], _sounding_at(onsets, rows.onset[held], rows.end[held]))
        return Density(tuple(map(_usual, struck)), tuple(map(_usual, sounding)))


def _sounding_at(steps: Ints, onset: Ints, end: Ints) -> Ints:
    begun = np.searchsorted(np.sort(onset), steps, side="right")
    return begun - np.searchsorted(np.sort(end), steps, side="right")


def _added(histogram: Ints, counts: Ints) -> Ints:
    new = np.bincount(counts)
    size = max(len(histogram), len(new))
    return np.pad(histogram, (0, size - len(histogram))) + np.pad(new, (0, size - len(new)))


def _usual(histogram: Ints) -> int:
    """Return the count that a share of `USUAL` does not exceed, at least 1."""
    total = np.cumsum(histogram)
    return max(1, int(np.searchsorted(total, USUAL * total[-1])))
