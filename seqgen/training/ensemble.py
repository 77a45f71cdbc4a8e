"""An ensemble of networks of one shape.

Each member learns by its own likelihood. The prediction is the mean of their logits, the geometric mean of their
distributions (a logarithmic opinion pool, Heskes 1998), whose error is below the mean of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from seqgen.arrays import Floats32
from seqgen.formats.safetensors_file import Arrays
from seqgen.lookout import look
from seqgen.network.config import ModelConfig
from seqgen.network.weights import member_prefix
from seqgen.schema import Schema
from seqgen.training.network import Batch, Hidden, Network, detached, join_states, split_state
from seqgen.training.threads import MemberThreads


class SequenceModel(nn.Module):
    """All members for tables of `schema`, sized by `config`; the parameters are named as in model files."""

    def __init__(self, config: ModelConfig, schema: Schema) -> None:
        super().__init__()
        self.config, self.schema = config, schema
        self.members = nn.ModuleList(Network(config, schema) for _ in range(config.members))
        self.threads = MemberThreads(1)

    @property
    def _networks(self) -> list[Network]:
        return cast("list[Network]", list(self.members))

    def forward(self, batch: Batch, state: Hidden | None) -> tuple[Tensor, Hidden]:
        """Return nats of each column, summed over what counts, float32 (modelled columns,), and the state afterwards.
        In training, each member counts by itself (the mean of their nats), else the mean of their logits."""
        networks, states = self._networks, self._states(state)
        answers = self.threads.map(lambda i: networks[i](batch, states[i]), len(networks))
        targets = self._targets(batch)
        by_member = [logits for logits, _ in answers]
        if self.training:
            nats = torch.stack([self._nats(logits, targets) for logits in by_member]).mean(dim=0)
        else:
            nats = self._nats([torch.stack(each).mean(dim=0) for each in zip(*by_member, strict=True)], targets)
        return nats, join_states([after for _, after in answers])

    def learn(
        self, batch: Batch, state: Hidden | None, share: float, precision: Callable[[], AbstractContextManager[Any]]
    ) -> tuple[Tensor, Hidden]:
        """Return the result of `forward` in training, detached, and add the gradients of `share` times its sum. Members
        go forth and back one by one, or each on a thread of its own; `precision` is entered on each thread. Raises
        `Abandoned`."""
        networks, states, targets = self._networks, self._states(state), self._targets(batch)
        if len(networks) > 1 and targets.device.type == "cpu":
            # threads take their turns as they like, so that random numbers must be each member's own
            for network, seed in zip(networks, torch.randint(2**62, (len(networks),)).tolist(), strict=True):
                network.random = torch.Generator().manual_seed(seed)

        def forth_and_back(i: int) -> tuple[Tensor, Hidden]:
            look()
            with precision():
                logits, after = networks[i](batch, states[i])
                nats = self._nats(logits, targets)
            look()
            torch.autograd.backward(nats.sum() * (share / len(networks)))
            return nats.detach(), detached(after)

        answers = self.threads.map(forth_and_back, len(networks))
        return torch.stack([nats for nats, _ in answers]).mean(dim=0), join_states([after for _, after in answers])

    def _states(self, state: Hidden | None) -> Sequence[Hidden | None]:
        return [None] * len(self.members) if state is None else split_state(state, len(self.members))

    def _targets(self, batch: Batch) -> Tensor:
        return batch.targets.flatten(0, 1)[batch.mask.flatten()]

    def _nats(self, logits: Sequence[Tensor], targets: Tensor) -> Tensor:
        losses = []
        for column, mine in zip(self.schema.modelled, logits, strict=True):
            wanted = targets[:, column]
            # behind an end mark in the first column nothing more is chosen
            if column > 0:
                wanted = wanted.masked_fill(targets[:, 0] == self.schema.sizes[0], -100)
            losses.append(functional.cross_entropy(mine, wanted, reduction="sum", ignore_index=-100))
        return torch.stack(losses)

    def weights(self) -> Arrays:
        """Return all weights as float32 arrays, named as in model files."""
        named = self.named_weights()
        return {name: weight.detach().float().cpu().numpy().copy() for name, weight in named.items()}

    @torch.no_grad()
    def load_weights(self, weights: Mapping[str, Floats32]) -> None:
        """Load weights of exactly this shape, named as in model files."""
        for name, weight in self.named_weights().items():
            weight.copy_(torch.from_numpy(np.array(weights[name])))

    def named_weights(self) -> dict[str, nn.Parameter]:
        return {
            member_prefix(number) + name: weight
            for number, member in enumerate(self._networks)
            for name, weight in member.named_weights().items()
        }
