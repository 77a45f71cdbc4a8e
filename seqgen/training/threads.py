"""Threads that compute the members of a model side by side.

The operations of one member are too short for two cores to share them well: the threads of one operation wait for each
other, and long beside another program. A thread for each member has nothing to wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from typing import TypeVar

import torch

from seqgen.network.config import ModelConfig

T = TypeVar("T")


class MemberThreads:
    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, "member") if threads > 1 else None

    def map(self, work: Callable[[int], T], number: int) -> list[T]:
        """Return the results of `work` for 0, 1, ... `number` - 1, each on a thread of its own."""
        if self._pool is None or number == 1:
            return [work(i) for i in range(number)]
        # whether gradients are computed is a setting of each thread
        wanted = torch.is_grad_enabled()

        def one(i: int) -> T:
            with torch.set_grad_enabled(wanted):
                return work(i)

        # so is who looks whether the work is still wanted (`seqgen.lookout`)
        begun = [self._pool.submit(copy_context().run, one, i) for i in range(number)]
        wait(begun)
        return [each.result() for each in begun]

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


@contextmanager
def threads_used(threads: int, config: ModelConfig, *, side_by_side: bool = True) -> Iterator[MemberThreads]:
    """Share `threads` (0: as many as PyTorch uses anyway) between the members of such a model and their operations.
    Without `side_by_side`, the members are computed one by one."""
    before = torch.get_num_threads()
    threads = threads or before
    size = min(threads, config.members) if side_by_side else 1
    workers = MemberThreads(size)
    torch.set_num_threads(threads // size)
    try:
        yield workers
    finally:
        workers.close()
        torch.set_num_threads(before)
