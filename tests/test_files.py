"""Files found, read, and written whole or not at all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from seqgen.errors import FileTaken, SeqgenError, UnreadableFile, UsageError, printable
from seqgen.files import (
    PART_PREFIX,
    PART_SECONDS,
    Existing,
    atomic_writer,
    find_files,
    free_path,
    in_temporary_folder,
    new_file,
    read_regular,
    save_numbered,
    sweep_parts,
    write_atomic,
    write_new,
)
from tests.support.dead_part import leave_part
from tests.support.patience import wait_for


def test_a_written_file_is_there_with_nothing_beside_it(tmp_path: Path) -> None:
    write_atomic(tmp_path / "x", b"new")

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x", b"new")]


def test_an_error_while_writing_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")

    def write_half() -> None:
        with atomic_writer(tmp_path / "x") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x", b"old")]


def test_nothing_is_seen_of_a_file_until_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")

    with atomic_writer(tmp_path / "x") as file:
        file.write(b"new")
        file.flush()
        assert (tmp_path / "x").read_bytes() == b"old"

    assert (tmp_path / "x").read_bytes() == b"new"


WRITE_FOR_EVER = """
import sys
from seqgen.files import write_atomic
number = 0
while True:
    write_atomic(sys.argv[1], bytes([number % 256]) * 400_000)
    print(number, flush=True)
    number += 1
"""


def test_a_kill_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(tmp_path / "x")], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        wait_for(lambda: any(tmp_path.glob(f"{PART_PREFIX}*")))
        writer.send_signal(signal.SIGKILL)
        writer.wait()

    data = (tmp_path / "x").read_bytes()
    assert len(data) == 400_000
    assert len(set(data)) == 1
    sweep_parts(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_what_a_dead_process_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    dead = leave_part(tmp_path)
    old = tmp_path / f"{PART_PREFIX}of-long-ago"
    for path in (old, tmp_path / f"{PART_PREFIX}of-another-computer", tmp_path / "mine", tmp_path / ".hidden"):
        path.touch()
    os.utime(old, (0, time.time() - PART_SECONDS - 60))

    with atomic_writer(tmp_path / "x"):
        sweep_parts(tmp_path)

    assert dead.name not in os.listdir(tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".hidden", f"{PART_PREFIX}of-another-computer", "mine", "x"]


def test_the_first_file_that_is_written_into_a_folder_sweeps_it(tmp_path: Path) -> None:
    leave_part(tmp_path)

    write_atomic(tmp_path / "x", b"new")

    assert os.listdir(tmp_path) == ["x"]


SAVE_AT_ONCE = """
import sys
from pathlib import Path
from seqgen.files import Existing, new_file, save_numbered, write_new
wanted, process = Path(sys.argv[1]), sys.argv[2]
sys.stdin.readline()
for number in range(20):
    data = f"{process} {number}".encode()
    if number % 2:
        save_numbered(wanted, lambda path: write_new(path, data))
    else:
        with new_file(wanted, existing=Existing.NUMBER) as new:
            new.file.write(data)
"""
NO_LINKS = """
import os
def refuse(*args, **kwargs):
    raise PermissionError(1, "Operation not permitted")
