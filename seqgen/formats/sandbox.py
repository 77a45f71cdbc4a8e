"""Read untrusted files in child processes with limits on time and memory.

A child that dies or hangs costs one file. Files are read in batches for speed; a batch that fails is read again file by
file to find the culprit. Time is that of the processor, so that a busy machine makes no file unreadable.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec
from multiprocessing.context import BaseContext, SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any

from seqgen.errors import CannotOpen, Sentence, SeqgenError, printable, reason_of
from seqgen.interpreter import safe_children

MOST_IN_BATCH = 32
BATCHES_PER_WORKER = 4  # at least, so that workers end at about the same time
SECONDS_PER_MEGABYTE = 20.0  # of processor time, in addition to the limit of a small file
MEMORY_PER_BYTE = 64  # of a file, likewise
WAITING_FACTOR = 10.0
"""Share of the processor's time, as 1 to this, that a child must get not to be stopped: the machine may be busy."""
WAITING_SECONDS = 60.0
NO_MEMORY = Sentence("no memory")
SERVED = ("numpy", "symusic", "pebble", "seqgen.formats.sandbox", "seqgen.kinds.music.kind", "seqgen.kinds.text.kind")
"""Modules that the server of children imports when it is started. A child that must import a reader itself needs 0.2 s
of processor time in place of 0.02 s."""


@dataclass(frozen=True)
class Outcome:
    """The value that the reader returned for a file, or the problem in words.

    `passing`: the problem was one of time, memory or the reader's end, so it may not be there at the next reading.
    """

    path: Path
    value: Any = None
    problem: Sentence | None = None
    passing: bool = False


@dataclass(frozen=True)
class Limits:
    """Limits of a small file: seconds of processor time, and bytes beyond the memory of an idle child. Both grow with
    the size of the file."""

    seconds: float = 10.0
    memory_bytes: int = 1 << 30

    def seconds_for(self, size: int) -> float:
        return self.seconds + SECONDS_PER_MEGABYTE * size / (1 << 20)

    def memory_for(self, size: int) -> int:
        return self.memory_bytes + MEMORY_PER_BYTE * size


