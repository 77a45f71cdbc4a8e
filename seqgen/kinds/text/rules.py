"""Rules for a take of text, and the mask that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from typing_extensions import Self

from seqgen.arrays import AnyArray, Bools, Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import Constraints, Plan, Rules, Start, Walk, option
from seqgen.kinds.text.editing import KeptTextConstraints
from seqgen.kinds.text.tokenizer import UNKNOWN, TextTokenizer, character_name
from seqgen.piece import Facts, Piece
from seqgen.schema import Table


@dataclass(frozen=True)
class TextRules(Rules):
    """Characters that may be written (all where empty), and texts that end a take and are not part of it."""

    allowed: str = option("", flag="--allow", metavar="CHARACTERS", help="write only these characters")
    stop: tuple[str, ...] = option((), metavar="TEXT", help="end before this text")


class TextConstraints(Constraints):
    """The mask of `TextRules.allowed`; the unknown character is never written."""

    def __init__(self, rules: TextRules, tokenizer: TextTokenizer, batch: int) -> None:
        mask = np.ones(len(tokenizer.characters) + 2, bool)
        mask[UNKNOWN] = False
        if rules.allowed:
            mask[1:-1] = [character in rules.allowed for character in tokenizer.characters]
        if not mask[:-1].any():
            raise UsageError("none of the allowed characters occurs in this model's corpus; allow others")
        self._mask, self._batch = mask, batch

    def mask(self, column: int, walk: Walk) -> Bools | None:
        return np.tile(self._mask, (self._batch, 1))

    def take(self, indices: Ints) -> None:
        self._batch = len(indices)

    def join(self, others: Sequence[Self]) -> None:
        self._batch += sum(other._batch for other in others)


MOST_CHARACTERS = 2000


def plan_text(rules: TextRules, events: int, tokenizer: TextTokenizer, start: Start) -> Plan:
    """Plan takes of `events` characters, or until the model ends the text or a stop text comes."""
    for stop in rules.stop:
        unknown = sorted(set(stop) - set(tokenizer.characters))
        if unknown:
            name = character_name(unknown[0])
            raise UsageError(
                "'{stop}' can never come, since {name} does not occur in this model's corpus", stop=stop, name=name
            )
    stops = [tokenizer.encode(Piece(stop)).table[:, 0] for stop in rules.stop if stop]
    primed, kept = len(start.rows), start.kept

    def constraints(facts: Sequence[Facts]) -> Constraints:
        new = TextConstraints(rules, tokenizer, len(facts))
        return new if kept is None else KeptTextConstraints(kept, new, len(facts), primed)

    def stopped(rows: Ints) -> bool:
        return any(_ends_with(rows[:, 0], stop) for stop in stops)

    def finish(table: Table, ended: bool, facts: Facts) -> tuple[Table, Facts]:
        if kept is not None:
            return table[: len(table) - len(kept.rows)], facts
        tail = next((stop for stop in stops if _ends_with(table[primed:, 0], stop)), ())
        return table[: len(table) - len(tail)], facts

    return Plan(
        start,
        constraints,
        finish,
        may_end=not events and kept is None,
        most_rows=events or MOST_CHARACTERS,
        stopped=stopped if stops else None,
    )


def _ends_with(rows: AnyArray, tail: AnyArray) -> bool:
    return len(rows) >= len(tail) and bool((rows[len(rows) - len(tail) :] == tail).all())
