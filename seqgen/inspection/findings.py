"""Units of a network that follow a feature of a piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats32


@dataclass(frozen=True)
class Finding:
    """The correlation of a unit with a feature: Pearson's r over `events` events. `view`: what of the unit, such as its
    hidden state."""

    feature: str
    view: str
    layer: int
    unit: int
    r: float
    events: int


@dataclass(frozen=True, eq=False)
class Findings:
    """Correlations of features with units.

    `counted`: events of each of `features`; `correlations`: for a view and a layer, r of each feature with each unit,
    float32 (features, units).
    """

    features: tuple[str, ...]
    counted: tuple[int, ...]
    correlations: Mapping[tuple[str, int], Floats32]

    def of_unit(self, view: str, layer: int, unit: int) -> list[Finding]:
        """Return the correlation of a unit with each feature, the strongest first."""
        r = self.correlations.get((view, layer))
        if r is None:
            return []
        found = [self._finding(number, view, layer, unit, r) for number in range(len(self.features))]
        return sorted(found, key=_strongest_first)

    def interesting(self, each: int = 2) -> list[Finding]:
        """Return for every feature the units that follow it most closely, the most closely followed feature first."""
        found: list[list[Finding]] = []
        for number in range(len(self.features)):
            candidates = [
                self._finding(number, view, layer, int(unit), r)
                for (view, layer), r in self.correlations.items()
                for unit in np.argsort(-np.abs(r[number]))[:each]
            ]
            found.append(sorted(candidates, key=_strongest_first)[:each])
        return [finding for some in sorted(found, key=lambda some: _strongest_first(some[0])) for finding in some]

    def _finding(self, number: int, view: str, layer: int, unit: int, r: Floats32) -> Finding:
        return Finding(self.features[number], view, layer, unit, float(r[number, unit]), self.counted[number])


def _strongest_first(finding: Finding) -> float:
    return -abs(finding.r)
