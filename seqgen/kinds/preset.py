"""Settings of network and training that suit a corpus and a budget, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """A kind's choice for a corpus.

    Args:
        size: name of a network in `seqgen.network.config.SIZES`.
        num_layers, interval_size: instead of those of the size, where not 0.
        layer_norm, members, dropout, context_dropout, head_dropout: as in `seqgen.network.config.ModelConfig`.
        transpose: as in `seqgen.training.config.TrainConfig`.
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
