"""Find files, read them, and write them whole or not at all."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import os
import platform
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, TypeVar

from seqgen.errors import CannotOpen, FileTaken, Sentence, SeqgenError, UnreadableFile, UsageError, printable, reason_of

T = TypeVar("T")

PART_PREFIX, TEMPORARY_PREFIX = ".seqgen-part-", "seqgen-temporary-"
PART_SECONDS = 86_400.0
"""Age at which an unfinished file is removed even where nobody knows whether its writer lives."""
SKIPPED_FOLDERS = ("__pycache__", "__MACOSX")


class Existing(Enum):
    """The fate of a file that has the name already."""

    REPLACE = "replace"
    REFUSE = "refuse"
    """It stays, and `FileTaken` is raised."""
    NUMBER = "number"
    """It stays, and the new file gets the next free name: `name-2`, `name-3`, ..."""


@dataclass
class NewFile:
    """A file that is being written, and its `path`: the one asked for, and behind the block the one that it got."""

    file: BinaryIO
    path: Path


@contextlib.contextmanager
def new_file(path: str | os.PathLike[str], *, existing: Existing) -> Iterator[NewFile]:
    """Open a binary file that gets its name when the block ends without an error.

    The file is written beside `path`, flushed to disk and named in one step, and the folder's entry is flushed too:
    after a power cut it is there whole or not at all, and of several processes that save under one name at once each
    keeps its own file. Raises `FileTaken` if the name is taken and `existing` is `REFUSE`, `SeqgenError` if the folder
    cannot be written or the disk is full.
    """
    target = Path(path)
    if existing is Existing.REFUSE and os.path.lexists(target):
        raise _taken(target)
    part: Path | None = None
    try:
        _sweep_once(target.parent.absolute())
        handle, name = tempfile.mkstemp(prefix=f"{PART_PREFIX}{_machine()}-{os.getpid()}-", dir=target.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), 0o666 & ~_umask())
            written = NewFile(file, target)
            yield written
            file.flush()
            os.fsync(file.fileno())
        written.path = _named(part, target, existing)
        part = None
        flush_folder(target.parent)
    except OSError as error:
        raise SeqgenError("{file}: cannot be written: {why}", file=printable(target), why=reason_of(error)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_writer(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a binary file that replaces `path` when the block ends without an error (see `new_file`)."""
    with new_file(path, existing=Existing.REPLACE) as new:
        yield new.file


def write_atomic(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`, whole or not at all, and replace what was there. Raises `SeqgenError`."""
    with atomic_writer(path) as file:
        file.write(data)


def write_new(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`, whole or not at all. Raises `FileTaken` where there is a file already, `SeqgenError`."""
    with new_file(path, existing=Existing.REFUSE) as new:
        new.file.write(data)


def save_numbered(path: str | os.PathLike[str], save: Callable[[Path], T]) -> tuple[Path, T]:
    """Call `save` with `path`, `name-2`, ... until it does not raise `FileTaken`, as it does where another process was
    faster. Return the path that was free, and what `save` returned."""
    for candidate in numbered(path):
        if not os.path.lexists(candidate):
            with contextlib.suppress(FileTaken):
                return candidate, save(candidate)
    raise AssertionError("numbers do not end")


def _named(part: Path, target: Path, existing: Existing) -> Path:
    """Give a finished part its name, and return it."""
    if existing is Existing.REPLACE:
        os.replace(part, target)
        return target
    if existing is Existing.NUMBER:
        return save_numbered(target, lambda candidate: _take_name(part, candidate))[0]
    _take_name(part, target)
    return target


def _take_name(part: Path, target: Path) -> None:
    """Move `part` to a name that no file has, in one step. Raises `FileTaken` where one has it, `OSError`."""
    try:
        if os.name == "nt":
            # refuses a name that is taken, unlike on other systems
            os.rename(part, target)
            return
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:
            # no hard links here (FAT, exFAT, some network folders): an empty file holds the name meanwhile
            claim(target)
            try:
                os.replace(part, target)
            except OSError:
                target.unlink(missing_ok=True)
                raise
            return
    except FileExistsError:
        raise _taken(target) from None
    with contextlib.suppress(OSError):
        part.unlink()


def move_new(path: Path, target: Path) -> None:
    """Move a file to a name that no file has. Raises `FileTaken` where one has it, `OSError`."""
    _take_name(path, target)


def copy_new(path: Path, target: Path) -> None:
    """Give a file a second name that no file has, or a copy where a disk knows no second names. Raises `FileTaken`
    where one has it, `OSError` and `SeqgenError`."""
    try:
        os.link(path, target)
    except FileExistsError:
        raise _taken(target) from None
    except (OSError, NotImplementedError, AttributeError):
        with new_file(target, existing=Existing.REFUSE) as new, path.open("rb") as file:
            shutil.copyfileobj(file, new.file)


def claim(path: str | os.PathLike[str]) -> None:
    """Make an empty file that holds a name until the file itself is written. Raises `FileExistsError`, `OSError`."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))


def write_claimed(path: Path, data: bytes) -> None:
    """Write `data` to a `path` whose name may be held by `claim`, as `write_atomic` does. A name that stays empty is
    given up. Raises `SeqgenError`."""
    try:
        write_atomic(path, data)
    except SeqgenError:
        with contextlib.suppress(OSError):
            if path.stat().st_size == 0:
                path.unlink()
        raise


def _taken(target: Path) -> FileTaken:
    return FileTaken("{file}: exists already; it was not overwritten", file=printable(target))


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to disk if the system allows it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_parts(folder: str | os.PathLike[str], prefix: str = PART_PREFIX) -> None:
    """Remove the unfinished files and folders of processes that have died, and those that are a day old."""
    oldest = time.time() - PART_SECONDS
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if not entry.name.startswith(prefix):
                    continue
                changed = entry.stat(follow_symlinks=False).st_mtime
                if changed > oldest and not _writer_is_dead(entry.name[len(prefix) :]):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)


