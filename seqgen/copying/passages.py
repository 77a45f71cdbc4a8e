"""Passages of pieces, chosen evenly where a corpus is too large to be used whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Ints


@dataclass(frozen=True)
class Passages:
    """Rows `start` to `start + length` of piece `piece` in the order of the corpus, each int64 (passages,)."""

    piece: Ints
    start: Ints
    length: Ints


def evenly(lengths: Ints, most: int) -> Passages:
    """Return at most `most` rows of pieces of these lengths, spread evenly over the corpus, without empty pieces.

    Pieces are kept whole or dropped. A piece longer than a 64th of `most` is first cut into passages of that length, so
    that a fair part of a single long text remains.
    """
    total = int(lengths.sum())
    piece = np.flatnonzero(lengths)
    if total <= most:
        return Passages(piece, np.zeros(len(piece), np.int64), lengths[piece])
    longest = max(1, most // 64)
    parts = -(-lengths[piece] // longest)
    piece = np.repeat(piece, parts)
    start = (np.arange(len(piece)) - np.repeat(np.cumsum(parts) - parts, parts)) * longest
    length = np.minimum(lengths[piece] - start, longest)
    # keep a passage if the share of the corpus up to its end leaves room for all of it
    room = np.cumsum(length) * (most / total)
    taken, kept = 0, np.zeros(len(piece), dtype=bool)
    for i, rows in enumerate(length.tolist()):
        if taken + rows <= room[i]:
            kept[i] = True
            taken += rows
    return Passages(piece[kept], start[kept], length[kept])
