"""Likelihood of pieces under a model in bits, beside that of an n-gram model, and copies from the corpus."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from seqgen.copying.copy_index import Copy
from seqgen.errors import SeqgenError, UnreadableFile, printable, reason_of
from seqgen.evaluation.ngram import NGram
from seqgen.information import in_bits
from seqgen.model import Model, PieceRead
from seqgen.piece import Piece

NGRAM_ORDER = 10


@dataclass(frozen=True)
class Judgement:
    """The score of one piece under a model, or of several together.

    `events` are the `rows` and the end of each piece, which has a cost too. `columns` has the bits an event of each
    column, which sum to `bits_per_event`; `ngram` and `ngram_with_repeats` those of an n-gram model of the training
    corpus, `dynamic` those in dynamic evaluation, `memory` those with a memory of the piece (None where unknown).
    `approximated` rows are not exactly in the vocabulary.
    """

    name: str
    rows: int
    events: int
    bits: float
    columns: dict[str, float]
    approximated: int
    ngram: float | None = None
    ngram_with_repeats: float | None = None
    copy: Copy | None = None
    pieces: int = 1
    dynamic: float | None = None
    memory: float | None = None

    @property
    def bits_per_event(self) -> float:
        """Mean cost of an event, the unit of training and of the n-gram model."""
        return self.bits / self.events

    @property
    def bits_per_row(self) -> float | None:
        """All bits over notes or characters, as compression is usually reported; None without rows."""
        return self.bits / self.rows if self.rows else None

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "bits_per_event": self.bits_per_event, "bits_per_row": self.bits_per_row}


def ngram_model(model: Model) -> NGram | None:
    """Return an n-gram model of the corpus in the model's index; None without one. Takes seconds for a large corpus.
    Raises `UnreadableFile` where the index is damaged."""
    from seqgen.copying.corpus_index import indexed_tables

    if not model.file.index:
        return None
    try:
        tables = indexed_tables(model.file.index, model.tokenizer)
    except ValueError as error:
        raise UnreadableFile(
            "{file}: the index of its corpus is damaged ({why})", file=model.name, why=reason_of(error)
        ) from error
    return NGram.fit(tables, model.tokenizer.schema.sizes, order=NGRAM_ORDER)


def read_known(model: Model, piece: Piece) -> PieceRead:
    """Return `Model.read` of a piece. Raises `SeqgenError` where the vocabulary holds nothing of it (drums for a model
    without)."""
    read = model.read(piece)
    if read.approximated and not len(read.table):
        raise SeqgenError(
            "{file}: the model's vocabulary holds none of its {count} {event}s",
            file=printable(piece.title),
            count=read.approximated,
            event=model.tokenizer.event,
        )
    return read


def judge(
    model: Model,
    piece: Piece,
    *,
    ngram: NGram | None = None,
    known: PieceRead | None = None,
    dynamic_bits: float | None = None,
    memory_bits: float | None = None,
) -> Judgement:
    """Score a piece under a model. `known` is the result of `read_known`, to avoid recomputation; `dynamic_bits` and
    `memory_bits` the cost of all events together in dynamic evaluation and with a memory. Raises `SeqgenError` as
    `read_known` does."""
    known = known or read_known(model, piece)
    table, events = known.table, len(known.nats)
    schema = model.tokenizer.schema
    by_column = in_bits(np.asarray(known.nats.sum(axis=0)))
    return Judgement(
        name=piece.title,
        rows=len(table),
        events=events,
        bits=float(by_column.sum()),
        columns={schema.columns[i].name: float(by_column[i]) / events for i in schema.modelled},
        approximated=known.approximated,
        ngram=None if ngram is None else in_bits(float(ngram.nats(table).mean())),
        ngram_with_repeats=None if ngram is None else in_bits(float(ngram.nats_with_repeats(table).mean())),
        copy=model.copied(table),
        dynamic=None if dynamic_bits is None else dynamic_bits / events,
        memory=None if memory_bits is None else memory_bits / events,
    )


def together(judgements: Sequence[Judgement]) -> Judgement:
    """Return the score of all pieces as one, weighted by their events. Raises `ValueError` without a piece. `copy` is
    the one with the longest run, with the share of all rows. A figure that one piece lacks is None."""
    if not judgements:
        raise ValueError("there are no judgements to combine")
    events = sum(each.events for each in judgements)

    def mean(values: Sequence[float | None]) -> float | None:
        known = [v for v in values if v is not None]
        if len(known) < len(judgements):
            return None
        return math.fsum(v * each.events for v, each in zip(known, judgements, strict=True)) / events

    return Judgement(
        name="all",
        rows=sum(each.rows for each in judgements),
        events=events,
        bits=math.fsum(each.bits for each in judgements),
        columns={name: mean([each.columns[name] for each in judgements]) or 0.0 for name in judgements[0].columns},
        approximated=sum(each.approximated for each in judgements),
        ngram=mean([each.ngram for each in judgements]),
        ngram_with_repeats=mean([each.ngram_with_repeats for each in judgements]),
        copy=_copied_together(judgements),
        pieces=sum(each.pieces for each in judgements),
        dynamic=mean([each.dynamic for each in judgements]),
        memory=mean([each.memory for each in judgements]),
    )


def _copied_together(judgements: Sequence[Judgement]) -> Copy | None:
    copies = [each.copy for each in judgements if each.copy is not None]
    if len(copies) < len(judgements):
        return None
    rows = sum(each.rows for each in judgements)
    covered = math.fsum(copy.share * each.rows for copy, each in zip(copies, judgements, strict=True))
    return replace(max(copies, key=lambda copy: copy.longest), share=covered / rows if rows else 0.0)
