"""The shape of a network, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seqgen.errors import UsageError

CELLS = ("lstm", "gru", "rnn-tanh", "rnn-relu")
NORM_EPSILON = 1e-5
"""Added to the variance by layer norm."""

_LIMITS = {"members": (1, 64), "num_layers": (1, 16), "hidden_size": (1, 8192)}
_LIMITS |= {"embedding_size": (1, 8192), "head_size": (1, 8192), "interval_size": (0, 1024)}


@dataclass(frozen=True)
class ModelConfig:
    """The shape of the network and its dropout.

    Args:
        num_layers: stacked recurrent layers.
        hidden_size: units of a recurrent layer.
        embedding_size: units of the first layer's input.
        head_size: hidden units of each column's head.
        interval_size: hidden units per value of the even column (pitch) for relative (interval) features; with them,
            the later heads see the context relative to the value that was chosen.
        layer_norm: normalise the output of each recurrent layer (Ba et al. 2016).
        members: networks of this shape in the ensemble; their logits are averaged.
        dropout: dropout probability before, between and after the recurrent layers.
        context_dropout: probability of dropping an earlier column or a context field as a whole from a head's input.
        head_dropout: dropout probability of the hidden units in the heads after the even column.
    """

    cell: str = "lstm"
    num_layers: int = 1
    hidden_size: int = 256
    embedding_size: int = 128
    head_size: int = 128
    interval_size: int = 0
    layer_norm: bool = False
    members: int = 1
    dropout: float = 0.0
    context_dropout: float = 0.0
    head_dropout: float = 0.0

    def check(self) -> None:
        if self.cell not in CELLS:
            raise UsageError("the cell '{cell}' is not known; use {known}", cell=self.cell, known=", ".join(CELLS))
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not isinstance(value, int) or not low <= value <= high:
                words = name.replace("_", " ")
                raise UsageError(
                    "{words} must be a whole number from {low} to {high}, not {value}",
                    words=words,
                    low=str(low),
                    high=str(high),
                    value=str(value),
                )
        for name in ("dropout", "context_dropout", "head_dropout"):
            if not 0.0 <= getattr(self, name) < 1.0:
                words = name.replace("_", " ")
                raise UsageError(
                    "{words} must be at least 0 and less than 1, not {value}",
                    words=words,
                    value=str(getattr(self, name)),
                )

    @property
    def title(self) -> str:
        """The network in short, such as `LSTM 256x1`, or `3 LSTM 256x1` where it has three members."""
        network = f"{self.cell.upper()} {self.hidden_size}x{self.num_layers}"
        return network if self.members == 1 else f"{self.members} {network}"

    @property
    def units(self) -> int:
        """Recurrent units of a layer, those of all members together."""
        return self.hidden_size * self.members


SIZES: dict[str, dict[str, Any]] = {
    "small": {"num_layers": 1, "hidden_size": 128, "embedding_size": 64, "head_size": 128, "interval_size": 32},
    "medium": {"num_layers": 1, "hidden_size": 256, "embedding_size": 128, "head_size": 256, "interval_size": 64},
    "large": {"num_layers": 2, "hidden_size": 512, "embedding_size": 256, "head_size": 256, "interval_size": 64},
}