os.link = refuse
"""


@pytest.mark.parametrize("program", [SAVE_AT_ONCE, NO_LINKS + SAVE_AT_ONCE], ids=["links", "no links, as on FAT"])
def test_of_many_processes_that_save_under_one_name_at_once_each_keeps_its_files(tmp_path: Path, program: str) -> None:
    words = [sys.executable, "-c", program, str(tmp_path / "take.mid")]
    writers = [subprocess.Popen([*words, str(number)], stdin=subprocess.PIPE) for number in range(6)]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.flush()

    assert [writer.wait() for writer in writers] == [0] * 6
    found = sorted(path.read_text() for path in tmp_path.iterdir())
    assert found == sorted(f"{process} {number}" for process in range(6) for number in range(20))
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()


@pytest.mark.parametrize("link", [True, False])
def test_a_new_file_never_replaces_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: bool) -> None:
    if not link:
        monkeypatch.setattr(os, "link", refuse_link)

    def be_late() -> None:
        with new_file(tmp_path / "x", existing=Existing.REFUSE):
            (tmp_path / "x").write_bytes(b"early")

    with pytest.raises(FileTaken, match="x: exists already; it was not overwritten"):
        be_late()

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x", b"early")]
    with pytest.raises(FileTaken):
        write_new(tmp_path / "x", b"")


def refuse_link(*_: Any) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_dangling_link_is_a_taken_name(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "nowhere")

    path, _ = save_numbered(tmp_path / "x", lambda free: write_new(free, b"new"))

    assert (path.name, path.read_bytes(), (tmp_path / "nowhere").exists()) == ("x-2", b"new", False)


def test_a_new_file_has_the_rights_that_any_file_gets(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_atomic(tmp_path / "x", b"")
    finally:
        os.umask(mask)

    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("place", "reason"), [("no/such/x", "No such file or directory"), ("folder", "directory")])
def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path, place: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(SeqgenError, match=f"cannot be written: .*{reason}") as caught:
        write_atomic(tmp_path / place, b"")

    assert "\n" not in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is always full")
def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    def write_to_a_full_disk() -> None:
        with atomic_writer(tmp_path / "x") as file, open("/dev/full", "wb", buffering=0) as full:
            os.dup2(full.fileno(), file.fileno())
            file.write(b"data")

    with pytest.raises(SeqgenError, match="x: cannot be written: No space left on device"):
        write_to_a_full_disk()

    assert list(tmp_path.iterdir()) == []


def test_a_free_path_is_the_first_that_does_not_exist(tmp_path: Path) -> None:
    assert free_path(tmp_path / "take.mid") == tmp_path / "take.mid"
    (tmp_path / "take.mid").write_bytes(b"")
    (tmp_path / "take-2.mid").symlink_to(tmp_path / "nowhere")

    assert free_path(tmp_path / "take.mid") == tmp_path / "take-3.mid"


# -- reading -----------------------------------------------------------------------------------------------------------


def test_a_regular_file_and_a_link_to_it_are_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"data")
    (tmp_path / "link").symlink_to(tmp_path / "x")

    assert read_regular(tmp_path / "x", most_bytes=4) == b"data"
    assert read_regular(tmp_path / "link", most_bytes=4) == b"data"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with open(tmp_path / "x", "wb") as file:
        file.truncate(1 << 40)

    with pytest.raises(UnreadableFile, match=r"^x: has 1,099,511,627,776 bytes; at most 1,000 are read$"):
        read_regular(tmp_path / "x", most_bytes=1000)


def test_nothing_but_a_regular_file_is_read_and_nothing_stays_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    opened = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0

    for path in (tmp_path / "fifo", tmp_path / "folder", Path("/dev/null"), Path("/"), Path(".")):
        with pytest.raises(UnreadableFile, match=f"^{path.name or path}: is not a regular file$"):
            read_regular(path, most_bytes=1000)

    assert (len(os.listdir("/proc/self/fd")) if opened else 0) == opened


def test_a_socket_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the name of a socket must be short
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.mid")

        with pytest.raises(UnreadableFile, match=r"^s\.mid: cannot be opened"):
            read_regular("s.mid", most_bytes=1000)


def test_a_name_with_a_zero_byte_is_unreadable_like_any_other() -> None:
    with pytest.raises(UnreadableFile, match=r"a\\x00b"):
        read_regular("a\0b", most_bytes=10)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain ü ♭.mid", "plain ü ♭.mid"),
        ("a\nb\x1b[2J", "a\\nb\\x1b[2J"),
        (os.fsdecode(b"\xff.mid"), "\\xff.mid"),
        ("right\u202eleft", "right\\u202eleft"),
        (Path("x"), "x"),
    ],
)
def test_names_are_shown_without_what_a_terminal_would_obey(name: object, shown: str) -> None:
    assert printable(name) == shown


# -- finding files -----------------------------------------------------------------------------------------------------


def test_files_and_folders_are_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    for name in ("b/2.mid", "b/a/1.MID", "a/3.mid", "a/notes.txt", "c.abc", ".hidden.mid", ".git/4.mid", "b/.x/5.mid"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    everything = find_files([tmp_path])
    chosen = find_files([tmp_path / "b", tmp_path / "a" / "notes.txt", tmp_path / "a"], {".mid"})

    names = [path.relative_to(tmp_path).as_posix() for path in everything]
    assert names == ["c.abc", "a/3.mid", "a/notes.txt", "b/2.mid", "b/a/1.MID"]
    assert [path.relative_to(tmp_path).as_posix() for path in chosen] == [
        "b/2.mid",
        "b/a/1.MID",
        "a/notes.txt",
        "a/3.mid",
    ]


def test_links_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x.mid").touch()
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")

    assert [path.name for path in find_files([tmp_path]) if path.suffix] == ["x.mid"]


def test_a_folder_behind_a_link_is_searched_once(tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "x.mid").touch()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one").symlink_to(tmp_path / "music")
    (tmp_path / "corpus" / "two").symlink_to(tmp_path / "music")

    assert [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path / "corpus"])] == ["corpus/one/x.mid"]


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    real = os.scandir

    def scandir(path: Any) -> Any:  # root may read every folder, so a closed one is played
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)

    with pytest.raises(UsageError, match=r"closed: the folder cannot be read: Permission denied"):
        find_files([tmp_path])


def test_a_path_that_does_not_exist_is_shown_escaped(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        find_files([tmp_path / "a\nb\x1b"])

    assert str(refused.value).endswith("a\\nb\\x1b: there is no such file or folder")


LEAVE_FOLDER = """
import os, signal
from seqgen.files import temporary_folder
print(temporary_folder(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="only there it is known whether a process lives")
def test_the_folder_of_a_killed_process_is_swept_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = subprocess.run(
        [sys.executable, "-c", LEAVE_FOLDER],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    left = Path(killed.stdout.strip())
    others = tmp_path / "seqgen-of-somebody-else"
    others.mkdir()
    assert left.is_dir()

    with in_temporary_folder() as folder:
        assert sorted(tmp_path.iterdir()) == sorted([folder, others])

    assert list(tmp_path.iterdir()) == [others]
