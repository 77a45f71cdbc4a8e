"""Primers of text, and beginnings of takes without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from seqgen.formats.text_file import normalise
from seqgen.kinds.base import Start
from seqgen.kinds.text.facts import TextFacts
from seqgen.kinds.text.tokenizer import TextTokenizer, character_name
from seqgen.piece import Piece
from seqgen.schema import Table

FEW_PIECES = 8
"""Pieces below which a model knows the beginning of a text by heart: 28 of 40 takes of tinyshakespeare began with its
first letter."""
_BLANK_LINES = 0.01
"""Share of line ends that are followed by another one where paragraphs are told apart by blank lines."""
_LOOKED_AT = 100_000
"""Characters of the corpus that are enough to see that."""
_MOST_NAMED = 5


def start_of(piece: Piece, tokenizer: TextTokenizer) -> Start:
    """Return the start of takes that go on from a text. Characters that the model does not know stay in the takes."""
    # bytes of a command line that are no text come as surrogates, which no file can hold
    typed = str(piece.content).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    encoded = tokenizer.encode(replace(piece, content=normalise(typed)))
    rows = encoded.table.astype(np.int64)
    facts: TextFacts = encoded.facts
    if tokenizer.decode(rows) != typed:
        facts = replace(facts, typed=typed, typed_rows=len(rows))
    unknown = sorted(set(normalise(typed)) - set(tokenizer.characters))
    if not unknown:
        return Start(rows, facts)
    named = ", ".join(map(character_name, unknown[:_MOST_NAMED])) + (", ..." if len(unknown) > _MOST_NAMED else "")
    return Start(rows, facts, (f"holds what does not occur in this model's corpus: {named}",))


def opening(tokenizer: TextTokenizer, pieces: int, corpus: Callable[[], Table]) -> Table | None:
    """Return the rows behind which a line or a paragraph begins, for models of so few pieces that takes would begin as
    those do. None for others, and where there are no lines. `corpus` returns what is known of the pieces."""
    if pieces >= FEW_PIECES or "\n" not in tokenizer.characters:
        return None
    (line_end,) = tokenizer.encode(Piece("\n")).table[:, 0].tolist()
    is_end = np.asarray(corpus()[:_LOOKED_AT])[:, 0] == line_end
    blank = int((is_end[1:] & is_end[:-1]).sum())
    in_paragraphs = blank > 0 and blank >= _BLANK_LINES * int(is_end.sum())
    return np.full((2 if in_paragraphs else 1, 1), line_end, np.int64)
