"""Quantities of pieces: one number a piece, such as the share of its bars that return."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats


@dataclass(frozen=True, eq=False)
class Quantity:
    """One number for each of several pieces.

    `values`: float64 (pieces,), NaN for a piece that lacks it; shares where `unit` is empty. `sides`: remarks on takes
    with higher and with lower values.
    """

    name: str
    unit: str
    values: Floats
    sides: tuple[str, str]

    @property
    def known(self) -> Floats:
        """Return the values without NaN: float64 (pieces that have it,)."""
        return np.asarray(self.values[~np.isnan(self.values)])

    @property
    def mean(self) -> float:
        """Return the mean over the pieces that have it, NaN without any."""
        return float(self.known.mean()) if len(self.known) else float("nan")

    @property
    def standard_error(self) -> float:
        """Return the standard error of the mean, NaN with fewer than two pieces."""
        known = self.known
        return float(known.std(ddof=1) / np.sqrt(len(known))) if len(known) > 1 else float("nan")
