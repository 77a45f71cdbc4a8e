"""Settings of network and training that suit a corpus and a budget, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """A kind's choice for a corpus.

    `size` names a network in `seqgen.network.config.SIZES`, whose `num_layers` and `interval_size` are replaced where
    these are not 0. The rest is as in `ModelConfig` and `TrainConfig`.
    """

    size: str = "medium"
    num_layers: int = 0
    interval_size: int = 0
    layer_norm: bool = False
    members: int = 1
    dropout: float = 0.1
    context_dropout: float = 0.0
    head_dropout: float = 0.0
    transpose: int = 0
