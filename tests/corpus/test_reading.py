"""Files of a corpus that cannot be read, for a moment or for good."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from seqgen.corpus.corpus import Corpus
from seqgen.corpus.load import load_corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.report import DUPLICATE, KEPT, SKIPPED
from seqgen.kinds import kind_named
from seqgen.piece import Piece


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty cache folder of this test."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "seqgen" / "corpora"


def write_texts(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(f"the text {name}\n" * 9)
    return folder


def statuses(corpus: Corpus) -> dict[str, str]:
    return {file.path: file.status for file in corpus.report.files}


def read_or_die(path: Path) -> list[Piece]:
    """The pieces of a text, unless a file beside it says that this machine is too busy for it."""
    if path.with_suffix(".busy").exists():
        os.abort()
    return [Piece(path.read_text(), title=path.stem)]


def test_a_verdict_of_the_moment_is_told_but_not_kept(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_texts(tmp_path, "a", "b", "c")
    (tmp_path / "b.busy").touch()
    monkeypatch.setattr(kind_named("text"), "reader", lambda settings: read_or_die)

    spoilt = load_corpus([tmp_path], CorpusOptions(kind="text"))
    (tmp_path / "b.busy").unlink()
    sound = load_corpus([tmp_path], CorpusOptions(kind="text"))

    reasons = {file.path: file.reason for file in spoilt.report.files if file.status == SKIPPED}
    assert reasons == {"b.txt": "the reader crashed on it"}
    assert [len(item.table) for item in [*spoilt.train, *spoilt.valid]] == [99, 99]
    assert statuses(sound) == {"a.txt": KEPT, "b.txt": KEPT, "c.txt": KEPT}
    assert os.listdir(cache) == [sound.fingerprint]


def test_a_folder_that_cannot_be_read_is_skipped_and_counted_like_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_texts(tmp_path, "a", "b", "c")
    write_texts(tmp_path / "secret", "a")
    scan = os.scandir

    def scandir(path: Any) -> Any:
        if os.fspath(path) == str(tmp_path / "secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    refused = load_corpus([tmp_path])
    monkeypatch.setattr(os, "scandir", scan)

    assert statuses(refused) == {"a.txt": KEPT, "b.txt": KEPT, "c.txt": KEPT, "secret/": SKIPPED}
    assert "skipped    secret/: the folder cannot be read: Permission denied" in refused.report.text()
    assert statuses(load_corpus([tmp_path]))["secret/a.txt"] == DUPLICATE
