"""From folders to tables: what is used, what is not and why, how it is split, and what a second load trusts."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli import command as cli
from seqgen.corpus.cache import _digest
from seqgen.corpus.corpus import Corpus, Split
from seqgen.corpus.load import load_corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.piece_names import read_names, write_names
from seqgen.corpus.reading import Progress
from seqgen.corpus.report import DUPLICATE, KEPT, LEFT_OUT, REPAIRED, SKIPPED, Report
from seqgen.corpus.split import TEST, TRAIN, VALID, assign, cut_one, folder_names
from seqgen.errors import SeqgenError, UsageError
from seqgen.formats.midi_writer import write_score
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.records import converted
from seqgen.runs.run import Run
from tests.support import hostile
from tests.support.quick_training import QUICK
from tests.support.small_models import make_notes, random_piece

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder for each test: equal folders of other tests must not be found there."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def write_piece(path: Path, seed: int = 0, *, piece: Piece | None = None) -> Path:
    """One short piece as a MIDI file; every seed another one."""
    piece = piece or random_piece(seed, bars=2)
    tokenizer = fit_music([piece], MusicOptions("metric"))
    encoded = tokenizer.encode(piece)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_score(tokenizer.decode(encoded.table, encoded.facts), path)
    return path


def write_pieces(folder: Path, number: int) -> Path:
    for seed in range(number):
        write_piece(folder / f"{seed:02}.mid", seed)
    return folder


def statuses(corpus: Corpus) -> dict[str, str]:
    return {file.path: file.status for file in corpus.report.files}


def same_items(a: Split, b: Split) -> bool:
    return len(a) == len(b) and all(
        (x.table == y.table).all() and (x.facts, x.begins, x.ends, x.name) == (y.facts, y.begins, y.ends, y.name)
        for x, y in zip(a, b, strict=True)
    )


# -- what becomes of each file -----------------------------------------------------------------------------------------


def test_every_file_is_kept_repaired_skipped_or_a_duplicate_and_the_report_says_why(tmp_path: Path) -> None:
    write_pieces(tmp_path, 3)
    shutil.copy(tmp_path / "01.mid", tmp_path / "twin.mid")
    whole = (tmp_path / "02.mid").read_bytes()
    (tmp_path / "cut short.mid").write_bytes(write_piece(tmp_path / "x.mid", 9).read_bytes()[:-40])
    (tmp_path / "x.mid").unlink()
    (tmp_path / "empty.mid").write_bytes(b"")
    (tmp_path / "noise.mid").write_bytes(b"\x00\xfe noise " * 50)
    (tmp_path / "readme.txt").write_text("about this corpus")
    (tmp_path / "folder.mid").mkdir()

    corpus = load_corpus([tmp_path])

    assert statuses(corpus) == {
        "00.mid": KEPT,
        "01.mid": KEPT,
        "02.mid": KEPT,
        "cut short.mid": REPAIRED,
        "empty.mid": SKIPPED,
        "noise.mid": SKIPPED,
        "twin.mid": DUPLICATE,
    }
    reasons = {file.path: file.reason for file in corpus.report.files}
    assert reasons["empty.mid"] == "the file is empty"
    assert reasons["noise.mid"].startswith("is not a MIDI file")
    assert reasons["twin.mid"] == "the same as 01"
    assert reasons["cut short.mid"]
    assert corpus.report.other == {".txt": 1}
    assert (tmp_path / "02.mid").read_bytes() == whole
    assert len(corpus.train) + len(corpus.valid) + len(corpus.test) == 4


def test_the_report_counts_what_is_in_the_tables(tmp_path: Path) -> None:
    corpus = load_corpus([write_pieces(tmp_path, 6)])

    rows = corpus.train.rows + corpus.valid.rows + corpus.test.rows
    assert corpus.report.events == rows == sum(file.events for file in corpus.report.files)
    assert corpus.report.count(KEPT) == 6
    assert corpus.report.approximated >= 0
    text = corpus.report.text(every_file=True)
    assert "grid         metric" in text
    assert all(f"{seed:02}.mid" in text for seed in range(6))
    assert converted(json.loads(json.dumps(corpus.report.to_json())), Report) == corpus.report


def test_a_kept_file_is_listed_only_when_every_file_is_asked_for(tmp_path: Path) -> None:
    write_pieces(tmp_path, 2)
    (tmp_path / "bad\x1b[31m.mid").write_bytes(b"no")

    report = load_corpus([tmp_path]).report

    assert "00.mid" not in report.text()
    assert "00.mid" in report.text(every_file=True)
    assert "bad\\x1b[31m.mid" in report.text()
    assert "\x1b" not in report.text(every_file=True)
    assert "1 skipped" in report.summary()


def test_a_fifo_among_the_files_costs_only_itself(tmp_path: Path) -> None:
    write_pieces(tmp_path, 2)
    os.mkfifo(tmp_path / "pipe.mid")

    corpus = load_corpus([tmp_path])

    assert statuses(corpus)["pipe.mid"] == SKIPPED
    assert [f.reason for f in corpus.report.files if f.status == SKIPPED] == ["is not a regular file"]


def test_music_among_texts_is_music_unless_text_is_asked_for(tmp_path: Path) -> None:
    write_pieces(tmp_path, 2)
    (tmp_path / "a.txt").write_text("Once upon a time there was a folder.")

    assert load_corpus([tmp_path]).kind == "music"
    text = load_corpus([tmp_path], CorpusOptions(kind="text"))
    assert text.kind == "text"
    assert text.report.other == {".mid": 2}


def test_a_file_named_itself_is_recognised_by_its_first_bytes(tmp_path: Path) -> None:
    song = write_piece(tmp_path / "song.mid", 3).rename(tmp_path / "song.dat")
    prose = tmp_path / "PROSE"
    prose.write_text("It was a dark and stormy night; the rain fell in torrents.")

    assert load_corpus([song]).kind == "music"
    assert load_corpus([prose]).kind == "text"


def test_labels_are_the_folders_below_that_name_no_split(tmp_path: Path) -> None:
    for seed, place in enumerate(("bach/a.mid", "train/bach/b.mid", "folk/deep/c.mid", "d.mid")):
        write_piece(tmp_path / place, seed)

    labels = {piece.name: piece.label for piece in load_corpus([tmp_path]).report.pieces}

    assert labels == {"a": "bach", "b": "bach", "c": "folk/deep", "d": ""}


def test_what_is_not_used_or_merged_is_told_in_a_line_each(tmp_path: Path) -> None:
    bent = b"\x00\xe0\x00\x50\x00\xb0\x07\x40\x10\xb0\x07\x50\x00\xff\x05\x02la\x00\xff\x06\x01A"
    doubled = b"\x00\x90\x3c\x40\x00\x90\x3c\x50\x10\x80\x3c\x40\x00\x80\x3c\x40"
    for number, body in enumerate((bent + hostile.MELODY, doubled + hostile.MELODY, bent + doubled + hostile.MELODY)):
        (tmp_path / f"{number}.mid").write_bytes(hostile.of_one_track(body))

    lines = load_corpus([tmp_path]).report.text().splitlines()

    assert [" ".join(line.split()) for line in lines if " in 2 files, " in line] == [
        "pitch bends 2 in 2 files, not used",
        "volume changes 2 in 2 files, not used",
        "lyrics 2 in 2 files, not used",
        "markers 2 in 2 files, not used",
        "doubled notes 2 in 2 files, merged",
    ]


def test_metres_that_the_notes_contradict_are_told_and_one_can_be_asked_for(tmp_path: Path) -> None:
    rows = [(t, t + 24 * (1 + (t % 96 == 24)), 60 + t // 96 * 5 % 12 + t // 24 % 4, 80, 0) for t in range(0, 4000, 12)]
    write_piece(tmp_path / "one.mid", piece=Piece(make_notes(rows, metre=(1, 4))))
    write_piece(tmp_path / "two.mid", piece=Piece(make_notes(rows[5:], metre=(3, 4))))

    own, asked = load_corpus([tmp_path]), load_corpus([tmp_path], CorpusOptions(of_kind={"metre": "4/4"}))

    assert "metre 1/4    1 in 1 file, counted in 4/4 as the notes tell" in own.report.text()
    assert {piece.name: piece.facts["metre"] for piece in own.report.pieces} == {"one": "4/4", "two": "3/4"}
    assert "metre 3/4    1 in 1 file, counted in 4/4 as was asked" in asked.report.text()
    assert {piece.facts["metre"] for piece in asked.report.pieces} == {"4/4"}
    assert asked.fingerprint != own.fingerprint


def test_takes_are_not_learned_from_unless_they_are_asked_for(
    music_model: Model, text_model: Model, tmp_path: Path
) -> None:
    music, text = write_pieces(tmp_path / "music", 2), tmp_path / "text"
    text.mkdir()
    (text / "own.txt").write_text("a text of my own\n" * 20, encoding="utf-8")
    (text / "own.json").write_text('{"seqgen": "is a name in it", "seed": 1}')
    music_model.sample(1, seed=1, bars=2)[0].save(music / "take.mid")
    text_model.sample(1, seed=1, events=80)[0].save(text / "take.txt")

    for folder, takes, kept in ((music, {"take.mid"}, 3), (text, {"take.txt", "take.json"}, 4)):
        report, whole = load_corpus([folder]).report, load_corpus([folder], CorpusOptions(with_takes=True)).report
        skipped = {file.path: str(file.reason) for file in report.files if file.status == SKIPPED}
        assert skipped == dict.fromkeys(takes, "was written by seqgen; --with-takes learns from takes too")
        assert f"skipped    {min(takes)}: was written by seqgen" in report.text()
        assert whole.count(KEPT) == kept
    with pytest.raises(SeqgenError, match=r"its only file cannot be used: take\.mid: was written"):
        load_corpus([music / "take.mid"])


def test_a_tune_with_the_record_of_a_take_beside_it_is_one(music_model: Model, tmp_path: Path) -> None:
    for name in ("own", "take"):
        (tmp_path / f"{name}.abc").write_text(f"X:1\nT:{name}\nM:4/4\nL:1/4\nK:C\nCDEF|GABc|{name[0]}CDE|\n")
    (tmp_path / "take.json").write_text(music_model.sample(1, seed=1, bars=2)[0].provenance())

    assert statuses(load_corpus([tmp_path])) == {"own.abc": KEPT, "take.abc": SKIPPED}


def test_a_piece_without_a_note_that_can_be_told_is_not_counted(tmp_path: Path) -> None:
    for seed, folder in enumerate(("train", "train", "train", "valid")):
        write_piece(tmp_path / folder / f"{seed}.mid", piece=random_piece(seed, bars=2, drums=False))
    drums = b"".join(b"\x00\x99\x24\x50\x30\x89\x24\x40" for _ in range(8))
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "drums.mid").write_bytes(hostile.of_one_track(drums + hostile.END))

    report = load_corpus([tmp_path]).report

    assert sorted(piece.name for piece in report.pieces) == ["0", "1", "2", "3"]
    (skipped,) = [file for file in report.files if file.status == SKIPPED]
    assert (skipped.path, skipped.pieces, skipped.events) == (str(Path("test", "drums.mid")), 0, 0)
    assert skipped.reason == "none of its notes can be told with what the others hold"


def test_one_of_anything_is_not_called_several(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("a text of one piece")

    report = load_corpus([tmp_path]).report

    assert report.summary().endswith(": 1 piece, 19 characters")


def test_why_a_grid_was_chosen_and_what_it_suits_less_is_told(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    # in a file of 480 ticks a quarter note: 32nds, and anywhere
    for seed, ticks in enumerate(([60] * 64, [60] * 64, rng.integers(1, 127, 64).tolist())):
        body = b"".join(bytes([tick, 0x90, 60 + seed, 80, 0, 0x80, 60 + seed, 0]) for tick in ticks)
        (tmp_path / f"{seed}.mid").write_bytes(hostile.of_one_track(body + hostile.END, division=480))

    totals = load_corpus([tmp_path]).report.totals

    assert totals["grid"] == "metric"
    assert totals["beat"].startswith("onsets keep to parts of it by 0.7")
    assert totals["played freely"] == "1 piece, put on beats: 2"


# -- splits ------------------------------------------------------------------------------------------------------------


def test_folders_that_name_a_split_decide(tmp_path: Path) -> None:
    for seed in range(9):
        write_piece(tmp_path / ("train", "val", "testing")[seed % 3] / f"{seed}.mid", seed)

    corpus = load_corpus([tmp_path])

    assert sorted(item.name for item in corpus.train) == ["0", "3", "6"]
    assert sorted(item.name for item in corpus.valid) == ["1", "4", "7"]
    assert sorted(item.name for item in corpus.test) == ["2", "5", "8"]


def test_the_split_seed_decides_who_is_held_out_and_nothing_is_in_two_parts(tmp_path: Path) -> None:
    write_pieces(tmp_path, 20)

    def held_out(seed: int) -> tuple[frozenset[str], frozenset[str]]:
        corpus = load_corpus([tmp_path], CorpusOptions(split_seed=seed))
        names = [item.name for split in (corpus.train, corpus.valid, corpus.test) for item in split]
        assert sorted(names) == [f"{n:02}" for n in range(20)]
        return frozenset(i.name for i in corpus.valid), frozenset(i.name for i in corpus.test)

    first = held_out(1)
    assert [len(names) for names in first] == [2, 1]
    assert held_out(1) == first
    assert len({first, held_out(2), held_out(3)}) > 1


@pytest.mark.parametrize("pieces", [2, 3, 5, 40])
def test_something_is_learned_from_and_something_held_out(pieces: int) -> None:
    counts = Counter(assign([None] * pieces, valid_fraction=0.1, test_fraction=0.05, seed=1))

    assert counts[TRAIN] >= 1
    assert counts[VALID] >= 1
    assert counts.total() == pieces


def test_nothing_is_held_out_where_nothing_is_asked_for() -> None:
    assert assign([None] * 5, valid_fraction=0.0, test_fraction=0.0, seed=1) == [TRAIN] * 5


def test_a_corpus_of_held_out_folders_alone_keeps_something_to_learn_from() -> None:
    answer = assign([VALID, TEST, None, None], valid_fraction=0.4, test_fraction=0.4, seed=1)

    assert answer == [VALID, TEST, TRAIN, TRAIN]


def test_a_split_is_named_by_any_folder_above_a_file() -> None:
    folders = [["top", "Music", "Validation", "x"], ["top", "Music", "training"], ["top", "contest", "tests"]]

    assert folder_names(folders) == [(VALID, "Music/x"), (TRAIN, "Music"), (None, "contest/tests")]


def test_without_a_folder_to_learn_from_beside_it_a_folder_names_no_split() -> None:
    folders = [["top", "test"], ["top", "jazz", "dev"], ["top", "rock", "train"], ["top", "rock", "dev"]]

    assert folder_names(folders) == [(None, "test"), (None, "jazz/dev"), (TRAIN, "rock"), (VALID, "rock")]
    assert folder_names([["train", "a"], ["train", "test"]]) == [(None, "a"), (None, "test")]


def test_the_cuts_of_one_piece_follow_each_other() -> None:
    cuts = cut_one(1000, valid_fraction=0.1, test_fraction=0.05)

    assert cuts == {TRAIN: (0, 850), VALID: (850, 950), TEST: (950, 1000)}


def test_one_long_text_is_cut_and_its_vocabulary_comes_from_its_beginning(tmp_path: Path) -> None:
    text = "the cat sat on the mat. " * 100
    (tmp_path / "book.txt").write_text(text + "ζ" * 100)

    corpus = load_corpus([tmp_path])

    assert isinstance(corpus.tokenizer, TextTokenizer)
    assert "ζ" not in corpus.tokenizer.characters
    (train,), (valid,), (test,) = corpus.train, corpus.valid, corpus.test
    assert (train.begins, train.ends, valid.begins, valid.ends, test.ends) == (True, False, False, False, True)
    whole = corpus.tokenizer.encode(Piece(text + "ζ" * 100)).table
    # each held-out stretch begins with the row before it
    joined = np.concatenate([train.table, valid.table[1:], test.table[1:]])
    assert (joined == whole).all()
    assert corpus.report.approximated == 100


def test_one_long_piece_of_music_is_cut_the_same_way(tmp_path: Path) -> None:
    write_piece(tmp_path / "sonata.mid", piece=random_piece(4, bars=40))

    corpus = load_corpus([tmp_path])

    assert [len(s) for s in (corpus.train, corpus.valid, corpus.test)] == [1, 1, 1]
    assert corpus.train.rows == pytest.approx(0.85 * corpus.report.events, abs=1)
    assert corpus.valid[0].table[0].tolist() == corpus.train[0].table[-1].tolist()


def test_the_vocabulary_comes_from_the_part_that_is_learned_from(tmp_path: Path) -> None:
    for seed in range(4):
        write_piece(tmp_path / "train" / f"{seed}.mid", seed)
    high = Piece(make_notes([(i * 24, i * 24 + 24, 100 + i, 90, 0) for i in range(8)]))
    write_piece(tmp_path / "valid" / "high.mid", piece=high)

    corpus = load_corpus([tmp_path])

    assert isinstance(corpus.tokenizer, MusicTokenizer)
    assert corpus.tokenizer.highest < 100
    assert corpus.report.approximated == 8
    assert (corpus.valid[0].table < np.array(corpus.tokenizer.schema.sizes)).all()


# -- the cache ---------------------------------------------------------------------------------------------------------


def cached(cache: Path, corpus: Corpus) -> Path:
    return cache / "seqgen" / "corpora" / corpus.fingerprint


def test_a_second_load_equals_the_first_and_reads_no_piece(cache: Path, tmp_path: Path) -> None:
    write_pieces(tmp_path, 6)
    told: list[Progress] = []

    fresh = load_corpus([tmp_path], progress=told.append)
    first_told = len(told)
    again = load_corpus([tmp_path], progress=told.append)
    uncached = load_corpus([tmp_path], cache=False)

    assert first_told == 6 == len(told)
    assert told[-1].done == told[-1].total == 6
    for other in (again, uncached):
        assert other.fingerprint == fresh.fingerprint
        assert other.tokenizer == fresh.tokenizer
        assert other.report == fresh.report
        for split in ("train", "valid", "test"):
            assert same_items(getattr(other, split), getattr(fresh, split))
    assert cached(cache, fresh).is_dir()


def test_tables_are_mapped_from_the_disk_not_held_in_memory(tmp_path: Path) -> None:
    corpus = load_corpus([write_pieces(tmp_path, 3)])

    table = corpus.train[0].table
    while table.base is not None and not isinstance(table, np.memmap):
        table = table.base
    assert isinstance(table, np.memmap)
    assert corpus.train[0].table.dtype == np.int16
    with pytest.raises(ValueError, match="read-only"):
        corpus.train[0].table[0] = 0


CACHED = ("corpus.json", "report.jsonl", "parts.npy", "rows.npy", "told.bin")


@pytest.mark.parametrize("name", CACHED)
@pytest.mark.parametrize("damage", ["cut", "junk", "missing"])
def test_a_damaged_cache_is_built_again(cache: Path, tmp_path: Path, name: str, damage: str) -> None:
    write_pieces(tmp_path, 3)
    fresh = load_corpus([tmp_path])
    tables = [item.table.tolist() for item in fresh.train]
    victim = cached(cache, fresh) / name
    data = victim.read_bytes()
    victim.unlink()
    if damage != "missing":
        victim.write_bytes({"cut": data[: len(data) // 2], "junk": b"\x93NUMPY{" * 30}[damage])

    again = load_corpus([tmp_path])

    assert [item.table.tolist() for item in again.train] == tables
    assert victim.read_bytes() == data


def test_a_cache_from_before_tokenizers_told_so_much_is_built_again(cache: Path, tmp_path: Path) -> None:
    write_pieces(tmp_path, 3)
    fresh = load_corpus([tmp_path])
    folder = cached(cache, fresh)
    known = json.loads((folder / "corpus.json").read_text())["tokenizer"]
    assert known["examples"][0].keys() >= {"told", "kit"}
    without_kits = [{"metre": each["metre"], "told": each["told"]} for each in known["examples"]]
    without_returns = {name: value for name, value in known.items() if name != "most_returns"}
    for older in (without_returns, {**known, "examples": without_kits}):
        (folder / "corpus.json").write_text(json.dumps({"tokenizer": older, "digest": _digest(older, folder)}))

        assert load_corpus([tmp_path]).tokenizer == fresh.tokenizer
        assert json.loads((folder / "corpus.json").read_text())["tokenizer"] == known


@pytest.mark.parametrize("name", CACHED)
def test_a_cached_byte_that_changed_is_noticed(cache: Path, tmp_path: Path, name: str) -> None:
    write_pieces(tmp_path, 3)
    fresh = load_corpus([tmp_path])
    tables = [item.table.tolist() for item in fresh.train]
    victim = cached(cache, fresh) / name
    sound = victim.read_bytes()
    data = bytearray(sound)
    data[-5] ^= 1
    victim.write_bytes(bytes(data))

    assert [item.table.tolist() for item in load_corpus([tmp_path]).train] == tables
    assert victim.read_bytes() == sound


def test_one_changed_byte_changes_the_fingerprint(tmp_path: Path) -> None:
    write_pieces(tmp_path, 2)
    before = load_corpus([tmp_path]).fingerprint
    path = tmp_path / "00.mid"
    data = bytearray(path.read_bytes())
    data[data.index(b"\xff\x51\x03") + 5] ^= 1
    path.write_bytes(bytes(data))

    assert load_corpus([tmp_path]).fingerprint != before


def test_the_fingerprint_follows_from_names_bytes_and_options_not_from_the_place(tmp_path: Path) -> None:
    write_pieces(tmp_path / "a", 2)
    shutil.copytree(tmp_path / "a", tmp_path / "b" / "a")
    here, there = load_corpus([tmp_path / "a"]), load_corpus([tmp_path / "b" / "a"])

    assert here.fingerprint == there.fingerprint
    shutil.move(tmp_path / "a", tmp_path / "moved")
    assert load_corpus([tmp_path / "moved"]).report.name == "moved"
    shutil.move(tmp_path / "moved", tmp_path / "a")
    assert load_corpus([tmp_path / "a"], CorpusOptions(of_kind={"velocities": 4})).fingerprint != here.fingerprint
    (tmp_path / "a" / "01.mid").rename(tmp_path / "a" / "renamed.mid")
    assert load_corpus([tmp_path / "a"]).fingerprint != here.fingerprint


def test_stopping_in_the_middle_leaves_nothing_behind(cache: Path, tmp_path: Path) -> None:
    write_pieces(tmp_path, 3)

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_corpus([tmp_path], progress=stop)

    assert list((cache / "seqgen" / "corpora").iterdir()) == []


def test_where_no_cache_can_be_written_the_corpus_is_read_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "temporary").mkdir()
    (tmp_path / "verse.txt").write_text("The sea is wide, the sea is deep.\n" * 20)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))

    corpus = load_corpus([tmp_path / "verse.txt"])

    assert corpus.train[0].table[:3, 0].tolist() == corpus.tokenizer.encode(Piece("The")).table[:, 0].tolist()
    assert os.name != "posix" or not any((tmp_path / "temporary").iterdir())


# -- nothing to learn from ---------------------------------------------------------------------------------------------


def test_an_empty_folder_gets_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SeqgenError, match=r"the folder holds no files$"):
        load_corpus([tmp_path])


def test_a_folder_of_other_files_says_what_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")

    with pytest.raises(
        SeqgenError, match=r"the only file is not music \(.*\) or text \(.*\.txt.*\); give another folder"
    ):
        load_corpus([tmp_path])


def test_nothing_readable_names_the_first_reasons(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.mid").write_bytes(b"")

    with pytest.raises(SeqgenError) as caught:
        load_corpus([tmp_path])

    assert "none of its 5 files can be used" in str(caught.value)
    assert "0.mid: the file is empty; 1.mid: the file is empty; 2.mid" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_one_note_is_too_little(tmp_path: Path) -> None:
    write_piece(tmp_path / "one.mid", piece=Piece(make_notes([(0, 24, 60, 90, 0)])))

    with pytest.raises(SeqgenError, match=r"1 note is too little to learn from; give more files$"):
        load_corpus([tmp_path])


def test_two_notes_are_a_corpus(tmp_path: Path) -> None:
    write_piece(tmp_path / "two.mid", piece=Piece(make_notes([(0, 24, 60, 90, 0), (24, 48, 62, 90, 0)])))

    assert load_corpus([tmp_path]).train.rows == 2


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        load_corpus([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match="give files or folders"):
        load_corpus([])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (CorpusOptions(kind="opera"), "the kind 'opera' is not known"),
        (CorpusOptions(of_kind={"grid": "swing"}), "the grid 'swing' is not known"),
        (CorpusOptions(valid_fraction=0.7, test_fraction=0.3), "leave something to learn from"),
        (CorpusOptions(valid_fraction=-0.1), "at least 0"),
        (CorpusOptions(valid_fraction=float("nan")), "fractions"),
        (CorpusOptions(of_kind={"velocities": 0}), "velocity levels must lie between 1 and 127"),
        (CorpusOptions(of_kind={"rare": 1}), "--rare is an option for text, but this corpus is music"),
    ],
)
def test_options_out_of_range_are_usage_errors(tmp_path: Path, options: CorpusOptions, words: str) -> None:
    write_pieces(tmp_path, 2)

    with pytest.raises(UsageError, match=words):
        load_corpus([tmp_path], options)


def test_several_paths_are_one_corpus_and_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    write_pieces(tmp_path / "a", 2)
    write_piece(tmp_path / "b" / "x.mid", 7)

    corpus = load_corpus([tmp_path / "a", tmp_path / "b", tmp_path / "a" / "00.mid"])

    assert statuses(corpus) == {"00.mid": KEPT, "01.mid": KEPT, "x.mid": KEPT}
    assert corpus.name == "a and 2 more"


def test_splits_are_sequences(tmp_path: Path) -> None:
    corpus = load_corpus([write_pieces(tmp_path, 6)])

    assert [item.name for item in corpus.train[:2]] == [corpus.train[0].name, corpus.train[1].name]
    assert corpus.train[-1].name == list(corpus.train)[-1].name
    assert corpus.train.lengths.tolist() == [len(item.table) for item in corpus.train]
    with pytest.raises(IndexError):
        corpus.train[len(corpus.train)]


# -- pieces left out ---------------------------------------------------------------------------------------------------


def test_pieces_left_out_are_not_fitted_split_or_counted(tmp_path: Path) -> None:
    write_pieces(tmp_path, 5)
    high = Piece(make_notes([(i * 24, i * 24 + 24, 100 + i, 90, 0) for i in range(8)]))
    write_piece(tmp_path / "high.mid", piece=high)

    corpus = load_corpus([tmp_path], CorpusOptions(leave_out=("high", "03"), valid_fraction=0, test_fraction=0))

    assert [item.name for item in corpus.train] == ["00", "01", "02", "04"]
    assert isinstance(corpus.tokenizer, MusicTokenizer)
    assert corpus.tokenizer.highest < 100
    assert corpus.report.left_out == 2
    assert {path for path, status in statuses(corpus).items() if status == LEFT_OUT} == {"03.mid", "high.mid"}
    assert "4 pieces" in corpus.report.summary()
    assert "2 left out" in corpus.report.summary()


def test_a_choice_of_pieces_is_part_of_the_fingerprint_whatever_its_order(tmp_path: Path) -> None:
    write_pieces(tmp_path, 5)

    whole = load_corpus([tmp_path]).fingerprint
    one, other = (load_corpus([tmp_path], CorpusOptions(leave_out=names)) for names in (("00", "01"), ("01", "00")))

    assert one.fingerprint == other.fingerprint != whole
    assert converted(json.loads(json.dumps(one.report.to_json())), Report) == one.report


def test_names_of_no_piece_are_told_in_one_line(tmp_path: Path) -> None:
    report = load_corpus([write_pieces(tmp_path, 4)], CorpusOptions(leave_out=("00", "nobody", "noone"))).report

    assert report.left_out == 1
    assert report.unknown == ("nobody", "noone")
    assert "no piece to leave out is called nobody, noone" in report.warning()
    assert "\n" not in report.warning()


def test_leaving_out_everything_is_refused(tmp_path: Path) -> None:
    write_pieces(tmp_path, 2)

    with pytest.raises(SeqgenError, match="all of its pieces are left out"):
        load_corpus([tmp_path], CorpusOptions(leave_out=("00", "01")))


def test_files_of_one_name_in_two_folders_are_pieces_of_two_names(tmp_path: Path) -> None:
    write_piece(tmp_path / "c/2.mid", 0).rename(tmp_path / "c/2.midi")
    for seed, place in enumerate(("a/1.mid", "b/1.mid", "c/2.mid"), start=1):
        write_piece(tmp_path / place, seed)

    names = [piece.name for piece in load_corpus([tmp_path]).report.pieces]
    left = load_corpus([tmp_path], CorpusOptions(leave_out=("1",))).report

    assert names == ["1", "b/1", "2", "c/2"]
    assert [piece.name for piece in left.pieces] == ["b/1", "2", "c/2"]


def test_a_piece_left_out_is_left_out_in_every_copy(tmp_path: Path) -> None:
    write_pieces(tmp_path, 3)
    shutil.copy(tmp_path / "00.mid", tmp_path / "twin.mid")

    corpus = load_corpus([tmp_path], CorpusOptions(leave_out=("00",)))

    assert statuses(corpus) == {"00.mid": LEFT_OUT, "01.mid": KEPT, "02.mid": KEPT, "twin.mid": DUPLICATE}


def test_one_tune_of_a_book_is_left_out_alone(tmp_path: Path) -> None:
    tunes = "\n\n".join(f"X:{n}\nT:Tune {n}\nM:4/4\nL:1/4\nK:C\n{'CDEF|' * n}" for n in (1, 2, 3))
    (tmp_path / "book.abc").write_text(tunes + "\n")

    report = load_corpus([tmp_path], CorpusOptions(leave_out=("book: Tune 2",))).report

    assert [piece.name for piece in report.pieces] == ["book: Tune 1", "book: Tune 3"]
    assert [(file.status, file.pieces, file.events) for file in report.files] == [(KEPT, 2, 16)]


@pytest.mark.parametrize("name", ["plain", "café: 夜", "  two  spaces", "odd\nname", "half\udce9"])
def test_names_come_back_from_a_file(tmp_path: Path, name: str) -> None:
    write_names(tmp_path / "names.txt", [name, "other"])

    read = read_names(tmp_path / "names.txt")

    assert CorpusOptions(leave_out=read) == CorpusOptions(leave_out=(name, "other"))
    assert len(read) == 2


def test_a_list_of_names_that_is_not_text_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "names").write_bytes(b"00\n\xff\xfe")

    with pytest.raises(UsageError, match="byte 3 is not UTF-8"):
        read_names(tmp_path / "names")
    with pytest.raises(UsageError, match="cannot be read"):
        read_names(tmp_path / "nowhere")


def test_a_run_keeps_its_choice_when_it_is_resumed(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pieces(tmp_path / "music", 6)
    (tmp_path / "left.txt").write_text("00\nnobody\n", encoding="utf-8")
    run = str(tmp_path / "run")
    quick = [*QUICK, "--batch-size", "2", "--sequence-length", "16", "--no-index"]

    left_out = ["--leave-out", str(tmp_path / "left.txt")]
    begun = cli.main(["train", str(tmp_path / "music"), *left_out, "--steps", "1", "--out", run, *quick])
    told = capsys.readouterr().err
    (tmp_path / "left.txt").unlink()
    resumed = cli.main(["train", "--resume", run, "--steps", "2", "--quiet"])

    assert (begun, resumed) == (0, 0)
    assert "no piece to leave out is called nobody" in told
    assert "5 pieces" in told
    assert Run.open(run).config()["corpus"]["options"]["leave_out"] == ["00", "nobody"]
    assert cli.main(["train", "--resume", run, "--leave-out", "x"]) == 2


def test_a_run_from_before_there_was_a_choice_is_resumed(cache: Path, tmp_path: Path) -> None:
    write_pieces(tmp_path / "music", 4)
    run = tmp_path / "run"
    quick = [*QUICK, "--batch-size", "2", "--sequence-length", "16", "--no-index", "--quiet"]
    assert cli.main(["train", str(tmp_path / "music"), "--steps", "1", "--out", str(run), *quick]) == 0
    config = json.loads((run / "config.json").read_text())
    del config["corpus"]["options"]["leave_out"]
    (run / "config.json").write_text(json.dumps(config))

    assert cli.main(["train", "--resume", str(run), "--steps", "2", "--quiet"]) == 0
