"""Activity of hidden units and gates while a network reads a piece, and its predictions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats, Floats32
from seqgen.errors import UsageError, printable
from seqgen.information import in_bits
from seqgen.kinds.base import Encoded
from seqgen.model import Model
from seqgen.network.engine import LayerActivity, rows_or_end
from seqgen.network.heads import Best
from seqgen.piece import Piece
from seqgen.words import counted

MOST_EVENTS = 20_000
"""The most events: 20,000 of 1,024 units are 80 MB for each layer and view."""

BLOCK = 512


@dataclass(frozen=True, eq=False)
class Activity:
    """Activity of every unit after each event was read, each float32 (layers, events, units).

    `gates` lie between 0 and 1: `input`, `forget` and `output` of an LSTM, `update` and `reset` of a GRU, none of a
    simple cell. `cell` is None for other cells than an LSTM.
    """

    hidden: Floats32
    gates: dict[str, Floats32]
    cell: Floats32 | None = None


@dataclass(frozen=True, eq=False)
class ReadBlock:
    """Predictions for events `start` to `start + n`.

    `layers`: activity of each recurrent layer just before each event (before event 0: after the start mark); `bits`:
    the cost of the actual values, float64 (n, columns); `best`: the likeliest values of each column.
    """

    start: int
    layers: list[LayerActivity]
    bits: Floats
    best: Best


@dataclass(frozen=True)
class Alternative:
    """A possible value of a column; `actual` marks the value that it has."""

    value: int
    name: str
    probability: float
    actual: bool


def follow(model: Model, encoded: Encoded, *, count: int = 5, block: int = BLOCK) -> Iterator[ReadBlock]:
    """Read a piece in blocks of `block` events; the last event is the end. `count`: likeliest values of each column."""
    table = np.asarray(encoded.table, dtype=np.int64)
    context = model.tokenizer.context(table, encoded.facts)
    engine, state = model.engine, model.engine.start()
    for start in range(0, len(table) + 1, block):
        stop = min(start + block, len(table) + 1)
        layers, tops = engine.watch(state, *engine.before(table, context, start, stop))
        seen = (tops, rows_or_end(table, start, stop), context.index[start:stop], context.sets[start:stop])
        end_at = len(table) - start
        nats = engine.heads.nats(*seen, end_at=end_at)
        yield ReadBlock(start, layers, in_bits(nats), engine.heads.best(*seen, end_at=end_at, count=count))


def activity(model: Model, piece: Piece) -> Activity:
    """Return the activity of all units while a model reads a piece. Raises `UsageError` beyond `MOST_EVENTS` events."""
    encoded = model.tokenizer.encode(piece)
    events = len(encoded.table)
    if events > MOST_EVENTS:
        raise UsageError(
            "{file}: has {events}; activity is computed for at most {most} at once, so give a part of it",
            file=printable(piece.title),
            events=counted(events, model.tokenizer.event),
            most=MOST_EVENTS,
        )
    shape = (model.file.config.num_layers, events, model.file.config.units)
    hidden = np.zeros(shape, np.float32)
    gates: dict[str, Floats32] = {}
    cell: Floats32 | None = None
    for block in follow(model, encoded, count=1):
        for number, layer in enumerate(block.layers):
            _put(hidden[number], block.start, layer.hidden)
            for name, gate in layer.gates.items():
                _put(gates.setdefault(name, np.zeros(shape, np.float32))[number], block.start, gate)
            if layer.cell is not None:
                cell = np.zeros(shape, np.float32) if cell is None else cell
                _put(cell[number], block.start, layer.cell)
    return Activity(hidden, gates, cell)


def _put(events: Floats32, start: int, before: Floats32) -> None:
    """Store the state before each event from `start` on, float32 (units, n), as the state after the event before it."""
    first = 1 if start == 0 else 0
    events[start + first - 1 : start + before.shape[1] - 1] = before[:, first:].T


def alternatives(model: Model, piece: Piece, event: int, count: int = 5) -> dict[str, list[Alternative]]:
    """Return the likeliest values of each column at one event, the actual one among them, most probable first.

    The heads are chained: probabilities of a column are conditioned on all events before and on the actual values of
    the event's earlier columns. The event after the last is the end of the piece. Raises `UsageError` beyond that.
    """
    encoded = model.tokenizer.encode(piece)
    table = np.asarray(encoded.table, dtype=np.int64)
    if not 0 <= event <= len(table):
        raise UsageError(
            "{file}: has no event {event}; its last, the end, is {count}",
            file=printable(piece.title),
            event=str(event),
            count=str(len(table)),
        )
    context = model.tokenizer.context(table, encoded.facts)
    engine, stop = model.engine, event + 1
    tops = engine.read(engine.start(), *engine.before(table, context, 0, stop))[:, event:]
    row = rows_or_end(table, event, stop)
    seen = (tops, row, context.index[event:stop], context.sets[event:stop])
    end_at = len(table) - event
    nats = engine.heads.nats(*seen, end_at=end_at)[0]
    best = engine.heads.best(*seen, end_at=end_at, count=count)
    schema, answer = model.tokenizer.schema, {}
    for column in schema.modelled:
        if event == len(table) and column > 0:
            continue
        actual = int(row[0, column]) if event < len(table) else schema.sizes[0]
        found = dict(zip(best.values[0, column].tolist(), best.probabilities[0, column].tolist(), strict=True))
        found.pop(-1, None)
        found.setdefault(actual, math.exp(-nats[column]))
        answer[schema.columns[column].name] = [
            Alternative(value, model.tokenizer.describe(column, value), chance, value == actual)
            for value, chance in found.items()
        ]
    return answer
