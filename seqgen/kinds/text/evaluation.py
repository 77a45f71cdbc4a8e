"""Comparison of takes with pieces, for text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.kinds.base import Encoded
from seqgen.kinds.distributions import Statistic
from seqgen.kinds.evaluation import Evaluation, Excerpt, Length, Shape
from seqgen.kinds.text.event_features import event_features
from seqgen.kinds.text.rules import TextRules
from seqgen.kinds.text.statistics import statistics, words
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.piece import Facts
from seqgen.schema import Table

USUAL_LENGTH = 1000
MOST_CHARACTERS = 20_000_000
"""The most characters of a corpus whose words are counted."""


class TextEvaluation(Evaluation):
    """Excerpts are consecutive passages of equal length, counted in characters."""

    excerpts = "passages"

    def length(self, tokenizer: TextTokenizer, rows: Sequence[int]) -> Length:
        """Return the usual length, or the median where texts are shorter."""
        return Length("characters", min(USUAL_LENGTH, int(np.median(rows))) if rows else USUAL_LENGTH)

    def cut(self, tokenizer: TextTokenizer, name: str, encoded: Encoded, length: int, *, whole: bool) -> list[Excerpt]:
        """Return passages of `length` characters; a shorter rest is dropped unless it is all."""
        rows = encoded.table.astype(np.int64)
        parts = [rows[i * length : (i + 1) * length] for i in range(max(1, len(rows) // length))]
        return [Excerpt(name, part, Facts(), len(part)) for part in parts]

    def shape(self, tokenizer: TextTokenizer, excerpt: Excerpt) -> Shape:
        return Shape(max(1, excerpt.length), TextRules())

    def vocabulary(self, tokenizer: TextTokenizer, tables: Iterable[Table]) -> Counter[str]:
        counts: Counter[str] = Counter()
        left = MOST_CHARACTERS
        for table in tables:
            counts.update(words(f". {tokenizer.decode(table[:left])} ."))
            left -= len(table)
            if left <= 0:
                break
        return counts

    def statistics(
        self, tokenizer: TextTokenizer, excerpts: Iterable[Excerpt], vocabulary: Counter[str] | None, *, learned: bool
    ) -> list[Statistic]:
        texts = [tokenizer.decode(excerpt.table) for excerpt in excerpts]
        return statistics(tokenizer.characters, texts, vocabulary, learned=learned)

    def drawing(self, tokenizer: TextTokenizer, excerpt: Excerpt) -> str:
        return tokenizer.decode(excerpt.table)

    def event_features(self, tokenizer: TextTokenizer, encoded: Encoded) -> dict[str, AnyArray]:
        return event_features(tokenizer.decode(encoded.table))
