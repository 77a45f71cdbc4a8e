"""How likely pieces are under a model: exact bits, beside what simple counting reaches, and what was copied."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.loaded import Model
from seqgen.ngram import NGram
from seqgen.originality import Copy
from seqgen.piece import Piece

NGRAM_ORDER = 10


@dataclass(frozen=True)
class Judgement:
    """One piece under a model. `events` counts the end of the piece; `bits` are per event, `columns` their parts.

    `approximated`: rows that the vocabulary could not hold exactly. `counting` and `counting_with_repeats`: bits an
    event of an n-gram model of the training corpus, the second one also expecting what the piece did before; None
    where they were not asked for. `copy`: what stands in the training corpus; None without an index.
    """

    name: str
    events: int
    bits: float
    columns: dict[str, float]
    approximated: int
    counting: float | None
    counting_with_repeats: float | None
    copy: Copy | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def counting_model(model: Model) -> NGram | None:
    """An n-gram model of the corpus in the model's index; None without one. Takes seconds for a large corpus.

    Raises `UnreadableFile` where the index is damaged.
    """
    from seqgen.errors import UnreadableFile
    from seqgen.index import indexed_tables

    if not model.file.index:
        return None
    try:
        tables = indexed_tables(model.file.index, model.tokenizer)
    except ValueError as error:
        raise UnreadableFile(f"{model.name}: the index of its corpus is damaged ({error})") from error
    return NGram.fit(tables, model.tokenizer.schema.sizes, order=NGRAM_ORDER)


def judge(model: Model, piece: Piece, *, counting: NGram | None = None) -> Judgement:
    """What a model makes of a piece; `counting` is what `counting_model` gives."""
    encoded = model.tokenizer.encode(piece)
    table = np.asarray(encoded.table, dtype=np.int64)
    nats = model.engine.nats(table, model.tokenizer.context(table, encoded.facts))
    events = len(nats)
    per_event = nats.sum(axis=0) / math.log(2.0) / events
    names = [column.name for column in model.tokenizer.schema.columns]
    modelled = model.tokenizer.schema.modelled
    return Judgement(
        name=piece.title,
        events=events,
        bits=float(per_event.sum()),
        columns={names[i]: float(per_event[i]) for i in modelled},
        approximated=encoded.approximated,
        counting=None if counting is None else _bits(counting.nats(table)),
        counting_with_repeats=None if counting is None else _bits(counting.nats_with_repeats(table)),
        copy=model.copied(table),
    )


def surprise(model: Model, piece: Piece) -> npt.NDArray[np.float64]:
    """Bits of every event of a piece, its end last: float64 (rows + 1,)."""
    return np.asarray(model.nats(piece).sum(axis=1) / math.log(2.0))


def together(judgements: Sequence[Judgement]) -> Judgement:
    """All pieces as one, weighted by their events; `copy` is that with the longest run."""
    events = sum(each.events for each in judgements)

    def mean(values: Sequence[float]) -> float:
        return sum(v * each.events for v, each in zip(values, judgements, strict=True)) / events

    def mean_if_all(values: Sequence[float | None]) -> float | None:
        known = [v for v in values if v is not None]
        return mean(known) if len(known) == len(judgements) else None

    copies = [each.copy for each in judgements if each.copy is not None]
    return Judgement(
        name=f"all {len(judgements)}",
        events=events,
        bits=mean([each.bits for each in judgements]),
        columns={name: mean([each.columns[name] for each in judgements]) for name in judgements[0].columns},
        approximated=sum(each.approximated for each in judgements),
        counting=mean_if_all([each.counting for each in judgements]),
        counting_with_repeats=mean_if_all([each.counting_with_repeats for each in judgements]),
        copy=max(copies, key=lambda copy: copy.longest, default=None),
    )


def _bits(nats: npt.NDArray[np.float64]) -> float:
    return float(nats.mean() / math.log(2.0))
