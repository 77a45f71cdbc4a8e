"""Chords: which one sounds in a stretch of time, by the weights of its pitch classes."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Floats
from seqgen.theory.keys import scale_classes
from seqgen.theory.spelling import class_name

QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "dim": (0, 3, 6),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
    "aug": (0, 4, 8),
    "sus4": (0, 5, 7),
}
"""Chords by the ending of their names: semitones above the root."""
RARITY = {"": 0.0, "m": 0.0, "7": 0.12, "maj7": 0.24, "m7": 0.22, "dim": 0.1, "m7b5": 0.24, "dim7": 0.24, "aug": 0.15,
          "sus4": 0.26}  # fmt: skip
"""Share of the weight by which a chord must hold more than a plain one to be named: a seventh that only a melody passes
through makes none."""
OUTSIDE = 0.45
"""Cost of a unit of weight outside of a chord; a passing note does not change its name."""
ABSENT = 0.06
"""Cost of each note of a chord that does not sound."""
ROOT_IN_BASS = 0.2
OUT_OF_KEY = 0.08
"""Cost of each note of a chord outside of the scale of the key."""
LEAST_CLASSES = 2
WORST = 0.35
"""Least fit of a chord that is named, 1 being one that holds all that sounds."""

_NAMES = tuple((root, quality) for quality in QUALITIES for root in range(12))
_HELD = np.zeros((len(_NAMES), 12))
for _row, (_root, _quality) in enumerate(_NAMES):
    _HELD[_row, [(_root + degree) % 12 for degree in QUALITIES[_quality]]] = 1.0


def chord_names(weights: Floats, bass: Floats, key: str = "") -> list[str]:
    """Return the chord of each stretch such as `Bbm7`, spelled in `key`; "" where none is plain.

    Args:
        weights: float64 (stretches, 12), for how long each pitch class sounds.
        bass: float64 (stretches, 12), the same of the lowest part of what sounds.

    Template matching as in Fujishima (1999), with costs for notes outside of the chord, for those that lack, and for
    chords that the key does not hold. The costs were fitted on a sixth of the Nottingham tunes and hold for others
    (`tests/benchmarks/chords.py`).
    """
    shares = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    low = bass / np.maximum(bass.sum(axis=1, keepdims=True), 1e-12)
    inside = shares @ _HELD.T
    lacking = (shares < 0.04).astype(np.float64) @ _HELD.T
    roots = np.array([root for root, _ in _NAMES])
    rare = np.array([RARITY[quality] for _, quality in _NAMES])
    strange = (~scale_classes(key)).astype(np.float64) @ _HELD.T if key else 0.0
    fit = inside - OUTSIDE * (1 - inside) - ABSENT * lacking - rare - OUT_OF_KEY * strange
    fit += ROOT_IN_BASS * low[:, roots]
    best = np.argmax(np.round(fit, 9), axis=1)
    names = []
    for row, choice in enumerate(best.tolist()):
        root, quality = _NAMES[choice]
        plain = (shares[row] > 0.04).sum() >= LEAST_CLASSES and fit[row, choice] >= WORST
        names.append(class_name(root, key) + quality if plain else "")
    return names
