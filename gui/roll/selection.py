"""Selection in a piano roll."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Ints

NO_NOTES: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Selection:
    """A selected range of ticks, empty if there is none, and the indices of the selected notes in the sheet."""

    begin_tick: float
    end_tick: float
    notes: Ints

    @property
    def is_range(self) -> bool:
        """True if a range was selected, not only notes."""
        return self.end_tick > self.begin_tick
