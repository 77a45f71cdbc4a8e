"""The content of one kind of sequence, as the window's jobs make it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gui.content.tally import Tally, commonest
from seqgen.arrays import Floats
from seqgen.formats.sheet import Sheet
from seqgen.schema import Table

MOST_TEXT = 20_000
MOST_LABELS = 28
Rows = Sequence[tuple[int, Table]]
"""The tables of a corpus, each with the row of its piece in the table of pieces."""


def event_lines(tokenizer: Any, table: Table) -> list[str]:
    """Return a line an event, of the names of its values."""
    columns = tokenizer.schema.modelled
    return [" ".join(tokenizer.describe(c, int(row[c])) for c in columns) for row in np.asarray(table)]


class KindContent:
    """Serves kinds that have none of their own; others derive from it."""

    def about(self, tokenizer: Any) -> dict[str, Any]:
        """Return what the window needs to know of a model, beside what is true of every kind, by the names in
        `ModelAbout`."""
        return {}

    def shown(self, tokenizer: Any, table: Table, content: Any, bits: Floats) -> tuple[Any, Floats]:
        """Return a take as it is shown, and the bits of what is seen of it: a line an event, each character with the
        bits of its event."""
        lines = event_lines(tokenizer, table)
        return "\n".join(lines), np.repeat(bits, [len(line) + 1 for line in lines])

    def piece(self, tokenizer: Any, table: Table, facts: Any) -> Sheet | str:
        """Return a piece as it is shown beside the table of pieces."""
        return "\n".join(event_lines(tokenizer, table[:MOST_TEXT]))

    def tallies(self, tokenizer: Any, tables: Rows, rows: int) -> tuple[Tally, ...]:
        """Return what is counted in a corpus: here the values of the first column."""
        size = tokenizer.schema.sizes[0]
        counts = np.zeros((rows, size), np.int32)
        for row, table in tables:
            counts[row] += np.bincount(table[:, 0], minlength=size).astype(np.int32)
        names = tuple(tokenizer.describe(0, value) for value in range(size))
        return (commonest(Tally(tokenizer.schema.columns[0].name, names, counts), MOST_LABELS),)


GENERAL_CONTENT = KindContent()
