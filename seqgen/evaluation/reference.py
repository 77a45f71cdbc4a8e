"""The pieces that takes are compared with: from the corpus of a run, from files, or from a model's index.

Held-out pieces are best. Where there are none, the training pieces in the model's index take their place, and
`Reference.why` gives the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from seqgen.arrays import Ints
from seqgen.copying.corpus_index import indexed_tables
from seqgen.corpus.corpus import Corpus, Item
from seqgen.corpus.load import load_corpus
from seqgen.errors import SeqgenError, UnreadableFile, printable, reason_of
from seqgen.evaluation.overlap import FEWEST_PIECES
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded
from seqgen.kinds.evaluation import Evaluation, Excerpt
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.records import from_json
from seqgen.runs.corpus_record import CorpusRecord
from seqgen.runs.run import Run, find_model
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.request import Request
from seqgen.sampling.takes import Take

MOST_PIECES = 300

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Reference:
    """Pieces to compare takes with.

    `others` are excerpts of training pieces for the yardstick, perhaps none. `what` is the origin of `pieces` in words,
    `why` the reason why they are not held-out pieces (empty where they are, or were asked for). `vocabulary` has word
    counts of the training pieces; None where they are not known or the kind has no words.
    """

    evaluation: Evaluation
    pieces: tuple[Excerpt, ...]
    others: tuple[Excerpt, ...]
    what: str
    why: str = ""
    learned: bool = False
    vocabulary: Counter[str] | None = None


def evaluation_of(model: Model) -> Evaluation:
    kind = kind_named(model.tokenizer.kind)
    if kind.evaluation is None:
        raise SeqgenError(
            "{name} writes {kind}, and that kind has no statistics to compare", name=model.name, kind=kind.name
        )
    return kind.evaluation


def reference_of_run(
    name: str, model: Model, *, length: int = 0, progress: Callable[[Any], None] | None = None
) -> Reference:
    """Return the held-out pieces of the corpus of a model's run, else those in its index, cut to `length`, without
    shorter ones if enough are as long. Raises `SeqgenError` where there are neither."""
    evaluation = evaluation_of(model)
    try:
        corpus = corpus_of_run(find_model(name), model, progress)
    except SeqgenError as problem:
        return _of_index(model, length, why=str(problem))
    held_out = [*corpus.valid, *corpus.test]
    own_length = length or _usual_length(model, held_out)
    pieces = as_long(excerpts_of(model, held_out, own_length), length)
    if not pieces:
        return _of_index(model, length, why=f"nothing was held out of {printable(corpus.name)}")
    return Reference(
        evaluation,
        pieces,
        as_long(excerpts_of(model, spaced(corpus.train, MOST_PIECES), own_length), length),
        f"held out of {printable(corpus.name)}",
        vocabulary=evaluation.vocabulary(model.tokenizer, (item.table for item in corpus.train)),
    )


def reference_of_pieces(model: Model, pieces: Iterable[Piece], *, length: int = 0) -> Reference:
    """Return the pieces of files, cut to `length`. Raises `SeqgenError` where the vocabulary holds nothing of them."""
    evaluation, items = evaluation_of(model), []
    for piece in pieces:
        encoded = model.tokenizer.encode(piece)
        if len(encoded.table):
            items.append(Item(encoded.table, encoded.facts, True, True, piece.title))
    cut = as_long(excerpts_of(model, items, length or _usual_length(model, items)), length)
    if not cut:
        raise SeqgenError("none of the pieces to compare with holds anything that this model knows")
    vocabulary = evaluation.vocabulary(model.tokenizer, _indexed(model)) if model.file.index else None
    return Reference(evaluation, cut, (), "from the files given", vocabulary=vocabulary)


def _of_index(model: Model, length: int, *, why: str) -> Reference:
    if not model.file.index:
        raise SeqgenError("{why}, and the model has no index; name files to compare with by --corpus", why=why)
    assert model.index is not None
    names = [model.index.names[piece] for piece in model.index.pieces]
    facts = kind_named(model.kind).facts_class()
    items = [Item(t, facts, True, True, n) for t, n in zip(_indexed(model), names, strict=True) if len(t)]
    cut = as_long(excerpts_of(model, spaced(items, MOST_PIECES), length or _usual_length(model, items)), length)
    if not cut:
        raise SeqgenError("{why}, and the model's index is empty; name files to compare with by --corpus", why=why)
    evaluation = evaluation_of(model)
    vocabulary = evaluation.vocabulary(model.tokenizer, (item.table for item in items))
    return Reference(evaluation, cut, (), "of the training part", why, learned=True, vocabulary=vocabulary)


def _indexed(model: Model) -> list[Ints]:
    try:
        return indexed_tables(model.file.index, model.tokenizer)
    except ValueError as error:
        raise UnreadableFile(
            "{file}: the index of its corpus is damaged ({why})", file=model.name, why=reason_of(error)
        ) from error


def corpus_of_run(path: Path, model: Model, progress: Callable[[Any], None] | None) -> Corpus:
    """Return the training corpus of a model. Raises `SeqgenError` where it is missing or has changed."""
    if not (path.parent / "config.json").is_file():
        raise SeqgenError(
            "{path} does not lie in the folder of its run, so its corpus is not known", path=printable(path)
        )
    try:
        record = from_json(CorpusRecord, Run.open(path.parent).config()["corpus"])
    except (KeyError, TypeError, ValueError) as error:
        raise SeqgenError(
            "{file}: its config.json is damaged ({why})", file=printable(path.parent), why=reason_of(error)
        ) from error
    if record.fingerprint != model.file.about.fingerprint:
        raise SeqgenError(
            "{name} was not made by the run in {parent}", name=printable(path.name), parent=printable(path.parent)
        )
    try:
        corpus = load_corpus(record.paths, record.options, progress=progress)
    except SeqgenError as problem:
        raise SeqgenError("its corpus cannot be had any more ({why})", why=problem.sentence) from problem
    if corpus.fingerprint != record.fingerprint:
        raise SeqgenError("its corpus has changed since ({paths})", paths=", ".join(map(printable, record.paths)))
    return corpus


def spaced(things: Sequence[T], most: int) -> list[T]:
    if len(things) <= most:
        return list(things)
    return [things[i] for i in np.linspace(0, len(things) - 1, most).round().astype(int)]


def _usual_length(model: Model, items: Iterable[Item]) -> int:
    rows = [len(item.table) for item in items if len(item.table)]
    return evaluation_of(model).length(model.tokenizer, rows).usual


def excerpts_of(model: Model, items: Iterable[Item], length: int) -> tuple[Excerpt, ...]:
    """Return excerpts of at most `length` from pieces, spread evenly where there are many."""
    evaluation, cut = evaluation_of(model), list[Excerpt]()
    for item in items:
        if len(item.table):
            whole, encoded = item.begins and item.ends, Encoded(item.table, item.facts)
            cut += evaluation.cut(model.tokenizer, item.name, encoded, length, whole=whole)
    # an excerpt may be all silence
    return tuple(spaced([part for part in cut if len(part.table)], MOST_PIECES))


def as_long(excerpts: tuple[Excerpt, ...], length: int, *, fewest: int = FEWEST_PIECES) -> tuple[Excerpt, ...]:
    """Return the excerpts that have the `length` that was asked for, all of them where it was not, or where fewer than
    `fewest` have it."""
    whole = tuple(excerpt for excerpt in excerpts if excerpt.length >= length)
    return whole if len(whole) >= fewest else excerpts


def templates_for_takes(pieces: Iterable[Excerpt], takes: int) -> list[Excerpt]:
    """Return for each take the piece whose group and length it is given: groups and lengths occur in proportion."""
    ordered = sorted(pieces, key=lambda piece: (piece.group, piece.length))
    return [ordered[i] for i in ((np.arange(takes) + 0.5) * len(ordered) / takes).astype(int)]


def takes_like(
    model: Model, reference: Reference, number: int, *, seed: int, config: SamplingConfig, in_one_draft: bool = False
) -> Iterator[tuple[int, Take]]:
    """Yield number and take; each take has the metre and length of one of the pieces."""
    templates = templates_for_takes(reference.pieces, number)
    first = 0
    for shape, same in groupby(templates, lambda piece: reference.evaluation.shape(model.tokenizer, piece)):
        count = len(list(same))
        shape = reference.evaluation.in_one_draft(shape) if in_one_draft else shape
        request = Request(shape.events, config, shape.rules)
        for i, take in model.stream(request, count, seed=seed + first, primer=model.opening()):
            yield first + i, take
        first += count
