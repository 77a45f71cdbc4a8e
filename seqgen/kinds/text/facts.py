"""Facts about a whole text."""

from __future__ import annotations

from dataclasses import dataclass

from seqgen.piece import Facts
from seqgen.records import Count


@dataclass(frozen=True)
class TextFacts(Facts):
    """The primer as it was typed where the rows do not hold it exactly, and the number of rows that stand for it."""

    typed: str = ""
    typed_rows: Count = 0
