"""Measurements at the end of a training, which the model keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli.command import main
from seqgen.corpus.corpus import Corpus
from seqgen.evaluation.how_to_draw import closeness, grid_of, measured_sampling
from seqgen.evaluation.ngram import NGram
from seqgen.kinds.base import Encoded
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.quantities import Quantity
from seqgen.model import Model, load
from seqgen.network.config import ModelConfig
from seqgen.network.measured_sampling import MeasuredSampling
from seqgen.network.model_file import read_model, write_model
from seqgen.network.standing import HARDLY_BEGUN
from seqgen.piece import Piece
from seqgen.runs.events import Event, Finished, Judged
from seqgen.runs.run import Run
from seqgen.training.conclusion import sampling_seconds, shared_of
from seqgen.training.config import TrainConfig
from seqgen.training.trainer import train
from tests.support.small_models import make_model, random_piece

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


@pytest.mark.parametrize(
    ("takes", "near"), [((0.5, 0.6, 0.7), 1.0), ((0.5, 0.5, 0.4), 0.505), ((9.0,), 0.0), ((float("nan"),), None)]
)
def test_a_quantity_of_takes_is_as_near_as_two_distributions_overlap(
    takes: tuple[float, ...], near: float | None
) -> None:
    # a standard deviation of 0.1 around 0.6, and nothing for one piece
    pieces = (0.5, 0.7, 0.5, 0.7, 0.5, 0.7, float("nan"))
    mine, real = (Quantity("kick on 1", "", np.array(values), ("", "")) for values in (takes, pieces))

    assert closeness(mine, real) == (near if near is None else pytest.approx(near, abs=1e-3))
    assert closeness(mine, replace(real, values=real.values[:5])) is None


@pytest.fixture
def corpus_of_many_pieces(small_corpus: Corpus) -> Corpus:
    """Enough held-out pieces to choose by, though they were learned."""
    return replace(small_corpus, valid=small_corpus.train)


def test_how_to_draw_is_the_setting_whose_takes_are_nearest_to_held_out_pieces(
    run: tuple[Path, list[Event]], corpus_of_many_pieces: Corpus
) -> None:
    # a look takes a second, and each of eight takes an eighth
    asked = count()
    model = load(run[0])
    grid = grid_of(model)
    measured = measured_sampling(model, corpus_of_many_pieces, lambda: 2.0 * len(grid) + 0.5 - next(asked))

    assert measured is not None
    assert (measured.temperature, measured.top_p, measured.min_p, measured.strength) in {
        (each.temperature, each.top_p, each.min_p, each.strength) for each in grid
    }
    assert measured.takes == 8
    assert 0.0 < measured.before <= measured.likeness <= 1.0


def test_with_the_time_to_try_one_setting_none_is_chosen(
    run: tuple[Path, list[Event]], corpus_of_many_pieces: Corpus
) -> None:
    asked = count()
    assert measured_sampling(load(run[0]), corpus_of_many_pieces, lambda: 2.0 - next(asked)) is None


@pytest.mark.parametrize(("seconds", "share"), [(59.0, 0.0), (600.0, 0.04), (36_000.0, 120.0 / 36_000.0)])
def test_how_to_draw_is_measured_in_a_small_share_of_the_time(
    corpus_of_many_pieces: Corpus, seconds: float, share: float
) -> None:
    assert sampling_seconds(corpus_of_many_pieces, seconds) == pytest.approx(share * seconds)


def test_how_to_draw_is_not_measured_beside_a_few_pieces(small_corpus: Corpus) -> None:
    assert sampling_seconds(replace(small_corpus, valid=small_corpus.valid[:3]), 600.0) == 0.0


MEASURED = MeasuredSampling(temperature=0.9, top_p=0.8, likeness=0.8, before=0.7, takes=24)


@pytest.fixture
def measured_run(run: tuple[Path, list[Event]], tmp_path: Path) -> Path:
    file = read_model(run[0] / "model.safetensors")
    path = tmp_path / "measured.safetensors"
    write_model(path, replace(file, about=replace(file.about, sampling=MEASURED)))
    return path


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ({}, (0.9, 0.8, 0.0)),
        ({"temperature": 1.0}, (1.0, 0.8, 0.0)),
        ({"top_p": 0.95}, (0.9, 0.95, 0.0)),
        ({"min_p": 0.05}, (0.9, 1.0, 0.05)),
        ({"top_k": 5}, (0.9, 1.0, 0.0)),
    ],
)
def test_a_model_is_drawn_from_as_measured_unless_something_else_is_given(
    measured_run: Path, given: dict[str, float], drawn: tuple[float, float, float]
) -> None:
    take = load(measured_run).sample(1, seed=1, bars=1, **given)[0]
    used = take.request.sampling
    assert (used.temperature, used.top_p, used.min_p) == drawn


def test_a_model_without_a_measurement_is_drawn_from_with_top_p(run: tuple[Path, list[Event]]) -> None:
    used = load(run[0]).sample(1, seed=1, bars=1)[0].request.sampling
    assert (used.temperature, used.top_p) == (1.0, 0.95)


def test_the_command_says_that_it_draws_as_measured(
    measured_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = ["sample", str(measured_run), "--bars", "1", "--seed", "1", "--out", str(tmp_path)]
    sentence = "drawn as measured for this model: temperature 0.9, top-p 0.8"
    assert main(sample) == 0
    assert sentence in capsys.readouterr().err
    assert main([*sample, "--top-p", "0.9"]) == 0
    assert sentence not in capsys.readouterr().err


def test_what_held_out_pieces_share_with_learned_ones_is_kept(
    small_corpus: Corpus, music_model: Model, music_pieces: list[Piece]
) -> None:
    # these pieces are the corpus of that model
    assert shared_of(music_model, small_corpus.valid) == pytest.approx(1.0)
    others = [random_piece(seed) for seed in range(90, 93)]
    shared = shared_of(make_model(others, fit_music(music_pieces)), small_corpus.valid)
    assert shared is not None
    assert 0.0 <= shared < 0.5
    assert shared_of(music_model, []) is None
