"""Units of information: networks count in nats, people read bits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Nats = TypeVar("Nats", float, "npt.NDArray[np.float64]")


def in_bits(nats: Nats) -> Nats:
    return nats / math.log(2.0)
