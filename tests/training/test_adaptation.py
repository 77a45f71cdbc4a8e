"""Adaptation and dynamic evaluation: what is learned from a few more files, and what is not changed by it."""

from __future__ import annotations

import io
import itertools
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqgen import lookout
from seqgen.cli import command as cli
from seqgen.corpus.corpus import Item
from seqgen.errors import SeqgenError, UsageError
from seqgen.evaluation.scoring import judge
from seqgen.formats.midi_writer import write_score
from seqgen.information import in_bits
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.kinds.text.kind import TEXT
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model, load
from seqgen.network.model_file import read_model, write_model
from seqgen.piece import Facts, Piece
from seqgen.runs.events import Event, Finished, Validated
from seqgen.training import adaptation as adaptation_module
from seqgen.training import dynamic_evaluation
from seqgen.training.adaptation import Adaptation, AdaptConfig
from seqgen.training.dynamic_evaluation import DynamicEvaluation, Rule, Squares, own_takes, usual_squares
from seqgen.training.ensemble import SequenceModel
from seqgen.training.held_out import HeldOutPart, NewPiece, divide, nats_per_event
from tests.support.small_models import make_model, make_notes, random_piece

pytestmark = pytest.mark.long

TUNE = "And all the sea, and all the sea, is wide and deep.\n" * 50


@pytest.fixture(scope="module", autouse=True)
def measured() -> Iterator[dict[object, Any]]:
    """The takes of a model and the gradients on them are always the same, so they are computed once for each model:
    they take longer than all that is learned here. Whoever empties the dictionary has them computed anew."""
    known: dict[object, Any] = {}

    def own_takes_once(model: Model) -> list[Item]:
        key = tuple(weight.tobytes() for weight in model.file.weights.values())
        return known.get(key) or known.setdefault(key, own_takes(model))

    def usual_squares_once(
        network: SequenceModel, items: list[Item], tokenizer: Tokenizer, *, sequence_length: int
    ) -> Squares:
        key = id(items), sequence_length
        squares = partial(usual_squares, network, items, tokenizer, sequence_length=sequence_length)
        return known.get(key) or known.setdefault(key, squares())

    with pytest.MonkeyPatch.context() as patch:
        for module in (adaptation_module, dynamic_evaluation):
            patch.setattr(module, "own_takes", own_takes_once)
            patch.setattr(module, "usual_squares", usual_squares_once)
        yield known


@pytest.fixture(scope="module")
def tune() -> Piece:
    """A melody of four bars, again and again."""
    keys = [60, 62, 64, 65, 67, 65, 64, 62] * 24
    return Piece(make_notes([(i * 12, i * 12 + 12, key, 90, 0) for i, key in enumerate(keys)]), title="tune")


def new(model: Model, *pieces: Piece) -> list[NewPiece]:
    return [NewPiece(piece.title, model.tokenizer.encode(piece)) for piece in pieces]


def adapted(model: Model, pieces: list[NewPiece], config: AdaptConfig | None = None) -> tuple[Adaptation, list[Event]]:
    adaptation = Adaptation(model, pieces, config or AdaptConfig(passes=4))
    return adaptation, list(adaptation.events())


@pytest.fixture(scope="module")
def learned(text_model: Model) -> Adaptation:
    """The text model after four passes over `TUNE`."""
    return adapted(text_model, new(text_model, Piece(TUNE, title="t")))[0]


# -- what is learned -------------------------------------------------------------------------------------------------


def test_an_adapted_music_model_expects_its_tune(music_model: Model, tune: Piece) -> None:
    adaptation, _ = adapted(music_model, new(music_model, tune))
    after = Model(adaptation.file())
    assert judge(after, tune).bits < 0.9 * judge(music_model, tune).bits
    assert after.tokenizer.schema == music_model.tokenizer.schema


def test_weights_under_which_a_short_text_is_less_likely_are_not_kept(text_model: Model) -> None:
    bias = np.zeros_like(text_model.file.weights["out.char.bias"])
    bias[1] = 30.0
    weights = {name: np.zeros_like(weight) for name, weight in text_model.file.weights.items()}
    sure = Model(replace(text_model.file, weights={**weights, "out.char.bias": bias}))

    words = Piece("The sea is wide, the sea is deep.\nAnd all who sail must sometimes sleep.\n", title="sea")
    adaptation, events = adapted(sure, new(sure, words), AdaptConfig(passes=2))

    assert not adaptation.held_out
    assert isinstance(events[-1], Finished)
    assert not adaptation.learned_something


