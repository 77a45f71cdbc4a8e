"""Volume of everything that the performer plays."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Sound


class Loudness:
    """Applies a volume, ramping linearly over a block when it changes."""

    def __init__(self) -> None:
        self._wanted = self._last = 1.0

    def set(self, volume: float) -> None:
        """Set the volume, 0 to 1."""
        self._wanted = min(max(volume, 0.0), 1.0) ** 2  # roughly as loudness is perceived

    def apply(self, sound: Sound) -> Sound:
        if self._wanted != 1.0 or self._last != 1.0:
            sound = sound * np.linspace(self._last, self._wanted, len(sound), dtype=np.float32)[:, None]
            self._last = self._wanted
        return sound
