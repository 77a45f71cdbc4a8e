"""Conditions that are asked for, and those that are taken from a piece of the corpus."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds.base import Start
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.plan import plan_music
from seqgen.kinds.music.rules import MusicRules
from seqgen.piece import Piece
from tests.support.small_models import make_notes

SCALE = (0, 2, 4, 5, 7, 9, 11, 12)


def tune(metre: tuple[int, int], tonic: int, label: str, step: int, qpm: float) -> Piece:
    notes = make_notes([(i * step, i * step + step, 60 + tonic + SCALE[i % 8], 80, 0) for i in range(64)])
    metres, tempos = np.array([[0, *metre]]), np.array([[0.0, qpm]])
    return Piece(replace(notes, metres=metres, tempos=tempos), label=label)


CORPUS = [
    *[tune((6, 8), 7, "jig/slow", 12, 90.0)] * 3,
    *[tune((4, 4), 2, "reel/fast", 12, 180.0)] * 3,
    *[tune((4, 4), 0, "reel/slow", 48, 100.0)] * 3,
]
TOKENIZER = fit_music(CORPUS, MusicOptions("metric"))
NOTHING = Start(np.zeros((0, 5), np.int64), MusicFacts())


def facts(seed: int, **rules: object) -> MusicFacts:
    told: MusicFacts = plan_music(MusicRules(**rules), 0, TOKENIZER, NOTHING).facts_of(seed)  # type: ignore[arg-type]
    return told


def test_what_is_not_asked_is_that_of_one_piece() -> None:
    drawn = {
        (str(each.metres[0]), each.tempos[0].qpm, each.told.label, each.told.keys[0].key)
        for each in map(facts, range(40))
    }

    assert drawn == {
        ("6/8", 90.0, "jig/slow", "G major"),
        ("4/4", 180.0, "reel/fast", "D major"),
        ("4/4", 100.0, "reel/slow", "C major"),
    }


def test_a_seed_decides_which_piece_it_is() -> None:
    assert [facts(seed) for seed in range(5)] == [facts(seed) for seed in range(5)]


def test_the_piece_is_one_for_which_what_is_asked_is_true() -> None:
    assert {each.told.keys[0].key for each in (facts(seed, metre="6/8") for seed in range(20))} == {"G major"}
    assert {str(each.metres[0]) for each in (facts(seed, label="Reel") for seed in range(20))} == {"4/4"}
    assert {each.told.label for each in (facts(seed, label="slow") for seed in range(20))} == {"jig/slow", "reel/slow"}


def test_what_is_asked_is_told_in_its_place() -> None:
    asked = facts(1, key="am", tempo=150.0, label="reel/fast", density="high", bars=12)

    assert (asked.told.keys[0].key, asked.told.qpm, asked.told.label) == ("A minor", 150.0, "reel/fast")
    assert (asked.told.density, asked.told.bars) == ("4", 12)
    assert facts(1, label="jig", metre="4/4").told.label == "jig/slow"


def test_an_open_take_is_told_the_length_of_a_piece() -> None:
    assert {facts(seed).told.bars for seed in range(20)} == {11, 8, 32}


@pytest.mark.parametrize(("just", "tempos"), [(4, {90.0, 180.0}), (12, {90.0})])
def test_takes_are_told_of_longer_pieces_too_where_few_are_as_long_as_they(just: int, tempos: set[float]) -> None:
    corpus = [*[tune((4, 4), 0, "", 24, 90.0)] * just, *[tune((4, 4), 0, "", 48, 180.0)] * 4]
    tokenizer = fit_music(corpus, MusicOptions("metric"))
    plan = plan_music(MusicRules(bars=16), 0, tokenizer, NOTHING)

    assert {plan.facts_of(seed).tempos[0].qpm for seed in range(20)} == tempos


def test_density_is_a_curve_over_the_bars() -> None:
    assert facts(1, density="1:low,3:highest,4:lowest").told.density == "2251"
    assert facts(1, density="3:medium").told.density == "003"


@pytest.mark.parametrize(
    ("rules", "choices"),
    [
        ({"label": "polka"}, "jig, reel; fast, slow"),
        ({"density": "loud"}, "lowest, low, medium, high, highest"),
        ({"density": "9:low,1:high"}, "do not rise"),
        ({"density": "9:low", "bars": 8}, "begins behind the last of 8 bars"),
        ({"density": "9:low", "seconds": 3.0}, "begins behind the first bar"),
        ({"label": " / "}, "' / ' is no label"),
    ],
)
def test_words_that_mean_nothing_are_errors_that_list_the_choices(rules: dict[str, Any], choices: str) -> None:
    with pytest.raises(UsageError, match=choices):
        facts(1, **rules)


def test_a_model_that_is_not_told_of_something_cannot_be_asked_for_it() -> None:
    untold = fit_music(CORPUS, MusicOptions("metric", context=("bar", "sounding")))

    with pytest.raises(UsageError, match="knows no label of its corpus"):
        plan_music(MusicRules(label="jig"), 0, untold, NOTHING)
