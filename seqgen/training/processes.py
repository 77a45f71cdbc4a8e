"""The processes of one training: usually this one alone, several under `torchrun`.

Decisions that hang on the clock or on one process's numbers are made once and shared, so that all take the same steps.
"""

from __future__ import annotations

import gc
import os
from types import TracebackType

import torch
from torch import distributed, nn


class Processes:
    """The processes that train together, and the rank of this one. As a context it joins the group of `torchrun`."""

    def __init__(self) -> None:
        self.world = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0")) if self.world > 1 else 0
        self.local_rank = int(os.environ.get("LOCAL_RANK", "0")) if self.world > 1 else 0

    def __enter__(self) -> Processes:
        if self.world > 1:
            distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.world == 1:
            return
        # what still holds the group's threads must go before the group, and no process before the others are done:
        # gloo aborts a process that ends in the midst of either
        gc.collect()
        if kind is None:
            distributed.barrier()
        distributed.destroy_process_group()

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def average_gradients(self, model: nn.Module) -> None:
        """Average the gradients of all processes, in one message.

        `DistributedDataParallel` would send them in parts during the backward pass, but these networks have few
        parameters, and it takes more than a second to be made.
        """
        if self.world == 1:
            return
        gradients = [parameter.grad for parameter in model.parameters() if parameter.grad is not None]
        averaged = nn.utils.parameters_to_vector(gradients)
        distributed.all_reduce(averaged)
        nn.utils.vector_to_parameters(averaged / self.world, gradients)

    def agree(self, fraction: float, interrupted: bool) -> tuple[float, bool]:
        """Return the first process's progress, and whether any process is interrupted."""
        if self.world == 1:
            return fraction, interrupted
        told = torch.tensor(
            [fraction if self.leads else 0.0, float(interrupted)], dtype=torch.float64, device=self._device
        )
        distributed.all_reduce(told)
        return float(told[0]), bool(told[1] > 0)

    def agree_yes(self, answer: bool) -> bool:
        return bool(self.agree(float(answer), False)[0])

    def agree_all(self, answer: bool) -> bool:
        return not self.agree(0.0, not answer)[1]

    def add_up(self, values: torch.Tensor) -> None:
        if self.world > 1:
            shared = values.to(self._device)
            distributed.all_reduce(shared)
            values.copy_(shared)

    @property
    def _device(self) -> torch.device:
        return torch.device("cuda", self.local_rank) if torch.cuda.is_available() else torch.device("cpu")
