"""Literal repetition within a piece, which an n-gram model of a corpus does not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Bools, Floats, Ints
from seqgen.evaluation.ngram_pieces import Pieces, modelled

RUNGS = (32, 16, 8, 4, 2, 1)
"""Lengths of matching contexts in rows, the most trusted first; each twice the next."""
ROUNDS = 60
"""Rounds of expectation-maximisation."""


@dataclass(frozen=True, eq=False)
class Repeats:
    """The value that followed the last occurrence of the same context in the piece, for each event of a column.

    `rung`: place in `RUNGS` of the longest context that occurred before, `len(RUNGS)` without one; `value`: the value
    that followed it. Both are int64 (events,) and known before the event.
    """

    rung: Ints
    value: Ints

    @staticmethod
    def of(pieces: Pieces, column: int, sizes: Sequence[int]) -> Repeats:
        """Return the repeats in `pieces`, which must have at least `RUNGS[0]` rows of start marks."""
        events = pieces.events(column)
        seen = pieces.values(events, (0, column))
        rung, value = np.full(len(events), len(RUNGS), np.int64), np.zeros(len(events), np.int64)
        alike = np.searchsorted(pieces.last, events).astype(np.uint64)
        for own in (c for c in modelled(sizes) if c < column):
            alike = _mix(alike, pieces.rows[events, own])
        for place, window in reversed(list(enumerate(_windows(pieces, sizes)))):
            key = _mix(alike, window[events])
            order = np.argsort(key, kind="stable")
            again = np.flatnonzero(key[order][1:] == key[order][:-1])
            now, before = order[again + 1], order[again]
            rung[now], value[now] = place, seen[before]
        return Repeats(rung, value)


def hits(pieces: Pieces, column: int, sizes: Sequence[int]) -> tuple[Ints, Bools]:
    """Return the rung of each event, and whether the repeat predicts its value."""
    repeats = Repeats.of(pieces, column, sizes)
    return repeats.rung, repeats.value == pieces.values(pieces.events(column), (0, column))


def fit_trust(p: Floats, rung: Ints, hit: Bools) -> Floats:
    """Return by rung the weight of repeats that maximises the likelihood of held-out events. Fitted by
    expectation-maximisation. It stays below 1 even if all repeats came true, and is 0 where there were none."""
    trust = np.zeros(len(RUNGS) + 1)
    for place in range(len(RUNGS)):
        here, came = p[rung == place], hit[rung == place]
        share = 0.5
        for _ in range(ROUNDS):
            repeated = share * came / (share * came + (1 - share) * here)
            share = float(repeated.sum()) / (len(here) + 1)
        trust[place] = share
    return trust


def _windows(pieces: Pieces, sizes: Sequence[int]) -> list[npt.NDArray[np.uint64]]:
    """Return for each length in `RUNGS` a hash of that many rows before each row: uint64 (rows,) each."""
    row = np.zeros(len(pieces.rows), dtype=np.uint64)
    for column in modelled(sizes):
        row = _mix(row, pieces.rows[:, column])
    window = np.roll(row, 1)
    windows = [window]
    for length in reversed(RUNGS[1:]):
        window = _mix(window, np.roll(window, length))
        windows.insert(0, window)
    return windows


def _mix(hashed: npt.NDArray[np.uint64], value: AnyArray) -> npt.NDArray[np.uint64]:
    """Return a hash of a hash and a value (the finaliser of SplitMix64; Steele, Lea and Flood 2014). A collision, one
    in 2^64, would give a wrong guess at a repeat; probabilities would still sum to 1."""
    mixed = hashed * np.uint64(0x9E3779B97F4A7C15) + value.astype(np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(27)))
