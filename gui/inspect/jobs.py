"""Jobs of the Inspect page. They run in a worker process and know no Qt."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from gui.inspect.copies import passages_of
from gui.inspect.inspection import EventsRead, Heat, Inspection, Source, keys_of_values, values_of_keys
from gui.workers import models_cache
from seqgen.arrays import Bytes, Floats, Floats16, Floats32, Ints, Ints32
from seqgen.copying.copy_index import Copy
from seqgen.errors import Sentence, SeqgenError, UsageError, printable
from seqgen.formats.sandbox import read_one
from seqgen.formats.sheet import Sheet
from seqgen.formats.text_file import normalise
from seqgen.information import in_bits
from seqgen.inspection.activations import MOST_EVENTS, ReadBlock, follow
from seqgen.inspection.findings import Findings
from seqgen.inspection.unit_features import correlations, features
from seqgen.inspection.unit_order import clustered
from seqgen.kinds import kind_named, kind_of_file
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.model import Model
from seqgen.network.engine import LayerActivity
from seqgen.piece import Piece

LIKELIEST = 6
BLOCK = 256
BEAT_SECONDS = 0.05
HIDDEN, CELL = "hidden", "cell"


@dataclass
class _Read:
    """The piece that was read last, kept so that another view of it is there at once."""

    key: tuple[Any, ...]
    views: dict[tuple[str, int], tuple[Bytes, Floats32, bool]] = field(default_factory=dict)


_last: _Read | None = None


def look(source: Source, model: str, most: int = MOST_EVENTS) -> Iterator[EventsRead | Inspection]:
    """Read a piece under a model, yielding the progress and, at the end, the `Inspection`.

    Raises `SeqgenError` with one line where file and model do not go together or one of them cannot be read.
    """
    opening = _Opening(source, model)
    opening.start()
    while opening.is_alive():
        opening.join(BEAT_SECONDS)
        yield EventsRead(0, 0)
    if opening.error is not None:
        raise opening.error
    assert opening.model is not None
    yield from _looked(source, model, opening.model, opening.pieces, most)


def heat(source: Source, model: str, view: str, layer: int, most: int = MOST_EVENTS) -> Iterator[EventsRead | Heat]:
    """Yield one view (`hidden`, `cell` or a gate's name) of one layer, of a piece that `look` has read."""
    if _last is None or _last.key != _key(source, model, most):
        # the process that had read it has died
        for news in look(source, model, most):
            if isinstance(news, EventsRead):
                yield news
    assert _last is not None
    keys, scales, two_sided = _last.views[view, layer]
    yield Heat(layer, view, keys, scales, two_sided, _orders(keys))


def _key(source: Source, model: str, most: int) -> tuple[Any, ...]:
    stamps = [os.stat(path).st_mtime_ns for path in (source.path, model) if path and os.path.exists(path)]
    return (source, model, most, *stamps)


def _orders(keys: Bytes) -> dict[str, Ints]:
    """Return the orders of units: as trained, by variance, and clustered."""
    values = values_of_keys(keys)
    variance = values.var(axis=0) if len(values) else np.zeros(keys.shape[1])
    return {
        "trained": np.arange(keys.shape[1]),
        "variance": np.argsort(-variance, kind="stable"),
        "clustered": clustered(values),
    }


# -- reading -----------------------------------------------------------------------------------------------------------


class _Opening(threading.Thread):
    """A thread that opens the model and the file, so that a cancelled job can end at once and its process, with the
    models that it has loaded, need not be killed.
    """

    def __init__(self, source: Source, path: str) -> None:
        super().__init__(daemon=True)
        self._source, self._path = source, path
        self.model: Model | None = None
        self.pieces: list[Piece] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.model = models_cache.model(self._path)
            self.pieces = _pieces(self._source, self.model)
        except Exception as error:
            self.error = error


def _pieces(source: Source, model: Model) -> list[Piece]:
    """Return the pieces of a file that a model's kind can read, or the typed text."""
    kind = kind_named(model.kind)
    if not source.path:
        text = normalise(source.text)
        if not text:
            raise SeqgenError("type some text first")
        try:
            return [kind.parse(text)]
        except UsageError as error:
            raise SeqgenError(
                "{model} reads {kind}, and this is text; choose another model",
                model=model.name,
                kind=Sentence(model.kind),
            ) from error
    path = Path(source.path)
    other = kind_of_file(path)
    if other is not None and path.suffix.lower() not in kind.suffixes:
        raise SeqgenError(
            "{model} reads {kind}, and {file} is {other}; choose another model",
            model=model.name,
            kind=Sentence(model.kind),
            file=printable(path.name),
            other=Sentence(other.name),
        )
    if not path.is_file():
        raise SeqgenError("{file}: there is no such file", file=printable(path.name))
    pieces: list[Piece] = read_one(path, kind.read)
    return pieces


def _looked(
    source: Source, path: str, model: Model, pieces: list[Piece], most: int
) -> Iterator[EventsRead | Inspection]:
    global _last
    piece = pieces[min(source.piece, len(pieces) - 1)]
    encoded = model.tokenizer.encode(piece)
    if not len(encoded.table):
        raise SeqgenError("{file}: holds nothing that {model} knows", file=printable(piece.title), model=model.name)
    total = len(encoded.table)
    whole = total <= most
    if not whole:
        encoded = replace(encoded, table=encoded.table[:most])
    collected = _Collected()
    for block in follow(model, encoded, count=LIKELIEST, block=BLOCK):
        collected.add(block)
        yield EventsRead(min(block.start + BLOCK, len(encoded.table)), len(encoded.table))
    read = _Read(_key(source, path, most), collected.views(len(encoded.table)))
    _last = read
    yield _report(source, model, pieces, piece, encoded, total, collected, read)


class _Collected:
    """The blocks of a piece, collected one by one. Activities between -1 and 1 are quantized to bytes at once."""

    def __init__(self) -> None:
        self.bits: list[Floats] = []
        self.values: list[Ints32] = []
        self.probabilities: list[Floats32] = []
        self._keys: dict[tuple[str, int], list[Bytes]] = {}
        self._wide: dict[tuple[str, int], list[Floats16]] = {}

    def add(self, block: ReadBlock) -> None:
        self.bits.append(block.bits)
        self.values.append(block.best.values)
        self.probabilities.append(block.best.probabilities)
        for number, layer in enumerate(block.layers):
            for name, values in _views(layer):
                if name in (HIDDEN, CELL):
                    # a float16 holds three digits and numbers to 65,000
                    self._wide.setdefault((name, number), []).append(values.T.clip(-6e4, 6e4).astype(np.float16))
                else:
                    self._keys.setdefault((name, number), []).append(keys_of_values(values.T))

    def views(self, events: int) -> dict[tuple[str, int], tuple[Bytes, Floats32, bool]]:
        """Return the keys (events, units), scales and two-sidedness of every view and layer."""
        found = {}
        for name, number in list(self._wide):
            values = np.concatenate(self._wide.pop((name, number)))[1 : events + 1]
            scales = np.maximum(np.abs(values).max(axis=0, initial=0), 1).astype(np.float32)
            found[name, number] = (keys_of_values(values, scales), scales, bool((values < 0).any()))
        for place, blocks in self._keys.items():
            keys = np.concatenate(blocks)[1 : events + 1]
            found[place] = (keys, np.ones(keys.shape[1], np.float32), False)
        return found


def _views(layer: LayerActivity) -> Iterator[tuple[str, Floats32]]:
    yield HIDDEN, layer.hidden
    if layer.cell is not None:
        yield CELL, layer.cell
    yield from layer.gates.items()


# -- the report -------------------------------------------------------------------------------------------------------


def _report(
    source: Source,
    model: Model,
    pieces: list[Piece],
    piece: Piece,
    encoded: Encoded,
    total: int,
    collected: _Collected,
    read: _Read,
) -> Inspection:
    tokenizer, schema, config = model.tokenizer, model.tokenizer.schema, model.file.config
    modelled = list(schema.modelled)
    events = len(encoded.table)
    predicted = events + (events == total)
    end = np.zeros((1, len(schema.columns)), np.int64)
    end[0, 0] = schema.sizes[0]
    actual = np.concatenate([np.asarray(encoded.table, np.int64), end])[:predicted, modelled]
    layout = model.editing.layout(tokenizer, encoded, piece, whole=events == total)
    sheet = layout.content if isinstance(layout.content, Sheet) else None
    copy = _copied(model, encoded)
    views = [name for name, layer in read.views if layer == 0]
    return Inspection(
        source=source,
        model=model.name,
        kind=Sentence(model.kind),
        event=tokenizer.event,
        title=piece.title,
        pieces=tuple(each.title for each in pieces),
        text="" if sheet is not None else layout.content,
        sheet=sheet,
        note_of_event=layout.place,
        begins=layout.begins,
        events=events,
        total=total,
        approximated=encoded.approximated,
        columns=tuple(schema.columns[i].name for i in modelled),
        bits=np.concatenate(collected.bits)[:predicted, modelled].astype(np.float32),
        values=np.concatenate(collected.values)[:predicted, modelled].astype(np.int16),
        probabilities=np.concatenate(collected.probabilities)[:predicted, modelled],
        actual=actual.astype(np.int16),
        names=tuple(tuple(tokenizer.describe(i, v) for v in range(schema.targets(i))) for i in modelled),
        usual=in_bits(model.file.about.nats),
        copied=copy.share if copy else None,
        longest=copy.longest if copy else None,
        copies=passages_of(copy, layout),
        shared=model.file.about.shared,
        cell=config.cell,
        layers=config.num_layers,
        units=config.units,
        views=tuple(dict.fromkeys([HIDDEN, *views])),
        findings=_findings(tokenizer, encoded, read),
    )


def _findings(tokenizer: Tokenizer, encoded: Encoded, read: _Read) -> Findings:
    found = features(tokenizer, encoded)
    return Findings(
        tuple(feature.name for feature in found),
        tuple(int(np.isfinite(feature.values).sum()) for feature in found),
        {
            # r does not change with a unit's scale
            place: correlations(found, values_of_keys(keys))
            for place, (keys, _, _) in read.views.items()
            if place[0] in (HIDDEN, CELL)
        },
    )


def _copied(model: Model, encoded: Encoded) -> Copy | None:
    """Return the copies from the training corpus; None where the model has no index, or a damaged one."""
    try:
        return model.copied(np.asarray(encoded.table, dtype=np.int64))
    except SeqgenError:
        return None