def read_all(
    paths: Sequence[Path],
    read: Callable[[Path], Any],
    *,
    workers: int | None = None,
    limits: Limits | None = None,
) -> Generator[Outcome, None, None]:
    """Yield the outcome of `read`, a module-level function, for each file in order.

    The outcome is a problem if `read` raises `SeqgenError`, exceeds the `limits`, or crashes. Before one of the last
    two counts, the file is read once more while no other is. Closing the iterator stops all children.
    """
    from pebble import ProcessPool

    if not paths:
        return
    limits = limits or Limits()
    count = max(1, workers or processors())
    size = max(1, min(MOST_IN_BATCH, len(paths) // (count * BATCHES_PER_WORKER)))
    batches = [paths[i : i + size] for i in range(0, len(paths), size)]
    count = min(count, len(batches))
    context = process_context(getattr(read, "__module__", "symusic"))
    pool: Any = ProcessPool(max_workers=count, context=context, initializer=_prepare)
    readers = _Readers(pool, read, limits)
    try:
        waiting: deque[tuple[Sequence[Path], Any]] = deque()
        for batch in batches:
            waiting.append((batch, readers.start(batch)))
            if len(waiting) >= 2 * count:
                yield from readers.outcomes(*waiting.popleft(), [future for _, future in waiting])
        while waiting:
            yield from readers.outcomes(*waiting.popleft(), [future for _, future in waiting])
    finally:
        pool.stop()
        pool.join()


def read_one(path: Path, read: Callable[[Path], Any], *, limits: Limits | None = None) -> Any:
    """Return the value of `read` for one file, in a child process. Raises `SeqgenError` with the problem."""
    outcome = next(read_all([path], read, workers=1, limits=limits))
    if outcome.problem is not None:
        raise SeqgenError(outcome.problem)
    return outcome.value


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class _Readers:
    """The children that read batches of files."""

    pool: Any
    read: Callable[[Path], Any]
    limits: Limits

    def start(self, batch: Sequence[Path]) -> Any:
        longest = max(self.limits.seconds_for(_size(path)) for path in batch)
        # where a child cannot measure its processor time, only the clock is left
        limit = WAITING_SECONDS + WAITING_FACTOR * longest if _MEASURES_TIME else longest + 0.1 * len(batch)
        return self.pool.schedule(_read_batch, args=(self.read, batch, self.limits), timeout=limit)

    def outcomes(self, batch: Sequence[Path], future: Any, others: Sequence[Any]) -> Iterator[Outcome]:
        """Yield the outcomes of a batch. What time, memory or a crash spoilt is read again, file by file, once the
        `others` that are being read have ended."""
        try:
            found = future.result()
        except Exception:
            found = [Outcome(path, problem=NO_MEMORY, passing=True) for path in batch]
        for outcome in found:
            if not outcome.passing:
                yield outcome
                continue
            wait(others)
            yield self._alone(outcome.path)

    def _alone(self, path: Path) -> Outcome:
        try:
            outcome: Outcome = self.start([path]).result()[0]
        except Exception as error:
            return Outcome(path, problem=self._death(error, path), passing=True)
        if outcome.problem == NO_MEMORY:
            most = self.limits.memory_for(_size(path)) / (1 << 30)
            needed = "{file}: reading it needed more than {most} GiB of memory"
            return replace(outcome, problem=Sentence(needed, file=printable(path.name), most=f"{most:.3g}"))
        return outcome

    def _death(self, error: Exception, path: Path) -> Sentence:
        from pebble import ProcessExpired

        name = printable(path.name)
        stopped_itself = isinstance(error, ProcessExpired) and error.exitcode == -getattr(signal, "SIGPROF", 0)
        if isinstance(error, FutureTimeoutError) or stopped_itself:
            most = f"{self.limits.seconds_for(_size(path)):.3g}"
            return Sentence("{file}: reading it took longer than {most} s", file=name, most=most)
        if isinstance(error, ProcessExpired):
            return Sentence("{file}: the reader crashed on it", file=name)
        why = f"{type(error).__name__}: {error}"
        return Sentence("{file}: the reader failed on it ({why})", file=name, why=why)


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0


def _read_batch(read: Callable[[Path], Any], batch: Sequence[Path], limits: Limits) -> list[Outcome]:
    return [_read_limited(read, path, limits) for path in batch]


def _read_limited(read: Callable[[Path], Any], path: Path, limits: Limits) -> Outcome:
    size = _size(path)
    _limit_memory(limits.memory_for(size))
    if _MEASURES_TIME:
        signal.setitimer(signal.ITIMER_PROF, limits.seconds_for(size))
    try:
        return Outcome(path, read(path))
    except CannotOpen as error:
        return Outcome(path, problem=error.sentence, passing=True)
    except SeqgenError as error:
        return Outcome(path, problem=error.sentence)
    except MemoryError:
        return Outcome(path, problem=NO_MEMORY, passing=True)
    except RecursionError:
        return Outcome(path, problem=Sentence("{file}: is nested too deeply", file=printable(path.name)))
    except OSError as error:
        problem = Sentence("{file}: cannot be read: {why}", file=printable(path.name), why=reason_of(error))
        return Outcome(path, problem=problem, passing=True)
    finally:
        if _MEASURES_TIME:
            signal.setitimer(signal.ITIMER_PROF, 0)


_MEASURES_TIME = hasattr(signal, "ITIMER_PROF")
_idle_bytes = 0


def _prepare() -> None:
    """Prepare a child: note its memory, and let the end of its processor time end it, in C too."""
    global _idle_bytes
    # Ctrl-C reaches every process of the terminal; the parent stops its children itself
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _MEASURES_TIME:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if sys.platform == "win32" or not os.path.exists("/proc/self/statm"):
        return
    import resource

    import numpy  # noqa: F401 - loaded before the limit applies
    import symusic  # noqa: F401 - likewise

    with open("/proc/self/statm") as statm:
        _idle_bytes = int(statm.read().split()[0]) * resource.getpagesize()


def _limit_memory(memory_bytes: int) -> None:
    """Limit the memory of this process to `memory_bytes` more than when it was idle, on systems that can."""
    if sys.platform == "win32" or not _idle_bytes:
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _idle_bytes + memory_bytes
    # a limit set from outside, such as by `ulimit -v`, can be lowered for good but not raised
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


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
    served.set_forkserver_preload([*SERVED, *preload])
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
