"""Training in bfloat16 is as good as in float32 and resumed as exactly; it and the threads are chosen by a trial."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import torch

from seqgen.corpus.corpus import Corpus
from seqgen.errors import UsageError
from seqgen.network.config import CELLS, ModelConfig
from seqgen.runs.events import Event, Validated
from seqgen.runs.run import Run
from seqgen.training import autotune
from seqgen.training.autotune import faster_training
from seqgen.training.config import TrainConfig
from seqgen.training.trainer import train

pytestmark = pytest.mark.usefixtures("bare_training")

MODEL = ModelConfig(hidden_size=32, embedding_size=16, head_size=16)
HALF = TrainConfig(
    steps=24, batch_size=4, sequence_length=32, validate_every=12, learning_rate=1e-2, precision="bfloat16"
)


def held_out(events: list[Event]) -> float:
    return next(event.nats for event in reversed(events) if isinstance(event, Validated))


@pytest.fixture(scope="module")
def half(bare_training: None, small_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole run in bfloat16."""
    run = Run.create(tmp_path_factory.mktemp("half") / "run", {})
    list(train(small_corpus, MODEL, HALF, run))
    return run


@pytest.mark.parametrize("cell", CELLS)
def test_a_run_in_bfloat16_learns_as_much_as_one_in_float32(small_corpus: Corpus, tmp_path: Path, cell: str) -> None:
    model, config = replace(MODEL, cell=cell), replace(HALF, validate_every=24)
    half = list(train(small_corpus, model, config, Run.create(tmp_path / "half", {})))
    whole = list(train(small_corpus, model, replace(config, precision="float32"), Run.create(tmp_path / "whole", {})))
    assert held_out(half) == pytest.approx(held_out(whole), rel=0.02)


def test_a_run_in_bfloat16_resumes_to_the_bit(small_corpus: Corpus, half: Run, tmp_path: Path) -> None:
    steps = count()
    cut = Run.create(tmp_path / "cut", {})
    list(train(small_corpus, MODEL, HALF, cut, stop=lambda: "interrupted" if next(steps) >= 17 else ""))
    list(train(small_corpus, MODEL, HALF, cut, resume=True))
    whole, _ = half.load_checkpoint()
    again, _ = cut.load_checkpoint()
    for name in whole:
        np.testing.assert_array_equal(whole[name], again[name])


def test_weights_are_kept_in_float32(half: Run) -> None:
    arrays, _ = half.load_checkpoint()
    floats = [array.dtype for array in arrays.values() if array.dtype.kind == "f"]
    assert floats
    assert set(floats) <= {np.dtype("float32"), np.dtype("float64")}


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(UsageError, match="the precision 'float8' is not known"):
        replace(HALF, precision="float8").check()


@pytest.mark.parametrize("cell", CELLS)
def test_the_trial_changes_nothing_but_threads_and_precision(small_corpus: Corpus, cell: str) -> None:
    asked = replace(HALF, precision="float32", threads=0)

    chosen = faster_training(ModelConfig(cell=cell, hidden_size=128, embedding_size=64), asked, small_corpus)

    assert chosen.precision in ("float32", "bfloat16")
    assert 1 <= chosen.threads <= torch.get_num_threads()
    assert replace(chosen, precision="float32", threads=0) == asked


def test_the_trial_leaves_chance_and_threads_as_they_were(small_corpus: Corpus) -> None:
    torch.manual_seed(5)
    chance, threads = torch.get_rng_state(), torch.get_num_threads()

    faster_training(MODEL, HALF, small_corpus)

    assert torch.equal(torch.get_rng_state(), chance)
    assert torch.get_num_threads() == threads


def test_a_small_network_is_not_rounded(small_corpus: Corpus) -> None:
    assert faster_training(MODEL, HALF, small_corpus).precision == "float32"


def test_more_threads_are_chosen_only_where_they_are_faster(
    small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    took = {1: 1.0, 2: 0.6, 4: 0.4, 8: 0.39}
    monkeypatch.setattr(torch, "get_num_threads", lambda: 8)
    monkeypatch.setattr(autotune.StepTimer, "seconds", lambda _, *, threads, half=False: took[threads])

    assert faster_training(MODEL, HALF, small_corpus).threads == 4


def test_a_run_computes_with_as_many_threads_as_it_says(
    small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", set_to.append)
    before = torch.get_num_threads()

    list(train(small_corpus, MODEL, replace(HALF, steps=1, threads=3), Run.create(tmp_path / "run", {})))

    assert set_to == [3, before]
