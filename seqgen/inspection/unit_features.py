"""Correlation of hidden units with simple features of a piece, one number an event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Floats32
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded, Tokenizer


@dataclass(frozen=True, eq=False)
class Feature:
    """A named number for every event: float32 (events,), NaN where an event has none (the pitch of a drum)."""

    name: str
    values: Floats32


def features(tokenizer: Tokenizer, encoded: Encoded) -> list[Feature]:
    """Return the features of every event of a piece, without those that are constant in it."""
    evaluation = kind_named(tokenizer.kind).evaluation
    if evaluation is None:
        return []
    found = evaluation.event_features(tokenizer, encoded)
    made = [Feature(name, np.asarray(values, dtype=np.float32)) for name, values in found.items()]
    return [feature for feature in made if _varies(feature.values)]


def correlations(found: list[Feature], activity: Floats32) -> Floats32:
    """Return Pearson's r of every feature with every unit: float32 (features, units) from activity (events, units).
    Units that never change have r = 0."""
    r = np.zeros((len(found), activity.shape[1]), np.float32)
    for number, feature in enumerate(found):
        there = np.isfinite(feature.values)
        x = feature.values[there] - feature.values[there].mean()
        y = activity if there.all() else activity[there]
        scale = np.sqrt((x * x).sum() * len(y)) * y.std(axis=0, dtype=np.float64)
        # x has the mean 0, so the means of y drop out
        r[number] = np.divide(x @ y, scale, out=np.zeros(y.shape[1], np.float32), where=scale > 1e-5 * len(y))
    return r


def _varies(values: Floats32) -> bool:
    there = values[np.isfinite(values)]
    return len(there) > 1 and bool(there.max() > there.min())
