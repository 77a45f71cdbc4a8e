"""Reading files of strangers in child processes: what one bad file costs, and which files are found at all."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from seqgen.errors import SeqgenError, UnreadableFile, UsageError
from seqgen.readers import find_files, read_all, read_one


def obey(path: Path) -> str:
    """A reader that does what the file's name says."""
    deed = path.stem.split(" ")[0]
    if deed == "abort":
        os.abort()
    if deed == "exit":
        os._exit(1)
    if deed == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed == "hang":
        time.sleep(600)
    if deed == "spin":
        while True:
            pass
    if deed == "eat":
        hoard = []
        while True:
            hoard.append(bytearray(1 << 24))
    if deed == "recurse":
        return obey_for_ever(0)
    if deed == "refuse":
        raise UnreadableFile(f"{path.name}: no")
    if deed == "gone":
        path.read_bytes()
    if deed == "bug":
        raise ZeroDivisionError("a mistake of ours")
    return path.name.upper()


def obey_for_ever(depth: int) -> str:
    return obey_for_ever(depth + 1) + "!"


def sleep_unless_first(path: Path) -> str:
    if path.name != "first":
        time.sleep(600)
    return path.name


def names(*wanted: str) -> list[Path]:
    return [Path(name) for name in wanted]


def problems(paths: list[Path]) -> dict[str, str]:
    # only what never ends must run out of time, however busy the machine is
    patience = 0.5 if any(path.stem.startswith(("hang", "spin")) for path in paths) else 30.0
    outcomes = list(read_all(paths, obey, workers=2, timeout_seconds=patience, memory_bytes=256 << 20))
    assert [outcome.path for outcome in outcomes] == paths, "every file once, in order"
    for outcome in outcomes:
        assert (outcome.value == outcome.path.name.upper()) == (outcome.problem is None)
    return {outcome.path.name: outcome.problem for outcome in outcomes if outcome.problem is not None}


# -- what one bad file costs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("abort", "the reader crashed on it"),
        ("exit", "the reader crashed on it"),
        ("killed", "the reader crashed on it"),
        ("hang", "reading it took longer than 0.5 s"),
        ("spin", "reading it took longer than 0.5 s"),
        ("eat", "reading it needed .* memory"),
        ("recurse", "is nested too deeply"),
        ("gone", "cannot be read: No such file or directory"),
        ("refuse", "no"),
        ("bug", "the reader (crashed|failed) on it.*"),
    ],
)
def test_a_file_that_breaks_its_reader_costs_only_itself_and_is_named(deed: str, said: str) -> None:
    paths = names("a", "b", f"{deed} me", "c", "d")

    (named, problem), *others = problems(paths).items()
    assert not others
    assert named == f"{deed} me"
    assert re.fullmatch(f"{deed} me: {said}", problem)


def test_bad_files_in_several_batches_leave_all_others_in_their_order() -> None:
    paths = names(*(f"{'abort' if i in (3, 40, 41, 99) else 'fine'} {i}" for i in range(106)))

    assert sorted(problems(paths)) == ["abort 3", "abort 40", "abort 41", "abort 99"]


def test_names_that_could_fool_a_terminal_are_escaped() -> None:
    assert problems(names("abort \x1b[2J")) == {"abort \x1b[2J": "abort \\x1b[2J: the reader crashed on it"}


def test_no_files_give_nothing() -> None:
    assert list(read_all([], obey)) == []


def test_files_are_read_while_others_are_waited_for() -> None:
    outcomes = read_all(names(*(f"{i}" for i in range(64))), obey, workers=2)

    assert next(outcomes).value == "0"
    assert len(list(outcomes)) == 63


# -- stopping ----------------------------------------------------------------------------------------------------------


def gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_closing_the_iterator_stops_the_children() -> None:
    before = {child.pid for child in multiprocessing.active_children()}
    outcomes = read_all(names(*["first"] * 32, *["more"] * 32), sleep_unless_first, workers=2, timeout_seconds=100)
    assert next(outcomes).value == "first"
    children = [c.pid for c in multiprocessing.active_children() if c.pid not in before]
    assert children

    outcomes.close()

    assert all(pid is not None and gone(pid) for pid in children)


def test_children_do_not_outlive_an_error_of_the_caller() -> None:
    class Stop(Exception):
        pass

    before = {child.pid for child in multiprocessing.active_children()}
    outcomes = read_all(names("a", "b"), obey, workers=1)
    with pytest.raises(Stop):
        outcomes.throw(Stop())

    assert {child.pid for child in multiprocessing.active_children()} <= before


def test_one_file_is_read_in_a_child_and_its_problem_raised() -> None:
    assert read_one(Path("good"), obey) == "GOOD"
    with pytest.raises(SeqgenError, match=r"^abort: the reader crashed on it$"):
        read_one(Path("abort"), obey)
    with pytest.raises(SeqgenError, match=r"^hang: reading it took longer than 0\.5 s$"):
        read_one(Path("hang"), obey, timeout_seconds=0.5)


def test_reading_works_in_a_thread() -> None:
    answer: list[str] = []
    thread = threading.Thread(target=lambda: answer.append(read_one(Path("good"), obey)))
    thread.start()
    thread.join(30)

    assert answer == ["GOOD"]


# -- which files are found ---------------------------------------------------------------------------------------------


def relative(folder: Path) -> list[str]:
    return [os.fsencode(path.relative_to(folder)).decode("latin-1") for path in find_files([folder])]


def test_folders_are_searched_to_the_bottom_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b/2", "b/1", "a/z/deep", "c", "B"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    assert relative(tmp_path) == ["B", "c", "a/z/deep", "b/1", "b/2"]


def test_hidden_files_and_what_archives_leave_behind_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden", ".git/config", "__MACOSX/._a.mid", "__pycache__/x.pyc", "kept/.no", "kept/yes"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    assert relative(tmp_path) == ["kept/yes"]


def test_links_in_circles_end_and_each_file_is_found_once(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "song").write_text("")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    (tmp_path / "again").symlink_to(tmp_path / "a")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    found = find_files([tmp_path])

    assert [path.name for path in found if path.name == "song"] == ["song"]


def test_a_link_to_a_folder_elsewhere_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "song").write_text("")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "elsewhere")

    assert relative(tmp_path / "here") == ["link/song"]


@pytest.mark.parametrize("name", [b"\xff\xfe.mid", b"a\nb", "ü ♭".encode(), b" ", b"-rf", b"*"])
def test_odd_names_are_found(tmp_path: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb"):
        pass

    assert [os.fsencode(path.name) for path in find_files([tmp_path])] == [name]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no\\\\nwhere: there is no such file or folder"):
        find_files([tmp_path / "no\nwhere"])


def test_what_is_given_twice_is_found_once(tmp_path: Path) -> None:
    (tmp_path / "song").write_text("")

    assert find_files([tmp_path, tmp_path / "song", tmp_path]) == [tmp_path / "song"]
