"""Comparison of takes with pieces, for one kind of sequence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from seqgen.arrays import AnyArray, Floats, Ints
from seqgen.kinds.base import Encoded, Rules
from seqgen.kinds.distributions import Statistic
from seqgen.kinds.quantities import Quantity
from seqgen.schema import Table


@dataclass(frozen=True)
class Length:
    """A unit in which excerpts are measured, such as `bars`, and their usual length in it."""

    unit: str
    usual: int


@dataclass(frozen=True, eq=False)
class Excerpt:
    """A part of a piece: its table, int64 (rows, columns), its facts, which end where it does, and its length in the
    unit of its kind.

    `group`: of the groups, such as time signatures, that takes are shared among as pieces are. `ends`: whether the
    piece ends with it.
    """

    name: str
    table: Ints
    facts: Any
    length: int
    group: str = ""
    ends: bool = True


@dataclass(frozen=True)
class Shape:
    """Length in events (0: as the rules say) and rules of a take."""

    events: int
    rules: Rules


@dataclass(frozen=True)
class Scale:
    """An axis of a drawing: labelled places, lines across, the range shown, and a label of its own."""

    ticks: tuple[tuple[float, str], ...]
    lines: tuple[float, ...]
    low: float
    high: float
    label: str = ""


@dataclass(frozen=True, eq=False)
class Roll:
    """An excerpt drawn as bars along time, one a row of its table: from `left` to `right` at height `line`, each
    float64 (rows,)."""

    left: Floats
    right: Floats
    line: Floats
    x: Scale
    y: Scale


class Evaluation(ABC):
    """Everything that comparing takes with pieces needs of one kind. A `tokenizer` is always one of that kind."""

    excerpts: ClassVar[str] = "pieces"
    """Excerpts in the user's words."""
    tells_how_to_draw: ClassVar[bool] = False
    """At the end of a training, temperature and truncation are chosen by these statistics
    (`seqgen.evaluation.how_to_draw`)."""

    @abstractmethod
    def length(self, tokenizer: Any, rows: Sequence[int]) -> Length:
        """Return the usual length of excerpts from pieces of so many rows."""

    @abstractmethod
    def cut(self, tokenizer: Any, name: str, encoded: Encoded, length: int, *, whole: bool) -> list[Excerpt]:
        """Return excerpts of at most `length` from a piece, or from a part of one where it is not `whole`."""

    @abstractmethod
    def shape(self, tokenizer: Any, excerpt: Excerpt) -> Shape:
        """Return what to ask of a take so that it is comparable with an excerpt."""

    def in_one_draft(self, shape: Shape) -> Shape:
        """Return what to ask of takes of a shape that are soon written: whatever a kind draws several times is drawn
        once."""
        return shape

    @abstractmethod
    def statistics(
        self, tokenizer: Any, excerpts: Iterable[Excerpt], vocabulary: Counter[str] | None, *, learned: bool
    ) -> list[Statistic]:
        """Return every feature of every excerpt, always in the same order. `vocabulary`: word counts of the training
        pieces, None where they are not known; `learned`: whether the excerpts are among these pieces."""

    def quantities(self, tokenizer: Any, sets: Sequence[Sequence[Excerpt]]) -> list[list[Quantity]]:
        """Return every quantity of every excerpt of each set, always in the same order; none for a kind without. The
        first set are takes, the others real pieces."""
        return [[] for _ in sets]

    def conditions_met(self, tokenizer: Any, rules: Any, take: Excerpt) -> dict[str, bool]:
        """Return for each condition in the rules of a take whether its events meet it; none for a kind whose rules
        always hold."""
        return {}

    def vocabulary(self, tokenizer: Any, tables: Iterable[Table]) -> Counter[str] | None:
        """Return word counts of training pieces; None for a kind without words."""
        return None

    @abstractmethod
    def drawing(self, tokenizer: Any, excerpt: Excerpt) -> Roll | str:
        """Return an excerpt as bars to draw or as a text, one bar or character a row."""

    @abstractmethod
    def event_features(self, tokenizer: Any, encoded: Encoded) -> dict[str, AnyArray]:
        """Return named features with a number for each event, NaN where an event has none."""
