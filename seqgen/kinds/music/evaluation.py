"""Comparison of takes with pieces, for music."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.kinds.base import Encoded
from seqgen.kinds.distributions import Statistic
from seqgen.kinds.evaluation import Evaluation, Excerpt, Length, Roll, Shape
from seqgen.kinds.music.conditions_met import conditions_met
from seqgen.kinds.music.event_features import event_features
from seqgen.kinds.music.excerpts import beginning, consecutive
from seqgen.kinds.music.quantities import quantities, roles_in
from seqgen.kinds.music.roll import roll
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.statistics import statistics
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.quantities import Quantity


class MusicEvaluation(Evaluation):
    """Excerpts are the beginnings of pieces, counted in bars or, on the performance grid, in seconds."""

    tells_how_to_draw = True

    def length(self, tokenizer: MusicTokenizer, rows: Sequence[int] = ()) -> Length:
        return Length("bars", 32) if tokenizer.is_metric else Length("seconds", 60)

    def cut(self, tokenizer: MusicTokenizer, name: str, encoded: Encoded, length: int, *, whole: bool) -> list[Excerpt]:
        if whole:
            return [beginning(tokenizer, name, encoded.table, encoded.facts, length)]
        # a corpus of a single piece has no other beginnings
        return consecutive(tokenizer, name, encoded.table, replace(encoded.facts, end_step=0), length)

    def shape(self, tokenizer: MusicTokenizer, excerpt: Excerpt) -> Shape:
        """Return the main metre, where the model knows it, and the number of bars or seconds."""
        length = max(1, excerpt.length)
        known = excerpt.group in {f"{n}/{d}" for n, d in tokenizer.metres}
        rules = MusicRules(bars=length) if tokenizer.is_metric else MusicRules(seconds=length)
        return Shape(0, replace(rules, metre=excerpt.group if known else ""))

    def in_one_draft(self, shape: Shape) -> Shape:
        assert isinstance(shape.rules, MusicRules)
        return Shape(shape.events, replace(shape.rules, closed=False))

    def statistics(
        self, tokenizer: MusicTokenizer, excerpts: Iterable[Excerpt], vocabulary: Counter[str] | None, *, learned: bool
    ) -> list[Statistic]:
        return statistics(tokenizer, excerpts)

    def quantities(self, tokenizer: MusicTokenizer, sets: Sequence[Sequence[Excerpt]]) -> list[list[Quantity]]:
        roles = roles_in(tokenizer, [excerpt for pieces in sets[1:] for excerpt in pieces])
        return [quantities(tokenizer, excerpts, roles) for excerpts in sets]

    def conditions_met(self, tokenizer: MusicTokenizer, rules: MusicRules, take: Excerpt) -> dict[str, bool]:
        return conditions_met(tokenizer, rules, take)

    def drawing(self, tokenizer: MusicTokenizer, excerpt: Excerpt) -> Roll:
        return roll(tokenizer, excerpt)

    def event_features(self, tokenizer: MusicTokenizer, encoded: Encoded) -> dict[str, AnyArray]:
        return event_features(tokenizer, np.asarray(encoded.table, dtype=np.int64), encoded.facts)
