"""Training: what is learned, saved, resumed and survived."""

from __future__ import annotations

import json
import math
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import torch

from seqgen.cli.command import main
from seqgen.copying.corpus_index import index_arrays
from seqgen.corpus.corpus import Corpus, Item
from seqgen.corpus.load import load_corpus
from seqgen.errors import SeqgenError, UsageError
from seqgen.formats.safetensors_file import read_container
from seqgen.kinds.base import Encoded
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.kind import MusicKind
from seqgen.model import load
from seqgen.network.config import CELLS, ModelConfig
from seqgen.network.model_file import read_model
from seqgen.piece import Piece
from seqgen.runs.events import (
    Event,
    Finished,
    NotSampled,
    Progress,
    Sampled,
    Saved,
    Skipped,
    SteppedBack,
    Validated,
    event_from_json,
)
from seqgen.runs.run import CHECKPOINT, METRICS, PREVIOUS, Run
from seqgen.training.batching import BatchArrays, Batches, Segment, rows_to_predict
from seqgen.training.config import TrainConfig
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Batch
from seqgen.training.prefetch import Prefetch
from seqgen.training.trainer import train
from tests.support import patience
from tests.support.quick_training import TINY
from tests.support.small_models import make_notes, random_piece, write_pieces

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("bare_training")]

SMALL = ModelConfig(
    hidden_size=24,
    embedding_size=16,
    head_size=16,
    interval_size=4,
    members=2,
    dropout=0.2,
    context_dropout=0.2,
    head_dropout=0.2,
)
QUICK = TrainConfig(steps=12, batch_size=4, sequence_length=32, validate_every=5)


def run_to_end(corpus: Corpus, folder: Path, config: TrainConfig = QUICK, model: ModelConfig = SMALL) -> list[Event]:
    return list(train(corpus, model, config, Run.create(folder, {})))


def final_weights(folder: Path) -> dict[str, np.ndarray]:
    arrays, _ = Run.open(folder).load_checkpoint()
    return {name: array for name, array in arrays.items() if not name.startswith("random")}


def test_a_corpus_of_single_chords_trains_though_eight_bars_of_it_cannot_be_written(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MusicKind, "preview", {"bars": 8})
    chords = [Piece(make_notes([(0, 24, pitch + third, 80, 0) for third in (0, 4, 7)])) for pitch in range(55, 65)]
    folder = tmp_path / "chords"
    folder.mkdir()
    write_pieces(chords, *(folder / f"{number}.mid" for number in range(len(chords))))

    events = run_to_end(load_corpus([folder]), tmp_path / "run", replace(QUICK, steps=2))

    assert isinstance(events[-1], Finished)
    assert "leave nothing" in next(event.problem for event in events if isinstance(event, NotSampled))
    assert load(tmp_path / "run").sample(1, seed=1)[0].ended


@dataclass(frozen=True)
class FinishedRun:
    """A run that went to its end, and what it told."""

    folder: Path
    events: list[Event]

    def copy(self, folder: Path) -> Path:
        return shutil.copytree(self.folder, folder)


