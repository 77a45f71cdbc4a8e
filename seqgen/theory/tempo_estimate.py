"""Tempo of notes that are known in seconds alone."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Floats

USUAL_QPM = 100.0
_WIDTH = 0.35
"""Standard deviation of the logarithm of a tempo around the usual one."""
_TRIES = 241
_PARTS = ((1, 0.5), (2, 1.0), (4, 0.5))
"""Parts of a quarter note that onsets keep to, and their weight: more than half of a tune's stand on eighths."""
_LEAST_QPM, _MOST_QPM = 30.0, 300.0


def tempo_of(onsets: Floats, weights: Floats, *, usual: float = USUAL_QPM) -> float:
    """Return the quarter notes a minute at which onsets in seconds, float64 (notes,), keep best to parts of the beat,
    counted from the first of them; of several tempos that nearest the usual one. One note or none has the usual tempo.

    The closeness to a part is the length of the mean phase vector (`seqgen.theory.clarity`).
    """
    usual = float(np.clip(usual, _LEAST_QPM, _MOST_QPM))
    if len(onsets) < 2 or np.ptp(onsets) <= 0.0:
        return usual
    far = np.linspace(-2 * _WIDTH, 2 * _WIDTH, _TRIES)
    tempos = np.clip(usual * np.exp(far), _LEAST_QPM, _MOST_QPM)
    beats = np.outer(tempos / 60.0, onsets - onsets[0])
    share = np.asarray(weights, np.float64) / np.sum(weights)
    fit = sum(weight * np.abs(np.exp(2j * np.pi * parts * beats) @ share) for parts, weight in _PARTS)
    return float(tempos[np.argmax(fit - 0.25 * (far / _WIDTH) ** 2)])
