"""Texts as they are edited: a stretch of characters that is written anew between what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Ints
from seqgen.errors import UsageError
from seqgen.formats import text_file
from seqgen.kinds.base import Constraints, Rules, Start, Walk
from seqgen.kinds.editing import Editing, Opened, Rewriting
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.piece import Piece

MOST_BEHIND = 32
"""Characters behind the new stretch whose likelihood is weighed."""
LEEWAY = 0.25
"""Drafts are shorter or longer than the stretch that they replace by up to this share of it."""


@dataclass(frozen=True, eq=False)
class KeptText:
    """The rows behind a stretch, int64 (characters,), and how many characters it has."""

    rows: Ints
    length: int


class KeptTextConstraints(Constraints):
    """Masks under which the kept characters come behind the new stretch, whose length is different for each particle.

    They are weighed against each other when all are complete, since kept characters cost where new ones do not.
    """

    def __init__(self, kept: KeptText, others: Constraints, batch: int, primed: int) -> None:
        self._rows, self._others = np.append(kept.rows, 0), others
        self._length = kept.length
        # characters of the primer and of the new stretch that are still to come
        self._left = np.full(batch, primed + kept.length)
        self._next = np.zeros(batch, np.int64)

    def mask(self, column: int, walk: Walk) -> Bools | None:
        mask = self._others.mask(column, walk)
        assert mask is not None
        wanted = np.arange(mask.shape[1]) == self._rows[self._next][:, None]
        return np.where((self._left > 0)[:, None], mask, wanted)

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        self._others.chose(column, values, walk)
        new = self._left > 0
        self._left, self._next = self._left - new, self._next + ~new

    def done(self) -> Bools:
        return (self._left <= 0) & (self._next >= len(self._rows) - 1)

    def stretch(self, walk: Walk) -> Ints:
        return np.zeros(len(self._next), np.int64)

    def spread(self) -> None:
        batch = len(self._left)
        share = LEEWAY * (2 * (np.arange(batch) + 0.5) / batch - 1)
        self._left = np.maximum(1, self._left + np.round(self._length * share).astype(np.int64))

    def take(self, indices: Ints) -> None:
        self._others = copy(self._others)
        self._others.take(indices)
        self._left, self._next = self._left[indices], self._next[indices]

    def join(self, others: Sequence[Self]) -> None:
        self._others.join([other._others for other in others])
        self._left = np.concatenate([self._left, *(other._left for other in others)])
        self._next = np.concatenate([self._next, *(other._next for other in others)])


class TextEditing(Editing):
    span_option = "--chars"

    def opened(self, path: Path) -> Opened:
        piece = text_file.read_pieces(path)[0]
        return Opened(piece.content, piece.repairs)

    def rewriting(self, content: object, begin: int, end: int, rules: Rules, tokenizer: TextTokenizer) -> Rewriting:
        if not isinstance(content, str) or not 0 <= begin < end <= len(content):
            raise UsageError(
                "there are no characters {begin} to {end} to write anew", begin=str(begin + 1), end=str(end)
            )
        behind = tokenizer.encode(Piece(content[end : end + MOST_BEHIND])).table[:, 0].astype(np.int64)

        def with_kept(start: Start) -> Start:
            return replace(start, kept=KeptText(behind, end - begin))

        def splice(new: str) -> str:
            return content[:begin] + new[begin:] + content[end:]

        return Rewriting(content[:begin] or None, rules, splice, with_kept)

    def range_of(self, content: str, words: str) -> tuple[int, int]:
        first, dash, last = (word.strip() for word in words.partition("-"))
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= len(content)):
            raise UsageError(
                "'{words}' are no characters of a text of {count}; use for example 120-180",
                words=words,
                count=len(content),
            )
        return int(first) - 1, int(last)
