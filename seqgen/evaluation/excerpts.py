"""Excerpts: beginnings of pieces and stretches of texts, cut so that takes and pieces can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from seqgen.kinds.base import Tokenizer
from seqgen.kinds.music.tokenizer import SHIFT, MusicTokenizer
from seqgen.piece import Facts
from seqgen.schema import Table
from seqgen.theory.bars import bar_lines
from seqgen.theory.grid import nearest

T = TypeVar("T")

SECOND_STEPS = 100
"""Steps a second of the performance grid."""


@dataclass(frozen=True, eq=False)
class Excerpt:
    """A part of a piece: its table, int64 (rows, columns), and its facts, which end where the excerpt does.

    `length`: bars for music on the metric grid, seconds for performances, characters for text.
    """

    name: str
    table: npt.NDArray[np.int64]
    facts: Facts
    length: int


def unit(tokenizer: Tokenizer) -> str:
    """What the length of an excerpt counts: `bars`, `seconds` or `characters`."""
    if not isinstance(tokenizer, MusicTokenizer):
        return "characters"
    return "bars" if tokenizer.grid_name == "metric" else "seconds"


def excerpt(tokenizer: MusicTokenizer, name: str, table: Table, facts: Facts, most: int) -> Excerpt:
    """The first `most` bars or seconds of a piece."""
    rows = table.astype(np.int64)
    lines = _lines(tokenizer, rows, facts)
    length = min(most, len(lines) - 1)
    end = int(lines[length])
    return Excerpt(name, rows[_onsets(tokenizer, rows) < end], replace(facts, end_step=end), length)


def consecutive(tokenizer: MusicTokenizer, name: str, table: Table, facts: Facts, length: int) -> list[Excerpt]:
    """A piece cut into excerpts of `length` bars or seconds; what is left at its end is dropped, unless it is all."""
    rows = table.astype(np.int64)
    lines, onset = _lines(tokenizer, rows, facts), _onsets(tokenizer, rows)
    cuts = lines[::length] if len(lines) > length else lines[[0, -1]]
    found = []
    for start, end in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        part = rows[(onset >= start) & (onset < end)]
        metre = next((m for m in reversed(facts.metres) if m.step <= start), None)
        own = replace(facts, metres=() if metre is None else (replace(metre, step=0),), end_step=end - start)
        if len(part):
            first = int(onset[np.searchsorted(onset, start)]) - start
            part[0, SHIFT] = nearest(np.array(tokenizer.shifts), np.array([first]))[0]
        found.append(Excerpt(name, part, own, min(length, len(lines) - 1)))
    return found


def _onsets(tokenizer: MusicTokenizer, rows: Table) -> npt.NDArray[np.int64]:
    onsets: npt.NDArray[np.int64] = np.cumsum(np.array(tokenizer.shifts)[rows[:, SHIFT]])
    return onsets


def _lines(tokenizer: MusicTokenizer, rows: Table, facts: Facts) -> npt.NDArray[np.int64]:
    """The steps at which the bars or seconds of a piece begin, and its end."""
    end = max(int(tokenizer.rows(rows).end.max(initial=1)), facts.end_step)
    metric = tokenizer.grid_name == "metric"
    starts = bar_lines(tokenizer.grid, tokenizer.metres, facts, end) if metric else np.arange(0, end, SECOND_STEPS)
    return np.append(starts, end)


def stretches(name: str, table: Table, length: int) -> list[Excerpt]:
    """A text cut into stretches of `length` characters; what is left at its end is dropped, unless it is all."""
    rows = table.astype(np.int64)
    whole = max(1, len(rows) // length)
    parts = [rows[i * length : (i + 1) * length] for i in range(whole)]
    return [Excerpt(name, part, Facts(), len(part)) for part in parts]


def spaced(things: Sequence[T], most: int) -> list[T]:
    """At most so many of the things, evenly spaced."""
    if len(things) <= most:
        return list(things)
    return [things[i] for i in np.linspace(0, len(things) - 1, most).round().astype(int)]


def models_for_takes(pieces: Iterable[Excerpt], takes: int) -> list[Excerpt]:
    """The pieces whose metre and length takes are given, one a take: all lengths and metres in proportion."""
    ordered = sorted(pieces, key=lambda piece: (main_metre(piece.facts), piece.length))
    return [ordered[i] for i in ((np.arange(takes) + 0.5) * len(ordered) / takes).astype(int)]


def main_metre(facts: Facts) -> str:
    """The metre that holds longest, such as `3/4`; empty where none is known."""
    if not facts.metres:
        return ""
    until = [*(metre.step for metre in facts.metres[1:]), max(facts.end_step, facts.metres[-1].step + 1)]
    lasting = [stop - metre.step for metre, stop in zip(facts.metres, until, strict=True)]
    return str(facts.metres[int(np.argmax(lasting))])
