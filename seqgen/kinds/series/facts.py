"""Facts about a whole series: its scale, when it began, and what stood before a part of it."""

from __future__ import annotations

from dataclasses import dataclass

from seqgen.piece import Facts


@dataclass(frozen=True)
class SeriesFacts(Facts):
    """A reading is `middle + scale * z`, where the table has the bin of z.

    `start`: when the first row was read, in seconds since 1970, and `step` to the next one, in seconds; 0 where there
    are no dates. `before`: values of the column in the rows before the first, for the lags of a part of a series.
    """

    middle: float = 0.0
    scale: float = 1.0
    start: float = 0.0
    step: float = 0.0
    before: tuple[int, ...] = ()
