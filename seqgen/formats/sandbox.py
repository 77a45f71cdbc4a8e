"""Read untrusted files in child processes with limits on time and memory.

A child that dies or hangs costs one file. Files are read in batches for speed; a batch that fails is read again file by
file to find the culprit.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from multiprocessing.context import BaseContext, SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any

from seqgen.errors import SeqgenError, printable
from seqgen.interpreter import safe_children

MOST_IN_BATCH = 32
BATCHES_PER_WORKER = 4  # at least, so that workers end at about the same time
BATCH_SECONDS = 0.1  # a file of a batch, in addition to the time limit of one file
NO_MEMORY = "no memory"


@dataclass(frozen=True)
class Outcome:
    """The value that the reader returned for a file, or the problem in words."""

    path: Path
    value: Any = None
    problem: str | None = None


def read_all(
    paths: Sequence[Path],
    read: Callable[[Path], Any],
    *,
    workers: int | None = None,
    timeout_seconds: float = 10.0,
    memory_bytes: int = 1 << 30,
) -> Generator[Outcome, None, None]:
    """Yield the outcome of `read`, a module-level function, for each file in order.

    The outcome is a problem if `read` raises `SeqgenError`, takes longer than `timeout_seconds`, needs more than
    `memory_bytes` beyond the memory of an idle child, or crashes. Closing the iterator stops all children.
    """
    from pebble import ProcessPool

    if not paths:
        return
    count = max(1, workers or os.cpu_count() or 1)
    size = max(1, min(MOST_IN_BATCH, len(paths) // (count * BATCHES_PER_WORKER)))
    batches = [paths[i : i + size] for i in range(0, len(paths), size)]
    count = min(count, len(batches))
    pool: Any = ProcessPool(
        max_workers=count,
        context=process_context(getattr(read, "__module__", "symusic")),
        initializer=_limit_memory,
        initargs=(memory_bytes,),
    )
    try:
        waiting: deque[tuple[Sequence[Path], Any]] = deque()
        remaining = iter(batches)
        for batch in remaining:
            limit = timeout_seconds + BATCH_SECONDS * len(batch)
            waiting.append((batch, pool.schedule(_read_batch, args=(read, batch), timeout=limit)))
            if len(waiting) >= 2 * count:
                yield from _collect(pool, *waiting.popleft(), read, timeout_seconds, memory_bytes)
        while waiting:
            yield from _collect(pool, *waiting.popleft(), read, timeout_seconds, memory_bytes)
    finally:
        pool.stop()
        pool.join()


def read_one(path: Path, read: Callable[[Path], Any], *, timeout_seconds: float = 20.0) -> Any:
    """Return the value of `read` for one file, in a child process. Raises `SeqgenError` with the problem."""
    outcome = next(read_all([path], read, workers=1, timeout_seconds=timeout_seconds))
    if outcome.problem is not None:
        raise SeqgenError(outcome.problem)
    return outcome.value


def _collect(
    pool: Any,
    batch: Sequence[Path],
    future: Any,
    read: Callable[[Path], Any],
    timeout_seconds: float,
    memory_bytes: int,
) -> Iterator[Outcome]:
    """Yield the outcomes of a batch, which is read again file by file if its process did not survive."""
    try:
        answers = future.result()
    except Exception as error:
        if len(batch) == 1:
            yield Outcome(batch[0], problem=f"{printable(batch[0].name)}: {_death(error, timeout_seconds)}")
            return
    else:
        for path, (value, problem) in zip(batch, answers, strict=True):
            if problem == NO_MEMORY:
                problem = (
                    f"{printable(path.name)}: reading it needed more than {memory_bytes / (1 << 30):g} GiB of memory"
                )
            yield Outcome(path, value, problem)
        return
    for path in batch:
        again = pool.schedule(_read_batch, args=(read, [path]), timeout=timeout_seconds)
        yield from _collect(pool, [path], again, read, timeout_seconds, memory_bytes)


def _death(error: Exception, timeout_seconds: float) -> str:
    from pebble import ProcessExpired

    if isinstance(error, FutureTimeoutError):
        return f"reading it took longer than {timeout_seconds:g} s"
    if isinstance(error, ProcessExpired):
        return "the reader crashed on it"
    return f"the reader failed on it ({type(error).__name__}: {error})"


def _read_batch(read: Callable[[Path], Any], batch: Sequence[Path]) -> list[tuple[Any, str | None]]:
    answers: list[tuple[Any, str | None]] = []
    for path in batch:
        try:
            answers.append((read(path), None))
        except SeqgenError as error:
            answers.append((None, str(error)))
        except MemoryError:
            answers.append((None, NO_MEMORY))
        except RecursionError:
            answers.append((None, f"{printable(path.name)}: is nested too deeply"))
        except OSError as error:
            answers.append((None, f"{printable(path.name)}: cannot be read: {error.strerror or error}"))
    return answers


def process_context(*preload: str) -> BaseContext:
    """Return the start method of children: fork if that is safe, at a tenth of the cost of a fresh interpreter. A fork
    copies locks that other threads hold and never release in the child. Where this process has threads, its children
    are therefore forks of a server without any, which the first one starts (Linux), or fresh interpreters. `preload`:
    modules that the server imports at its start, for all children."""
    threaded = threading.active_count() > 1 or {"torch", "PySide6"} & set(sys.modules)
    if sys.platform == "linux" and not threaded:
        return multiprocessing.get_context("fork")
    if os.name == "posix":
        from multiprocessing import resource_tracker

        # a pool's own locks would start it, with the current folder on its path
        with safe_children():
            resource_tracker.ensure_running()
    if sys.platform != "linux":
        return _Spawning()
    served = _Served()
    # in place of the parent's main module
    served.set_forkserver_preload(["numpy", "symusic", *preload])
    return served


@contextmanager
def _without_main() -> Iterator[None]:
    """Start a child that imports neither the parent's main module nor files of the current folder. A script that loads
    a corpus therefore needs no `if __name__ == "__main__"`."""
    # the child imports no main module of this name
    main: Any = sys.modules["__main__"]
    with safe_children():
        own, main.__spec__ = getattr(main, "__spec__", None), ModuleSpec("__main__", None)
        try:
            yield
        finally:
            main.__spec__ = own


class _SpawnedReader(SpawnProcess):
    def start(self) -> None:
        with _without_main():
            super().start()


class _Spawning(SpawnContext):
    Process = _SpawnedReader


if sys.platform == "linux":
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    class _ServedReader(ForkServerProcess):
        def start(self) -> None:
            with _without_main():
                super().start()

    class _Served(ForkServerContext):
        Process = _ServedReader


def _limit_memory(memory_bytes: int) -> None:
    """Limit the memory of this process to `memory_bytes` more than now, on systems that can."""
    import signal

    # Ctrl-C reaches every process of the terminal; the parent stops its children itself
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32" or not os.path.exists("/proc/self/statm"):
        return
    import resource

    import numpy  # noqa: F401 - loaded before the limit applies
    import symusic  # noqa: F401 - likewise

    with open("/proc/self/statm") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory_bytes, resource.RLIM_INFINITY))
