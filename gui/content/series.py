"""The content of series, as the window's jobs make it. Knows no Qt."""

from __future__ import annotations

from typing import Any

import numpy as np

from gui.content.base import MOST_TEXT, KindContent, Rows
from gui.content.tally import Tally
from seqgen.arrays import Floats
from seqgen.schema import Table

MOST_RANGES = 24


class SeriesContent(KindContent):
    """Readings, a line each."""

    def shown(self, tokenizer: Any, table: Table, content: Any, bits: Floats) -> tuple[Any, Floats]:
        lines = content.splitlines()[1:]
        return "\n".join(lines), np.repeat(bits, [len(line) + 1 for line in lines])

    def piece(self, tokenizer: Any, table: Table, facts: Any) -> str:
        return "\n".join(tokenizer.decode(table[:MOST_TEXT], facts).splitlines()[1:])

    def tallies(self, tokenizer: Any, tables: Rows, rows: int) -> tuple[Tally, ...]:
        """Return how many readings lie how far from the mean of their series, in its spreads."""
        edges = np.array(tokenizer.edges)
        middles = (edges[1:] + edges[:-1]) / 2
        # bins at both ends reach as far as single readings do
        aside = len(middles) // 8
        ends = np.linspace(middles[aside], middles[-1 - aside], MOST_RANGES - 1)
        places = np.searchsorted(ends, middles)
        counts = np.zeros((rows, MOST_RANGES), np.int32)
        for row, table in tables:
            bins = np.asarray(table)[:, 0].astype(np.int64)
            counts[row] += np.bincount(places[bins[bins < len(middles)]], minlength=MOST_RANGES).astype(np.int32)
        names = (*(f"{end:.1f}" for end in ends), f"> {ends[-1]:.1f}")
        return (Tally(tokenizer.schema.columns[0].name, names, counts),)
