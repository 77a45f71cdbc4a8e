"""Excerpts: beginnings of pieces and stretches of texts, cut so that takes and pieces can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from seqgen.piece import Facts
from seqgen.schema import Table
from seqgen.tokenizers.bars import bar_lines
from seqgen.tokenizers.base import Tokenizer
from seqgen.tokenizers.music import SHIFT, MusicTokenizer

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
    end = max(int(tokenizer.rows(rows).end.max(initial=1)), facts.end_step)
    if tokenizer.grid_name == "metric":
        lines = bar_lines(tokenizer, facts, end)
        length = min(most, len(lines))
        end = int(lines[most]) if most < len(lines) else end
    else:
        end = min(end, most * SECOND_STEPS)
        length = -(-end // SECOND_STEPS)
    onset = np.cumsum(np.array(tokenizer.shifts)[rows[:, SHIFT]])
    return Excerpt(name, rows[onset < end], replace(facts, end_step=end), length)


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
