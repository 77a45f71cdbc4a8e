"""`seqgen classify`, and the library behind it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli import main
from seqgen.evaluation.classification import Classified, classification_of, classify, fitted_temperature, wilson
from seqgen.kinds.base import Encoded
from seqgen.kinds.music.facts import Told
from seqgen.kinds.music.fit import fit_music
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.piece import Facts, Piece
from tests.support.quick_training import TINY
from tests.support.small_models import make_model, random_piece


def test_the_probability_of_a_label_is_that_of_bayes_rule(question_model: Model) -> None:
    found = classify(question_model, Piece("where?"))
    tokenizer, encoded = question_model.tokenizer, question_model.tokenizer.encode(Piece("where?"))
    joint = []
    for label in found.labels:
        context = tokenizer.context(encoded.table, replace(encoded.facts, label=label))
        joint.append(0.5 * np.exp(-question_model.engine.nats(encoded.table, context).sum()))
    assert joint[0] != pytest.approx(joint[1])
    assert found.probabilities == pytest.approx(np.array(joint) / np.sum(joint))
    # the evidence of all events is what the label is ahead of the other one, where both are as frequent
    assert found.evidence().sum() == pytest.approx(np.log2(max(joint) / min(joint)))


def test_the_prior_of_music_is_that_of_its_time_signature() -> None:
    pieces = [replace(random_piece(i, bars=2), label=label) for i, label in enumerate(["jig", "jig", "reel", "reel"])]
    for piece in pieces[:2]:
        piece.content.metres[0, 1:] = (6, 8)
    model = make_model(pieces, fit_music(pieces))
    found = classify(model, pieces[0])
    assert dict(zip(found.labels, found.prior, strict=True)) == pytest.approx({"jig": 2.5 / 3, "reel": 0.5 / 3})
    facts = model.tokenizer.labelled(found.encoded.table, found.encoded.facts, "reel")
    assert facts.told == Told(label="reel")


def test_a_temperature_makes_probabilities_honest_and_accuracy_has_an_interval() -> None:
    # the first label is right in three of four pieces, however sure the likelihoods seem
    nats = np.array([[0.0], [40.0]])
    pieces = [
        Classified("", ("a", "b"), np.array([0.5, 0.5]), nats, 1.0, Encoded(nats, Facts()), own)
        for own in ["a", "a", "a", "b"] * 10
    ]
    temperature = fitted_temperature(pieces)
    assert temperature is not None
    assert replace(pieces[0], temperature=temperature).probabilities[0] == pytest.approx(0.75, abs=0.02)
    assert fitted_temperature(pieces[:10]) is None
    judged = classification_of(pieces)
    assert judged is not None
    assert judged.confusion.tolist() == [[30, 0], [10, 0]]
    assert judged.interval == pytest.approx((0.598, 0.858), abs=0.001)
    assert wilson(0, 10)[0] == 0.0


def test_texts_in_folders_are_learned_labelled_and_sorted(
    tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(0)
    for label, letters in (("sea", "abc "), ("land", "xyz ")):
        (tmp_path / "texts" / label).mkdir(parents=True)
        for i in range(60):
            (tmp_path / "texts" / label / f"{label}-{i}.txt").write_text("".join(rng.choice(list(letters), 20)))
    run, new = tmp_path / "run", tmp_path / "new"
    words = ["train", str(tmp_path / "texts"), "--out", str(run), "--steps", "80", *TINY]
    assert main([*words, "--valid-fraction", "0.2", "--quiet"]) == 0
    new.mkdir()
    (new / "one.txt").write_text("xx zyz xyx yzz")
    capsys.readouterr()
    assert main(["classify", str(run), "--held-out", "--json", "--quiet"]) == 0
    *_, judged = map(json.loads, capsys.readouterr().out.splitlines())
    assert (judged["pieces"], judged["accuracy"]) == (6, 1.0)
    for _ in range(2):
        assert main(["classify", str(run), str(new), "--why", "--sort-into", str(tmp_path / "sorted")]) == 0
    assert "one.txt: land " in capsys.readouterr().out
    (new / "one.txt").write_text("zz zyz xyx yzz")
    assert main(["classify", str(run), str(new), "--sort-into", str(tmp_path / "sorted")]) == 0
    assert sorted(path.name for path in (tmp_path / "sorted" / "land").iterdir()) == ["one-2.txt", "one.txt"]


def test_bad_use_is_one_clear_line(
    tmp_path: Path, text_model: Model, question_model: Model, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.txt").write_text("where is it")
    (tmp_path / "other.txt").write_text("\u4e00\u4e01")
    for name, model in (("sea", text_model), ("questions", question_model)):
        write_model(tmp_path / f"{name}.safetensors", model.file)
    sea, questions, one = (str(tmp_path / name) for name in ("sea.safetensors", "questions.safetensors", "one.txt"))
    for words, said in (
        ([sea, one], "knows no labels"),
        ([questions], "give files to classify"),
        ([questions, one, "--held-out"], "give files to classify"),
        ([questions, str(tmp_path / "missing")], "missing"),
        ([questions, "--held-out"], "its corpus is not known"),
        ([questions, one, "--sort-into", one], "cannot be written"),
    ):
        assert main(["classify", *words]) != 0
        err = capsys.readouterr().err
        assert said in err
        assert err.count("\n") == 1
