"""Comparison of takes with pieces in quantities: one number a piece, such as the share of bars that return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqgen.arrays import Floats
from seqgen.evaluation.overlap import DRAWS, FEWEST_PIECES
from seqgen.information import in_bits
from seqgen.kinds.base import Encoded
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.quantities import Quantity
from seqgen.model import Model

WITHIN = (0.5, 99.5)
"""Percentiles between which nearly all draws of real pieces lie."""
TOLERANCE = 0.005
"""A difference too small to be seen in the table."""
FEWEST_EVENTS = 12
"""The fewest events of an excerpt whose thirds are compared."""


@dataclass(frozen=True, eq=False)
class QuantityRow:
    """One quantity of takes and of pieces.

    `reach`: lowest and highest mean of as many real pieces as takes, in nearly all draws; None where they are too few.
    `remark` is the difference in words, empty where the mean of the takes lies there.
    """

    takes: Quantity
    pieces: Quantity
    reach: tuple[float, float] | None
    remark: str

    def to_json(self) -> dict[str, Any]:
        return {
            "quantity": self.takes.name,
            "unit": self.takes.unit,
            "takes": _told(self.takes),
            "pieces": _told(self.pieces),
            "reach": self.reach,
            "remark": self.remark,
        }


def _told(quantity: Quantity) -> dict[str, Any]:
    error = quantity.standard_error
    return {
        "mean": quantity.mean,
        "standard_error": None if np.isnan(error) else error,
        "values": [None if np.isnan(value) else value for value in quantity.values.tolist()],
    }


def compared(takes: Quantity, pieces: Quantity, others: Quantity) -> QuantityRow | None:
    """Return the comparison of takes with pieces; None where either have none. `others`: more real pieces, perhaps
    none, from which the reach of means is drawn."""
    if not len(takes.known) or not len(pieces.known):
        return None
    reach = reach_of_means(others.known if len(others.known) >= FEWEST_PIECES else pieces.known, len(takes.known))
    remark = ""
    if reach is not None:
        low, high = min(reach[0], pieces.mean) - TOLERANCE, max(reach[1], pieces.mean) + TOLERANCE
        remark = takes.sides[0] if takes.mean > high else takes.sides[1] if takes.mean < low else ""
    return QuantityRow(takes, pieces, reach, remark)


def reach_of_means(values: Floats, number: int, *, seed: int = 0) -> tuple[float, float] | None:
    """Return the lowest and highest mean of `number` of `values`, float64 (pieces,), drawn many times with
    replacement, in nearly all draws; None where there are fewer than `FEWEST_PIECES`."""
    if len(values) < FEWEST_PIECES:
        return None
    drawn = values[np.random.default_rng(seed).integers(len(values), size=(DRAWS, number))].mean(axis=1)
    low, high = np.percentile(drawn, WITHIN)
    return float(low), float(high)


def bits_over_time(model: Model, excerpts: Sequence[Excerpt]) -> Quantity:
    """Return the bits an event in the last third of each excerpt over those in its first third. Pieces become likelier
    as they repeat themselves; what loses its thread does not, and what is caught in a loop does too much."""
    values = []
    for excerpt in excerpts:
        bits = in_bits(model.read(Encoded(excerpt.table, excerpt.facts)).nats[:-1].sum(axis=1))
        third = len(bits) // 3
        first = float(bits[:third].mean()) if len(bits) >= FEWEST_EVENTS else 0.0
        values.append(float(bits[-third:].mean()) / first if first else float("nan"))
    sides = "takes grow less likely towards their end", "takes grow more likely towards their end"
    return Quantity("bits in the last third", "of the first third", np.array(values, np.float64), sides)
