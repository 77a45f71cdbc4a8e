"""Notes struck and sounding at once in a corpus, as bounds for takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.music.rows import Rows
from seqgen.theory.notes import DRUMS

USUAL = 0.999
"""Share of onsets that keep to the bounds. The densest chord of a corpus is often a slip: a key struck by a sleeve, a
pedal held over two pages."""

ONE_VOICE = 0.99
"""Share of onsets at which a monophonic part sounds alone. The melodies of Nottingham have .997 (some tunes divide),
the voices of chorales 1, and the sung line of POP909, whose notes overlap, .93."""

_TOGETHER = -1
_NONE = np.zeros(1, np.int64)


@dataclass(frozen=True)
class Density:
    """Most notes at once in nearly all onsets of a corpus: for each part, and last for all parts together.

    `struck`: notes that begin at one onset; `sounding`: notes that sound there, drums left out. Both are 1 for a part
    that is monophonic in the corpus.
    """

    struck: tuple[int, ...]
    sounding: tuple[int, ...]


class DensityCount:
    """Counts of notes at the onsets of pieces on a grid, added piece by piece."""

    def __init__(self) -> None:
        self._struck: dict[int, Ints] = {}
        self._sounding: dict[int, Ints] = {}

    def add(self, rows: Rows) -> None:
        """Add a piece, or several of which each begins behind the end of the one before."""
        pitched = rows.part != DRUMS
        groups = [(int(part), rows.part == part, rows.part == part) for part in np.unique(rows.part)]
        for part, begun, held in (*groups, (_TOGETHER, np.ones(len(pitched), bool), pitched)):
            onsets, counts = _counted(rows.onset[begun])
            _add(self._struck, part, counts)
            _add(self._sounding, part, _sounding_at(onsets, rows.onset[held], rows.end[held]))

    def mean_sounding(self, part: int) -> float:
        """Return how many notes of a part sound at its onsets on average."""
        histogram = self._sounding.get(part, _NONE)
        return float(np.arange(len(histogram)) @ histogram) / max(int(histogram.sum()), 1)

    def density(self, parts: Sequence[int]) -> Density:
        """Return the density for `parts`, as the tokenizer lists them."""
        single = {part for part in parts if _is_single(self._sounding.get(part, _NONE))}

        def most(histograms: dict[int, Ints]) -> tuple[int, ...]:
            each = (*parts, _TOGETHER)
            return tuple(1 if part in single else _usual(histograms.get(part, _NONE)) for part in each)

        return Density(most(self._struck), most(self._sounding))


def _counted(sorted_steps: Ints) -> tuple[Ints, Ints]:
    """Return the distinct ones of sorted steps, and how often each occurs."""
    # slices, since `np.diff` takes much longer to join what is prepended
    begins = np.append(0, 1 + np.flatnonzero(sorted_steps[1:] != sorted_steps[:-1]))[: len(sorted_steps)]
    return sorted_steps[begins], np.append(begins[1:], len(sorted_steps)) - begins


def _sounding_at(steps: Ints, onset: Ints, end: Ints) -> Ints:
    begun = np.searchsorted(onset, steps, side="right")
    return begun - np.searchsorted(np.sort(end), steps, side="right")


def _add(histograms: dict[int, Ints], part: int, counts: Ints) -> None:
    before = histograms.get(part, _NONE)
    after = np.bincount(counts, minlength=len(before))
    after[: len(before)] += before
    histograms[part] = after


def _is_single(histogram: Ints) -> bool:
    return bool(histogram[:2].sum() >= ONE_VOICE * histogram.sum())


def _usual(histogram: Ints) -> int:
    """Return the count that a share of `USUAL` does not exceed, at least 1."""
    total = np.cumsum(histogram)
    return max(1, int(np.searchsorted(total, USUAL * total[-1])))
