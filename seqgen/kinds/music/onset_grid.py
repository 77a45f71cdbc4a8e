"""Grids on which the onsets of a take lie, such as eighth notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from seqgen.arrays import AnyInts, Bools, Ints
from seqgen.errors import UsageError
from seqgen.kinds.music.vocabulary import MusicVocabulary

_USUAL = ("1/2", "1/4", "1/8", "1/8T", "1/16", "1/16T")
_LEAST = 2
"""Steps between two lines, at least, where time is counted in seconds."""


@dataclass(frozen=True)
class OnsetGrid:
    """Lines `length` steps apart, the first at 0; where that is no whole number, each is at the nearest step."""

    length: Fraction

    @property
    def is_rounded(self) -> bool:
        """Return whether some lines lie between two steps."""
        return self.length.denominator > 1

    @staticmethod
    def of(text: str, vocabulary: MusicVocabulary) -> OnsetGrid | None:
        """Return the grid `1/8` or `1/8T` (T: triplets); None for the empty text. Raises `UsageError`."""
        if not text:
            return None
        length = _length(text, vocabulary)
        if not _is_kept(length, vocabulary):
            kept = [each for each in _USUAL if _is_kept(_length(each, vocabulary), vocabulary)]
            raise UsageError(
                "'{text}' is not a grid that this model can keep; use {kept} (T: triplets)",
                text=text,
                kept=", ".join(kept),
            )
        return OnsetGrid(length)

    def nearest(self, steps: AnyInts) -> Ints:
        """Return the line nearest to each of `steps`, the later one of two."""
        n, d = self.length.numerator, self.length.denominator
        line = (2 * np.asarray(steps, np.int64) * d + n) // (2 * n)
        return np.asarray((2 * line * n + d) // (2 * d))

    def holds(self, steps: AnyInts) -> Bools:
        """Return which of `steps` are lines."""
        return np.asarray(self.nearest(steps) == steps)

    def spans(self, lengths: AnyInts) -> Bools:
        """Return which of `lengths`, in steps, lead from a line to another one."""
        n, d = self.length.numerator, self.length.denominator
        lines = (2 * np.asarray(lengths, np.int64) * d + n) // (2 * n)
        return np.asarray(np.abs(np.asarray(lengths) * d - lines * n) < d)


def _is_kept(length: Fraction, vocabulary: MusicVocabulary) -> bool:
    return length.denominator == 1 and length > 0 if vocabulary.is_metric else length >= _LEAST


def _length(text: str, vocabulary: MusicVocabulary) -> Fraction:
    """Return a grid in steps, 0 for what is none."""
    match = re.fullmatch(r"1/(\d{1,3})(t|T)?", text.strip())
    if match is None or int(match[1]) == 0:
        return Fraction(0)
    return Fraction(4 * vocabulary.grid.steps_per_quarter, int(match[1])) * (Fraction(2, 3) if match[2] else 1)
