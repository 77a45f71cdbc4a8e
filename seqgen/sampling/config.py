"""The sampling configuration: temperature, truncation and particles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seqgen.kinds.base import check_range
from seqgen.schema import Schema

TOP_P = 0.95
"""The tail of a distribution is where the network is wrong most: takes drawn without it are closer to real pieces
(`docs/experiments.md`)."""

REWRITING_PARTICLES = 16
"""Of 8 Nottingham tunes whose bars 6 to 9 were rewritten, 16 particles went 87% of the way from 1 particle to the
original, in bits of the notes behind the join, 64 no further (`tests/benchmarks/rewriting.py`)."""

RANGES: dict[str, tuple[float, float]] = {
    "temperature": (0, 100),
    "top_k": (0, 10**9),
    "top_p": (1e-9, 1),
    "min_p": (0, 1),
    "particles": (1, 4096),
}
"""The allowed range of every number of a `SamplingConfig`."""


@dataclass(frozen=True)
class SamplingConfig:
    """Temperature and truncation of the distribution that values are drawn from, and the number of particles.

    Attributes:
        temperature: logits are divided by it; 0 takes the likeliest value (greedy).
        per_column: temperatures of single columns by name, instead of `temperature`.
        top_k: only the k likeliest values (0: all).
        top_p: the smallest set of likeliest values with this probability (nucleus sampling, Holtzman et al. 2020).
        min_p: only values with at least this share of the likeliest one's probability (Nguyen et al. 2024).
        particles: drafts of each take that are weighed against each other by how well they meet what was asked; see
            `seqgen.sampling.particles` (1: rules are masks).
    """

    temperature: float = 1.0
    per_column: Mapping[str, float] = field(default_factory=dict)
    top_k: int = 0
    top_p: float = TOP_P
    min_p: float = 0.0
    particles: int = 1

    @staticmethod
    def choose(
        temperature: float = 1.0,
        per_column: Mapping[str, float] | None = None,
        *,
        top_k: int = 0,
        top_p: float | None = None,
        min_p: float = 0.0,
        particles: int = 1,
    ) -> SamplingConfig:
        """Return a config whose top-p, unless given, is `TOP_P`, or 1 where `top_k` or `min_p` truncates already."""
        if top_p is None:
            top_p = 1.0 if top_k or min_p else TOP_P
        return SamplingConfig(temperature, dict(per_column or {}), top_k, top_p, min_p, particles)

    @property
    def truncates(self) -> bool:
        return bool(self.top_k) or self.top_p < 1.0 or self.min_p > 0.0

    def of_columns(self, schema: Schema) -> list[float]:
        return [self.per_column.get(column.name, self.temperature) for column in schema.columns]

    def check(self) -> None:
        for name, (low, high) in RANGES.items():
            check_range(name.replace("_", "-"), getattr(self, name), low, high)
        for name, value in self.per_column.items():
            check_range(f"the temperature of {name}", value, *RANGES["temperature"])
