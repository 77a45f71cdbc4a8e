"""The process that trains a run: a lock that dies with it, and requests to it as a file in the folder.

Whoever can read the folder can see whether a run is alive; whoever can write there can pause or stop it, whatever
started it and on every system.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from seqgen.errors import SeqgenError, UsageError, printable, reason_of
from seqgen.files import write_atomic
from seqgen.records import decoded
from seqgen.runs.registry import remember
from seqgen.runs.run import Run

LOCK = "lock"
REQUEST = "request"
PAUSE, STOP = "pause", "stop"
REASONS = {PAUSE: "paused", STOP: "stopped"}
LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 2.0
"""Time that a run waits for the lock, which `is_alive` holds for a moment."""


@contextmanager
def owned(folder: str | os.PathLike[str], *, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold a run for as long as it is trained. Raises `UsageError` where another process trains it already."""
    lock = FileLock(Path(folder) / LOCK)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise UsageError(
            "{file}: another process is training this run; wait for it or stop it", file=printable(folder)
        ) from None
    except OSError as error:
        raise SeqgenError("{file}: cannot be locked: {why}", file=printable(folder), why=reason_of(error)) from error
    try:
        # what was asked of the process before is not asked of this one
        with suppress(OSError):
            (Path(folder) / REQUEST).unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def leads() -> bool:
    """Return whether this process is the first of those that train together. It alone writes files and tells events."""
    return os.environ.get("RANK", "0") == "0"


@contextmanager
def held(run: Run) -> Iterator[None]:
    """Hold a run for as long as this process works on it, and note where it is."""
    if not leads():
        yield
        return
    with owned(run.folder):
        remember(run.folder)
        run.tidy()
        yield


def is_alive(folder: str | os.PathLike[str]) -> bool:
    path = Path(folder) / LOCK
    if not os.path.exists(path):
        return False
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def ask(folder: str | os.PathLike[str], what: str) -> None:
    """Ask the process that trains a run to `pause` or to `stop`; it answers within seconds. Raises `SeqgenError`."""
    if what not in REASONS:
        raise ValueError(f"a run can be asked to {PAUSE} or to {STOP}, not to {what}")
    write_atomic(Path(folder) / REQUEST, json.dumps({"ask": what}).encode())


def asked(folder: str | os.PathLike[str], *, every: float = LOOK_SECONDS) -> Callable[[], str]:
    """Return a function that gives the reason to end a run now (`paused`, `stopped`), "" while there is none. It looks
    into the folder every `every` seconds at most, and deletes a request once it was read."""
    path = Path(folder) / REQUEST
    looked = time.monotonic()
    heard = ""

    def look() -> str:
        nonlocal looked, heard
        now = time.monotonic()
        if not heard and now - looked >= every:
            looked = now
            heard = _take(path)
        return heard

    return look


def _take(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    with suppress(OSError):
        path.unlink()
    try:
        return REASONS.get(decoded(data)["ask"], "")
    except (ValueError, KeyError, TypeError):
        return ""
