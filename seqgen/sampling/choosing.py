"""Choose the best of many takes.

Takes are drawn from the same request, and those are kept that are most like the corpus: by how likely their events are
(neither surprising nor, as loops are, too likely), how likely their end is, the quantities of their kind beside what is
typical of the corpus, the conditions that they meet, and how much they copy. Of two that are much alike only one is
kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.kinds.evaluation import Evaluation, Excerpt
from seqgen.network.typical import Typical
from seqgen.sampling.request import MOST_EVENTS
from seqgen.sampling.takes import Take

FAR = 3.0
"""Standard deviations that count as no further away."""
LEAST_SPREAD = 0.05
"""Spread of a share, below which pieces differ by chance."""
BITS_SPREAD = 0.15
"""Standard deviation of the bits an event of pieces, as a share of the mean."""
UNMET, ALIKE = 2.0, 2.0
"""Distance for each condition that is not met, and for a take that is the same as one that is kept."""
LIKELY_END = 8.0
"""Bits of an end that count as one standard deviation."""
MOST_COPIED = 0.6
"""Share of a take that may stand in the corpus before it counts against it."""
RUN = 3
"""Events in a row by which takes are compared with each other."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A take with its bits an event, the last the end: float64 (events + 1,)."""

    take: Take
    bits: Floats


def best_among(
    candidates: Sequence[Candidate], number: int, held_out: float, typical: Sequence[Typical]
) -> list[Candidate]:
    """Return `number` of the candidates, the best first. `held_out`: bits an event of held-out pieces, 0 where they are
    not known; `typical`: of the corpus."""
    distance = distances(candidates, held_out, typical)
    runs = [_runs(each.take) for each in candidates]
    kept: list[int] = []
    nearest = np.zeros(len(candidates))
    while len(kept) < min(number, len(candidates)):
        left = [i for i in range(len(candidates)) if i not in kept]
        best = min(left, key=lambda i: distance[i] + ALIKE * nearest[i])
        kept.append(best)
        for i in left:
            nearest[i] = max(nearest[i], len(runs[i] & runs[best]) / max(1, len(runs[i] | runs[best])))
    return [candidates[i] for i in kept]


def distances(candidates: Sequence[Candidate], held_out: float, typical: Sequence[Typical]) -> Floats:
    """Return how far each candidate is from what was asked and from the corpus: float64 (candidates,)."""
    if not candidates:
        return np.zeros(0)
    evaluation = kind_named(candidates[0].take.kind).evaluation
    total = np.array([_own_distance(each, held_out) for each in candidates])
    if evaluation is None:
        return total
    excerpts = [_whole(evaluation, each.take) for each in candidates]
    for i, (each, excerpt) in enumerate(zip(candidates, excerpts, strict=True)):
        met = evaluation.conditions_met(each.take.tokenizer, each.take.request.rules, excerpt)
        total[i] += UNMET * sum(not holds for holds in met.values())
    return total + _from_corpus(evaluation, candidates[0].take.tokenizer, excerpts, typical)


def _own_distance(candidate: Candidate, held_out: float) -> float:
    take, bits = candidate.take, candidate.bits
    distance = min(float(bits[-1]) / LIKELY_END, FAR)
    new = bits[take.primed : -1]
    if held_out > 0 and len(new):
        distance += min(abs(float(new.mean()) / held_out - 1) / BITS_SPREAD, FAR) ** 2 / 2
    if take.copy is not None:
        distance += FAR * max(0.0, take.copy.share - MOST_COPIED)
    return distance


def _whole(evaluation: Evaluation, take: Take) -> Excerpt:
    encoded = Encoded(take.table, take.facts)
    return evaluation.cut(take.tokenizer, f"seed {take.seed}", encoded, MOST_EVENTS, whole=True)[0]


def _from_corpus(
    evaluation: Evaluation, tokenizer: Tokenizer, excerpts: Sequence[Excerpt], typical: Sequence[Typical]
) -> Floats:
    """Return the mean squared distance of the quantities of takes from those of the corpus, in standard deviations."""
    if not typical:
        return np.zeros(len(excerpts))
    values = {each.name: each.values for each in evaluation.quantities(tokenizer, [excerpts, excerpts])[0]}
    known = np.array(sorted({each.length for each in typical}))
    answer = np.zeros(len(excerpts))
    for i, excerpt in enumerate(excerpts):
        nearest = int(known[np.abs(np.log(known / max(excerpt.length, 1))).argmin()])
        squares = [
            min(abs(values[each.name][i] - each.mean) / max(each.spread, LEAST_SPREAD), FAR) ** 2
            for each in typical
            if each.length == nearest and each.name in values and np.isfinite(values[each.name][i])
        ]
        answer[i] = np.mean(squares) if squares else 0.0
    return answer


def _runs(take: Take) -> set[tuple[int, ...]]:
    symbols = take.tokenizer.copy_symbols(take.table[take.primed :]).tolist()
    return {tuple(symbols[i : i + RUN]) for i in range(len(symbols) - RUN + 1)}
