"""Data that is ready before it is needed: the next block is filled in a thread while this one is learned.

On a CPU filling takes few percent of the time of learning, on a GPU it would be what everything waits for.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from seqgen.training.batching import BatchArrays, Batches, Segment

Key = tuple[int, int, float]
"""Epoch, number of the block in it, and augmentation: see `Batches.filled`."""


class Prefetch:
    """The blocks of `batches` in the order in which they are learned, each filled while the one before is learned.

    Whoever goes back, or elsewhere, finds the same blocks, only not in advance. Close it in the end.
    """

    def __init__(self, batches: Batches) -> None:
        self._batches = batches
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="read-ahead")
        self._epochs: dict[int, list[list[Segment]]] = {}
        self._next: tuple[Key, Future[BatchArrays]] | None = None

    def blocks(self, epoch: int) -> list[list[Segment]]:
        blocks = self._epochs.get(epoch)
        if blocks is None:
            blocks = self._batches.blocks(epoch)
            # the other thread may still be in the epoch before
            self._epochs = {e: known for e, known in self._epochs.items() if e == epoch - 1} | {epoch: blocks}
        return blocks

    def filled(self, key: Key, next_augmentation: float) -> BatchArrays:
        """Return a whole block, as `Batches.filled`, and begin to fill the next with `next_augmentation`."""
        waiting, self._next = self._next, None
        arrays = waiting[1].result() if waiting is not None and waiting[0] == key else self._fill(key)
        epoch, number, _ = key
        behind = (epoch, number + 1) if number + 1 < len(self.blocks(epoch)) else (epoch + 1, 0)
        self._next = ((*behind, next_augmentation), self._pool.submit(self._fill, (*behind, next_augmentation)))
        return arrays

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _fill(self, key: Key) -> BatchArrays:
        epoch, number, augmentation = key
        block: Sequence[Segment] = self.blocks(epoch)[number]
        return self._batches.filled(block, augmentation)