def test_an_adapted_text_model_expects_its_text_by_the_figures_that_scoring_gives(
    text_model: Model, learned: Adaptation
) -> None:
    text = Piece(TUNE, title="t")
    scored_before, scored_after = judge(text_model, text), judge(Model(learned.file()), text)
    assert scored_after.bits < 0.9 * scored_before.bits
    figures = learned.figures().pieces
    assert figures is not None
    before, after = figures
    assert before / np.log(2) == pytest.approx(scored_before.bits_per_event)
    assert after / np.log(2) == pytest.approx(scored_after.bits_per_event)


def test_the_same_seed_makes_the_same_model(music_model: Model, tune: Piece, measured: dict[object, Any]) -> None:
    config = AdaptConfig(passes=1, transpose=3, seed=4)
    first = adapted(music_model, new(music_model, tune), config)[0].file()
    measured.clear()
    second = adapted(music_model, new(music_model, tune), config)[0].file()
    assert all((first.weights[name] == second.weights[name]).all() for name in first.weights)


def test_more_strength_goes_further_from_the_start(text_model: Model) -> None:
    def way(strength: float) -> float:
        adaptation, _ = adapted(text_model, new(text_model, Piece(TUNE)), AdaptConfig(passes=1, strength=strength))
        weights = adaptation.file().weights
        return sum(float(np.square(w - text_model.file.weights[name]).sum()) for name, w in weights.items())

    assert way(0.3) < way(1.0)


# -- what is kept ----------------------------------------------------------------------------------------------------


def test_the_model_that_was_there_is_not_changed(text_model: Model) -> None:
    before = {name: weight.copy() for name, weight in text_model.file.weights.items()}
    adapted(text_model, new(text_model, Piece(TUNE)), AdaptConfig(passes=1))
    assert all((text_model.file.weights[name] == weight).all() for name, weight in before.items())


def test_the_best_weights_for_the_held_out_part_are_kept(text_model: Model) -> None:
    adaptation, events = adapted(text_model, new(text_model, Piece(TUNE)), AdaptConfig(passes=4, strength=30.0))
    measured = [event.nats for event in events if isinstance(event, Validated)]
    assert len(measured) > 1
    kept = nats_per_event(text_model, adaptation.file().weights, adaptation.held_out)
    assert kept == pytest.approx(min(measured))
    figures = adaptation.figures()
    assert figures.held_out is not None
    assert figures.held_out[1] == min(measured) <= figures.held_out[0] == measured[0]


def test_where_nothing_helps_the_weights_stay_those_of_the_start(text_model: Model) -> None:
    # letters at random, learned with steps that are far too long
    rng = np.random.default_rng(1)
    known = Piece("".join(rng.choice(list("adehilmnopstuw \n"), 3000)), title="noise")
    adaptation, _ = adapted(text_model, new(text_model, known), AdaptConfig(passes=2, strength=100.0))
    figures = adaptation.figures()
    assert figures.held_out is not None
    assert figures.held_out[1] <= figures.held_out[0]
    if not adaptation.learned_something:
        weights = adaptation.file().weights
        assert all((weights[name] == text_model.file.weights[name]).all() for name in weights)


