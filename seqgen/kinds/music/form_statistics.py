"""Form: bars that return, loops, and the self-similarity of a piece's bars.

All functions count full bars: a pick-up is none. Onsets are rounded to 16ths and 8th triplets, and lengths do not
count, so that a bar returns although its last note is held longer.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Bools, Floats, Ints
from seqgen.kinds.music.played import Played
from seqgen.kinds.music.rows import Rows

LAGS = (1, 2, 4, 8, 16)
LONGEST_PERIOD = 8
LOOP_BARS = 24
"""A piece is locked in a loop where it repeats one to `LONGEST_PERIOD` bars for more than these."""
ALIKE = 0.75
"""Similarity from which two bars count as repeated in the self-similarity matrix."""

_EMPTY = -1


def bar_numbers(piece: Played, part: int | None = None, *, pitches: bool = True) -> Ints:
    """Return a number for each full bar, int64 (bars,), equal where bars have the same onsets in each part (and
    `pitches`); -1 for a bar in which nothing begins. `part`: only notes of this part."""
    bars = _bars(piece)
    numbers = np.full(bars, _EMPTY, np.int64)
    known: dict[bytes, int] = {}
    for bar, rows in _content(piece, part, pitches=pitches):
        numbers[bar] = known.setdefault(rows, len(known))
    return numbers


def returning(numbers: Ints, lag: int) -> float:
    """Return the share of bars, from the bar `lag` on and without empty ones, that equal the bar `lag` bars earlier;
    NaN without any."""
    now, then = numbers[lag:], numbers[:-lag]
    asked = now != _EMPTY
    return float((now == then)[asked].mean()) if asked.any() else float("nan")


def stood_before(numbers: Ints) -> float:
    """Return the share of non-empty bars that equal any earlier bar; NaN without any."""
    filled = numbers[numbers != _EMPTY]
    return 1.0 - len(np.unique(filled)) / len(filled) if len(filled) else float("nan")


def longest_loop(numbers: Ints) -> int:
    """Return the bars in a row that equal those so many bars earlier, one to `LONGEST_PERIOD`, at most: 8 for a phrase
    of eight bars and its repetition."""
    periods = range(1, min(LONGEST_PERIOD, len(numbers) - 1) + 1)
    same = ((numbers[n:] == numbers[:-n]) & (numbers[n:] != _EMPTY) for n in periods)
    return max(map(_longest_run, same), default=0)


def is_locked(numbers: Ints) -> bool:
    """Return whether a piece repeats one to eight bars for more than `LOOP_BARS` bars in a row."""
    return longest_loop(numbers) > LOOP_BARS


def block_coherence(numbers: Ints) -> float:
    """Return the share of returning bars that come back beside a neighbour: the bar before or behind them equals the
    one before or behind an earlier bar like them. NaN where no bar returns.

    Near 1 where phrases return, low where single bars recur by chance.
    """
    same = (numbers[:, None] == numbers) & (numbers[:, None] != _EMPTY)
    neighbours = np.zeros_like(same)
    neighbours[:-1, :-1] |= same[1:, 1:]
    neighbours[1:, 1:] |= same[:-1, :-1]
    earlier = np.tri(len(numbers), k=-1, dtype=bool) & same
    returns = earlier.any(axis=1)
    return float((earlier & neighbours).any(axis=1)[returns].mean()) if returns.any() else float("nan")


def self_similarity(piece: Played, part: int | None = None) -> Floats:
    """Return the Jaccard similarity of the full bars, float64 (bars, bars): notes (place and pitch in a part) that two
    bars share, of those that either has. Rows and columns of empty bars are NaN."""
    bars = _bars(piece)
    bar, notes = _notes(piece, part, pitches=True)
    _, kind = np.unique(notes, axis=0, return_inverse=True)
    has = np.zeros((bars, int(kind.max(initial=-1)) + 1))
    has[bar, kind.ravel()] = 1.0
    common, size = has @ has.T, has.sum(axis=1)
    either = size[:, None] + size - common
    filled = (size[:, None] > 0) & (size > 0)
    return np.asarray(np.divide(common, either, out=np.full((bars, bars), np.nan), where=filled))


def repetition_density(similarity: Floats) -> float:
    """Return the share of pairs of bars that are alike (similarity of `ALIKE` or more)."""
    pairs = _pairs(similarity)
    return float((pairs >= ALIKE).mean()) if len(pairs) else float("nan")


def mean_similarity(similarity: Floats) -> float:
    """Return the mean off the diagonal of the self-similarity matrix."""
    pairs = _pairs(similarity)
    return float(pairs.mean()) if len(pairs) else float("nan")


def _pairs(similarity: Floats) -> Floats:
    pairs = similarity[np.triu_indices(len(similarity), k=1)]
    return np.asarray(pairs[~np.isnan(pairs)])


def _longest_run(flags: Bools) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _bars(piece: Played) -> int:
    return len(piece.starts) - piece.pickup


def _notes(piece: Played, part: int | None, *, pitches: bool) -> tuple[Ints, Ints]:
    """Return the full bar of each note, int64 (notes,), and its place, part and perhaps pitch, int64 (notes, 2 or 3),
    sorted by bar, each once."""
    rows: Rows = piece.rows
    columns = [*piece.place, rows.part, *([rows.pitch] if pitches else [])]
    table = np.stack(columns, axis=1)
    # what sounds just before the end of an excerpt is rounded to the bar line there
    keep = (table[:, 0] >= piece.pickup) & (table[:, 0] < len(piece.starts))
    if part is not None:
        keep &= rows.part == part
    table = np.unique(table[keep], axis=0)
    return table[:, 0] - piece.pickup, table[:, 1:]


def _content(piece: Played, part: int | None, *, pitches: bool) -> list[tuple[int, bytes]]:
    bar, notes = _notes(piece, part, pitches=pitches)
    if not len(bar):
        return []
    cuts = np.flatnonzero(np.diff(bar)) + 1
    return [(int(bar[first]), each.tobytes()) for first, each in zip([0, *cuts], np.split(notes, cuts), strict=True)]
