"""Half precision: what a trained network is rounded to before it becomes a model, whose file is half as large for it.

The model in memory has the rounded weights too, so that a take is the same from it and from its file. Checkpoints stay
as precise as the training.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.formats.safetensors_file import Arrays


def half_precision(weight: AnyArray) -> AnyArray:
    """Return a weight as float16; infinite where it is too large for that."""
    with np.errstate(over="ignore"):
        return weight.astype(np.float16)


def rounded(weights: Arrays) -> Arrays:
    """Return float32 weights with values that float16 can hold. A weight with a value beyond its range stays whole."""
    return {name: _rounded(weight) for name, weight in weights.items()}


def _rounded(weight: AnyArray) -> AnyArray:
    half = half_precision(weight)
    return half.astype(np.float32) if np.isfinite(half).all() else weight