def test_stopping_keeps_what_was_learned_so_far(text_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    # however busy the machine, the check is quick
    monkeypatch.setattr(lookout, "FIRST_LOOK_SECONDS", 1e6)
    adaptation = Adaptation(text_model, new(text_model, Piece(TUNE)), AdaptConfig(passes=1000))
    last = list(adaptation.events(lambda: adaptation.steps >= 10))[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.step, adaptation.best_step) == ("interrupted", 10, 10)
    assert judge(Model(adaptation.file()), Piece(TUNE)).bits < judge(text_model, Piece(TUNE)).bits


@pytest.mark.parametrize("look", [1, 30])
def test_stopping_does_not_wait_for_a_check(text_model: Model, monkeypatch: pytest.MonkeyPatch, look: int) -> None:
    """The end is asked for while takes are drawn that show what is usual, and while the first check is made."""
    monkeypatch.setattr(lookout, "FIRST_LOOK_SECONDS", 0.0)
    looks = itertools.count(1)
    adaptation = Adaptation(text_model, new(text_model, Piece(TUNE * 4)), AdaptConfig(passes=2))
    last = list(adaptation.events(lambda: next(looks) >= look))[-1]
    assert isinstance(last, Finished)
    assert (last.reason, adaptation.learned_something) == ("interrupted", False)


def test_figures_that_nobody_waits_for_are_left_out(learned: Adaptation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "FIRST_LOOK_SECONDS", 0.0)
    figures = learned.figures(lambda: True)
    assert (figures.pieces, figures.own) == (None, None)
    assert figures.held_out is not None


# -- what is held out ------------------------------------------------------------------------------------------------


def test_of_one_piece_the_last_part_is_held_out_and_not_learned() -> None:
    rows = 10 * TEXT.least_held_out
    table = np.arange(rows)[:, None]
    items, parts = divide([NewPiece("x", Encoded(table, Facts()))], "text", seed=1)
    assert (len(items), len(parts)) == (1, 1)
    assert len(items[0].table) == parts[0].start < rows
    assert not items[0].ends
    assert parts[0].events == rows - parts[0].start + 1


def test_of_many_pieces_whole_ones_are_held_out(music_model: Model) -> None:
    pieces = new(music_model, *(random_piece(seed) for seed in range(20, 30)))
    items, parts = divide(pieces, "music", seed=1)
    assert len(items) + len(parts) == 10
    assert 1 <= len(parts) <= 5
    learned = {item.table.tobytes() for item in items}
    assert all(part.start == 0 and part.table.tobytes() not in learned for part in parts)


def test_a_short_piece_is_learned_whole_in_few_passes(music_model: Model) -> None:
    piece = random_piece(50, bars=2)
    adaptation = Adaptation(music_model, new(music_model, piece), AdaptConfig())
    events = list(adaptation.events())
    assert adaptation.held_out == []
    assert not any(isinstance(event, Validated) for event in events)
    assert adaptation.best_pass == 4
    assert adaptation.figures().held_out is None
    assert judge(Model(adaptation.file()), piece).bits < judge(music_model, piece).bits


def test_a_stretch_costs_what_it_costs_within_its_piece(text_model: Model) -> None:
    piece = Piece(TUNE[:400])
    encoded = text_model.tokenizer.encode(piece)
    nats = nats_per_event(text_model, text_model.file.weights, [HeldOutPart(encoded.table, encoded.facts, 300)])
    assert nats / np.log(2) == pytest.approx(text_model.read(piece).surprise[300:].mean())


def test_too_little_is_refused(music_model: Model) -> None:
    two = Piece(make_notes([(0, 24, 60, 90, 0), (24, 48, 62, 90, 0)]))
    with pytest.raises(SeqgenError, match="too little to learn from: 2 notes"):
        Adaptation(music_model, new(music_model, two), AdaptConfig())


@pytest.mark.parametrize("wrong", [{"passes": -1}, {"strength": 0.0}, {"strength": float("nan")}, {"transpose": 25}])
def test_settings_out_of_range_are_refused(text_model: Model, wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=f"--{next(iter(wrong))} must lie between"):
        Adaptation(text_model, new(text_model, Piece(TUNE)), replace(AdaptConfig(), **wrong))  # type: ignore[arg-type]


# -- the new model's file --------------------------------------------------------------------------------------------


def test_what_was_learned_is_found_as_a_copy_as_the_corpus_is(
    music_model: Model, music_pieces: list[Piece], tune: Piece
) -> None:
    adaptation, _ = adapted(music_model, new(music_model, tune))
    after = Model(adaptation.file())
    table = music_model.tokenizer.encode(tune).table
    before, now = music_model.copied(table), after.copied(table)
    assert before is not None
    assert now is not None
    assert before.share < 0.5
    assert (now.share, now.longest, now.piece) == (1.0, len(table), "tune")
    for piece in music_pieces[:3]:
        rows = music_model.tokenizer.encode(piece).table
        assert after.copied(rows) == music_model.copied(rows)


def test_the_new_file_tells_what_it_was_made_from(text_model: Model, learned: Adaptation, tmp_path: Path) -> None:
    write_model(tmp_path / "a.safetensors", learned.file(files=["t.txt"], sha256=["ab"]))
    once = load(tmp_path / "a.safetensors")
    (step,) = once.file.adapted
    assert (step.origin, step.files, step.sha256) == (text_model.file.fingerprint, ("t.txt",), ("ab",))
    twice, _ = adapted(once, new(once, Piece(TUNE)), AdaptConfig(passes=1))
    assert twice.file().adapted[0] == step
    assert twice.file().adapted[1].origin == once.file.fingerprint


# -- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def text_file(text_model: Model, tmp_path: Path) -> Path:
    write_model(tmp_path / "m.safetensors", text_model.file)
    (tmp_path / "song.txt").write_text(TUNE)
    return tmp_path / "m.safetensors"


def test_the_command_writes_beside_the_original_and_leaves_it_alone(
    text_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = text_file.read_bytes()
    song = str(text_file.with_name("song.txt"))
    for name in ("m-adapted-song.safetensors", "m-adapted-song-2.safetensors"):
        assert cli.main(["adapt", str(text_file), song, "--passes", "1", "--quiet"]) == 0
        assert capsys.readouterr() == (f"{text_file.with_name(name)}\n", "")
    assert text_file.read_bytes() == original
    first, second = (read_model(text_file.with_name(f"m-adapted-song{n}.safetensors")) for n in ("", "-2"))
    assert first.fingerprint == second.fingerprint
    assert first.adapted[0].files == ("song.txt",)


def test_the_command_learns_midi(
    music_model: Model, tune: Piece, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(tmp_path / "m.safetensors", music_model.file)
    encoded = music_model.tokenizer.encode(tune)
    write_score(music_model.tokenizer.decode(encoded.table, encoded.facts), tmp_path / "tune.mid")
    code = cli.main(["adapt", str(tmp_path / "m.safetensors"), str(tmp_path / "tune.mid"), "--passes", "1", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert answer["pieces"]["after"] < answer["pieces"]["before"]
    assert answer["held_out"]["after"] <= answer["held_out"]["before"]
    assert len(load(answer["model"]).sample(1, bars=2, seed=1)) == 1


def test_takes_are_learned_only_where_they_are_asked_for(
    text_model: Model, text_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take = text_model.sample(1, seed=1, events=200)[0].save(text_file.with_name("take.txt"))
    command = ["adapt", str(text_file), str(take), "--passes", "1", "--quiet"]

    assert cli.main(command) == 1
    assert "take.txt: was written by seqgen; --with-takes learns from takes too" in capsys.readouterr().err
    assert cli.main([*command, "--with-takes"]) in (0, 1)
    assert "was written by seqgen" not in capsys.readouterr().err


class Terminal(io.StringIO):
    """Whoever reads stderr: once something better was learned, it is closed."""

    def __init__(self, closes: Callable[[], None]) -> None:
        super().__init__()
        self._closes = closes

    def write(self, text: str) -> int:
        if "best so far" in text:
            self._closes()
        return super().write(text)

    def fileno(self) -> int:
        raise OSError("it is no file")


def hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)


def close_pipe() -> None:
    raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no terminals to lose")
@pytest.mark.parametrize("closes", [hang_up, close_pipe])
def test_what_was_learned_until_the_terminal_is_closed_is_kept(
    text_file: Path, monkeypatch: pytest.MonkeyPatch, terminal: None, closes: Callable[[], None]
) -> None:
    original = text_file.read_bytes()
    monkeypatch.setattr(sys, "stderr", Terminal(closes))

    code = cli.main(["adapt", str(text_file), str(text_file.with_name("song.txt")), "--passes", "1000"])

    assert code == 130
    adapted = read_model(text_file.with_name("m-adapted-song.safetensors"))
    assert adapted.adapted[0].files == ("song.txt",)
    assert text_file.read_bytes() == original


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["tune.mid"], 2, "tune.mid: is music, but m writes text; give .txt"),
        (["gone.txt"], 2, "gone.txt: there is no such file or folder"),
        (["binary.txt"], 1, "looks like binary data"),
        (["short.txt"], 1, "too little to learn from: 5 characters; give at least 64"),
        (["song.txt", "--out", "m.safetensors"], 2, "is the model to adapt, which is kept"),
        (["song.txt", "--out", "song.txt"], 2, "a model's name ends in .safetensors"),
        (["song.txt", "--out", "there.safetensors"], 2, "is there already; give another name or --force"),
        (["song.txt", "--out", "no/x.safetensors"], 2, "there is no such folder"),
        (["song.txt", "--passes", "0"], 2, "--passes must be greater than 0"),
        (["song.txt", "--strength", "nan"], 2, "--strength must lie between"),
    ],
)
def test_mistakes_are_one_line_and_write_nothing(
    text_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    folder = text_file.parent
    monkeypatch.chdir(folder)
    (folder / "tune.mid").write_bytes(b"MThd")
    (folder / "binary.txt").write_bytes(bytes(range(1, 32)) * 50)
    (folder / "short.txt").write_text("short")
    (folder / "there.safetensors").write_bytes(b"mine")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert cli.main(["adapt", "m.safetensors", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


# -- dynamic evaluation ----------------------------------------------------------------------------------------------


def test_gradients_are_measured_on_all_that_a_model_may_write(music_model: Model) -> None:
    drawn = music_model.sample(2, seed=1, events=60, top_p=1.0)
    for own, take in zip(own_takes(music_model, takes=2, rows=60), drawn, strict=True):
        np.testing.assert_array_equal(own.table, take.table)


@pytest.mark.parametrize("kind", ["music", "text"])
def test_the_first_segment_costs_what_it_costs_a_model_that_does_not_learn(
    music_model: Model, text_model: Model, kind: str
) -> None:
    model, piece = (music_model, random_piece(0, bars=3)) if kind == "music" else (text_model, Piece(TUNE[:200]))
    known = in_bits(model.read(piece).nats)
    dynamic = DynamicEvaluation(model, Rule(sequence_length=16)).costs(model.tokenizer.encode(piece))
    first = known[:16, list(model.tokenizer.schema.modelled)].sum(axis=0)
    np.testing.assert_allclose(dynamic.bits[0], first, rtol=1e-4)
    assert not np.allclose(dynamic.bits[1].sum(), known[16:32].sum(), rtol=1e-4)
    assert len(dynamic.bits) == -(-len(known) // 16)


def test_with_steps_of_no_length_every_segment_costs_the_same(text_model: Model) -> None:
    piece = Piece(TUNE[:200])
    dynamic = DynamicEvaluation(text_model, Rule(rate=0.0)).costs(text_model.tokenizer.encode(piece))
    assert dynamic.total == pytest.approx(text_model.read(piece).surprise.sum(), rel=1e-5)


def test_what_is_still_to_come_does_not_change_what_was_scored(text_model: Model) -> None:
    evaluation = DynamicEvaluation(text_model, Rule(sequence_length=16))
    long, other, short = (
        evaluation.costs(text_model.tokenizer.encode(Piece(text))).bits
        for text in (TUNE[:160], TUNE[:64] + "deep " * 20, TUNE[:70])
    )
    np.testing.assert_array_equal(long[:4], other[:4])
    np.testing.assert_array_equal(long[:4], short[:4])
    assert (long[5] != other[5]).any()


def test_the_learning_model_shares_out_exactly_one_over_all_texts() -> None:
    model = make_model([Piece("a?aa" * 8, title="a")], TextTokenizer("a"))
    evaluation = DynamicEvaluation(model, Rule(rate=0.05, sequence_length=2))

    def bits(letters: tuple[str, ...]) -> np.ndarray:
        return evaluation.costs(model.tokenizer.encode(Piece("".join(letters)))).bits

    ended = sum(2.0 ** -bits(text).sum() for n in range(4) for text in itertools.product("a?", repeat=n))
    # the end of a text of four letters stands in a third segment, so the first two are all texts that go on
    going_on = sum(2.0 ** -bits(text)[:2].sum() for text in itertools.product("a?", repeat=4))
    assert ended + going_on == pytest.approx(1, abs=1e-4)


def test_the_command_tells_both_figures(text_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    song = text_file.with_name("song.txt")
    song.write_text(TUNE[:300])
    assert cli.main(["score", str(text_file), str(song), "--no-ngram", "--dynamic", "--json"]) == 0
    both = json.loads(capsys.readouterr().out)
    assert cli.main(["score", str(text_file), str(song), "--no-ngram", "--json"]) == 0
    static = json.loads(capsys.readouterr().out)
    assert static["dynamic"] is None
    assert both["dynamic"] < both["bits_per_event"] == static["bits_per_event"]
    assert cli.main(["score", str(text_file), str(song), "--no-ngram", "--dynamic", "--quiet"]) == 0
    assert f"dynamic evaluation {both['dynamic']:.3f}" in capsys.readouterr().out