@pytest.fixture(scope="module")
def finished(small_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    """`QUICK` without an interruption; whoever changes it takes a copy."""
    folder = tmp_path_factory.mktemp("finished") / "run"
    index = index_arrays(small_corpus.train, small_corpus.tokenizer)
    return FinishedRun(folder, list(train(small_corpus, SMALL, QUICK, Run.create(folder, {}), index=index)))


# -- batches -----------------------------------------------------------------------------------------------------------


def test_an_epoch_predicts_every_row_and_every_end_once(small_corpus: Corpus) -> None:
    batches = Batches(small_corpus.train, small_corpus.tokenizer, batch_size=4, sequence_length=16, transpose=5)
    counted = sum(int(window.arrays.mask.sum()) for block in batches.blocks(0) for window in batches.read(block))
    assert counted == rows_to_predict(small_corpus.train)


def test_a_lane_reads_one_piece_from_its_start(small_corpus: Corpus) -> None:
    batches = Batches(small_corpus.train, small_corpus.tokenizer, batch_size=3, sequence_length=16)
    for block in batches.blocks(1):
        windows = list(batches.read(block))
        assert [window.first for window in windows] == [True] + [False] * (len(windows) - 1)
        targets = np.concatenate([window.arrays.targets for window in windows], axis=1)
        for lane, segment in enumerate(block):
            table = small_corpus.train[segment.item].table
            np.testing.assert_array_equal(targets[lane, : len(table)], table)
            np.testing.assert_array_equal(windows[0].arrays.inputs[lane, 0], small_corpus.tokenizer.schema.sizes)
            assert targets[lane, len(table), 0] == small_corpus.tokenizer.schema.sizes[0]


def test_a_long_text_is_cut_at_other_places_in_every_epoch(text_model: object) -> None:
    tokenizer = text_model.tokenizer  # type: ignore[attr-defined]
    table = np.arange(3000)[:, None] % 5
    item = Item(table, tokenizer.facts(type("P", (), {"title": "", "label": ""})()), True, True, "long")
    batches = Batches([item], tokenizer, batch_size=4, sequence_length=16)
    cuts = [sorted(s.start for block in batches.blocks(epoch) for s in block) for epoch in range(2)]
    assert len(cuts[0]) > 5
    assert cuts[0] != cuts[1]
    for epoch in range(2):
        assert sum(s.predicted for block in batches.blocks(epoch) for s in block) == 3001


@pytest.mark.parametrize(("augmentation", "furthest"), [(0.0, 0), (0.4, 2), (1.0, 5)])
def test_pieces_are_transposed_as_far_as_the_training_reaches(augmentation: float, furthest: int) -> None:
    pieces = [random_piece(seed, drums=False) for seed in range(24)]
    tokenizer = fit_music([*pieces, Piece(make_notes([(0, 24, pitch, 80, 0) for pitch in (20, 94)]))])
    items = [Item(tokenizer.encode(p).table, tokenizer.facts(p), begins=True, ends=True, name="") for p in pieces]
    batches = Batches(items, tokenizer, batch_size=1, sequence_length=1000, transpose=5)
    moved = set()
    for block in batches.blocks(0):
        for window in batches.read(block, arrays=batches.filled(block, augmentation)):
            learned = window.arrays.targets[0, :-1, 2]
            (by,) = set((learned - items[block[0].item].table[:, 2]).tolist())
            moved.add(by)

    assert max(map(abs, moved)) == furthest


def test_a_training_reaches_less_and_less_far(
    small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[float] = []
    filled = Prefetch.filled

    def told(ahead: Prefetch, key: tuple[int, int, float], next_augmentation: float) -> object:
        reached.append(key[2])
        return filled(ahead, key, next_augmentation)

    monkeypatch.setattr(Prefetch, "filled", told)
    run_to_end(small_corpus, tmp_path / "run", replace(QUICK, steps=40, validate_every=40), replace(SMALL, members=1))

    assert reached[0] == 1.0
    assert reached == sorted(reached, reverse=True)
    # in the end every piece is in its own key
    assert round(QUICK.transpose * reached[-1]) == 0


def test_a_block_is_filled_while_the_one_before_is_learned(small_corpus: Corpus) -> None:
    batches = Batches(small_corpus.train, small_corpus.tokenizer, batch_size=4, sequence_length=16, transpose=3)
    by_whom: list[str] = []
    fill = batches.filled

    def noted(block: Sequence[Segment], augmentation: float = 1.0) -> BatchArrays:
        by_whom.append(threading.current_thread().name)
        return fill(block, augmentation)

    batches.filled = noted  # type: ignore[method-assign]
    with closing(Prefetch(batches)) as ahead:
        epochs = [batches.blocks(epoch) for epoch in range(2)]
        states = [(epoch, number) for epoch in range(2) for number in range(len(epochs[epoch]))]
        for i, (epoch, number) in enumerate(states):
            arrays = ahead.filled((epoch, number, 1.0 / (i + 1)), 1.0 / (i + 2))
            for mine, theirs in zip(arrays, fill(epochs[epoch][number], 1.0 / (i + 1)), strict=True):
                np.testing.assert_array_equal(mine, theirs)
        # whoever goes back is given the same
        again = ahead.filled((0, 0, 1.0), 1.0)
        np.testing.assert_array_equal(again.inputs, fill(epochs[0][0], 1.0).inputs)

    me = threading.current_thread().name
    assert by_whom.count(me) == 2
    assert len(by_whom) > len(states)


def test_epochs_differ_but_follow_from_the_seed(small_corpus: Corpus) -> None:
    def order(seed: int, epoch: int) -> list[list[object]]:
        return Batches(
            small_corpus.train, small_corpus.tokenizer, batch_size=4, sequence_length=16, transpose=3, seed=seed
        ).blocks(epoch)  # type: ignore[return-value]

    assert order(1, 0) == order(1, 0)
    assert order(1, 0) != order(1, 1)
    assert order(1, 0) != order(2, 0)


# -- learning ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_learns(small_corpus: Corpus, tmp_path: Path, cell: str) -> None:
    config = replace(QUICK, steps=30, validate_every=30, learning_rate=0.02)
    events = run_to_end(small_corpus, tmp_path / "run", config, replace(SMALL, cell=cell, members=1, dropout=0.0))
    first = next(e.nats for e in events if isinstance(e, Progress | Validated))
    uniform = sum(math.log(small_corpus.tokenizer.schema.targets(c)) for c in small_corpus.tokenizer.schema.modelled)
    last = [e.nats for e in events if isinstance(e, Validated)][-1]
    assert last < 0.85 * uniform
    assert math.isfinite(first)


def test_a_run_leaves_a_model_that_scores_as_it_was_validated(small_corpus: Corpus, finished: FinishedRun) -> None:
    best = min(e.nats for e in finished.events if isinstance(e, Validated))
    model = load(finished.folder)
    nats = rows = 0.0
    for item in small_corpus.valid:
        nats += model.read(Encoded(item.table, item.facts)).nats.sum()
        rows += len(item.table) + 1
    assert nats / rows == pytest.approx(best, rel=1e-4)
    assert model.file.about.nats == pytest.approx(best)
    assert model.sample(1, seed=1, bars=2)[0].copy is not None


def test_sources_are_left_out_only_while_learning(small_corpus: Corpus) -> None:
    torch.manual_seed(0)
    model = SequenceModel(replace(SMALL, dropout=0.0), small_corpus.tokenizer.schema)
    batches = Batches(small_corpus.train, small_corpus.tokenizer, batch_size=4, sequence_length=32)
    window = next(iter(batches.read(batches.blocks(0)[0])))
    batch = Batch(*map(torch.from_numpy, window.arrays))

    def nats(learning: bool) -> list[float]:
        model.train(learning)
        return [model(batch, None)[0].sum().item() for _ in range(2)]

    assert len(set(nats(True))) == 2
    assert len(set(nats(False))) == 1


def test_a_dropout_out_of_range_is_refused() -> None:
    with pytest.raises(UsageError, match="context dropout must be at least 0 and less than 1"):
        replace(SMALL, context_dropout=1.0).check()


def test_events_are_told_and_kept(finished: FinishedRun) -> None:
    events = finished.events
    kept = list(Run.open(finished.folder).events())
    assert kept == events
    assert [event_from_json(json.loads(json.dumps(e.to_json()))) for e in events] == events
    assert {Sampled, Saved, Validated, Finished} <= {type(e) for e in events}
    for event in events:
        if isinstance(event, Sampled):
            assert (finished.folder / event.file).is_file()
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "budget"


def test_without_anything_held_out_the_model_that_learned_best_is_kept(small_corpus: Corpus, tmp_path: Path) -> None:
    corpus = replace(small_corpus, valid=small_corpus.valid[:0])
    events = run_to_end(corpus, tmp_path / "run")
    last = events[-1]
    assert isinstance(last, Finished)
    assert 0.0 < last.nats < 20.0
    assert all(not e.columns for e in events if isinstance(e, Validated))
    read_model(tmp_path / "run" / "model.safetensors")


def test_a_file_in_the_way_of_a_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way")
    with pytest.raises(UsageError, match="is a file"):
        Run.create(tmp_path / "run", {})


def test_a_metrics_line_that_a_crash_cut_short_is_left_out(finished: FinishedRun, tmp_path: Path) -> None:
    run = finished.copy(tmp_path / "run")
    with (run / METRICS).open("a") as file:
        file.write('{"event": "progress", "st')
    assert list(Run.open(run).events()) == finished.events


def test_it_stops_early_when_nothing_gets_better(small_corpus: Corpus, tmp_path: Path) -> None:
    config = replace(QUICK, steps=400, validate_every=2, patience=3, learning_rate=2.0)
    events = run_to_end(small_corpus, tmp_path / "run", config, replace(SMALL, members=1))
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "early"
    assert events[-1].step < 400


@pytest.mark.parametrize(
    "changed", [{"minutes": 0.1}, {"steps": 0}, {"clip": 0.0}, {"learning_rate": -1.0}, {"device": "tpu"}]
)
def test_settings_that_contradict_are_refused(small_corpus: Corpus, tmp_path: Path, changed: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        run_to_end(small_corpus, tmp_path / "run", replace(QUICK, **changed))  # type: ignore[arg-type]


def test_a_budget_in_minutes_runs_down_a_cosine_by_the_clock(small_corpus: Corpus, tmp_path: Path) -> None:
    config, looks = replace(QUICK, steps=0, minutes=1.0, validate_every=0), count()
    # every look at the clock finds it later
    events = list(train(small_corpus, SMALL, config, Run.create(tmp_path / "run", {}), now=lambda: 0.4 * next(looks)))
    told = [(e.fraction, e.learning_rate) for e in events if isinstance(e, Progress) and e.fraction > QUICK.warm_up]
    assert told
    for fraction, rate in told:
        through = (fraction - QUICK.warm_up) / (1.0 - QUICK.warm_up)
        assert rate == pytest.approx(QUICK.learning_rate * (1.0 + math.cos(math.pi * through)) / 2)
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "budget"
    assert any(isinstance(e, Validated) and e.step == events[-1].step for e in events)


# -- stopping and resuming ---------------------------------------------------------------------------------------------


def test_a_run_cut_between_two_checks_resumes_to_the_same_weights(
    small_corpus: Corpus, finished: FinishedRun, tmp_path: Path
) -> None:
    steps, cut = count(), 7
    run = Run.create(tmp_path / "cut", {})
    first = list(train(small_corpus, SMALL, QUICK, run, stop=lambda: "interrupted" if next(steps) >= cut else ""))
    assert isinstance(first[-1], Finished)
    assert (first[-1].reason, first[-1].step) == ("interrupted", cut)
    torch.manual_seed(999)
    list(train(small_corpus, SMALL, QUICK, Run.open(tmp_path / "cut"), resume=True))
    whole, resumed = final_weights(finished.folder), final_weights(tmp_path / "cut")
    assert whole.keys() == resumed.keys()
    for name in whole:
        np.testing.assert_array_equal(whole[name], resumed[name])


def test_a_run_that_is_interrupted_after_every_step_ends_with_the_same_weights(
    small_corpus: Corpus, tmp_path: Path
) -> None:
    config, model = replace(QUICK, steps=14, batch_size=8), replace(SMALL, members=1)
    run_to_end(small_corpus, tmp_path / "whole", config, model)
    run = Run.create(tmp_path / "cut", {})
    reason, states = "interrupted", []
    while reason == "interrupted":
        asked = count()
        stop = partial(lambda asked: "interrupted" if next(asked) else "", asked)
        resume = (tmp_path / "cut" / CHECKPOINT).exists()
        last = list(train(small_corpus, model, config, run, resume=resume, stop=stop))[-1]
        assert isinstance(last, Finished)
        reason = last.reason
        states.append(run.load_checkpoint()[1])

    # it was cut between blocks, too
    assert 0 in [state["window"] for state in states[:-1]]
    assert {state["step"] for state in states} == {*range(1, 15)}
    _, whole = Run.open(tmp_path / "whole").load_checkpoint()
    assert {**states[-1], "seconds": 0.0} == {**whole, "seconds": 0.0}
    expected = final_weights(tmp_path / "whole")
    for name, weight in final_weights(tmp_path / "cut").items():
        np.testing.assert_array_equal(weight, expected[name])


OVERFITTING = replace(QUICK, steps=120, batch_size=8, validate_every=4, learning_rate=0.1, patience=100)


def test_overfitting_shortens_the_schedule_and_a_run_resumes_in_it(small_corpus: Corpus, tmp_path: Path) -> None:
    model = replace(SMALL, members=1, dropout=0.0, context_dropout=0.0)
    run, cut, whole = Run.create(tmp_path / "whole", {}), tmp_path / "cut", []
    for event in train(small_corpus, model, OVERFITTING, run):
        whole.append(event)
        saved = isinstance(event, Saved) and event.file == CHECKPOINT
        if saved and not cut.exists() and run.load_checkpoint()[1]["overfitted_at"] >= 0:
            shutil.copytree(run.folder, cut)
    _, state = Run.open(cut).load_checkpoint()
    again = list(train(small_corpus, model, OVERFITTING, Run.open(cut), resume=True))

    assert isinstance(whole[-1], Finished)
    assert whole[-1].reason == "early"
    end = whole[-1].step
    assert end / OVERFITTING.steps == pytest.approx(1.25 * state["overfitted_at"], abs=0.01)
    before = [
        e.nats for e in whole if isinstance(e, Validated) and e.step <= state["overfitted_at"] * OVERFITTING.steps
    ]
    assert before[-1] > 1.005 * min(before)
    assert again[-1].step == end
    expected = final_weights(tmp_path / "whole")
    for name, weight in final_weights(cut).items():
        np.testing.assert_array_equal(weight, expected[name])


def test_a_damaged_checkpoint_falls_back_to_the_one_before(finished: FinishedRun, tmp_path: Path) -> None:
    run = finished.copy(tmp_path / "run")
    (run / CHECKPOINT).write_bytes(b"damaged")
    _, state = Run.open(run).load_checkpoint()
    assert state["step"] < QUICK.steps
    (run / PREVIOUS).unlink()
    with pytest.raises(SeqgenError, match="cannot be resumed"):
        Run.open(run).load_checkpoint()


def test_a_new_run_never_writes_into_an_old_one(finished: FinishedRun) -> None:
    before = (finished.folder / "model.safetensors").read_bytes()
    with pytest.raises(UsageError, match="--resume"):
        Run.create(finished.folder, {})
    assert (finished.folder / "model.safetensors").read_bytes() == before


def test_a_checkpoint_holds_all_in_one_file(finished: FinishedRun) -> None:
    arrays, texts = read_container(finished.folder / CHECKPOINT, kind="seqgen-checkpoint", version=2)
    assert {"weight", "first", "second", "random"} <= {name.partition(".")[0] for name in arrays}
    assert json.loads(texts["state"])["step"] == QUICK.steps


@pytest.fixture
def running(cache: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "seqgen", "train", "grooves", "--steps", "100000", "--validate-every", "3"]
    command += TINY
    command += ["--out", str(tmp_path / "run"), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def wait_for(process: subprocess.Popen[str], kind: str, number: int = 1) -> None:
    """Return when the process has told of `number` events of a kind."""
    assert process.stdout is not None
    for line in process.stdout:
        number -= json.loads(line)["event"] == kind
        if not number:
            return
    raise AssertionError(process.stderr.read() if process.stderr else "")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_run_that_is_killed_while_it_saves_resumes_from_its_last_checkpoint(
    running: subprocess.Popen[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # what is told before a sample and the checkpoint are written
    wait_for(running, "validated", 3)
    running.kill()
    running.wait()
    _, state = Run.open(tmp_path / "run").load_checkpoint()
    assert state["step"] > 0
    read_model(tmp_path / "run" / "model.safetensors")

    assert main(["train", "--resume", str(tmp_path / "run"), "--steps", "1", "--json"]) == 0

    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["event"], first["resumed"], first["step"]) == ("started", True, state["step"])


# -- broken numbers ----------------------------------------------------------------------------------------------------


def test_a_step_whose_numbers_are_not_finite_is_left_out(
    small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = torch.nn.utils.clip_grad_norm_, count(1)

    def sometimes_nan(*args: object, **kwargs: object) -> torch.Tensor:
        norm = real(*args, **kwargs)  # type: ignore[arg-type]
        return norm * math.nan if next(calls) == 4 else norm

    monkeypatch.setattr(torch.nn.utils, "clip_grad_norm_", sometimes_nan)
    events = run_to_end(small_corpus, tmp_path / "run")
    assert [e.step for e in events if isinstance(e, Skipped)] == [4]
    assert all(np.isfinite(w).all() for w in final_weights(tmp_path / "run").values())


def test_repeated_failures_step_back_to_a_lower_rate_and_then_end_in_one_sentence(
    small_corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = torch.nn.utils.clip_grad_norm_, count(1)

    def broken_after(*args: object, **kwargs: object) -> torch.Tensor:
        norm = real(*args, **kwargs)  # type: ignore[arg-type]
        return norm * math.nan if next(calls) > 6 else norm

    monkeypatch.setattr(torch.nn.utils, "clip_grad_norm_", broken_after)
    with pytest.raises(SeqgenError, match="smaller --lr"):
        run_to_end(small_corpus, tmp_path / "run")
    told = Run.open(tmp_path / "run").events()
    assert [e.learning_rate_scale for e in told if isinstance(e, SteppedBack)] == [0.5, 0.25, 0.125]
    assert all(np.isfinite(w).all() for w in final_weights(tmp_path / "run").values())


# -- several processes -------------------------------------------------------------------------------------------------


def test_two_processes_learn_what_one_does(cache: Path, tmp_path: Path) -> None:
    options = ["grooves", "--steps", "4", "--batch-size", "6", "--sequence-length", "32", "--validate-every", "4"]
    options += TINY
    # nothing may be drawn by chance
    options += ["--dropout", "0", "--context-dropout", "0", "--transpose", "0", "--quiet"]
    assert main(["train", *options, "--out", str(tmp_path / "one")]) == 0
    options += ["--out", str(tmp_path / "two")]
    # as torchrun starts them; this process is one of both
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free.getsockname()[1]), "WORLD_SIZE": "2"}
    other = {**os.environ, **address, "RANK": "1", "LOCAL_RANK": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen([sys.executable, "-m", "seqgen", "train", *options], env=other) as second:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {**address, "RANK": "0", "LOCAL_RANK": "0"}.items():
                patch.setenv(name, value)
            assert main(["train", *options]) == 0
        assert second.wait(patience.SECONDS) == 0
    a, b = ([e.nats for e in Run.open(tmp_path / name).events() if isinstance(e, Validated)] for name in ("one", "two"))
    assert a == pytest.approx(b, rel=1e-4)
    x, y = final_weights(tmp_path / "one"), final_weights(tmp_path / "two")
    for name in x:
        if name.startswith("weight."):
            np.testing.assert_allclose(x[name], y[name], atol=2e-4)
