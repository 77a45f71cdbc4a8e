"""The report of a corpus for the window: one row for each piece or skipped file, and counts of what is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from gui.content.tally import Tally
from seqgen.arrays import Bools, Floats, Ints
from seqgen.errors import Sentence

_DIGITS = re.compile("([0-9]{1,18})")

USED = ("kept", "repaired")
"""Statuses of rows that can be trained on; all others are skipped files, with their reason."""


@dataclass(frozen=True, eq=False)
class PieceRows:
    """Columns of equal length, one entry a row.

    `lengths`: float, bars (metric grid) or seconds, 0 for text and for files that are not used; `statuses`: words of
    `seqgen.corpus.report`; `problems`: what was repaired, or why a file is not used; `ranks`: the place of each name
    among all of them.
    """

    names: list[str]
    lengths: Floats
    events: Ints
    keys: list[str]
    metres: list[str]
    tempos: Floats
    labels: list[str]
    statuses: list[str]
    problems: list[Sentence]
    ranks: Ints

    def __len__(self) -> int:
        return len(self.names)

    @property
    def usable(self) -> Bools:
        """Return which rows are pieces that can be trained on."""
        return np.array([status in USED for status in self.statuses], bool)


def ranks_of(texts: list[str]) -> Ints:
    """Return the rank of each text when all are sorted; equal texts share one, and `take 10` comes after `take 9`."""
    different = sorted(set(texts), key=_natural)
    places = {text: place for place, text in enumerate(different)}
    return np.array([places[text] for text in texts], np.int64)


def _natural(text: str) -> list[Any]:
    parts: list[Any] = _DIGITS.split(text.casefold())
    parts[1::2] = map(int, parts[1::2])
    return parts


@dataclass(frozen=True, eq=False)
class CorpusReport:
    """A corpus that has been read.

    `grid`: `metric`, `performance` or empty; `other` counts the files of other kinds by suffix; `remarks` say what is
    not used as it stands, and why files are skipped.
    """

    name: str
    kind: str
    grid: str
    rows: PieceRows
    tallies: tuple[Tally, ...]
    other: dict[str, int]
    remarks: tuple[Sentence, ...] = ()

    def left_out(self, names: tuple[str, ...]) -> Bools:
        """Return which rows are pieces of these names."""
        unwanted = set(names)
        return np.array([name in unwanted for name in self.rows.names], bool) & self.rows.usable


@dataclass(frozen=True, eq=False)
class Spread:
    """A histogram of lengths: `counts` of them lie from each of `edges` (float, as many) up to the next.

    If it is `open`, the last bin holds everything longer, too.
    """

    edges: Floats
    counts: Ints
    open: bool = False


def spread(values: Floats, bins: int = 14) -> Spread:
    """Return the histogram of positive lengths, over bins of a round width."""
    values = values[values > 0]
    if not len(values):
        return Spread(np.zeros(0), np.zeros(0, np.int64))
    reach = float(np.percentile(values, 97))
    least = max(reach / bins, 1e-9)
    scale = 10.0 ** np.floor(np.log10(least))
    width = next(step * scale for step in (1, 2, 5, 10) if step * scale >= least * 0.999)
    if width < 1:
        width = 1.0
    count = int(np.ceil(reach / width)) + 1
    place = np.minimum((values / width).astype(np.int64), count - 1)
    counts = np.bincount(place, minlength=count)
    first, last = np.flatnonzero(counts)[[0, -1]].tolist()
    return Spread(np.arange(first, last + 1) * width, counts[first : last + 1], bool(values.max() >= count * width))
