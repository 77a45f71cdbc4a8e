"""Rectangular batches of pieces of all lengths, for truncated back-propagation through time.

Pieces of similar length lie side by side in a *block*, one a row of the batch. A block is read from its start in
*windows* of time, the recurrent state carried from window to window and zero where the block begins.
Everything follows from (seed, epoch): a resumed run finds its place again by counting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from seqgen.arrays import AnyArray, Bools, Ints
from seqgen.kinds.base import Tokenizer
from seqgen.schema import Table

if TYPE_CHECKING:
    from seqgen.corpus.corpus import Item

LONGEST_IN_SEQUENCES = 16
"""A piece longer than this many windows is cut, at other places in every epoch."""


@dataclass(frozen=True)
class Segment:
    """Rows `start` to `stop` of an item. Where it does not begin a piece, its first row is only read, not predicted.

    `turn`, from 0 to 1, says where between the lowest and the highest transposition of the piece it is read.
    """

    item: int
    start: int
    stop: int
    begins: bool
    ends: bool
    turn: float = 0.5

    @property
    def predicted(self) -> int:
        """Number of rows that are predicted, the end of the piece among them."""
        return self.stop - self.start - (not self.begins) + self.ends


class BatchArrays(NamedTuple):
    """Arrays (batch, time, ...) in the order and with the meaning of `seqgen.training.network.Batch`."""

    inputs: Ints
    targets: Ints
    input_index: Ints
    input_sets: Bools
    target_index: Ints
    target_sets: Bools
    mask: Bools

    def between(self, start: int, stop: int) -> BatchArrays:
        arrays: list[AnyArray] = [array[:, start:stop] for array in self]
        return BatchArrays(*arrays)


@dataclass(frozen=True)
class Window:
    """One update's worth of a block. `first` and `last` say whether the block begins or ends here; `counted` is the
    number of rows that count in the whole batch, those of other processes included."""

    arrays: BatchArrays
    first: bool
    last: bool
    counted: int


class Batches:
    """The batches of one split. With `shuffle`, every epoch has another order, other cuts and transpositions.

    `rank` of `world` processes reads every world-th sequence of a batch.
    """

    def __init__(
        self,
        items: Sequence[Item],
        tokenizer: Tokenizer,
        *,
        batch_size: int,
        sequence_length: int,
        transpose: int = 0,
        seed: int = 1,
        shuffle: bool = True,
        rank: int = 0,
        world: int = 1,
    ) -> None:
        self.items, self.tokenizer, self.schema = items, tokenizer, tokenizer.schema
        self.batch_size, self.sequence_length, self.transpose = batch_size, sequence_length, transpose
        self.seed, self.shuffle, self.rank, self.world = seed, shuffle, rank, world

    def blocks(self, epoch: int) -> list[list[Segment]]:
        """Return the segments of every block of an epoch, in the order in which they are learned."""
        rng = np.random.default_rng((self.seed, epoch))
        segments = [s for i in range(len(self.items)) for s in self._cut(i, rng)]
        segments = [s for s in segments if s.predicted > 0]
        if not self.shuffle:
            segments.sort(key=lambda s: -s.predicted)
            return [segments[i : i + self.batch_size] for i in range(0, len(segments), self.batch_size)]
        order = rng.permutation(len(segments))
        blocks = []
        window = 16 * self.batch_size
        for start in range(0, len(order), window):
            near = sorted((segments[i] for i in order[start : start + window]), key=lambda s: s.predicted)
            blocks += [near[i : i + self.batch_size] for i in range(0, len(near), self.batch_size)]
        return [blocks[i] for i in rng.permutation(len(blocks))]

    def steps(self, epoch: int = 0) -> int:
        return sum(len(self.edges(block)) - 1 for block in self.blocks(epoch))

    def edges(self, block: Sequence[Segment]) -> list[int]:
        """Return the times at which the windows of a block begin and end: near-equal parts of its longest segment."""
        longest = max(segment.predicted for segment in block)
        parts = -(-longest // self.sequence_length)
        return [longest * i // parts for i in range(parts + 1)]

    def filled(self, block: Sequence[Segment], augmentation: float = 1.0) -> BatchArrays:
        """Return a whole block, transposed by up to the share `augmentation` of what is allowed."""
        return self._fill(list(block[self.rank :: self.world]), self.edges(block)[-1], augmentation)

    def read(self, block: Sequence[Segment], skip: int = 0, arrays: BatchArrays | None = None) -> Iterator[Window]:
        """Yield the windows of a block from the `skip`-th on; `arrays`: the block, where it has been filled already."""
        edges = self.edges(block)
        lengths = np.array([segment.predicted for segment in block])
        arrays = self.filled(block) if arrays is None else arrays
        for number in range(skip, len(edges) - 1):
            start, stop = edges[number], edges[number + 1]
            yield Window(
                arrays.between(start, stop),
                first=number == 0,
                last=number == len(edges) - 2,
                counted=int(np.clip(lengths - start, 0, stop - start).sum()),
            )

    def all_windows(self) -> Iterator[Window]:
        """Yield every window of the first epoch, its blocks in an order that is always the same and has pieces of all
        lengths everywhere, so that the first windows stand for the rest."""
        blocks = self.blocks(0)
        for number in np.random.default_rng(self.seed).permutation(len(blocks)):
            yield from self.read(blocks[number])

    def _cut(self, number: int, rng: np.random.Generator) -> list[Segment]:
        item = self.items[number]
        rows = len(item.table)
        turn = float(rng.random())
        longest = LONGEST_IN_SEQUENCES * self.sequence_length
        if rows <= longest * 3 // 2:
            return [Segment(number, 0, rows, item.begins, item.ends, turn)]
        offset = int(rng.integers(longest // 4, longest)) if self.shuffle else longest
        edges = [0, *range(offset, rows - longest // 4, longest), rows]
        return [
            Segment(number, max(start - 1, 0), stop, item.begins and start == 0, item.ends and stop == rows, turn)
            for start, stop in pairwise(edges)
        ]

    def _augmentation(self, segment: Segment, item: Item, augmentation: float) -> int:
        if not self.transpose or not self.shuffle:
            return 0
        low, high = self.tokenizer.augmentations(item.table, round(self.transpose * augmentation))
        return low + min(int(segment.turn * (high - low + 1)), high - low)

    def _told(self, segment: Segment, item: Item, table: Table, amount: int) -> Any:
        """Return the facts of a piece that the network is told in this reading. A part of a piece does not tell all."""
        if not (self.shuffle and item.begins and item.ends):
            return item.facts
        # far digits of a random number say nothing about its first ones
        return self.tokenizer.told(table, item.facts, segment.turn * 4096 % 1, amount=amount)

    def _fill(self, block: Sequence[Segment], time: int, augmentation: float) -> BatchArrays:
        schema = self.schema
        # a process without a segment of its own still takes part, with one that counts nothing
        size, columns, fields = max(len(block), 1), len(schema.columns), len(schema.index_fields)
        read, read_sets = len(schema.read_index), schema.read_width
        inputs = np.zeros((size, time, columns), np.int64)
        targets = np.zeros((size, time, columns), np.int64)
        input_index = np.zeros((size, time, read), np.int64)
        target_index = np.zeros((size, time, fields), np.int64)
        input_sets = np.zeros((size, time, read_sets), bool)
        target_sets = np.zeros((size, time, schema.set_width), bool)
        mask = np.zeros((size, time), bool)
        for i, segment in enumerate(block):
            item = self.items[segment.item]
            amount = self._augmentation(segment, item, augmentation)
            table = np.asarray(self.tokenizer.augment(item.table, amount))
            context = self.tokenizer.context(table, self._told(segment, item, table, amount))
            start, stop, n = segment.start, segment.stop, segment.predicted
            first = start if segment.begins else start + 1
            skip = 1 if segment.begins else 0
            if segment.begins:
                inputs[i, 0] = schema.sizes
                input_index[i, 0] = [field.size for field in schema.read_index]
            inputs[i, skip:n] = table[first - 1 + skip : first - 1 + n]
            input_index[i, skip:n] = context.index[first - 1 + skip : first - 1 + n, :read]
            input_sets[i, skip:n] = context.sets[first - 1 + skip : first - 1 + n, :read_sets]
            targets[i, : stop - first] = table[first:stop]
            if segment.ends:
                targets[i, n - 1, 0] = schema.sizes[0]
            target_index[i, :n] = context.index[first : first + n]
            target_sets[i, :n] = context.sets[first : first + n]
            mask[i, :n] = True
        return BatchArrays(inputs, targets, input_index, input_sets, target_index, target_sets, mask)


def rows_to_predict(items: Sequence[Item]) -> int:
    """Return the number of rows of a split that are predicted, ends of pieces among them."""
    return sum(max(0, len(item.table) - (not item.begins) + item.ends) for item in items)
