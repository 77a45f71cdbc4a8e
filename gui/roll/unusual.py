"""Which notes surprised a model more than the others of the piece."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SHARE = 0.02
"""The most surprising notes of a piece, so many of all, stand out."""
FEWEST_NOTES = 20
"""With fewer notes there is nothing to stand out from."""


def unusual_from(bits: npt.NDArray[np.float64]) -> float:
    """From so many bits on a note stands out; infinite where none does. What is not a number is left out."""
    known = bits[np.isfinite(bits)]
    return float(np.quantile(known, 1 - SHARE)) if len(known) > FEWEST_NOTES else float("inf")
