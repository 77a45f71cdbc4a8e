"""The word for a model's standing beside counting follows from measured figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seqgen.network.standing import GOOD, HARDLY_BEGUN, OVERFITTED, ROUGH, VERY_GOOD, Standing, expected_verdict


@pytest.mark.parametrize(
    ("model", "counting", "passes", "verdict"),
    [
        pytest.param(1.16, 1.47, 3.0, GOOD, id="Nottingham, ten minutes"),
        pytest.param(0.95, 1.47, 3.0, VERY_GOOD, id="far ahead"),
        pytest.param(0.95, 1.47, 0.5, GOOD, id="far ahead of what it has not read"),
        pytest.param(7.9, 10.2, 5.0, GOOD, id="pop, 1,700 updates"),
        pytest.param(2.07, 2.21, 10.0, GOOD, id="Tiny Shakespeare, ten minutes"),
        pytest.param(11.48, 12.81, 0.4, ROUGH, id="pop, 87 updates"),
        pytest.param(9.9, 10.2, 1.0, ROUGH, id="pop, 263 updates"),
        pytest.param(19.05, 19.40, 0.4, HARDLY_BEGUN, id="piano, 48 updates"),
        pytest.param(12.10, 12.40, 1.2, HARDLY_BEGUN, id="groove, 138 updates"),
        pytest.param(3.2, 2.2, 0.02, HARDLY_BEGUN, id="20 MB of text, 1.5 minutes"),
    ],
)
def test_a_verdict_follows_from_the_figures(model: float, counting: float, passes: float, verdict: str) -> None:
    assert Standing(6000, model, counting, passes=passes).verdict == verdict


LEARNED_BY_HEART = Standing(6000, 2.3, 2.3, learned=0.9, passes=40.0, peaked=True)


@pytest.mark.parametrize(
    ("readings", "updates", "events", "verdict"),
    [
        pytest.param(20.0, 2989, 304_402, GOOD, id="Nottingham, ten minutes"),
        pytest.param(19.0, 2205, 121_570, GOOD, id="grooves, ten minutes"),
        pytest.param(1.0, 263, 213_323, ROUGH, id="pop, read once"),
        pytest.param(8.0, 76, 20_000, HARDLY_BEGUN, id="folk, 76 updates"),
        pytest.param(0.02, 155, 20_000_000, HARDLY_BEGUN, id="20 MB of text"),
        pytest.param(500.0, 5000, 900, ROUGH, id="five tunes"),
        pytest.param(0.0, 0, 900, "", id="not known"),
    ],
)
def test_what_to_expect_follows_from_readings_and_updates(
    readings: float, updates: int, events: int, verdict: str
) -> None:
    assert expected_verdict(readings=readings, updates=updates, events=events) == verdict


def test_a_model_is_overfitted_that_knows_its_own_pieces_alone_and_was_best_long_ago() -> None:
    assert LEARNED_BY_HEART.verdict == OVERFITTED
    assert replace(LEARNED_BY_HEART, peaked=False).verdict == HARDLY_BEGUN
    assert replace(LEARNED_BY_HEART, learned=2.2).verdict == HARDLY_BEGUN


def test_a_good_model_stays_good_though_it_would_learn_no_more() -> None:
    assert replace(LEARNED_BY_HEART, nats=1.7).verdict == GOOD


def test_counting_a_small_part_of_a_corpus_is_no_excuse() -> None:
    standing = Standing(6000, 14.7, 15.48)
    assert standing.verdict == GOOD
    assert replace(standing, counted=0.02).verdict == HARDLY_BEGUN


def test_the_sentence_says_how_much_was_counted() -> None:
    half = Standing(6000, 0.8, 1.0, counted=0.5)
    assert half.sentence == "good: counting 50% of the corpus needs 1.25 times as many bits"
    assert replace(half, counted=1.0).sentence == "good: counting needs 1.25 times as many bits"
