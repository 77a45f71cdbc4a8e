"""Validation on the held-out part, or on as much of it as the budget has the time for."""

from __future__ import annotations

from collections.abc import Callable

import torch

from seqgen.schema import Schema
from seqgen.training.batching import Batches
from seqgen.training.network import Batch, Hidden
from seqgen.training.processes import Processes
from seqgen.training.progress import TrainingState

Forward = Callable[[Batch, "Hidden | None"], "tuple[torch.Tensor, Hidden]"]


class Validation:
    """The windows of the held-out part. The first validation decides how many of them every further one reads, so that
    all are comparable; `TrainingState` keeps their number for a resumed run."""

    def __init__(self, batches: Batches, schema: Schema, processes: Processes, device: torch.device) -> None:
        self._batches, self._schema, self._processes, self._device = batches, schema, processes, device

    @torch.no_grad()
    def nats(self, forward: Forward, state: TrainingState, is_long: Callable[[], bool]) -> dict[str, float]:
        """Return held-out nats an event, by column; empty where nothing is held out. `forward` returns the nats of a
        batch by column and the hidden state; `is_long` whether the first validation has taken its time."""
        names = [self._schema.columns[column].name for column in self._schema.modelled]
        total = torch.zeros(len(names) + 1, dtype=torch.float64)
        hidden: Hidden | None = None
        most, read = state.validation_windows, 0
        for window in self._batches.all_windows():
            if read == most or (most < 0 < read and self._processes.agree_yes(is_long())):
                break
            batch = Batch(*map(torch.from_numpy, window.arrays)).to(self._device)
            nats, hidden = forward(batch, None if window.first else hidden)
            total[:-1] += nats.double().cpu()
            total[-1] += int(window.arrays.mask.sum())
            read += 1
        state.validation_windows, state.validated_step = read, state.step
        self._processes.add_up(total)
        if not total[-1]:
            return {}
        return {name: float(value) for name, value in zip(names, total[:-1] / total[-1], strict=True)}
