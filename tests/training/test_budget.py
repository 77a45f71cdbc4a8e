"""A budget in minutes is kept, by a clock of the test's own."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from seqgen.corpus.corpus import Corpus
from seqgen.network.config import ModelConfig
from seqgen.runs.events import Event, Finished, Validated
from seqgen.runs.run import Run
from seqgen.training.config import TrainConfig
from seqgen.training.trainer import train

pytestmark = pytest.mark.usefixtures("bare_training")

TINY = ModelConfig(hidden_size=8, embedding_size=8, head_size=8, interval_size=4)
MINUTE = TrainConfig(minutes=1, batch_size=4, sequence_length=4)


def run_by_a_clock(corpus: Corpus, folder: Path, config: TrainConfig, *, seconds_a_look: float) -> list[Event]:
    """Train where every look at the clock finds it so much later: every step and every validated window takes one."""
    looks = count()
    return list(train(corpus, TINY, config, Run.create(folder, {}), now=lambda: next(looks) * seconds_a_look))


@pytest.fixture
def much_held_out(small_corpus: Corpus) -> Corpus:
    return replace(small_corpus, valid=small_corpus.train)


@pytest.mark.parametrize("seconds_a_look", [0.2, 1.0])
def test_a_budget_in_minutes_is_kept_however_much_is_held_out(
    much_held_out: Corpus, tmp_path: Path, seconds_a_look: float
) -> None:
    events = run_by_a_clock(much_held_out, tmp_path / "run", MINUTE, seconds_a_look=seconds_a_look)

    last = events[-1]
    assert isinstance(last, Finished)
    # a step and what is written behind it may be under way when the minute is over
    assert 50.0 < last.seconds < 60.0 + 20 * seconds_a_look


def test_every_validation_reads_as_much_as_the_first_had_the_time_for(much_held_out: Corpus, tmp_path: Path) -> None:
    events = run_by_a_clock(much_held_out, tmp_path / "run", MINUTE, seconds_a_look=0.2)

    validated = [event for event in events if isinstance(event, Validated)]
    _, state = Run.open(tmp_path / "run").load_checkpoint()
    assert len(validated) > 1
    # 3% of a minute, at a fifth of a second each
    assert 8 <= state["validation_windows"] <= 11


def test_no_step_is_validated_twice(small_corpus: Corpus, tmp_path: Path) -> None:
    config = replace(MINUTE, minutes=0, steps=10, validate_every=5)
    events = run_by_a_clock(small_corpus, tmp_path / "run", config, seconds_a_look=1.0)

    assert [event.step for event in events if isinstance(event, Validated)] == [5, 10]


def test_a_budget_in_steps_validates_everything_whatever_the_clock_says(small_corpus: Corpus, tmp_path: Path) -> None:
    config = replace(MINUTE, minutes=0, steps=2)
    read = []
    for seconds in (0.0, 100.0):
        run_by_a_clock(small_corpus, tmp_path / f"{seconds:g}", config, seconds_a_look=seconds)
        read.append(Run.open(tmp_path / f"{seconds:g}").load_checkpoint()[1]["validation_windows"])

    assert read[0] == read[1]
