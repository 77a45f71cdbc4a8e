"""`seqgen takes`: the takes of the library from the command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from seqgen.cli import command as cli
from seqgen.formats.midi import read_scores
from seqgen.formats.midi_writer import midi_bytes
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.library.lock import LibraryLock

Call = Callable[..., tuple[int, str, str]]
NOTES = [(0, 480, 72, 90, 0), (0, 960, 36, 90, 1), (1920, 2400, 74, 90, 0), (1920, 2880, 38, 90, 1)]
SHEET = Sheet(np.array(NOTES, NOTE), (TrackInfo("Tune", 73), TrackInfo("Bass", 32)), end_tick=3840)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two takes of music with two parts, of which the second varies the first, and a text."""
    folder = tmp_path / "library" / "takes"
    folder.mkdir(parents=True)
    figures = {"key": "G major", "metre": "4/4", "bars": 2, "events": 4, "model_name": "tunes", "usual_bits": 2.0}
    told = (
        {"kind": "music", "bits": 1.9, "copied": 0.69, "shared": 0.46, **figures},
        {"kind": "music", "bits": 3.0, "parent": "folk 0001", "origin": "vary", "changed": [2], **figures},
        {"kind": "text", "bits": 2.0, "events": 12},
    )
    told[0]["copies"] = [{"first": 1, "last": 2, "piece": "Reel"}]
    for number, each in enumerate(told, start=1):
        record = folder / f"folk {number:04}.json"
        record.write_text(json.dumps({"number": number, "created": 1_000_040_000 + number * 86_400, **each}))
        if each["kind"] == "text":
            record.with_suffix(".txt").write_text("The sea is.\n")
        else:
            record.with_suffix(".mid").write_bytes(midi_bytes(SHEET.to_score(), end_ticks=3840))
    return tmp_path / "library"


