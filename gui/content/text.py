"""The content of texts, as the window's jobs make it. Knows no Qt."""

from __future__ import annotations

from typing import Any

import numpy as np

from gui.content.base import MOST_LABELS, MOST_TEXT, KindContent, Rows
from gui.content.tally import Tally
from seqgen.arrays import Floats
from seqgen.schema import Table


class TextContent(KindContent):
    """A text is a `str`."""

    def shown(self, tokenizer: Any, table: Table, content: Any, bits: Floats) -> tuple[Any, Floats]:
        return content, bits

    def piece(self, tokenizer: Any, table: Table, facts: Any) -> str:
        return str(tokenizer.decode(table[:MOST_TEXT], facts))

    def tallies(self, tokenizer: Any, tables: Rows, rows: int) -> tuple[Tally, ...]:
        size = len(tokenizer.characters) + 1
        total = np.zeros(size, np.int64)
        for _, table in tables:
            total += np.bincount(table[:, 0], minlength=size)
        shown = np.argsort(-total, kind="stable")[:MOST_LABELS]
        shown = shown[total[shown] > 0]
        counts = np.zeros((rows, len(shown)), np.int32)
        for row, table in tables:
            counts[row] += np.bincount(table[:, 0], minlength=size)[shown].astype(np.int32)
        letters = f"\ufffd{tokenizer.characters}"
        return (Tally("characters", tuple(letters[i] for i in shown.tolist()), counts),)
