"""The way to draw from a model: the temperature, truncation and guidance whose takes are nearest to held-out pieces.

Every setting of a small grid writes takes of the lengths of held-out pieces; all features of takes and pieces are
compared by their overlap, as in a report. Features that are one number a piece (bars that return, notes in the key) say
whether takes have structure and count as much as all others together; so do the quantities of the report (kicks and
accents by their place, clashes). By successive halving (Jamieson and Talwalkar
2016) the better half of the settings writes more takes, until one is left or the time is over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from seqgen.corpus.corpus import Corpus
from seqgen.evaluation.overlap import overlap
from seqgen.evaluation.reference import Reference, as_long, excerpts_of, takes_like
from seqgen.kinds import kind_named
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.quantities import Quantity
from seqgen.model import Model
from seqgen.network.measured_sampling import MeasuredSampling
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.takes import Take

GRID = (
    MeasuredSampling(),
    MeasuredSampling(top_p=0.8),
    MeasuredSampling(top_p=0.9),
    MeasuredSampling(top_p=0.7),
    MeasuredSampling(temperature=0.85),
    MeasuredSampling(top_p=1.0, min_p=0.1),
)
"""The settings that are tried; the first is what holds where nothing is measured."""
AS_LEARNED = tuple(replace(setting, strength=1.0) for setting in (GRID[0], GRID[2]))
"""Settings without guidance, for models that are told of their pieces."""
COOLED = 0.7
"""Temperature of a column that is cooled alone (`Kind.cooled`)."""
TAKES = 8
"""Takes of the first round; each further one writes twice as many."""
ROUNDS = 3
FEWEST_PIECES = 6
"""Held-out pieces below which their features are not known well enough to choose by."""
WORTH = 0.01
"""Another setting than the first is chosen where its takes overlap by so much more."""


def can_be_measured(corpus: Corpus) -> bool:
    """Return whether the kind of a corpus has features to choose by, and enough is held out."""
    evaluation = kind_named(corpus.kind).evaluation
    return evaluation is not None and evaluation.tells_how_to_draw and len(corpus.valid) >= FEWEST_PIECES


def grid_of(model: Model) -> tuple[MeasuredSampling, ...]:
    """Return `GRID` with settings without guidance, those that cool single columns, and those that do not truncate what
    is not cooled, either; those that gain most first, since there may be no time for all."""
    whole, told = model.uncooled, model.tokenizer.schema.is_told
    further = tuple(replace(setting, untruncated=whole) for setting in GRID[:2]) if whole else ()
    as_learned = AS_LEARNED if told else ()
    columns = dict.fromkeys(kind_named(model.kind).cooled(model.tokenizer), COOLED)
    cooled = tuple(replace(setting, per_column=columns) for setting in (*as_learned, GRID[0])) if columns else ()
    return (GRID[0], *as_learned[:1], *cooled, *as_learned[1:], *GRID[1:], *further)


@dataclass
class _Tried:
    """A setting, the takes that it wrote, and how like the pieces they were after each round."""

    setting: MeasuredSampling
    config: SamplingConfig
    takes: list[Take] = field(default_factory=list)
    likeness: list[float] = field(default_factory=list)


def measured_sampling(
    model: Model, corpus: Corpus, seconds_left: Callable[[], float], *, seed: int = 1
) -> MeasuredSampling | None:
    """Return the setting of `grid_of` whose takes are nearest to held-out pieces, of those that there was time to try;
    None where that is one. `seconds_left` is asked before each setting writes takes, which it does where there is time
    for as many. Raises `SeqgenError` where none can be written."""
    beside = _Beside.of(model, corpus)
    if beside is None:
        return None
    tried = [_Tried(each, SamplingConfig.of(each, model.uncooled)) for each in grid_of(model)]
    going, written, a_take = list(tried), 0, 0.0
    for turn in range(ROUNDS):
        number = TAKES << turn
        for each in going:
            left = seconds_left()
            if left <= number * a_take:
                compared = sum(len(one.likeness) > turn for one in going) > 1
                return _nearest(tried, turn + compared) if turn or compared else None
            begun = seed + written
            drawn = takes_like(model, beside.reference, number, seed=begun, config=each.config, in_one_draft=True)
            each.takes += [take for _, take in drawn]
            each.likeness.append(beside.likeness(each.takes))
            a_take = max(a_take, (left - seconds_left()) / number)
        written += number
        best = sorted(going, key=lambda each: -each.likeness[turn])[: max(1, len(going) // 2)]
        # what holds without a measurement stays to be compared with
        going = [each for each in going if each in best or each is tried[0]]
    return _nearest(tried, ROUNDS)


def _nearest(tried: Sequence[_Tried], rounds: int) -> MeasuredSampling:
    """Return the best, after so many rounds, of the settings that were in all of them."""
    last = rounds - 1
    compared = [each for each in tried if len(each.likeness) >= rounds]
    first, best = tried[0], max(compared, key=lambda each: each.likeness[last])
    chosen = best if best.likeness[last] >= first.likeness[last] + WORTH else first
    return replace(
        chosen.setting,
        per_column=dict(chosen.config.per_column),
        likeness=round(chosen.likeness[last], 4),
        before=round(first.likeness[last], 4),
        takes=TAKES * (2**rounds - 1),
    )


@dataclass(frozen=True, eq=False)
class _Beside:
    """Held-out pieces to compare takes with."""

    model: Model
    reference: Reference

    @staticmethod
    def of(model: Model, corpus: Corpus) -> _Beside | None:
        evaluation = kind_named(model.kind).evaluation
        if evaluation is None:
            return None
        rows = [len(item.table) for item in corpus.valid if len(item.table)]
        length = max(1, evaluation.length(model.tokenizer, rows).usual // 2)
        # takes of the length that is asked for tell most; half of a corpus may be fills of a bar
        pieces = as_long(excerpts_of(model, corpus.valid, length), length, fewest=FEWEST_PIECES)
        if len(pieces) < FEWEST_PIECES:
            return None
        return _Beside(model, Reference(evaluation, pieces, (), f"held out of {corpus.name}"))

    def likeness(self, takes: Sequence[Take]) -> float:
        """Return the mean overlap of all features, single numbers a piece counting as much as all others together."""
        evaluation, tokenizer = self.reference.evaluation, self.model.tokenizer
        written = [Excerpt(f"seed {take.seed}", take.table, take.facts, 0) for take in takes]
        mine, real = (
            evaluation.statistics(tokenizer, excerpts, None, learned=False)
            for excerpts in (written, self.reference.pieces)
        )
        structure: list[float] = []
        marginal: list[float] = []
        for one, other in zip(mine, real, strict=True):
            if one.shares.any() or other.shares.any():
                reached = float(overlap(one.distribution, other.distribution))
                (structure if one.axis.percent else marginal).append(reached)
        sets = evaluation.quantities(tokenizer, [written, self.reference.pieces])
        structure += [near for pair in zip(*sets, strict=True) if (near := closeness(*pair)) is not None]
        return float(np.mean([np.mean(group) for group in (structure, marginal) if group]))


def closeness(takes: Quantity, pieces: Quantity) -> float | None:
    """Return the overlap of two normal distributions as wide as that of `pieces`, one around the mean of each: from 1
    for equal means to 0. None where either has none, or where pieces do not differ."""
    spread = float(pieces.known.std()) if len(pieces.known) >= FEWEST_PIECES else 0.0
    if not spread or not len(takes.known):
        return None
    return math.erfc(abs(takes.mean - pieces.mean) / spread / math.sqrt(8))
