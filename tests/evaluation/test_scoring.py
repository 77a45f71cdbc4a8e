"""Scoring: exact bits, and what they are compared with."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli import command as cli
from seqgen.copying.copy_index import Copy
from seqgen.corpus.corpus import Corpus
from seqgen.errors import SeqgenError, UnreadableFile
from seqgen.evaluation.ngram import NGram
from seqgen.evaluation.scoring import Judgement, judge, ngram_model, together
from seqgen.formats.midi_writer import write_score
from seqgen.kinds.base import Encoded
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_model, make_notes, random_piece

LN2 = math.log(2.0)


# -- exactness -------------------------------------------------------------------------------------------------------


def test_the_columns_add_up_to_the_whole(music_model: Model, music_pieces: list[Piece]) -> None:
    judgement = judge(music_model, music_pieces[0])
    bits = music_model.read(music_pieces[0]).surprise
    assert judgement.events == judgement.rows + 1 == len(bits)
    assert judgement.bits == pytest.approx(bits.sum())
    assert sum(judgement.columns.values()) == pytest.approx(judgement.bits_per_event)
    assert judgement.bits_per_row == pytest.approx(bits.sum() / (len(bits) - 1))


def test_bits_are_the_networks_nats_in_another_unit(music_model: Model, music_pieces: list[Piece]) -> None:
    read = music_model.read(music_pieces[1])
    np.testing.assert_allclose(read.surprise * LN2, read.nats.sum(axis=1), rtol=1e-12)
    names = [column.name for column in music_model.tokenizer.schema.columns]
    per_event = read.nats.sum(axis=0) / LN2 / len(read.nats)
    assert judge(music_model, music_pieces[1]).columns == pytest.approx(dict(zip(names, per_event, strict=True)))


def test_music_read_row_by_row_costs_the_same(music_model: Model, music_pieces: list[Piece]) -> None:
    engine, tokenizer = music_model.engine, music_model.tokenizer
    encoded = tokenizer.encode(music_pieces[0])
    table = encoded.table[:20]
    state, walk = engine.start(), tokenizer.walk([encoded.facts])
    before = engine.start_rows()
    bits = np.zeros(len(table))
    for number, row in enumerate(table):
        engine.advance(state, *before)
        z = engine.heads.begin(engine.top(state), walk.index, walk.sets)
        for column, value in enumerate(row):
            logits = engine.heads.logits(z, column)[0].astype(float)
            bits[number] -= (logits[value] - np.log(np.exp(logits).sum())) / LN2
            if column == len(row) - 1:
                # all of the row's context is certain now; told of the last column, the walk goes on to the next row
                before = np.array([row]), walk.index.copy(), walk.sets.copy()
            walk.chose(column, np.array([value]))
            if column < len(row) - 1:
                engine.heads.chose(z, column, np.array([value]), walk.index, walk.sets)
    np.testing.assert_allclose(music_model.read(music_pieces[0]).surprise[: len(table)], bits, atol=2e-4)


def test_a_text_of_one_character_costs_what_the_network_says(text_model: Model) -> None:
    bits = text_model.read(Piece("T")).surprise
    engine, tokenizer = text_model.engine, text_model.tokenizer
    state = engine.start()
    engine.advance(state, *engine.start_rows())
    logits = engine.heads.logits(engine.top(state).T, 0)[0].astype(float)
    p = np.exp(logits) / np.exp(logits).sum()
    assert bits[0] == pytest.approx(-math.log2(p[tokenizer.encode(Piece("T")).table[0, 0]]), abs=1e-5)


def _every_text(most: int) -> tuple[Model, list[str], list[str]]:
    """A model of two letters (and the unknown), all texts shorter than `most`, and all of that length."""
    model = make_model([Piece("abbaabab" * 4, title="ab")], TextTokenizer("ab"))
    texts = ["".join(t) for n in range(most + 1) for t in itertools.product("ab?", repeat=n)]
    return model, [t for t in texts if len(t) < most], [t for t in texts if len(t) == most]


def test_the_network_shares_out_exactly_one_over_all_texts() -> None:
    model, whole, begun = _every_text(4)
    ended = sum(2.0 ** -model.read(Piece(text)).surprise.sum() for text in whole)
    going_on = sum(2.0 ** -model.read(Piece(text)).surprise[:-1].sum() for text in begun)
    assert ended + going_on == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("method", ["nats", "nats_with_repeats"])
def test_the_n_gram_model_shares_out_exactly_one_over_the_same_texts_and_ends(method: str) -> None:
    model, whole, begun = _every_text(4)
    ngram = ngram_model(model)
    assert ngram is not None

    def nats(text: str) -> np.ndarray:
        return np.asarray(getattr(ngram, method)(model.read(Piece(text)).table))

    assert all(len(nats(text)) == len(model.read(Piece(text)).surprise) for text in whole)
    total = sum(np.exp(-nats(text).sum()) for text in whole) + sum(np.exp(-nats(text)[:-1].sum()) for text in begun)
    assert total == pytest.approx(1, abs=1e-9)


def test_a_note_and_the_end_share_out_exactly_one_over_all_rows() -> None:
    piece = Piece(make_notes([(0, 24, 60, 90, 0), (24, 48, 61, 90, 0), (48, 60, 60, 90, 0)]), title="three")
    # few values, so that there are few rows
    tokenizer = replace(fit_music([piece]), shifts=(0, 6, 24, 48), durations=(12, 24, 48))
    model = make_model([piece], tokenizer)
    encoded = tokenizer.encode(piece)
    rows = list(itertools.product(*(range(size) for size in tokenizer.schema.sizes)))
    total = 2.0 ** -_row_bits(model, encoded.table[:1])[-1]
    for row in rows:
        table = np.concatenate([encoded.table[:1], np.array([row])])
        total += 2.0 ** -_row_bits(model, table)[1]
    assert total == pytest.approx(1, abs=1e-4)
    assert len(rows) > 20


def _row_bits(model: Model, table: np.ndarray) -> np.ndarray:
    facts = model.tokenizer.encode(Piece(make_notes([(0, 24, 60, 90, 0)]))).facts
    return model.read(Encoded(table, facts)).surprise


# -- comparison ------------------------------------------------------------------------------------------------------


def test_the_n_gram_model_knows_the_training_pieces_better_than_others(
    music_model: Model, music_pieces: list[Piece]
) -> None:
    ngram = ngram_model(music_model)
    known = judge(music_model, music_pieces[0], ngram=ngram)
    foreign = judge(music_model, random_piece(999), ngram=ngram)
    assert known.ngram is not None
    assert foreign.ngram is not None
    assert known.ngram < foreign.ngram
    assert known.copy is not None
    assert known.copy.share == 1.0
    assert foreign.copy is not None
    assert foreign.copy.share < 0.5


def test_the_n_gram_model_is_one_of_the_pieces_themselves(music_model: Model, music_pieces: list[Piece]) -> None:
    tables = [music_model.tokenizer.encode(piece).table for piece in music_pieces]
    direct = NGram.fit(tables, music_model.tokenizer.schema.sizes)
    judgement = judge(music_model, music_pieces[2], ngram=ngram_model(music_model))
    assert judgement.ngram == pytest.approx(direct.nats(tables[2]).sum() / LN2 / judgement.events)
    assert judgement.ngram_with_repeats == pytest.approx(
        direct.nats_with_repeats(tables[2]).sum() / LN2 / judgement.events
    )


def test_without_an_index_there_is_neither_an_n_gram_model_nor_a_copy(
    music_model: Model, music_pieces: list[Piece]
) -> None:
    bare = Model(replace(music_model.file, index={}), "bare")
    judgement = judge(bare, music_pieces[0], ngram=ngram_model(bare))
    assert (judgement.ngram, judgement.ngram_with_repeats, judgement.copy) == (None, None, None)
    assert judgement.bits == pytest.approx(judge(music_model, music_pieces[0]).bits)


def test_a_damaged_index_is_an_error_that_names_the_model(music_model: Model) -> None:
    damaged = Model(replace(music_model.file, index={**music_model.file.index, "rows": np.zeros((1, 5), int)}), "m7")
    with pytest.raises(UnreadableFile, match="m7: the index of its corpus is damaged"):
        ngram_model(damaged)


# -- pieces that do not fit --------------------------------------------------------------------------------------------


def test_what_the_vocabulary_cannot_hold_is_counted(text_model: Model) -> None:
    assert judge(text_model, Piece("sea \u4e2d\u4e2d")).approximated == 2


def test_a_piece_without_an_event_costs_its_end(text_model: Model) -> None:
    judgement = judge(text_model, Piece(""), ngram=ngram_model(text_model))
    assert (judgement.rows, judgement.events, judgement.bits_per_row) == (0, 1, None)
    assert judgement.bits > 0
    assert judgement.ngram is not None


def test_a_piece_of_which_nothing_can_be_held_is_refused() -> None:
    model = make_model([Piece(make_notes([(0, 24, 60, 90, 0)] * 3), title="tune")], fit_music([_tune()]))
    with pytest.raises(SeqgenError, match="beat: the model's vocabulary holds none of its 2 notes"):
        judge(model, Piece(make_notes([(0, 6, 36, 90, DRUMS), (24, 30, 38, 90, DRUMS)]), title="beat"))


def _tune() -> Piece:
    return Piece(make_notes([(0, 24, 60, 90, 0), (24, 48, 64, 90, 0)]), title="tune")


# -- several together --------------------------------------------------------------------------------------------------


def test_all_pieces_together_are_weighted_by_their_events(music_model: Model, music_pieces: list[Piece]) -> None:
    ngram = ngram_model(music_model)
    each = [judge(music_model, piece, ngram=ngram) for piece in [*music_pieces[:2], random_piece(7, bars=2)]]
    whole = together(each)
    assert whole.pieces == 3
    assert whole.events == whole.rows + 3 == sum(j.events for j in each)
    assert whole.bits == pytest.approx(sum(j.bits for j in each))
    assert sum(whole.columns.values()) == pytest.approx(whole.bits_per_event)
    assert whole.ngram == pytest.approx(sum((j.ngram or 0) * j.events for j in each) / whole.events)


def test_together_the_share_copied_is_that_of_all_rows() -> None:
    def judged(rows: int, longest: int, share: float) -> Judgement:
        return Judgement("x", rows, rows + 1, 1.0, {"char": 1.0}, 0, copy=Copy(longest, 0, "p", 0, share, 8))

    copy = together([judged(10, 10, 1.0), judged(30, 4, 0.0)]).copy
    assert copy is not None
    assert (copy.longest, copy.share) == (10, 0.25)


def test_what_one_piece_lacks_all_lack_together(text_model: Model) -> None:
    counted = judge(text_model, Piece("The sea"), ngram=ngram_model(text_model))
    assert together([counted, judge(text_model, Piece("The"))]).ngram is None


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def music_file(music_model: Model, tmp_path: Path) -> str:
    write_model(tmp_path / "m.safetensors", music_model.file)
    return str(tmp_path / "m.safetensors")


@pytest.fixture
def text_file(text_model: Model, tmp_path: Path) -> str:
    write_model(tmp_path / "t.safetensors", text_model.file)
    return str(tmp_path / "t.safetensors")


@pytest.fixture
def folder(small_corpus: Corpus, tmp_path: Path) -> Path:
    """Two pieces that can be read, one of them deeper, and a file that is no music but says so."""
    top = tmp_path / "pieces"
    (top / "deeper").mkdir(parents=True)
    for number, path in enumerate((top / "0.mid", top / "deeper" / "1.mid")):
        item = small_corpus.train[number]
        write_score(small_corpus.tokenizer.decode(item.table, item.facts), path)
    (top / "bad.mid").write_bytes(b"not music")
    (top / "notes.txt").write_text("left alone")
    return top


def test_the_command_scores_folders_and_names_bad_files(
    music_file: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["score", music_file, str(folder), "--json", "--quiet"])
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert code == 1
    assert [line["file"] for line in lines] == [str(folder / "0.mid"), str(folder / "deeper" / "1.mid"), None]
    assert lines[2]["events"] == lines[0]["events"] + lines[1]["events"]
    assert all(line["ngram_with_repeats"] > 0 for line in lines)
    assert all(line["copy"]["share"] == 1.0 for line in lines)
    assert told.err.startswith("seqgen: bad.mid: ")
    assert len(told.err.splitlines()) == 1


def test_a_missing_file_costs_only_itself(music_file: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = str(folder / "gone.mid")
    assert cli.main(["score", music_file, gone, str(folder / "0.mid"), "--no-ngram", "--quiet"]) == 1
    told = capsys.readouterr()
    assert told.err == f"seqgen: {gone}: there is no such file or folder\n"
    assert len(told.out.splitlines()) == 1
    assert told.out.startswith(f"{folder / '0.mid'}: ")
    assert "n-gram" not in told.out


@pytest.mark.parametrize(
    ("name", "code", "why"), [("bad.mid", 1, "bad.mid: "), ("gone", 2, "no such"), ("", 1, "no m")]
)
def test_where_nothing_can_be_read_one_line_says_why(
    music_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, code: int, why: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.mid").write_bytes(b"not music")
    assert cli.main(["score", music_file, str(tmp_path / (name or "empty"))]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert why in told.err


def test_a_file_that_is_sound_gives_one_line_in_words(
    music_file: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", music_file, str(folder / "0.mid")]) == 0
    told = capsys.readouterr()
    assert told.err == "fitting the n-gram model ...\n"
    for words in (" bits an event over ", "(shift ", " a note; n-gram ", ", with repeats ", "longest copied run "):
        assert words in told.out
    assert told.out.count("\n") == 1


def test_tunes_of_one_file_are_told_apart(music_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tune = "M:4/4\nL:1/8\nK:G\nGABc dedB|dedB dedB|c2ec B2dB|A2A2 A4|\n"
    (tmp_path / "two.abc").write_text(f"X:1\nT:First\n{tune}\nX:2\nT:Second\n{tune}")
    assert cli.main(["score", music_file, str(tmp_path / "two.abc"), "--no-ngram"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in lines[:2]] == ["First", "Second"]
    assert lines[2].startswith("all 2 pieces: ")


def test_every_character_can_be_listed(text_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.txt").write_text("The sea\u4e2d\n")
    assert cli.main(["score", text_file, str(tmp_path / "t.txt"), "--each", "--no-ngram"]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split("\t")[2] for line in lines[:3]] == ["char T", "char h", "char e"]
    assert [line.split("\t")[2] for line in lines[-3:]] == ["char the unknown", "char line end", "end"]
    assert [line.split("\t")[0] for line in lines] == [str(n) for n in range(1, 11)]


def test_every_note_can_be_listed_in_words(music_file: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", music_file, str(folder / "0.mid"), "--each", "--no-ngram", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["each"]) == answer["events"]
    assert sum(sum(event["bits"]) for event in answer["each"]) == pytest.approx(answer["bits"])
    assert answer["each"][-1]["values"] is None
    first = answer["each"][0]["values"]
    assert first["shift"] == "together"
    assert first["instrument"] in ("Melody", "Bass", "Drums")
    assert any(event["values"]["pitch"] == "Bass Drum 1" for event in answer["each"][:-1])


def test_a_model_without_an_index_says_what_it_cannot_tell(
    text_model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(tmp_path / "bare.safetensors", replace(text_model.file, index={}))
    (tmp_path / "t.txt").write_text("The sea")
    assert cli.main(["score", str(tmp_path / "bare.safetensors"), str(tmp_path / "t.txt")]) == 0
    told = capsys.readouterr()
    assert "--no-index" in told.err
    assert "n-gram" not in told.out
    assert "copied" not in told.out


def test_a_text_that_says_the_same_again_costs_less_with_memory(
    text_model: Model, text_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song = tmp_path / "song.txt"
    song.write_text("the deep blue zebra, the deep blue zebra, the deep blue zebra, the deep blue zebra")
    words = ["score", text_file, str(song), "--no-ngram", "--json"]
    told = []
    for memory in ([], ["--memory"], ["--memory", "0.2"]):
        assert cli.main([*words, *memory]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0]["memory"] is None
    assert told[1]["memory"] < told[2]["memory"] < told[2]["bits_per_event"] == told[0]["bits_per_event"]
    assert told[1]["memory"] == pytest.approx(text_model.read(song, memory=0.5).surprise.mean())
    assert cli.main([*words, "--memory", "1.5"]) == 2
    assert "--memory" in capsys.readouterr().err