def part_folder(parent: Path, prefix: str) -> Path:
    """Make a folder for unfinished work that `sweep_parts` removes once this process has died. Raises `OSError`."""
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{_machine()}-{os.getpid()}-", dir=parent))


def temporary_folder() -> Path:
    """Make a folder for what this process needs no longer than it lives. The first one sweeps those of processes that
    were killed. Raises `OSError`."""
    parent = Path(tempfile.gettempdir())
    _sweep_once(parent, TEMPORARY_PREFIX)
    return part_folder(parent, TEMPORARY_PREFIX)


@contextlib.contextmanager
def in_temporary_folder() -> Iterator[Path]:
    """Make a folder as `temporary_folder` does, and remove it at the end."""
    folder = temporary_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@functools.lru_cache(maxsize=256)
def _sweep_once(folder: Path, prefix: str = PART_PREFIX) -> None:
    sweep_parts(folder, prefix)


@functools.lru_cache(maxsize=1)
def _machine() -> str:
    """Return a short name for this computer, or container, within which a process number means one process."""
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = ""
    return hashlib.blake2b(f"{platform.node()} {space}".encode(), digest_size=4).hexdigest()


def _writer_is_dead(rest: str) -> bool:
    """Return True if the name of a part, behind its prefix, names a process of this computer that is no more."""
    machine, _, rest = rest.partition("-")
    number = rest.partition("-")[0]
    # on Windows a signal of number 0 is no question but ends the process
    if machine != _machine() or not number.isdecimal() or os.name == "nt":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def free_path(path: str | os.PathLike[str]) -> Path:
    """Return the first of `path`, `name-2`, `name-3`, ... that does not exist. Another process may take it meanwhile,
    so `save_numbered` and `Existing.NUMBER` are for saving."""
    return next(candidate for candidate in numbered(path) if not os.path.lexists(candidate))


def numbered(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield `path`, then `name-2`, `name-3`, ... without end."""
    wanted = Path(path)
    yield wanted
    for number in itertools.count(2):
        yield wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def read_regular(path: str | os.PathLike[str], *, most_bytes: int) -> bytes:
    """Return the bytes of a regular file. Raises `UnreadableFile` for a FIFO (which would block), device or folder, and
    for a file that may not be read or is larger than `most_bytes`."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise CannotOpen("{file}: cannot be opened: {why}", file=_name_of(path), why=reason_of(error)) from error
    except ValueError as error:
        # a name with a zero byte
        raise UnreadableFile("{file}: cannot be opened: {why}", file=_name_of(path), why=reason_of(error)) from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("{file}: is not a regular file", file=_name_of(path))
        if status.st_size > most_bytes:
            too_many = "{file}: has {count} bytes; at most {most} are read"
            raise UnreadableFile(too_many, file=_name_of(path), count=status.st_size, most=most_bytes)
        # only now, since `fdopen` refuses a folder with an error of its own
        with os.fdopen(handle, "rb", closefd=False) as file:
            # not `most_bytes`, for which `read` would allocate memory
            return file.read(status.st_size + 1)
    finally:
        os.close(handle)


def _name_of(path: str | os.PathLike[str]) -> str:
    # of "." there is no name
    return printable(Path(path).name or path)


def find_files(
    paths: Sequence[str | os.PathLike[str]],
    suffixes: Collection[str] = (),
    *,
    refused: Callable[[Path, Sentence], None] | None = None,
) -> list[Path]:
    """Return the files in `paths`, searching folders recursively in sorted order without hidden files and circular
    links.

    Files in folders must have one of `suffixes`, lower-case endings such as ".mid", if there are any; a file in `paths`
    is always returned. `refused` is called with each folder inside them that cannot be read, and the reason. Raises
    `UsageError` if a path does not exist, or is a folder that cannot be read; without `refused` also for those inside.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if os.path.isdir(path):
            for file in _walk(path, refused):
                if not suffixes or file.suffix.lower() in suffixes:
                    found.setdefault(file)
        elif os.path.exists(path):
            found.setdefault(path)
        else:
            raise UsageError("{file}: there is no such file or folder", file=printable(given))
    return list(found)


def _walk(top: Path, refused: Callable[[Path, Sentence], None] | None) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        folder = Path(error.filename)
        if refused is None or folder == top:
            raise UsageError(
                "{file}: the folder cannot be read: {why}", file=printable(folder), why=reason_of(error)
            ) from error
        refused(folder, Sentence("the folder cannot be read: {why}", why=reason_of(error)))

    seen: set[tuple[int, int]] = set()
    for folder, folders, files in os.walk(top, followlinks=True, onerror=refuse):
        try:
            status = os.stat(folder)
        except OSError as error:
            refuse(error)
            folders.clear()
            continue
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED_FOLDERS)
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(folder, name)
