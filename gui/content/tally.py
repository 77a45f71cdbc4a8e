"""Counts of what occurs in the pieces of a corpus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Bools, Ints, Ints32


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of labelled values in each row: `counts` int (rows, labels).

    `what`: `pitch classes`, `drums`, `durations` (fractions of a whole note), `seconds`, `characters`, or the name of a
    column.
    """

    what: str
    labels: tuple[str, ...]
    counts: Ints32

    def total(self, rows: Bools) -> Ints:
        """Return the sum of the counts over some rows."""
        return np.asarray(self.counts[rows].sum(axis=0, dtype=np.int64))


def commonest(tally: Tally, most: int) -> Tally:
    """Return the tally of the labels that occur most often."""
    order = np.argsort(-tally.counts.sum(axis=0), kind="stable")[:most]
    return Tally(tally.what, tuple(tally.labels[i] for i in order.tolist()), tally.counts[:, order])
