"""Find files, read them, and write them whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from seqgen.errors import SeqgenError, UnreadableFile, UsageError, printable

PART_PREFIX = ".seqgen-part-"
SKIPPED_FOLDERS = ("__pycache__", "__MACOSX")


@contextlib.contextmanager
def atomic_writer(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a binary file that replaces `path` when the block ends without an error.

    The file is written beside `path`, flushed to disk and renamed, and the folder's entry is flushed too: after a power
    cut either the old or the new file is there. Raises `SeqgenError` if the folder cannot be written or the disk is
    full; `path` is then unchanged.
    """
    target = Path(path)
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=PART_PREFIX, dir=target.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), 0o666 & ~_umask())
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
        part = None
        flush_folder(target.parent)
    except OSError as error:
        raise SeqgenError(f"{printable(target)}: cannot be written: {error.strerror or error}") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def write_atomic(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`, whole or not at all (see `atomic_writer`)."""
    with atomic_writer(path) as file:
        file.write(data)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to disk if the system allows it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_parts(folder: str | os.PathLike[str]) -> None:
    for part in Path(folder).glob(PART_PREFIX + "*"):
        part.unlink(missing_ok=True)


def free_path(path: str | os.PathLike[str]) -> Path:
    """Return the first of `path`, `name-2`, `name-3`, ... that does not exist."""
    wanted = Path(path)
    candidate, number = wanted, 1
    while candidate.exists() or candidate.is_symlink():
        number += 1
        candidate = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return candidate


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def read_regular(path: str | os.PathLike[str], *, most_bytes: int) -> bytes:
    """Return the bytes of a regular file. Raises `UnreadableFile` for a FIFO (which would block), device or folder, and
    for a file that may not be read or is larger than `most_bytes`."""
    name = printable(Path(path).name)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise UnreadableFile(f"{name}: cannot be opened: {error.strerror or error}") from error
    except ValueError as error:
        # a name with a zero byte
        raise UnreadableFile(f"{name}: cannot be opened: {error}") from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(f"{name}: is not a regular file")
        if status.st_size > most_bytes:
            raise UnreadableFile(f"{name}: has {status.st_size:,} bytes; at most {most_bytes:,} are read")
        # only now, since `fdopen` refuses a folder with an error of its own
        with os.fdopen(handle, "rb", closefd=False) as file:
            # not `most_bytes`, for which `read` would allocate memory
            return file.read(status.st_size + 1)
    finally:
        os.close(handle)


def find_files(paths: Sequence[str | os.PathLike[str]], suffixes: Collection[str] = ()) -> list[Path]:
    """Return the files in `paths`, searching folders recursively in sorted order without hidden files and circular
    links.

    Files in folders must have one of `suffixes`, lower-case endings such as ".mid", if there are any; a file in `paths`
    is always returned. Raises `UsageError` if a path does not exist or a folder cannot be read.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for file in _walk(path):
                if not suffixes or file.suffix.lower() in suffixes:
                    found.setdefault(file)
        elif path.exists():
            found.setdefault(path)
        else:
            raise UsageError(f"{printable(given)}: there is no such file or folder")
    return list(found)


def _walk(top: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    for folder, folders, files in os.walk(top, followlinks=True, onerror=_refuse_folder):
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SKIPPED_FOLDERS)
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(folder, name)


def _refuse_folder(error: OSError) -> None:
    raise UsageError(f"{printable(error.filename)}: the folder cannot be read: {error.strerror}") from error
