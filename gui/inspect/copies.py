"""Parts of an inspected piece that stand in the training corpus, and what stands there. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gui.workers import models_cache
from seqgen.copying.copy_index import Copy
from seqgen.copying.corpus_index import indexed_tables
from seqgen.errors import SeqgenError, printable
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded
from seqgen.kinds.editing import Layout
from seqgen.model import Model
from seqgen.piece import Piece

MOST_LISTED = 6


@dataclass(frozen=True)
class CopiedPassage:
    """A part of a piece that stands in the corpus: from `begin` to before `end` (ticks, or characters), which is from
    bar (or character) `first` to `last`, counted from 1. It is `rows` rows of `piece` from row `piece_at` on."""

    first: int
    last: int
    begin: int
    end: int
    piece: str
    piece_at: int
    rows: int


def passages_of(copy: Copy | None, layout: Layout) -> tuple[CopiedPassage, ...]:
    """Return the parts of a piece that stand in the corpus, the longest first."""
    lines = layout.content.bar_lines() if isinstance(layout.content, Sheet) else None
    found = []
    for run in sorted(copy.runs if copy is not None else (), key=lambda run: -run.length)[:MOST_LISTED]:
        begin, end = (int(layout.begins[row]) for row in (run.at, run.at + run.length))
        first, last = begin + 1, end
        if lines is not None:
            first = max(1, int(np.searchsorted(lines, begin, side="right")))
            last = max(first, int(np.searchsorted(lines, end, side="left")))
            begin, end = int(lines[first - 1]), max(end, int(lines[min(last, len(lines) - 1)]))
        found.append(CopiedPassage(first, last, begin, end, run.piece, run.piece_at, run.length))
    return tuple(found)


def source_of(model: str, passage: CopiedPassage) -> Any:
    """Return what stands in the corpus there, as a sheet or a text of its own. Raises `SeqgenError`."""
    found: Model = models_cache.model(model)
    table, at = _table(found, passage)
    kind, tokenizer = kind_named(found.kind), found.tokenizer
    # what came before decides where the rows stand
    rows, facts = table[: at + passage.rows], kind.facts_class()
    content = kind.editing.content(tokenizer, rows, facts)
    layout = kind.editing.layout(tokenizer, Encoded(rows, facts), Piece(content), whole=False)
    begin, end = int(layout.begins[at]), int(layout.begins[at + passage.rows])
    if isinstance(layout.content, Sheet):
        # these notes alone: others may begin together with the first and the last
        notes = layout.content.notes[np.unique(layout.place[at : at + passage.rows])]
        begin, end = int(notes["onset"].min()), int(notes["end"].max())
        return sheet_edits.cut(layout.content.with_notes(notes), begin, end)
    return kind.editing.excerpt(layout.content, begin, end)


def _table(model: Model, passage: CopiedPassage) -> tuple[Any, int]:
    """Return the rows of the corpus that hold a passage, and where in them it begins."""
    index = model.index
    if index is not None:
        for table, piece, offset in zip(
            indexed_tables(model.file.index, model.tokenizer), index.pieces, index.offsets, strict=True
        ):
            at = passage.piece_at - int(offset)
            if index.names[piece] == passage.piece and 0 <= at <= len(table) - passage.rows:
                return table, at
    raise SeqgenError("{model} holds nothing of {file} any more", model=model.name, file=printable(passage.piece))
