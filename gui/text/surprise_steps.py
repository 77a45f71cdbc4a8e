"""Surprise of characters in a few distinct steps, kept aligned while the text is edited."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Floats32, Ints, Ints8

BOUNDS: Final = np.array([1.0, 2.0, 3.5, 5.0, 7.0])
"""Bits at which each next step begins. Step 0 is what was more likely than not."""
STEPS: Final = len(BOUNDS) + 1
UNKNOWN: Final = -1.0


class SurpriseSteps:
    """Bits at every position of a text, -1 where unknown.

    Positions are UTF-16 units as in Qt; bits are given per character. Text after an edit keeps its bits until new ones
    are given, since a tint that vanishes at every key would flicker.
    """

    def __init__(self) -> None:
        self.bits: Floats32 = np.zeros(0, np.float32)
        self.steps: Ints8 = np.zeros(0, np.int8)

    @property
    def known(self) -> bool:
        return bool((self.bits >= 0).any())

    def set(self, text: str, bits: npt.ArrayLike | None) -> None:
        """Set the bits of each character; missing or non-finite ones are unknown, those past the end ignored."""
        given = np.zeros(0) if bits is None else np.asarray(bits, dtype=np.float64).ravel()
        each = np.full(len(text), UNKNOWN)
        count = min(len(text), len(given))
        each[:count] = np.where(np.isfinite(given[:count]), np.maximum(given[:count], 0.0), UNKNOWN)
        self.bits = np.repeat(each, units(text)).astype(np.float32)
        self._measure()

    def splice(self, place: int, removed: int, added: int) -> None:
        """Follow an edit; the bits of added text are unknown."""
        place = min(max(place, 0), len(self.bits))
        parts = (self.bits[:place], np.full(added, UNKNOWN, np.float32), self.bits[place + removed :])
        self.bits = np.concatenate(parts)
        self._measure()

    def _measure(self) -> None:
        self.steps = np.searchsorted(BOUNDS, self.bits, side="right").astype(np.int8)

    def runs(self, begin: int, end: int) -> list[tuple[int, int, int]]:
        """Return the runs of equal steps between two positions as (begin, end, step), without step 0."""
        part = self.steps[begin:end]
        if not len(part):
            return []
        edges = np.concatenate(([0], np.flatnonzero(np.diff(part)) + 1, [len(part)]))
        firsts, lasts = edges[:-1], edges[1:]
        return [
            (begin + int(first), begin + int(last), int(part[first]))
            for first, last in zip(firsts, lasts, strict=True)
            if part[first] > 0
        ]


def units(text: str) -> Ints:
    """Return the UTF-16 units of each character: 2 beyond the basic plane."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return 1 + (codes > 0xFFFF).astype(np.int64)
