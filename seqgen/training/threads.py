"""Threads that compute the members of a model side by side.

A member is small, and its operations are too short for two cores to share them well: the threads of one operation wait
for each other, and beside another program they wait long. A member to each thread has nothing to wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

from seqgen.network.config import ModelConfig

T = TypeVar("T")


class Team:
    """Does a piece of work for each of several members, on as many threads."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, "member") if threads > 1 else None

    def map(self, work: Callable[[int], T], number: int) -> list[T]:
        """The answers to 0, 1, ... `number` - 1."""
        if self._pool is None or number == 1:
            return [work(i) for i in range(number)]
        # whether gradients are wanted is known to each thread by itself
        wanted = torch.is_grad_enabled()

        def one(i: int) -> T:
            with torch.set_grad_enabled(wanted):
                return work(i)

        return list(self._pool.map(one, range(number)))

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


@contextmanager
def threads_used(threads: int, config: ModelConfig, *, side_by_side: bool = True) -> Iterator[Team]:
    """A team for such a model, if it may work side by side. `threads` (0: as many as PyTorch uses anyway) are there in
    all, and each operation gets its share."""
    before = torch.get_num_threads()
    threads = threads or before
    size = min(threads, config.members) if side_by_side else 1
    team = Team(size)
    torch.set_num_threads(threads // size)
    try:
        yield team
    finally:
        team.close()
        torch.set_num_threads(before)
