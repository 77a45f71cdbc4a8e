"""What is chosen in a piano roll."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Ints

NO_NOTES: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Selection:
    """What is chosen: a stretch in ticks (equal where there is none) and the positions of notes in the sheet."""

    begin_tick: float
    end_tick: float
    notes: Ints

    @property
    def is_stretch(self) -> bool:
        """Whether bars were chosen."""
        return self.end_tick > self.begin_tick
