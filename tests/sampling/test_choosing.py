"""Choosing the best of many takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded
from seqgen.model import Model
from seqgen.network.typical import Typical
from seqgen.sampling.choosing import Candidate, best_among


@pytest.fixture(scope="module")
def candidates(music_model: Model) -> list[Candidate]:
    takes = music_model.sample(12, seed=2, bars=12)
    return [Candidate(each, music_model.read(Encoded(each.table, each.facts)).surprise) for each in takes]


def test_takes_whose_events_are_as_likely_as_those_of_pieces_are_kept(candidates: list[Candidate]) -> None:
    means = sorted(float(each.bits[:-1].mean()) for each in candidates)
    flat = [replace(each, bits=np.append(each.bits[:-1], 1.0)) for each in candidates]
    for wanted in (means[0], means[5], means[-1]):
        (best,) = best_among(flat, 1, wanted, ())
        assert abs(best.bits[:-1].mean() - wanted) <= sorted(abs(mean - wanted) for mean in means)[2] + 1e-9


def test_takes_that_are_like_the_corpus_are_kept(candidates: list[Candidate]) -> None:
    flat = [replace(each, bits=np.ones(len(each.bits))) for each in candidates]
    low, high = (best_among(flat, 1, 0.0, [Typical("notes in key", 12, mean, 0.1)])[0] for mean in (0.0, 1.0))
    assert _in_key(low) < _in_key(high)


def _in_key(candidate: Candidate) -> float:
    take = candidate.take
    evaluation = kind_named("music").evaluation
    assert evaluation is not None
    cut = evaluation.cut(take.tokenizer, "", Encoded(take.table, take.facts), 100, whole=True)
    (found,) = [q for q in evaluation.quantities(take.tokenizer, [cut, cut])[0] if q.name == "notes in key"]
    return float(found.values[0])


def test_of_takes_that_are_the_same_only_one_is_kept_while_others_are_left(candidates: list[Candidate]) -> None:
    first, second = candidates[:2]
    twice = [replace(first), replace(first), replace(second, bits=second.bits + 0.1)]
    kept = best_among(twice, 2, 0.0, ())
    assert kept[0].take is not kept[1].take


def test_the_best_are_some_of_those_that_were_drawn_and_can_be_made_again(music_model: Model) -> None:
    drawn = {take.seed: take.table.tolist() for take in music_model.sample(9, seed=4, bars=2)}
    kept = music_model.sample(3, seed=4, bars=2, best_of=3)
    assert len({take.seed for take in kept}) == 3
    for take in kept:
        assert take.table.tolist() == drawn[take.seed]
    with pytest.raises(UsageError, match="--best-of"):
        music_model.sample(1, best_of=0)
