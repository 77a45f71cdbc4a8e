"""What is measured at the end of a training, and kept in the model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli.command import main
from seqgen.corpus.corpus import Corpus
from seqgen.evaluation.ngram import NGram
from seqgen.kinds.base import Encoded
from seqgen.model import load
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import read_model
from seqgen.network.standing import HARDLY_BEGUN
from seqgen.runs.events import Event, Finished, Judged
from seqgen.runs.run import Run
from seqgen.training.config import TrainConfig
from seqgen.training.trainer import train

TINY = ModelConfig(hidden_size=8, embedding_size=8, head_size=8, interval_size=4)
THREE = TrainConfig(steps=3, batch_size=4, sequence_length=32)


@pytest.fixture(scope="module")
def run(small_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Event]]:
    folder = tmp_path_factory.mktemp("concluded") / "run"
    return folder, list(train(small_corpus, TINY, THREE, Run.create(folder, {}), now=lambda: 0.0))


def test_a_training_ends_with_its_standing_which_the_model_keeps(run: tuple[Path, list[Event]]) -> None:
    folder, events = run
    (judged,) = (event for event in events if isinstance(event, Judged))

    assert isinstance(events[-1], Finished)
    assert read_model(folder / "model.safetensors").about.standing == judged.standing
    assert judged.standing.verdict == HARDLY_BEGUN


def test_model_and_counting_are_measured_on_the_same_held_out_pieces(
    small_corpus: Corpus, run: tuple[Path, list[Event]]
) -> None:
    model = load(run[0])
    standing = model.file.about.standing
    assert standing is not None
    ngram = NGram.fit([item.table for item in small_corpus.train], model.tokenizer.schema.sizes)
    held_out = list(small_corpus.valid)
    mine = np.concatenate([model.read(Encoded(item.table, item.facts)).nats.sum(axis=1) for item in held_out])
    counting = np.concatenate([ngram.nats_with_repeats(np.asarray(item.table)) for item in held_out])

    assert standing.events == len(mine) == len(counting)
    assert standing.nats == pytest.approx(mine.mean())
    assert standing.counting == pytest.approx(counting.mean())
    assert standing.counted == 1.0


def test_info_and_sample_say_what_a_poor_model_is(
    run: tuple[Path, list[Event]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "hardly begun: "
    assert main(["info", str(run[0]), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["standing"].startswith(sentence)

    sample = ["sample", str(run[0]), "--bars", "1", "--seed", "1", "--out", str(tmp_path)]
    assert main(sample) == 0
    assert sentence in capsys.readouterr().err
    assert main([*sample, "--quiet"]) == 0
    assert sentence not in capsys.readouterr().err


def test_a_model_from_before_has_no_standing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "tests/data/run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["standing"] == "not measured"
