"""Members of a model that are computed side by side."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import torch

from seqgen.corpus.corpus import Corpus
from seqgen.formats.safetensors_file import Arrays
from seqgen.network.config import ModelConfig
from seqgen.runs.run import Run
from seqgen.training.config import TrainConfig
from seqgen.training.network import Network
from seqgen.training.threads import MemberThreads, threads_used
from seqgen.training.trainer import train

pytestmark = pytest.mark.usefixtures("bare_training")

MODEL = ModelConfig(
    members=3,
    hidden_size=32,
    embedding_size=16,
    head_size=16,
    interval_size=8,
    dropout=0.3,
    context_dropout=0.2,
    head_dropout=0.3,
)
TRAIN = TrainConfig(steps=8, batch_size=4, sequence_length=32, validate_every=4, threads=2)


def checkpoint(corpus: Corpus, run: Path, model: ModelConfig = MODEL, config: TrainConfig = TRAIN) -> Arrays:
    list(train(corpus, model, config, Run.create(run, {})))
    return Run.open(run).load_checkpoint()[0]


def assert_same(one: Arrays, other: Arrays) -> None:
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_array_equal(one[name], other[name])


@pytest.fixture(scope="module")
def whole(bare_training: None, small_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Arrays:
    """The checkpoint of a run without an interruption."""
    return checkpoint(small_corpus, tmp_path_factory.mktemp("whole") / "run")


@pytest.mark.parametrize("layers", [1, 2])
def test_members_learn_the_same_whatever_the_number_of_threads(
    small_corpus: Corpus, whole: Arrays, tmp_path: Path, layers: int
) -> None:
    model = replace(MODEL, num_layers=layers, layer_norm=layers == 2)
    alone = checkpoint(small_corpus, tmp_path / "alone", model, replace(TRAIN, threads=1))

    assert_same(alone, whole if model == MODEL else checkpoint(small_corpus, tmp_path / "together", model))


def test_a_run_of_members_side_by_side_resumes_to_the_bit(small_corpus: Corpus, whole: Arrays, tmp_path: Path) -> None:
    steps = count()
    cut = Run.create(tmp_path / "cut", {})
    list(train(small_corpus, MODEL, TRAIN, cut, stop=lambda: "interrupted" if next(steps) >= 5 else ""))
    list(train(small_corpus, MODEL, TRAIN, cut, resume=True))

    assert_same(whole, cut.load_checkpoint()[0])


def test_members_are_computed_on_threads_of_their_own_that_end_with_the_run(
    small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    forward = Network.forward

    def told(self: Network, *args: object) -> object:
        seen.add(threading.current_thread().name)
        return forward(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Network, "forward", told)
    checkpoint(small_corpus, tmp_path / "run")

    assert seen == {"member_0", "member_1"}
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("member")]


def test_operations_share_the_threads_that_members_leave() -> None:
    before = torch.get_num_threads()
    with threads_used(8, MODEL):
        assert torch.get_num_threads() == 2
    with threads_used(8, MODEL, side_by_side=False):
        assert torch.get_num_threads() == 8
    assert torch.get_num_threads() == before


def test_a_team_raises_what_its_work_raises_and_wants_gradients_where_they_are_wanted() -> None:
    threads = MemberThreads(2)
    with torch.no_grad():
        assert threads.map(lambda _: torch.is_grad_enabled(), 3) == [False] * 3
    assert threads.map(lambda i: (i, torch.is_grad_enabled()), 3) == [(0, True), (1, True), (2, True)]
    with pytest.raises(ZeroDivisionError):
        threads.map(lambda i: 1 // i, 2)
    threads.close()
