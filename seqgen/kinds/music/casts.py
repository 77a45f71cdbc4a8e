"""Which parts play together in the pieces of a corpus, and how many notes each has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
import numpy as np

from seqgen.kinds.music.rows import Rows

MOST_CASTS = 64


@dataclass(frozen=True)
class Cast:
    """Parts that play together, and no others, in a share of the pieces."""

    parts: tuple[int, ...]
    share: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class CastCount:
    """Counts of the parts of pieces; `quarter`: steps of a quarter note."""

    def __init__(self, quarter: int) -> None:
        self._quarter = quarter
        self._casts: Counter[tuple[int, ...]] = Counter()
        self._paces: defaultdict[int, list[float]] = defaultdict(list)

    def add(self, rows: Rows) -> None:
        """Count a piece, which has notes."""
        counts = np.bincount(rows.part)
        parts = np.flatnonzero(counts)
        self._casts[tuple(parts.tolist())] += 1
        for part, pace in zip(parts.tolist(), counts[parts] * self._quarter / rows.end.max(), strict=True):
            self._paces[part].append(float(pace))

    def casts(self) -> tuple[Cast, ...]:
        """Return the commonest casts, the most frequent first."""
        pieces = sum(self._casts.values())
        return tuple(Cast(parts, round(count / pieces, 4)) for parts, count in self._casts.most_common(MOST_CASTS))

    def paces(self, parts: Sequence[int]) -> tuple[float, ...]:
        """Return the median of the notes a quarter note of each part, in the pieces in which it plays."""
        return tuple(round(float(np.median(self._paces[part] or [0.0])), 4) for part in parts)


def share_among(casts: Collection[Cast], parts: Collection[int]) -> float:
    """Return the share of pieces in which none but `parts` play."""
    return sum(cast.share for cast in casts if set(cast.parts) <= set(parts))
