"""A training that is to end looks for it inside whatever takes long, too."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from seqgen import lookout
from seqgen.corpus.corpus import Corpus
from seqgen.evaluation.ngram import NGram
from seqgen.lookout import Abandoned, looking
from seqgen.model import Model, load
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import read_model
from seqgen.runs.events import Event, Finished, Judged, Validated
from seqgen.runs.run import Run
from seqgen.training import trainer
from seqgen.training.config import TrainConfig
from seqgen.training.trainer import train

pytestmark = pytest.mark.usefixtures("short_samples")

TINY = ModelConfig(hidden_size=8, embedding_size=8, head_size=8, interval_size=4)
FOUR = TrainConfig(steps=4, batch_size=4, sequence_length=16, validate_every=2)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "FIRST_LOOK_SECONDS", 0.0)


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trainings end without measuring their model."""
    monkeypatch.setattr(trainer, "conclude", lambda *_, **__: iter(()))


def trained(corpus: Corpus, folder: Path, config: TrainConfig, *, looks: int = 1 << 30) -> list[Event]:
    """The events of a run that goes on from its checkpoint and is asked to end from so many looks on."""
    asked, run = count(), Run.open(folder) if folder.exists() else Run.create(folder, {})

    def stop() -> str:
        return "interrupted" if next(asked) >= looks else ""

    return list(train(corpus, TINY, config, run, resume=run.has_checkpoint(), stop=stop, now=lambda: 0.0))


def test_a_validation_is_left_and_made_good_when_the_run_goes_on(
    unmeasured: None, small_corpus: Corpus, tmp_path: Path
) -> None:
    # a look before each of two steps and two within it, one before the first window that is read
    cut = trained(small_corpus, tmp_path / "cut", FOUR, looks=7)
    resumed = trained(small_corpus, tmp_path / "cut", FOUR)
    whole = trained(small_corpus, tmp_path / "whole", FOUR)

    assert isinstance(cut[-1], Finished)
    assert (cut[-1].reason, cut[-1].step) == ("interrupted", 2)
    assert not [event for event in cut if isinstance(event, Validated)]
    assert [e.nats for e in resumed if isinstance(e, Validated)] == [e.nats for e in whole if isinstance(e, Validated)]
    for name, weight in load(tmp_path / "whole").file.weights.items():
        np.testing.assert_array_equal(load(tmp_path / "cut").file.weights[name], weight)


def test_the_last_validation_is_left_too(small_corpus: Corpus, tmp_path: Path) -> None:
    config = replace(FOUR, validate_every=100)

    # a look before each of four steps and two within it, one behind them, one before the first window
    cut = trained(small_corpus, tmp_path / "run", config, looks=14)
    resumed = trained(small_corpus, tmp_path / "run", config)

    assert [(e.reason, e.step) for e in (cut[-1], resumed[-1]) if isinstance(e, Finished)] == [
        ("interrupted", 4),
        ("budget", 4),
    ]
    assert (tmp_path / "run" / "model.safetensors").exists()


def test_a_finished_model_is_kept_unmeasured(small_corpus: Corpus, tmp_path: Path) -> None:
    config, events = replace(FOUR, validate_every=100), list[Event]()

    def stop() -> str:
        return "interrupted" if any(isinstance(event, Validated) for event in events) else ""

    for event in train(small_corpus, TINY, config, Run.create(tmp_path / "run", {}), stop=stop):
        events.append(event)

    assert not [event for event in events if isinstance(event, Judged)]
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "budget"
    assert read_model(tmp_path / "run" / "model.safetensors").about.standing is None


@pytest.mark.parametrize(("threads", "looks"), [(1, 8), (2, 6)])
def test_an_update_is_left_as_if_it_had_never_begun(
    unmeasured: None, small_corpus: Corpus, tmp_path: Path, threads: int, looks: int
) -> None:
    """Two members learn one by one or side by side; behind a look before the first update, four within it and one
    before the second, the end is asked for within that."""
    model = replace(TINY, members=2, dropout=0.2)
    config, asked = replace(FOUR, steps=2, threads=threads, validate_every=100, index=False), count()
    whole, cut = Run.create(tmp_path / "whole", {}), Run.create(tmp_path / "cut", {})
    list(train(small_corpus, model, config, whole))

    events = list(train(small_corpus, model, config, cut, stop=lambda: "paused" if next(asked) >= looks else ""))
    list(train(small_corpus, model, config, cut, resume=True))

    assert isinstance(events[-1], Finished)
    assert (events[-1].reason, events[-1].step) == ("paused", 1)
    for name, weight in read_model(whole.model).weights.items():
        np.testing.assert_array_equal(read_model(cut.model).weights[name], weight)


def test_takes_and_counting_are_left(music_model: Model, small_corpus: Corpus) -> None:
    with looking(lambda: True):
        with pytest.raises(Abandoned):
            music_model.sample(1, seed=1, bars=2)
        with pytest.raises(Abandoned):
            NGram.fit([item.table for item in small_corpus.train], small_corpus.tokenizer.schema.sizes)

    assert music_model.sample(1, seed=1, bars=2)
