"""The way to draw from a model, as measured at the end of its training beside held-out pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from seqgen.records import Count, Name, Share

TOP_P = 0.95
"""Top-p of a model for which nothing was measured. The tail of a distribution is where the network is wrong most: takes
drawn without it are closer to real pieces (`docs/experiments.md`)."""

STRENGTH = 1.5
"""Strength of guidance of a model for which nothing was measured. Of 40 Nottingham takes more are what they are told
than at 1, with more notes in key and fewer clashes; at 2 they copy less, but bars return less often, too. Drums are
better at 1 (`docs/experiments.md`)."""

Temperature = Annotated[float, msgspec.Meta(ge=0.0, le=100.0)]
Strength = Annotated[float, msgspec.Meta(ge=0.0, le=4.0)]
TopP = Annotated[float, msgspec.Meta(ge=1e-9, le=1.0)]


@dataclass(frozen=True)
class MeasuredSampling:
    """Temperature, truncation and strength of guidance whose takes were nearest to held-out pieces.

    `likeness` is the overlap of their features with those of the pieces (`seqgen.evaluation.how_to_draw`), `before`
    that of takes drawn by `TOP_P` and `STRENGTH`; `takes` the number that each was judged by.
    """

    temperature: Temperature = 1.0
    per_column: Mapping[Name, Temperature] = field(default_factory=dict)
    top_p: TopP = TOP_P
    min_p: Share = 0.0
    untruncated: tuple[Name, ...] = ()
    strength: Strength = STRENGTH
    likeness: Share = 0.0
    before: Share = 0.0
    takes: Count = 0

    @property
    def words(self) -> str:
        """Return such as `temperature 0.85, top-p 0.95`."""
        values = (
            ("temperature", self.temperature, 1.0),
            ("top-p", self.top_p, 1.0),
            ("min-p", self.min_p, 0.0),
            ("strength", self.strength, STRENGTH),
        )
        said = [f"{name} {value:g}" for name, value, none in values if value != none]
        said += [f"{name}={value:g}" for name, value in self.per_column.items()]
        return (", ".join(said) or "as learned") + "".join(f", but all of {name}" for name in self.untruncated)
