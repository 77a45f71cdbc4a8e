"""Sound of somebody who sings, made of sines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000


def write_sung(path: Path, pitches: tuple[int, ...] = (67, 69, 71, 72, 71, 69), *, seconds: float = 0.5) -> None:
    """Write the notes one after the other, each with a breath behind it."""
    time = np.arange(round(RATE * seconds)) / RATE
    shape = np.minimum(1.0, np.minimum(time / 0.02, np.maximum(seconds - 0.08 - time, 0.0) / 0.04))
    phase = [2 * np.pi * 440.0 * 2 ** ((pitch - 69) / 12) * time for pitch in pitches]
    notes = [shape * sum(np.sin(part * at) / part for part in (1, 2, 3)) for at in phase]
    soundfile.write(path, 0.3 * np.concatenate(notes), RATE)
