"""A peak limiter without look-ahead whose output never clips."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Sound

CEILING = 0.89  # -1 dBFS
KNEE = 0.8
HOLD_SECONDS = 0.05
RECOVERY_SECONDS = 0.5  # for the gain to come back by a factor of e


class Limiter:
    """Gain reduction tick by tick, followed by a soft clipper.

    Within a tick the gain moves linearly to what the peak of the tick allows, then holds and recovers slowly. Since the
    first tick of an attack is partly at the old gain, a soft knee (linear up to `KNEE`, then a hyperbolic tangent up to
    `CEILING`) keeps it in range. Sound below the knee is unchanged to the bit.
    """

    def __init__(self, sample_rate: int, tick: int) -> None:
        self._tick = tick
        self._ramp = (np.arange(1, tick + 1, dtype=np.float32) / tick)[:, None]
        self._gain, self._held = 1.0, 0
        self._hold_ticks = round(HOLD_SECONDS * sample_rate / tick)
        self._recovery = 1 - np.exp(-tick / (RECOVERY_SECONDS * sample_rate))

    def __call__(self, sound: Sound) -> Sound:
        """Return the limited sound. Its frames must be a whole number of ticks."""
        blocks = sound.reshape(-1, self._tick, 2)
        peaks = np.abs(blocks).max(axis=(1, 2), initial=0.0)
        if self._gain == 1.0 and float(peaks.max(initial=0.0)) <= KNEE:
            return sound
        gains = np.array([self._gain, *self._gains(peaks.tolist())], np.float32)[:, None, None]
        limited = (blocks * (gains[:-1] + (gains[1:] - gains[:-1]) * self._ramp)).astype(np.float32)
        return _bent(limited).reshape(-1, 2)

    def _gains(self, peaks: list[float]) -> list[float]:
        gains = []
        for peak in peaks:
            allowed = 1.0 if peak <= KNEE else KNEE / peak
            if allowed <= self._gain:
                self._gain, self._held = allowed, self._hold_ticks
            elif self._held:
                self._held -= 1
            else:
                recovered = self._gain + (1 - self._gain) * self._recovery
                self._gain = min(allowed, 1.0 if recovered > 0.9999 else recovered)
            gains.append(self._gain)
        return gains


def _bent(sound: Sound) -> Sound:
    room = np.float32(CEILING - KNEE)
    over = np.maximum(np.abs(sound) - np.float32(KNEE), 0)
    if not over.any():
        return sound
    bent = np.float32(KNEE) + room * np.tanh(over / room)
    return np.where(over > 0, np.copysign(bent, sound), sound).astype(np.float32)
