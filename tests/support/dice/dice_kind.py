"""A kind of sequence of another package: rolls of two dice, one roll a line (`3 5`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from seqgen.errors import UnreadableFile, UsageError
from seqgen.kinds import Encoded, Kind, Tokenizer
from seqgen.kinds.base import Constraints, Options, Plan, Rules, Start, option
from seqgen.piece import Facts, Piece
from seqgen.schema import Column, Schema, Table

END = "the end"


@dataclass(frozen=True)
class DiceOptions(Options):
    sides: int = option(6, help="sides of a die (6)")


@dataclass(frozen=True)
class DiceRules(Rules):
    doubles: bool = option(False, help="only doubles")

    def check(self, events: int) -> None:
        if self.doubles and events > 1000:
            raise UsageError("so many doubles are too many")


@dataclass(frozen=True)
class DiceTokenizer(Tokenizer):
    kind: ClassVar[str] = "dice"
    event: ClassVar[str] = "roll"
    sides: int

    @property
    def schema(self) -> Schema:
        return Schema((Column("first", self.sides), Column("second", self.sides)))

    def encode(self, piece: Piece) -> Encoded:
        return Encoded(np.array(piece.content, np.int64).reshape(-1, 2) - 1, Facts(title=piece.title))

    def decode(self, table: Table, facts: Facts) -> str:
        return "".join(f"{first + 1} {second + 1}\n" for first, second in np.asarray(table).tolist())

    def describe(self, column: int, value: int) -> str:
        return [*map(str, range(1, self.sides + 1)), END][value]

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "sides": self.sides}


class Doubles(Constraints):
    """The second die shows what the first does."""

    def __init__(self, sides: int) -> None:
        self.first, self.sides = np.zeros(0, np.int64), sides

    def mask(self, column: int, walk: Any) -> Any:
        return self.first[:, None] == np.arange(self.sides) if column else None

    def chose(self, column: int, values: Any, walk: Any) -> None:
        if column == 0:
            self.first = values

    def take(self, indices: Any) -> None:
        self.first = self.first[indices]


class DiceKind(Kind):
    name, event = "dice", "roll"
    suffixes, suffix = (".dice",), ".dice"
    options, rules = DiceOptions, DiceRules

    def read(self, path: Path) -> list[Piece]:
        try:
            rolls = [tuple(map(int, line.split())) for line in path.read_text().splitlines()]
        except ValueError as error:
            raise UnreadableFile(f"{path.name}: holds more than rolls") from error
        return [Piece(rolls, title=path.stem)]

    def fit(self, pieces: Sequence[Piece], options: DiceOptions) -> DiceTokenizer:
        return DiceTokenizer(options.sides)

    def from_json(self, data: Mapping[str, Any]) -> DiceTokenizer:
        return DiceTokenizer(int(data["sides"]))

    def facts(self, piece: Piece, encoded: Encoded, tokenizer: Any) -> dict[str, Any]:
        return {"total": int(np.sum(piece.content))}

    def plan(self, rules: DiceRules, events: int, tokenizer: DiceTokenizer, start: Start) -> Plan:
        plan = super().plan(rules, events, tokenizer, start)
        if not rules.doubles:
            return plan
        return Plan(start, lambda facts: Doubles(tokenizer.sides), plan.finish, plan.may_end, plan.most_rows)


DICE = DiceKind()
