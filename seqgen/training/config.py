"""The settings of a training, and of an adaptation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from seqgen.errors import UsageError
from seqgen.kinds.base import check_range

PRECISIONS = ("float32", "bfloat16")
MOST_BUDGET = {"minutes": 1_000_000, "epochs": 1_000_000_000, "steps": 1_000_000_000_000}
_NO_BUDGET: dict[str, Any] = {"minutes": 0.0, "epochs": 0.0, "steps": 0}


@dataclass(frozen=True)
class TrainConfig:
    """The settings of a training. Exactly one of `minutes`, `epochs`, `steps` is the budget; the others are 0.

    Args:
        batch_size: sequences learned in parallel.
        sequence_length: rows of one update, through which gradients flow (truncated back-propagation through time).
        clip: largest gradient norm.
        warm_up: share of the budget over which the learning rate rises to `learning_rate`.
        transpose: semitones by which a piece is moved at most; shrinks to 0 over the budget.
        patience: validations without improvement before early stopping (0: never).
        validate_every: steps between validations (0: chosen from the budget).
        index: keep an index of the corpus in the model, to find copies.
        precision: `float32` or `bfloat16` matrix products on a CPU (a CUDA device always uses bfloat16).
        threads: threads on a CPU (0: PyTorch's default).
    """

    minutes: float = 0.0
    epochs: float = 0.0
    steps: int = 0
    batch_size: int = 32
    sequence_length: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 0.01
    clip: float = 1.0
    warm_up: float = 0.02
    transpose: int = 5
    patience: int = 12
    validate_every: int = 0
    seed: int = 1
    device: str = "auto"
    index: bool = True
    precision: str = "float32"
    threads: int = 0

    def check(self) -> None:
        for name, most in MOST_BUDGET.items():
            # written so that a value that is no number fails too
            if not 0 <= getattr(self, name) <= most:
                raise UsageError("--{name} must be greater than 0 and at most {most}", name=name, most=most)
        if sum(budget > 0 for budget in (self.minutes, self.epochs, self.steps)) != 1:
            raise UsageError("give one budget: --minutes, --epochs or --steps")
        if self.precision not in PRECISIONS:
            raise UsageError(
                "the precision '{precision}' is not known; use {known}",
                precision=self.precision,
                known=", ".join(PRECISIONS),
            )
        for name, low, high in (
            ("batch_size", 1, 65536),
            ("sequence_length", 1, 65536),
            ("learning_rate", 1e-9, 100.0),
            ("weight_decay", 0.0, 10.0),
            ("clip", 1e-6, 1e6),
            ("transpose", 0, 24),
            ("patience", 0, 10**9),
            ("validate_every", 0, 10**9),
            ("seed", 0, 2**63 - 1),
            ("threads", 0, 4096),
        ):
            if not low <= getattr(self, name) <= high:
                raise UsageError(
                    "{name} must lie between {low} and {high}",
                    name=name.replace("_", " "),
                    low=str(low),
                    high=str(high),
                )

    def with_budget(self, given: Mapping[str, Any]) -> TrainConfig:
        """Return the configuration with the one of `minutes`, `epochs` and `steps` that is given, or its own budget."""
        budget = {name: given[name] for name in _NO_BUDGET if name in given}
        return replace(self, **(_NO_BUDGET | budget)) if budget else self


@dataclass(frozen=True)
class AdaptConfig:
    """The settings of an adaptation.

    `passes`: so many times through the pieces (0: for as long as it helps); `minutes`: at most so long (0: no limit);
    `strength`: of every step, 1 being the usual; `transpose`: the most semitones by which pieces are moved.
    """

    passes: int = 0
    minutes: float = 0.0
    strength: float = 1.0
    transpose: int = 0
    seed: int = 1

    def check(self) -> None:
        for name, low, high in (
            ("passes", 0, 10_000),
            ("minutes", 0.0, 100_000.0),
            ("strength", 0.01, 100.0),
            ("transpose", 0, 24),
            ("seed", 0, 2**63 - 1),
        ):
            check_range(f"--{name}", getattr(self, name), low, high)