@pytest.fixture
def takes(library: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls `seqgen takes ACTION --library ... WORDS`; gives exit code, stdout and stderr."""

    def call(action: str, *words: object) -> tuple[int, str, str]:
        code = cli.main(["takes", action, "--library", str(library), *map(str, words)])
        return (code, *capsys.readouterr())

    return call


def _numbers(told: str) -> list[str]:
    return [line.split()[0] for line in told.splitlines()[1:]]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("", "321"),
        ("tunes", "21"),
        ("--key 'G major' --metre 4/4 --model tunes --order bits", "12"),
        ("--star", ""),
        ("--since 2001-09-11 --before 2001-09-12", "2"),
        ("#1 #3 --order newest", "31"),
        ("--before today --order length", "321"),
    ],
)
def test_takes_are_listed_as_the_window_finds_them(takes: Call, asked: str, numbers: str) -> None:
    code, out, err = takes("list", *shlex.split(asked))
    assert (code, err) == (0, "" if numbers else "there is no such take\n")
    assert _numbers(out) == list(numbers)


def test_a_damaged_name_spoils_no_other_take(takes: Call, library: Path) -> None:
    entry = library / "takes" / "folk 0002.json"
    entry.write_text(entry.read_text().replace("{", '{"name": "\\ud800x", ', 1))
    code, told, _ = takes("list")
    assert (code, _numbers(told)) == (0, ["3", "2", "1"])
    assert r"\ud800x" in told


def test_a_word_stands_beside_bits_and_real_pieces_beside_what_is_copied(takes: Call) -> None:
    lines = takes("list")[1].splitlines()
    assert "stranger than real pieces" in lines[2]
    assert lines[3].split()[7:13] == ["1.90", "about", "as", "real", "pieces", "69%!"]
    told = takes("show", 1)[1]
    assert "1.90 a note, about as real pieces (2.00)" in told
    assert "69%; real pieces share 46% with each other (much)" in told
    assert "bars 1-2 stand in Reel" in told


def test_takes_are_marked_and_move_to_their_project(takes: Call, library: Path) -> None:
    takes("mark", 1, "--name", "Harbour", "--rating", 4, "--star", "--note", "bars 1-2\nagain")
    code, out, _ = takes("mark", "1-2", "--tag", "slow", "--tag", "sea", "--project", "Sea songs")
    assert code == 0
    assert "****" in out
    assert sorted(path.name for path in (library / "takes" / "Sea songs").glob("*.mid")) == [
        "folk 0001.mid",
        "folk 0002.mid",
    ]
    first = json.loads(takes("list", "harbour", "--rating", 4, "--star", "--json")[1])
    assert (first["tags"], first["note"], first["project"]) == (["slow", "sea"], "bars 1-2\nagain", "Sea songs")
    assert first["file"] == str(library / "takes" / "Sea songs" / "folk 0001.mid")

    takes("mark", 1, "--no-name", "--no-project", "--untag", "SLOW", "--no-star", "--rating", 0)
    (_, out, _) = takes("show", 1, "--json")
    marks = {name: json.loads(out)[name] for name in ("name", "rating", "starred", "tags", "project")}
    assert marks == {"name": "", "rating": 0, "starred": False, "tags": ["sea"], "project": ""}


def test_deleted_takes_are_brought_back(takes: Call) -> None:
    takes("delete", 1, 3)
    assert _numbers(takes("list")[1]) == ["2"]
    assert _numbers(takes("restore", 3)[1]) == ["3"]
    assert _numbers(takes("restore")[1]) == ["1"]
    assert _numbers(takes("list")[1]) == ["3", "2", "1"]


def test_a_family_is_told_with_the_bars_that_differ(takes: Call) -> None:
    first, second = takes("family", 2)[1].splitlines()
    assert first.startswith("1  2 bars")
    assert second.startswith("  2  varies 1, bar 2")


def test_one_part_or_some_bars_are_written_alone(takes: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, told, _ = takes("export", 1, "--part", "bass", "--bars", 2, "--out", out)
    assert (code, Path(told.strip()).name) == (0, "tunes G major 1 bass bars 2.mid")
    sheet = Sheet.from_score(read_scores(Path(told.strip()))[0].score)
    assert [(track.name, track.program) for track in sheet.tracks] == [("Bass", 32)]
    assert sheet.notes[["onset", "end", "pitch"]].tolist() == [(0, 960, 38)]
    whole = Path(takes("export", 2, "--out", out)[1].strip())
    assert whole.read_bytes() == midi_bytes(SHEET.to_score(), end_ticks=3840)
    assert Path(takes("export", 3, "--bars", "5-7", "--out", out)[1].strip()).read_text() == "sea"


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ("show 9", 2, "there is no take 9"),
        ("show waltz", 2, "'waltz' names no take"),
        ("family 1-2", 2, "'1-2' names no take; use its number, such as 12"),
        ("mark 1", 2, "say what to mark"),
        ("mark 1-2 --name One", 2, "--name and --note are for one take; 2 are given"),
        ("mark 1 --tag ,", 2, "--tag names no tag"),
        ("list --library nowhere", 2, "--library nowhere: there is no such folder"),
        ("mark 1 --rating 6", 2, "a rating is 0 to 5, not 6"),
        ("mark 1 --project A --no-project", 2, "contradict each other"),
        ("list --since sometime", 2, "'sometime' is no day"),
        ("list --rating 9", 2, "a rating is 0 to 5"),
        ("export 1 --part Oboe", 2, "'Oboe' is no part of the piece; it has Tune, Bass"),
        ("export 1 --bars 3", 2, "'3' are no bars of a piece of 2"),
        ("export 3 --part 1", 2, "only music has parts"),
        ("polish 1", 2, "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(takes: Call, words: str, code: int, complaint: str) -> None:
    action, *rest = words.split()
    found, out, err = takes(action, *rest)
    assert (found, out) == (code, "")
    assert complaint in err
    assert err.count("\n") == 1


def test_takes_that_the_window_has_open_are_only_read(takes: Call, library: Path, tmp_path: Path) -> None:
    window = LibraryLock(library)
    assert window.take()
    code, _, err = takes("delete", 1)
    assert code == 1
    assert "open in the window" in err
    assert takes("list")[0] == takes("export", 1, "--out", tmp_path)[0] == 0
    # a file that is there stays
    assert takes("export", 1, "--out", tmp_path)[0] == 1
    window.free()


def test_takes_alone_lists_those_of_the_user(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("seqgen.library.takes.data_folder", lambda: library)
    assert cli.main(["takes"]) == 0
    assert _numbers(capsys.readouterr().out) == ["3", "2", "1"]
