"""Names for array types; what the axes of an array are is said where it is used."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]
AnyInts = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Floats16 = npt.NDArray[np.float16]
Floats32 = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Ints8 = npt.NDArray[np.int8]
Ints16 = npt.NDArray[np.int16]
Ints32 = npt.NDArray[np.int32]
Records = npt.NDArray[np.void]
Words32 = npt.NDArray[np.uint32]

Sound = npt.NDArray[np.float32]
"""Stereo sound: float32 (frames, 2)."""
