"""Rules that were chosen for another model: what this one cannot be asked is left out."""

from __future__ import annotations

import pytest

from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.request import Request, applicable
from tests.support.small_models import random_piece

CHOSEN = MusicRules(
    bars=12, key="G minor", ranges="C3-C5", grid="1/8", polyphony=4, instruments="Bass", tempo=92, metre="4/4"
)


@pytest.fixture(scope="module")
def metric() -> MusicTokenizer:
    """Melody and bass between the keys 30 and 83, in 4/4."""
    return fit_music([random_piece(1)], MusicOptions(grid="metric"))


@pytest.fixture(scope="module")
def played() -> MusicTokenizer:
    return fit_music([random_piece(1)], MusicOptions(grid="performance"))


def rules_of(tokenizer: MusicTokenizer, rules: MusicRules) -> MusicRules:
    kept = applicable(Request(rules=rules), tokenizer).rules
    assert isinstance(kept, MusicRules)
    return kept


def test_all_that_a_model_knows_is_asked_of_it(metric: MusicTokenizer) -> None:
    assert rules_of(metric, CHOSEN) == CHOSEN


def test_unknown_metres_and_parts_are_left_out(metric: MusicTokenizer) -> None:
    assert rules_of(metric, MusicRules(metre="7/8", instruments='Bass,Tuba,"no, none"')) == MusicRules(
        instruments="Bass"
    )


@pytest.mark.parametrize(
    ("ranges", "expected"), [("C-1-G9", ""), ("C9-G9", ""), ("C3-G9", "C3-B5"), ("Bass=C2-C3", "Bass=C2-C3")]
)
def test_a_range_is_narrowed_to_the_keys_of_the_model(metric: MusicTokenizer, ranges: str, expected: str) -> None:
    assert (metric.lowest, metric.highest) == (30, 83)
    assert rules_of(metric, MusicRules(ranges=ranges)).ranges == expected


def test_of_two_lengths_the_one_of_the_grid_counts(metric: MusicTokenizer, played: MusicTokenizer) -> None:
    both = MusicRules(bars=16, seconds=20.0, grid="1/8")
    assert rules_of(metric, both) == MusicRules(bars=16, grid="1/8")
    assert rules_of(played, both) == MusicRules(seconds=20.0)
    assert rules_of(played, MusicRules(bars=16)).bars == 16


def test_temperatures_of_unknown_columns_are_left_out(metric: MusicTokenizer) -> None:
    request = Request(sampling=SamplingConfig(per_column={"pitch": 0.5, "character": 2.0}), rules=MusicRules())
    assert applicable(request, metric).sampling.per_column == {"pitch": 0.5}
