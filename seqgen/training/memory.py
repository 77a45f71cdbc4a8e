"""Memory that a training needs, and that is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import prod
from pathlib import Path

from seqgen.arrays import Ints
from seqgen.errors import SeqgenError
from seqgen.network.config import ModelConfig
from seqgen.network.weights import weight_shapes
from seqgen.schema import Schema
from seqgen.training.batching import LONGEST_IN_SEQUENCES
from seqgen.training.config import TrainConfig

COPIES = 8
"""Copies of the weights: themselves, their gradients, both moments of AdamW, and what a checkpoint is written from."""
GATES = {"lstm": 6, "gru": 5}
"""Values a unit and time step that are kept for the gradients; 2 for other cells."""
INDEX_BYTES = 32
"""Bytes a row while the index of the corpus is made."""
BASE_BYTES = 80_000_000
"""Memory that PyTorch takes for itself in its first steps."""
BLOCKS = 3
"""Blocks of pieces held at once: one is learned, one is made beforehand, one is given up late."""
FLOAT = 4
GROUPS = Path("/sys/fs/cgroup")


def check_memory(model: ModelConfig, training: TrainConfig, schema: Schema, lengths: Ints) -> None:
    """Raise `SeqgenError` with the figures where a training on pieces of so many rows, int64 (pieces,), needs more
    memory than there is."""
    needed, free = needed_bytes(model, training, schema, lengths), free_bytes()
    if free is not None and needed > free:
        raise SeqgenError(
            "learning this needs at least {needed} GB of memory, and {free} GB are free; choose a smaller "
            "--size, --hidden-size, --members, --batch-size or --sequence-length",
            needed=f"{needed / 1000000000.0:.1f}",
            free=f"{free / 1000000000.0:.1f}",
        )


def needed_bytes(model: ModelConfig, training: TrainConfig, schema: Schema, lengths: Ints) -> int:
    """Return the memory that a training needs at least on a CPU: for weights, activations of one window, the arrays of
    blocks of pieces, and the index. `lengths`: rows of each piece, int64 (pieces,)."""
    weights = sum(prod(shape) for shape in weight_shapes(model, schema).values())
    steps = training.batch_size * training.sequence_length
    recurrent = model.units * model.num_layers * GATES.get(model.cell, 2)
    even = schema.sizes[schema.even_column] if schema.even_column is not None else 0
    heads = model.head_size * len(schema.columns) + model.interval_size * even + sum(schema.sizes)
    arrays = 8 * (2 * len(schema.columns) + len(schema.index_fields)) + schema.read_width + schema.set_width
    longest = min(int(lengths.max(initial=0)), LONGEST_IN_SEQUENCES * training.sequence_length * 3 // 2)
    blocks = BLOCKS * min(training.batch_size, len(lengths)) * longest * arrays
    index = INDEX_BYTES * int(lengths.sum()) if training.index else 0
    values = COPIES * weights + steps * (recurrent + 2 * model.members * heads)
    return BASE_BYTES + FLOAT * values + blocks + index


def free_bytes() -> int | None:
    """Return the memory that this process can still get: of the machine, its control groups (containers), and its own
    limit. None where the system does not say."""
    return min(_limits(), default=None)


def _limits() -> Iterator[int]:
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        yield 1024 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    yield from _of_groups(GROUPS)
    with suppress(OSError, ValueError):
        yield from _of_process()


def _of_groups(root: Path) -> Iterator[int]:
    """Yield what each control group that this process is in leaves, in both versions of Linux' interface."""
    group = ""
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if not controllers or "memory" in controllers.split(","):
                group = path.strip("/")
    for top, most, used in (
        (root, "memory.max", "memory.current"),
        (root / "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
    ):
        folder = top / group
        while folder.is_relative_to(top):
            # in a container, the path may be that outside; "max" is no number
            with suppress(OSError, ValueError):
                free = int((folder / most).read_text()) - int((folder / used).read_text()) + _reclaimable(folder)
                yield max(0, free)
            if folder == top:
                break
            folder = folder.parent


def _reclaimable(folder: Path) -> int:
    """Return the bytes of files that a group keeps in memory, which it gives up when memory is asked for."""
    kept = 0
    with suppress(OSError, ValueError):
        for line in (folder / "memory.stat").read_text().splitlines():
            name, value = line.split()
            if name in ("inactive_file", "active_file"):
                kept += int(value)
    return kept


def _of_process() -> Iterator[int]:
    if sys.platform == "win32":
        return
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY and os.path.exists("/proc/self/statm"):
        yield max(0, most - int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize())
