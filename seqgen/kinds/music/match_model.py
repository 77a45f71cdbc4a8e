"""Match model: a pointer to the last occurrence of the latest rows in the same piece.

Music repeats itself literally, from a motif to a whole strain, and much further back than a recurrent state can recall
note by note. As in the match models of Mahoney's PAQ, the pointer tells the network what came next the last time; how
far to trust it is learned. It is computed twice: for whole tables, and row by row.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Ints

RUNGS = (2, 4, 8, 16, 32)
"""The lengths of runs that are looked for, each twice the one before; the longest that is found counts."""


def match_pointers(symbols: Ints) -> tuple[Ints, Ints]:
    """Return rung and source for every row of a table and its end, given one symbol a row: int64 (rows + 1,) twice.

    The rung counts the `RUNGS` reached by the longest run that ends just before the row and stood in the piece before
    (0: none). The source is the row that followed it the last time (-1: none).
    """
    rows = len(symbols)
    rung, source = np.zeros(rows + 1, np.int64), np.full(rows + 1, -1, np.int64)
    # names[i] stands for the run of `width` symbols that ends at row i + width - 1
    names = np.unique(symbols, return_inverse=True)[1].astype(np.int64)
    for number, length in enumerate(RUNGS, start=1):
        width = length // 2
        if length > rows:
            break
        names = np.unique(names[width:] * (names.max() + 1) + names[:-width], return_inverse=True)[1].astype(np.int64)
        order = np.argsort(names, kind="stable")
        again = names[order[1:]] == names[order[:-1]]
        behind = order[1:][again] + length
        rung[behind] = number
        source[behind] = order[:-1][again] + length
    return rung, source


class MatchPointer:
    """`match_pointers` for one growing table: `rung` and `source` of the row that comes next."""

    def __init__(self) -> None:
        self.rung, self.source = 0, -1
        self._single: dict[int, int] = {}
        self._names: list[list[int]] = [[] for _ in (1, *RUNGS)]
        # the last row at which a pair of runs ended, and the name of the two as one
        self._ends: list[dict[tuple[int, int], tuple[int, int]]] = [{} for _ in RUNGS]

    def copy(self) -> MatchPointer:
        copied = MatchPointer()
        copied.rung, copied.source, copied._single = self.rung, self.source, self._single.copy()
        copied._names = [names.copy() for names in self._names]
        copied._ends = [ends.copy() for ends in self._ends]
        return copied

    def read(self, symbol: int) -> None:
        self.rung, self.source = 0, -1
        self._names[0].append(self._single.setdefault(symbol, len(self._single)))
        row = len(self._names[0]) - 1
        for number, length in enumerate(RUNGS, start=1):
            if row + 1 < length:
                break
            halves = self._names[number - 1]
            seen = self._ends[number - 1]
            run = (halves[-1], halves[-1 - length // 2])
            known = seen.get(run)
            if known is None:
                name = len(seen)
            else:
                self.rung, self.source = number, known[0] + 1
                name = known[1]
            seen[run] = row, name
            self._names[number].append(name)
