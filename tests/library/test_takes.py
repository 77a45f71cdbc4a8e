"""Takes of a library from Python: found, and marked with names, ratings, tags and notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqgen.errors import SeqgenError, UsageError
from seqgen.library.lock import LibraryLock
from seqgen.library.query import TakeQuery
from seqgen.library.take import tags_of
from seqgen.library.takes import Takes


@pytest.fixture
def takes(tmp_path: Path) -> Takes:
    """Three takes as an earlier version wrote them, and a damaged one."""
    folder = tmp_path / "takes"
    folder.mkdir()
    for number, key in enumerate(("G major", "A minor", "G major"), start=1):
        account = {"kind": "music", "number": number, "key": key, "created": 1e9 + number, "mix": [{"volume": 0.5}]}
        (folder / f"folk {number}.json").write_text(json.dumps(account))
        (folder / f"folk {number}.mid").write_bytes(b"MThd")
    (folder / "bad.json").write_text("{")
    return Takes(tmp_path)


def test_takes_are_found_by_what_is_said_of_them(takes: Takes) -> None:
    first, second, third = takes.find()
    takes.mark(second, name="  Café\nwaltz ", tags=["Slow", "slow", " for  Ana"], rating=4, note="bars 3-4!")

    (found,) = takes.find(TakeQuery(text="cafe ana", rating=3))
    assert (found.name, found.tags, found.note, found.key) == (
        "Café waltz",
        ["Slow", "for Ana"],
        "bars 3-4!",
        "A minor",
    )
    assert takes.find(TakeQuery(key="G major", since=1e9 + 2)) == [third]
    assert takes.find(TakeQuery(text="#1 #3")) == [first, third]
    assert takes.find(TakeQuery(text="2001-09")) == takes.find()


def test_a_mark_leaves_all_else_in_the_file(takes: Takes) -> None:
    first = takes.find()[0]
    takes.mark(first, starred=True, project="Album")
    account = json.loads((takes.folder / "folk 1.json").read_text())
    assert (account["starred"], account["project"], account["mix"]) == (True, "Album", [{"volume": 0.5}])


def test_a_rating_is_between_0_and_5(takes: Takes) -> None:
    with pytest.raises(UsageError, match="a rating is 0 to 5, not 6"):
        takes.mark(takes.find()[0], rating=6)


def test_a_library_that_the_window_has_open_is_not_changed(takes: Takes) -> None:
    window = LibraryLock(takes.library)
    assert window.take()
    with pytest.raises(SeqgenError, match="open in the window"):
        takes.mark(takes.find()[0], rating=3)
    window.free()
    assert takes.mark(takes.find()[0], rating=3).rating == 3


def test_tags_stand_once_each_on_one_line() -> None:
    assert tags_of(["a, b", "A b", "", "  ", "c\td"]) == ["a b", "c d"]
