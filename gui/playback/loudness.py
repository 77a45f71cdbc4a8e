"""The loudness of everything that the performer plays."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Sound


class Loudness:
    """A volume that is reached without a step."""

    def __init__(self) -> None:
        self._wanted = self._last = 1.0

    def set(self, volume: float) -> None:
        """Ask for a volume, 0 to 1."""
        self._wanted = min(max(volume, 0.0), 1.0) ** 2  # as ears count

    def apply(self, sound: Sound) -> Sound:
        """Return a block of sound at the volume asked for."""
        if self._wanted != 1.0 or self._last != 1.0:
            sound = sound * np.linspace(self._last, self._wanted, len(sound), dtype=np.float32)[:, None]
            self._last = self._wanted
        return sound
