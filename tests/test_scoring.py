"""Scoring: exact bits, and what they are compared with."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from seqgen import cli
from seqgen.corpus import Corpus
from seqgen.loaded import Model
from seqgen.midi import write_score
from seqgen.modelfile import write_model
from seqgen.piece import Piece
from seqgen.scoring import counting_model, judge, surprise, together


def test_the_parts_add_up_to_the_whole(music_model: Model, music_pieces: list[Piece]) -> None:
    judgement = judge(music_model, music_pieces[0])
    bits = surprise(music_model, music_pieces[0])
    assert judgement.events == len(bits)
    assert judgement.bits == pytest.approx(bits.mean())
    assert sum(judgement.columns.values()) == pytest.approx(judgement.bits)


def test_a_text_of_one_character_costs_what_the_network_says(text_model: Model) -> None:
    bits = surprise(text_model, Piece("T"))
    engine, tokenizer = text_model.engine, text_model.tokenizer
    state = engine.start()
    engine.advance(state, *engine.start_rows())
    logits = engine.heads.logits(state.top, 0)[0].astype(float)
    p = np.exp(logits) / np.exp(logits).sum()
    assert bits[0] == pytest.approx(-math.log2(p[tokenizer.encode(Piece("T")).table[0, 0]]), abs=1e-5)


def test_counting_knows_the_training_pieces_better_than_others(music_model: Model, music_pieces: list[Piece]) -> None:
    from conftest import random_piece

    counting = counting_model(music_model)
    known = judge(music_model, music_pieces[0], counting=counting)
    foreign = judge(music_model, random_piece(999), counting=counting)
    assert known.counting is not None
    assert foreign.counting is not None
    assert known.counting < foreign.counting
    assert known.copy is not None
    assert known.copy.share == 1.0
    assert foreign.copy is not None
    assert foreign.copy.share < 0.5


def test_all_pieces_together_are_weighted_by_their_events(music_model: Model, music_pieces: list[Piece]) -> None:
    each = [judge(music_model, piece) for piece in music_pieces[:3]]
    whole = together(each)
    assert whole.events == sum(j.events for j in each)
    assert whole.bits == pytest.approx(sum(j.bits * j.events for j in each) / whole.events)


def test_what_the_vocabulary_cannot_hold_is_counted(text_model: Model) -> None:
    assert judge(text_model, Piece("sea \u4e2d\u4e2d")).approximated == 2


def test_the_command_scores_folders_and_names_bad_files(
    music_model: Model, small_corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(tmp_path / "m.safetensors", music_model.file)
    folder = tmp_path / "pieces"
    folder.mkdir()
    for number in range(2):
        item = small_corpus.train[number]
        write_score(small_corpus.tokenizer.decode(item.table, item.facts), folder / f"{number}.mid")
    (folder / "bad.mid").write_bytes(b"not music")
    code = cli.main(["score", str(tmp_path / "m.safetensors"), str(folder), "--json", "--quiet"])
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert code == 1
    assert [line["name"] for line in lines] == ["0", "1", "all 2"]
    assert all(line["counting_with_repeats"] > 0 for line in lines)
    assert told.err.startswith("seqgen: bad.mid: ")
    assert cli.main(["score", str(tmp_path / "m.safetensors"), str(folder / "bad.mid")]) == 1


def test_every_event_can_be_listed(text_model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_model(tmp_path / "m.safetensors", text_model.file)
    (tmp_path / "t.txt").write_text("The sea")
    assert cli.main(["score", str(tmp_path / "m.safetensors"), str(tmp_path / "t.txt"), "--each", "--no-counting"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len("The sea") + 1
    assert lines[1].endswith("char='T'")
    assert lines[-1].endswith("end")
