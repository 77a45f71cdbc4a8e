"""Validation on the held-out part, or on as much of it as the budget has the time for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import torch

from seqgen.lookout import look
from seqgen.schema import Schema
from seqgen.training.batching import Batches
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Batch, Hidden
from seqgen.training.processes import Processes
from seqgen.training.progress import TrainingState


class Validation:
    """The windows of the held-out part. The first validation decides how many of them every further one reads, so that
    all are comparable; `TrainingState` keeps their number for a resumed run."""

    def __init__(self, batches: Batches, schema: Schema, processes: Processes, device: torch.device) -> None:
        self._batches, self._schema, self._processes, self._device = batches, schema, processes, device

    @torch.no_grad()
    def nats(
        self,
        model: SequenceModel,
        state: TrainingState,
        precision: Callable[[], AbstractContextManager[Any]],
        is_long: Callable[[], bool],
    ) -> dict[str, float]:
        """Return held-out nats an event, by column; empty where nothing is held out. `precision` is entered around the
        network; `is_long` says whether the first validation has taken its time. Raises `Abandoned`."""
        model.eval()
        names = [self._schema.columns[column].name for column in self._schema.modelled]
        total = torch.zeros(len(names) + 1, dtype=torch.float64)
        hidden: Hidden | None = None
        most, read = state.validation_windows, 0
        for window in self._batches.all_windows():
            if read == most or (most < 0 < read and self._processes.agree_yes(is_long())):
                break
            look()
            batch = Batch(*map(torch.from_numpy, window.arrays)).to(self._device)
            with precision():
                nats, hidden = model(batch, None if window.first else hidden)
            total[:-1] += nats.double().cpu()
            total[-1] += int(window.arrays.mask.sum())
            read += 1
        state.validation_windows, state.validated_step = read, state.step
        self._processes.add_up(total)
        if not total[-1]:
            return {}
        return {name: float(value) for name, value in zip(names, total[:-1] / total[-1], strict=True)}
