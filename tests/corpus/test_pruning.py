"""The cache of corpora does not grow without end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from seqgen.cli.command import main
from seqgen.corpus.load import load_corpus
from seqgen.corpus.pruning import MOST_SECONDS, PART, clear, prune


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty cache folder of this test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "seqgen" / "corpora"


def write_text(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text(text * 20)
    return folder


def make(corpora: Path, name: str, *, size: int, age: float) -> None:
    (corpora / name).mkdir(parents=True)
    (corpora / name / "rows.npy").write_bytes(bytes(size))
    os.utime(corpora / name, (0, time.time() - age))


def test_corpora_that_nobody_used_for_long_go_first_and_then_the_oldest_that_are_too_much(tmp_path: Path) -> None:
    for name, size, age in (("new", 10, 0), ("old", 10, 100), ("older", 10, 200), ("ancient", 1, MOST_SECONDS + 60)):
        make(tmp_path, name, size=size, age=age)

    assert prune(tmp_path, most_bytes=20) == 11

    assert sorted(os.listdir(tmp_path)) == ["new", "old"]


def test_a_corpus_in_use_is_kept_however_large(tmp_path: Path) -> None:
    make(tmp_path, "mine", size=30, age=100)
    make(tmp_path, "other", size=5, age=50)

    assert prune(tmp_path, keep=tmp_path / "mine", most_bytes=20) == 0
    assert prune(tmp_path, keep=tmp_path / "mine", most_bytes=4) == 5

    assert os.listdir(tmp_path) == ["mine"]


def test_what_an_interrupted_reading_left_is_swept(cache: Path, tmp_path: Path) -> None:
    left = cache / f"{PART}of-long-ago"
    left.mkdir(parents=True)
    os.utime(left, (0, time.time() - 2 * 86_400))

    load_corpus([write_text(tmp_path / "texts", "to be read\n")])

    assert not left.exists()
    assert [name for name in os.listdir(cache) if name.startswith(PART)] == []


def test_opening_a_corpus_again_marks_it_as_used(cache: Path, tmp_path: Path) -> None:
    texts = write_text(tmp_path / "texts", "to be read\n")
    folder = cache / load_corpus([texts]).fingerprint
    os.utime(folder, (0, 0))

    load_corpus([texts])

    assert folder.stat().st_mtime > time.time() - 3600


def test_the_command_clears_the_cache(cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_corpus([write_text(tmp_path / "one", "to be read\n")])
    load_corpus([write_text(tmp_path / "two", "to be read too\n")])

    assert main(["corpus", "--clear-cache"]) == 0

    assert os.listdir(cache) == []
    assert capsys.readouterr().err.endswith("MB of cached corpora are removed\n")
    assert clear(cache) == 0


def test_no_folder_and_nothing_to_clear_is_a_use_that_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus"]) == 2
    assert "give a folder or files to read" in capsys.readouterr().err
