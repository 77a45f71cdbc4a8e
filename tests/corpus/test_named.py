"""Corpora by name: those that come with seqgen, and those in what is installed."""

from __future__ import annotations

import builtins
import shutil
from pathlib import Path
from typing import Any

import pytest

from seqgen.corpus.load import load_corpus
from seqgen.corpus.music21_chorales import convert, converted_chorales
from seqgen.corpus.named import BUNDLED, named_corpus, names
from seqgen.errors import SeqgenError, UsageError
from seqgen.formats.midi import read_scores


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_corpus_is_found_by_its_name(name: str, cache: Path) -> None:
    (folder,) = named_corpus(name)
    assert folder.is_dir()
    assert any(file.suffix in (".abc", ".mid", ".txt") for file in folder.rglob("*"))


def test_a_folder_of_that_name_comes_first(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "verse").mkdir()
    (tmp_path / "verse" / "own.txt").write_text("my own words, and a few more of them\n")
    assert load_corpus(["verse"]).report.files[0].path == "own.txt"


def test_an_unknown_name_is_answered_with_the_known_ones(cache: Path) -> None:
    with pytest.raises(UsageError) as error:
        named_corpus("no-such-corpus")
    assert all(name in str(error.value) for name in names())


def test_the_language_reference_of_python_is_text(cache: Path) -> None:
    corpus = load_corpus(["python-docs"])
    assert corpus.kind == "text"
    assert corpus.report.events > 100_000


def test_without_music21_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("music21"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SeqgenError, match=r"pip install seqgen\[music21\]"):
        named_corpus("bach-chorales")


def test_a_chorale_of_music21_becomes_four_named_voices(tmp_path: Path) -> None:
    common = pytest.importorskip("music21.common")
    source = Path(common.getCorpusFilePath()) / "bach" / "bwv66.6.mxl"
    (reading,) = read_scores(convert(source, tmp_path))
    score = reading.score
    assert [track.name for track in score.tracks] == ["Soprano", "Alto", "Tenor", "Bass"]
    # an upbeat of a quarter note, and then bars of 4/4 in F sharp minor
    assert [(m.time, m.numerator, m.denominator) for m in score.time_signatures][:2] == [(0, 1, 4), (480, 4, 4)]
    assert (score.key_signatures[0].key, score.key_signatures[0].tonality) == (3, 1)
    assert [(n.time, n.duration, n.pitch) for n in score.tracks[0].notes][:3] == [
        (0, 240, 73),
        (240, 240, 71),
        (480, 480, 69),
    ]


def test_chorales_that_are_converted_already_are_kept(tmp_path: Path) -> None:
    common = pytest.importorskip("music21.common")
    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(Path(common.getCorpusFilePath()) / "bach" / "bwv269.mxl", source)
    folder = converted_chorales(source, tmp_path / "out")
    (made,) = folder.glob("*.mid")
    before = made.stat().st_mtime_ns
    (folder / "complete").unlink()
    converted_chorales(source, folder)
    assert made.stat().st_mtime_ns == before
