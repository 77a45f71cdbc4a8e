"""Notes struck and sounding at once in a corpus, as bounds for takes whose rules lead the model off its corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.music.rows import Rows
from seqgen.theory.notes import DRUMS

USUAL = 0.995
"""Share of onsets that keep to the bounds. The densest chord of a corpus is often a slip: a key struck by a sleeve, a
pedal held over two pages."""

_TOGETHER = -1
_NONE = np.zeros(1, np.int64)


@dataclass(frozen=True)
class Density:
    """Most notes at once in nearly all onsets of a corpus: for each part, and last for all parts together.

    `struck`: notes that begin at one onset; `sounding`: notes that sound there, drums left out.
    """

    struck: tuple[int, ...]
    sounding: tuple[int, ...]


class DensityCount:
    """Counts of notes at the onsets of pieces on a grid, added piece by piece."""

    def __init__(self) -> None:
        self._struck: dict[int, Ints] = {}
        self._sounding: dict[int, Ints] = {}

    def add(self, rows: Rows) -> None:
        pitched = rows.part != DRUMS
        groups = [(int(part), rows.part == part, rows.part == part) for part in np.unique(rows.part)]
        for part, begun, held in (*groups, (_TOGETHER, np.ones(len(pitched), bool), pitched)):
            onsets, counts = _counted(rows.onset[begun])
            _add(self._struck, part, counts)
            _add(self._sounding, part, _sounding_at(onsets, rows.onset[held], rows.end[held]))

    def density(self, parts: Sequence[int]) -> Density:
        """Return the density for `parts`, as the tokenizer lists them."""
        each = (*parts, _TOGETHER)
        return Density(
            tuple(_usual(self._struck.get(part, _NONE)) for part in each),
            tuple(_usual(self._sounding.get(part, _NONE)) for part in each),
        )


def _counted(sorted_steps: Ints) -> tuple[Ints, Ints]:
    """Return the distinct ones of sorted steps, and how often each occurs."""
    begins = np.flatnonzero(np.diff(sorted_steps, prepend=-1))
    return sorted_steps[begins], np.diff(begins, append=len(sorted_steps))


def _sounding_at(steps: Ints, onset: Ints, end: Ints) -> Ints:
    begun = np.searchsorted(onset, steps, side="right")
    return begun - np.searchsorted(np.sort(end), steps, side="right")


def _add(histograms: dict[int, Ints], part: int, counts: Ints) -> None:
    before = histograms.get(part, _NONE)
    after = np.bincount(counts, minlength=len(before))
    after[: len(before)] += before
    histograms[part] = after


def _usual(histogram: Ints) -> int:
    """Return the count that a share of `USUAL` does not exceed, at least 1."""
    total = np.cumsum(histogram)
    return max(1, int(np.searchsorted(total, USUAL * total[-1])))
