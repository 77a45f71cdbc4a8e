"""Values that are typical of the pieces that a model learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from seqgen.records import Count, Name

Finite = Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]


@dataclass(frozen=True)
class Typical:
    """Mean and standard deviation of one quantity over pieces, cut to `length` in the unit of their kind."""

    name: Name
    length: Count
    mean: Finite
    spread: Finite
