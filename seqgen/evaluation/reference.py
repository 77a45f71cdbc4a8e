"""The pieces that takes are compared with, and where they are had from: the corpus of a run, files, or a model's index.

The best are those that were held out. Where they cannot be had, the pieces that the model carries in its index stand in
for them, and `Reference.why` says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from seqgen.corpus.corpus import Corpus, Item, load_corpus
from seqgen.errors import SeqgenError, UnreadableFile, printable
from seqgen.evaluation.excerpts import (
    Excerpt,
    consecutive,
    excerpt,
    main_metre,
    models_for_takes,
    spaced,
    stretches,
    unit,
)
from seqgen.evaluation.text_statistics import words
from seqgen.kinds.base import Tokenizer
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Facts, Piece
from seqgen.runs.corpus_record import CorpusRecord
from seqgen.runs.run import Run, find_model
from seqgen.sampling.draw import Temper
from seqgen.sampling.takes import Request, Take

MOST_PIECES = 300
MOST_CHARACTERS = 20_000_000
"""Words are counted in so much of a corpus."""
LENGTHS = {"bars": 32, "seconds": 60, "characters": 1000}
"""Where pieces are cut, and takes end, unless asked for otherwise."""


@dataclass(frozen=True, eq=False)
class Reference:
    """`pieces` to compare with, and `others` that were learned from, perhaps none, to measure by.

    `what`: the pieces in words; `why`: why they are not those that were held out, "" where they are or were asked for;
    `learned`: whether the model learned from `pieces`; `vocabulary`: how often words stand in what it learned from,
    None for music and where that is not known.
    """

    pieces: tuple[Excerpt, ...]
    others: tuple[Excerpt, ...]
    what: str
    why: str = ""
    learned: bool = False
    vocabulary: Counter[str] | None = None


def reference_of_run(
    name: str, model: Model, *, length: int = 0, progress: Callable[[Any], None] | None = None
) -> Reference:
    """The pieces held out of the corpus of a model's run, else those in its index, cut to `length`.

    Raises `SeqgenError` where there are neither.
    """
    try:
        corpus = _corpus(find_model(name), model, progress)
    except SeqgenError as problem:
        return _of_index(model, length, why=str(problem))
    held_out = [*corpus.valid, *corpus.test]
    own_length = length or _usual_length(model.tokenizer, held_out)
    pieces = _cut(model.tokenizer, held_out, own_length)
    if not pieces:
        return _of_index(model, length, why=f"nothing was held out of {printable(corpus.name)}")
    return Reference(
        pieces,
        _cut(model.tokenizer, spaced(corpus.train, MOST_PIECES), own_length),
        f"held out of {printable(corpus.name)}",
        vocabulary=_vocabulary(model.tokenizer, (item.table for item in corpus.train)),
    )


def reference_of_pieces(model: Model, pieces: Iterable[Piece], *, length: int = 0) -> Reference:
    """The pieces of files, cut to `length`. Raises `SeqgenError` where the model can hold nothing of them."""
    items = []
    for piece in pieces:
        encoded = model.tokenizer.encode(piece)
        if len(encoded.table):
            items.append(Item(encoded.table, encoded.facts, True, True, piece.title))
    cut = _cut(model.tokenizer, items, length or _usual_length(model.tokenizer, items))
    if not cut:
        raise SeqgenError("none of the pieces to compare with holds anything that this model knows")
    vocabulary = _vocabulary(model.tokenizer, _indexed(model)) if model.file.index else None
    return Reference(cut, (), "that were named", vocabulary=vocabulary)


def _of_index(model: Model, length: int, *, why: str) -> Reference:
    if not model.file.index:
        raise SeqgenError(f"{why}, and the model has no index; name files to compare with by --corpus")
    assert model.index is not None
    names = [model.index.names[piece] for piece in model.index.pieces]
    items = [Item(t, Facts(), True, True, n) for t, n in zip(_indexed(model), names, strict=True) if len(t)]
    cut = _cut(model.tokenizer, spaced(items, MOST_PIECES), length or _usual_length(model.tokenizer, items))
    if not cut:
        raise SeqgenError(f"{why}, and the model's index is empty; name files to compare with by --corpus")
    return Reference(
        cut,
        (),
        "learned from",
        why,
        learned=True,
        vocabulary=_vocabulary(model.tokenizer, (item.table for item in items)),
    )


def _indexed(model: Model) -> list[Any]:
    from seqgen.copying.corpus_index import indexed_tables

    try:
        return list(indexed_tables(model.file.index, model.tokenizer))
    except ValueError as error:
        raise UnreadableFile(f"{model.name}: the index of its corpus is damaged ({error})") from error


def _corpus(path: Path, model: Model, progress: Callable[[Any], None] | None) -> Corpus:
    """The corpus that a model was trained on. Raises `SeqgenError` where it is not what it was, or is not there."""
    if not (path.parent / "config.json").is_file():
        raise SeqgenError(f"{printable(path)} does not lie in the folder of its run, so its corpus is not known")
    try:
        record = CorpusRecord.from_json(Run.open(path.parent).config()["corpus"])
    except (KeyError, TypeError, ValueError) as error:
        raise SeqgenError(f"{printable(path.parent)}: its config.json is damaged ({error})") from error
    if record.fingerprint != model.file.about.fingerprint:
        raise SeqgenError(f"{printable(path.name)} was not made by the run in {printable(path.parent)}")
    try:
        corpus = load_corpus(record.paths, record.options, progress=progress)
    except SeqgenError as problem:
        raise SeqgenError(f"its corpus cannot be had any more ({problem})") from problem
    if corpus.fingerprint != record.fingerprint:
        raise SeqgenError(f"its corpus has changed since ({', '.join(map(printable, record.paths))})")
    return corpus


# -- cutting -----------------------------------------------------------------------------------------------------------


def _usual_length(tokenizer: Tokenizer, items: Sequence[Item]) -> int:
    """Where pieces are cut unless asked for otherwise: texts no longer than most of them are."""
    usual = LENGTHS[unit(tokenizer)]
    if isinstance(tokenizer, MusicTokenizer):
        return usual
    lengths = [len(item.table) for item in items if len(item.table)]
    return min(usual, int(np.median(lengths))) if lengths else usual


def _cut(tokenizer: Tokenizer, items: Iterable[Item], length: int) -> tuple[Excerpt, ...]:
    cut: list[Excerpt] = []
    for item in items:
        if not len(item.table):
            continue
        if isinstance(tokenizer, MusicTokenizer):
            if item.begins and item.ends:
                cut.append(excerpt(tokenizer, item.name, item.table, item.facts, length))
            else:
                # of the only piece of a corpus there are no other beginnings
                facts = replace(item.facts, end_step=0)
                cut += consecutive(tokenizer, item.name, item.table, facts, length)
        else:
            cut += stretches(item.name, item.table, length)
    # a piece may begin with a silence longer than what is compared
    return tuple(spaced([part for part in cut if len(part.table)], MOST_PIECES))


def _vocabulary(tokenizer: Tokenizer, tables: Iterable[Any]) -> Counter[str] | None:
    if isinstance(tokenizer, MusicTokenizer):
        return None
    counts: Counter[str] = Counter()
    left = MOST_CHARACTERS
    for table in tables:
        counts.update(words(f". {tokenizer.decode(table[:left], Facts())} ."))
        left -= len(table)
        if left <= 0:
            break
    return counts


# -- writing -----------------------------------------------------------------------------------------------------------


def takes_like(
    model: Model, reference: Reference, number: int, *, seed: int, temper: Temper
) -> Iterator[tuple[int, Take]]:
    """Number and take: each with the metre and length of one of the pieces, all of these in proportion."""
    shapes = [_shape(model.tokenizer, piece) for piece in models_for_takes(reference.pieces, number)]
    first = 0
    for (metre, length), same in groupby(shapes):
        count = len(list(same))
        request = _request(model.tokenizer, metre, length, temper)
        for i, take in model.stream(request, count, seed=seed + first):
            yield first + i, take
        first += count


def _shape(tokenizer: Tokenizer, piece: Excerpt) -> tuple[str, int]:
    """The metre ("" for the model's own) and length of a piece."""
    metre = main_metre(piece.facts)
    known = isinstance(tokenizer, MusicTokenizer) and metre in {f"{n}/{d}" for n, d in tokenizer.metres}
    return metre if known else "", max(1, piece.length)


def _request(tokenizer: Tokenizer, metre: str, length: int, temper: Temper) -> Request:
    counted = {"bars": "bars", "seconds": "seconds", "characters": "events"}[unit(tokenizer)]
    return Request(metre=metre, temper=temper, **{counted: length})  # type: ignore[arg-type]  # a length is a number
