"""Takes of a library from Python: found, and marked with names, ratings, tags and notes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from seqgen.errors import FileTaken, SeqgenError, UsageError
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
    account = json.loads((takes.folder / "Album" / "folk 1.json").read_text())
    assert (account["starred"], account["project"], account["mix"]) == (True, "Album", [{"volume": 0.5}])


def test_a_rating_is_between_0_and_5(takes: Takes) -> None:
    with pytest.raises(UsageError, match="a rating is 0 to 5, not 6"):
        takes.mark(takes.find()[0], rating=6)


def test_a_mark_waits_for_another_that_is_made(takes: Takes) -> None:
    held, waited = Event(), Event()

    def mark() -> None:
        lock = LibraryLock(takes.library)
        assert lock.take()
        held.set()
        waited.wait(0.05)
        lock.free()

    other = Thread(target=mark)
    other.start()
    held.wait()
    assert takes.mark(takes.find()[0], rating=3).rating == 3
    other.join()


def test_a_library_that_the_window_has_open_is_not_changed(takes: Takes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seqgen.library.takes.PATIENCE", 0.0)
    window = LibraryLock(takes.library)
    assert window.take()
    with pytest.raises(SeqgenError, match="open in the window"):
        takes.mark(takes.find()[0], rating=3)
    window.free()
    assert takes.mark(takes.find()[0], rating=3).rating == 3


def test_tags_stand_once_each_on_one_line() -> None:
    assert tags_of(["a, b", "A b", "", "  ", "c\td"]) == ["a b", "c d"]


def _files(takes: Takes) -> list[str]:
    return sorted(str(path.relative_to(takes.folder)) for path in takes.folder.rglob("folk*") if path.is_file())


def test_a_project_is_a_folder_that_holds_the_files_of_its_takes(takes: Takes) -> None:
    first, second, third = takes.find()
    moved = takes.mark(first, project="AC/DC: live")
    takes.mark(second, project="AC/DC: live")
    assert _files(takes)[:4] == [f"AC-DC- live/folk {n}{end}" for n in (1, 2) for end in (".json", ".mid")]
    assert takes.find(TakeQuery(project="AC/DC: live"))[0] == moved

    # known by where it was, and the folder goes with its last take
    takes.mark(first, project="")
    takes.mark(second, project="")
    assert takes.find() == [first, second, third]
    assert not (takes.folder / "AC-DC- live").exists()


def test_what_a_user_moves_by_hand_belongs_to_the_project_of_that_folder(takes: Takes) -> None:
    album = takes.mark(takes.find()[0], project="Album").path.parent
    album.rename(album.with_name("Sea songs"))
    (found,) = takes.find(TakeQuery(project="Sea songs"))
    takes.remove([found])
    (back,) = takes.restore(takes.deleted())
    assert (back.project, back.path.parent.name) == ("Sea songs", "Sea songs")


def test_no_file_is_replaced_by_a_take_that_moves(takes: Takes) -> None:
    album = takes.folder / "Album"
    album.mkdir()
    (album / "folk 2.mid").write_bytes(b"mine")
    (album / "folk 3.json").write_text("mine")
    before = takes.find()
    for take in before[1:]:
        with pytest.raises(FileTaken, match=r"folk [23]\.\w+: exists already"):
            takes.mark(take, project="Album")
    assert takes.find() == before
    assert (album / "folk 2.mid").read_bytes() == b"mine"
    assert sorted(path.name for path in album.iterdir()) == ["folk 2.mid", "folk 3.json"]


class _Killed(BaseException):
    pass


def _killing(steps: int, act: Any, countdown: Iterator[int]) -> Any:
    def step(*given: Any, **more: Any) -> Any:
        if next(countdown) == steps:
            raise _Killed
        return act(*given, **more)

    return step


@pytest.mark.parametrize("steps", range(5))
def test_a_take_is_whole_wherever_its_move_is_interrupted(
    takes: Takes, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = takes.find()[0]
    with monkeypatch.context() as patch:
        countdown = iter(range(100))
        for where, name in ((os, "link"), (os, "replace"), (Path, "unlink")):
            patch.setattr(where, name, _killing(steps, getattr(where, name), countdown))
        with pytest.raises(_Killed):
            takes.mark(first, project="Album", rating=4)
    (found,) = takes.find(TakeQuery(text="#1"))
    assert found.path.read_bytes() == b"MThd"
    assert takes.mark(found, project="Album", rating=4).path == takes.folder / "Album" / "folk 1.mid"
    assert [take.rating for take in takes.find()] == [4, 0, 0]


def test_deleted_takes_come_back_to_their_project(takes: Takes) -> None:
    first, second, _ = takes.find()
    first = takes.mark(first, project="Album")
    takes.remove([first, second])
    assert [take.number for take in takes.find()] == [3]
    assert not (takes.folder / "Album").exists()
    assert takes.restore(takes.deleted()) == [first, second]
    assert not takes.deleted()


def test_the_family_of_a_take_is_told_from_the_first_one_on(takes: Takes) -> None:
    for number, parent in ((2, "folk 1"), (3, "folk 2")):
        file = takes.folder / f"folk {number}.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), "parent": parent, "origin": "vary"}))
    first, second, third = takes.find()
    assert takes.family(third) == takes.family(first) == [first, second, third]
