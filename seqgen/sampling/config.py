"""The sampling configuration: temperature, truncation and particles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from seqgen.kinds.base import check_range
from seqgen.network.measured_sampling import STRENGTH, TOP_P, MeasuredSampling
from seqgen.schema import Schema

REWRITING_PARTICLES = 16
"""Of 20 Nottingham tunes whose bars 6 to 9 were rewritten, 16 particles went 82% of the way from 1 particle to the
original, in bits of the notes behind the join, in 2.3 times the time; 64 particles 88% in 3.3 times
(`tests/benchmarks/rewriting.py`)."""

RANGES: dict[str, tuple[float, float]] = {
    "temperature": (0, 100),
    "top_k": (0, 10**9),
    "top_p": (1e-9, 1),
    "min_p": (0, 1),
    "particles": (1, 4096),
    "strength": (0, 4),
    "memory": (0, 1),
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
        untruncated: columns that are drawn from all of their values.
        strength: how far takes are led towards what the network is told of them, asked for or drawn (guidance): 0 as if
            nothing was told, 1 as learned, above 1 further; see `seqgen.sampling.guidance`.
        memory: how far takes keep to their own material: the share of what followed similar states earlier in the take;
            see `seqgen.network.memory`.
    """

    temperature: float = 1.0
    per_column: Mapping[str, float] = field(default_factory=dict)
    top_k: int = 0
    top_p: float = TOP_P
    min_p: float = 0.0
    particles: int = 1
    untruncated: tuple[str, ...] = ()
    strength: float = STRENGTH
    memory: float = 0.0

    @staticmethod
    def choose(
        temperature: float | None = None,
        per_column: Mapping[str, float] | None = None,
        *,
        top_k: int = 0,
        top_p: float | None = None,
        min_p: float = 0.0,
        particles: int = 1,
        untruncated: Sequence[str] = (),
        strength: float | None = None,
        memory: float = 0.0,
        usual: MeasuredSampling | None = None,
        uncooled: Collection[str] = (),
    ) -> SamplingConfig:
        """Return a config that is `usual` where nothing else is given.

        A temperature or a strength takes the place of the usual one; `top_k`, `top_p` or `min_p` that of the usual
        truncation, and then top-p is 1 unless given. Without `usual`, temperature is 1, top-p `TOP_P`, strength
        `STRENGTH`. A temperature between 0 and 1 leaves the columns `uncooled` as they are unless `per_column` names
        them.
        """
        usual = usual or MeasuredSampling()
        if top_p is None and not (top_k or min_p):
            top_p, min_p, untruncated = usual.top_p, usual.min_p, untruncated or usual.untruncated
        columns = dict(per_column or {})
        if temperature is None:
            temperature, columns = usual.temperature, {**usual.per_column, **columns}
        if 0.0 < temperature < 1.0:
            columns = {**dict.fromkeys(uncooled, 1.0), **columns}
        return SamplingConfig(
            float(temperature),
            {name: float(own) for name, own in columns.items()},
            top_k,
            1.0 if top_p is None else float(top_p),
            float(min_p),
            particles,
            tuple(untruncated),
            usual.strength if strength is None else float(strength),
            float(memory),
        )

    @staticmethod
    def of(setting: MeasuredSampling, uncooled: Collection[str] = ()) -> SamplingConfig:
        """Return the config of a setting, as `choose` does."""
        return SamplingConfig.choose(usual=setting, uncooled=uncooled)

    @property
    def truncates(self) -> bool:
        return bool(self.top_k) or self.top_p < 1.0 or self.min_p > 0.0

    def truncations(self, schema: Schema) -> list[SamplingConfig]:
        """Return the truncation of each column, without a strength where nothing is told."""
        own = self if schema.is_told else replace(self, strength=1.0)
        whole = replace(own, top_k=0, top_p=1.0, min_p=0.0)
        return [whole if column.name in self.untruncated else own for column in schema.columns]

    def of_columns(self, schema: Schema) -> list[float]:
        return [self.per_column.get(column.name, self.temperature) for column in schema.columns]

    def check(self) -> None:
        for name, (low, high) in RANGES.items():
            check_range(name.replace("_", "-"), getattr(self, name), low, high)
        for name, value in self.per_column.items():
            check_range(f"the temperature of {name}", value, *RANGES["temperature"])
