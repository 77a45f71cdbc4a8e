"""The division of a few new pieces into a learned and a held-out part, and the cost of the latter. No torch here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from seqgen.corpus.corpus import Item
from seqgen.errors import SeqgenError
from seqgen.formats.safetensors_file import Arrays
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded
from seqgen.model import Model
from seqgen.network.engine import Engine
from seqgen.piece import Facts
from seqgen.schema import ContextTable, Table
from seqgen.words import counted

HELD_OUT = 6
"""One part in so many is held out."""
PIECES_HELD_OUT = 6
"""With so many pieces whole ones are held out, with fewer the last part of each."""
MOST_MEASURED = 6_000
WARM_UP = 1000
"""Rows read before a stretch in the midst of a piece, so that the network knows where it is."""


@dataclass(frozen=True, eq=False)
class NewPiece:
    name: str
    encoded: Encoded


@dataclass(frozen=True, eq=False)
class HeldOutPart:
    """The rows of a piece from `start` on, and its end, which are measured after the rows before are read."""

    table: Table
    facts: Facts
    start: int = 0
    ends: bool = True

    @property
    def events(self) -> int:
        return len(self.table) - self.start + self.ends


def divide(pieces: Sequence[NewPiece], kind: str, *, seed: int) -> tuple[list[Item], list[HeldOutPart]]:
    """Return the learned and the held-out part of pieces; the latter is empty where they are too short. Raises
    `SeqgenError` where there is too little to learn from at all."""
    rows = sum(len(piece.encoded.table) for piece in pieces)
    least, least_held_out = kind_named(kind).least_events, kind_named(kind).least_held_out
    if rows < least:
        raise SeqgenError(
            "too little to learn from: {amount}; give at least {least}",
            amount=counted(rows, kind_named(kind).event),
            least=str(least),
        )
    if rows < HELD_OUT * least_held_out:
        return [whole_item(piece) for piece in pieces], []
    if len(pieces) >= PIECES_HELD_OUT:
        order = np.random.default_rng(seed).permutation(len(pieces)).tolist()
        held: list[int] = []
        measured = 0
        while measured < min(rows / HELD_OUT, MOST_MEASURED) and len(held) < len(pieces) // 2:
            held.append(order[len(held)])
            measured += len(pieces[held[-1]].encoded.table)
        learned = [piece for number, piece in enumerate(pieces) if number not in held]
        parts = [HeldOutPart(pieces[number].encoded.table, pieces[number].encoded.facts) for number in held]
        if parts and sum(len(piece.encoded.table) for piece in learned) >= least:
            return [whole_item(piece) for piece in learned], [capped(part, MOST_MEASURED) for part in parts]
    items, parts = [], []
    for piece in pieces:
        table, most = piece.encoded.table, MOST_MEASURED // len(pieces)
        cut = max(len(table) - len(table) // HELD_OUT, len(table) - most)
        items.append(Item(table[:cut], piece.encoded.facts, begins=True, ends=False, name=piece.name))
        parts.append(HeldOutPart(table, piece.encoded.facts, cut))
    return items, parts


def whole_item(piece: NewPiece) -> Item:
    return Item(piece.encoded.table, piece.encoded.facts, begins=True, ends=True, name=piece.name)


def capped(part: HeldOutPart, rows: int) -> HeldOutPart:
    if len(part.table) - part.start <= rows:
        return part
    return replace(part, table=part.table[: part.start + rows], ends=False)


def nats_per_event(model: Model, weights: Arrays, parts: Sequence[HeldOutPart]) -> float:
    """Return the mean nats an event of `parts` under `weights`, exactly, as scoring counts."""
    engine = Engine(model.file.config, model.tokenizer.schema, weights)
    nats = 0.0
    for part in parts:
        first = part.start - WARM_UP if part.start > WARM_UP else 0
        table = np.asarray(part.table, dtype=np.int64)
        context = model.tokenizer.context(table, part.facts)
        near = ContextTable(context.index[first:], context.sets[first:])
        costs = engine.nats(table[first:], near, begins=first == 0, ends=part.ends)
        nats += float(costs[part.start - first :].sum())
    return nats / max(sum(part.events for part in parts), 1)
