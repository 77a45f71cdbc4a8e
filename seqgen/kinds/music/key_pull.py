"""The pull of a key that was asked for: pitches that establish it become likelier while a take drifts out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.theory.keys import CHARACTERISTIC, SCALES, is_in_key, key_profile, parse_key, scale_classes

WEAK, STRONG = 0.2, 1.0
"""Nats for each unit of the key profile (Krumhansl and Kessler) while a take is in its key, and while it is not.
Half as strong, fewer takes are in their key, and they are no likelier."""
_BALANCE = 1.0
"""Nats for the logarithm of the share of time that a pitch class lacks, while a take is not in its key. Without it what
the profile likes best is all that sounds: of takes in D dorian by a model of chorales .3 were in it, with it .8."""
_RAISED_BEFORE = {9: 1.5, 11: 0.7}
"""Nats against the raised sixth and seventh of minor keys in takes made before `MusicRules.led`."""
_RAISED = {9: 2.5, 11: 0.0}
"""Nats against the raised sixth and seventh of minor keys, which are rarer than the plain ones."""
_UP = {9: 2, 11: 1}
_LEADING = 1.5
"""Nats for the step up from a raised sixth or seventh."""
_CHARACTER = 0.3
"""Nats for the degree that tells a mode from major or minor."""
_SILENT = 2.0
"""Value of the profile at which a pitch class does not sound."""
_EARLY = 6.0
"""Quarter notes that must have sounded before a take counts as out of its key."""
_BARS = 4
"""Bars of a phrase."""
_HOME, _AT_REST = 0.4, 1.2
"""Nats for the tonic at the end of a phrase and of a take; its third and fifth get half of the first."""


@dataclass(frozen=True)
class Phrases:
    """The bars of each take, from which its phrases follow: the steps at which they begin, int64 (bars,) a take, and
    whether the last is the end of the take."""

    lines: Sequence[Ints]
    ends: bool

    def ending(self, onset: Ints) -> tuple[Bools, Bools]:
        """Return the takes that at `onset`, int64 (batch,), are at the end of a phrase, and at their own: bool (batch,)
        each. Phrases are counted from the last bar, since a pick-up or a primer may stand before the first."""
        phrase, take = np.zeros(len(onset), bool), np.zeros(len(onset), bool)
        for i, (lines, at) in enumerate(zip(self.lines, onset, strict=True)):
            bar = int(np.searchsorted(lines, at, side="right"))
            if len(lines) > 1 and bar and (len(lines) - bar) % _BARS == 0:
                end = lines[bar] if bar < len(lines) else 2 * lines[-1] - lines[-2]
                phrase[i] = 2 * (at - lines[bar - 1]) >= end - lines[bar - 1]
                take[i] = phrase[i] and self.ends and bar == len(lines)
        return phrase, take


class KeyPull:
    """The pull on pitches for a batch of takes, from what sounded in each so far.

    Args:
        key: as `parse_key` reads it.
        classes: pitch class of each pitched value, int64 (pitched,).
        parts: number of parts.
        quarter: steps of a quarter note.
        led: False for takes made before raised degrees led up and phrases ended at home.
    """

    def __init__(
        self,
        key: str,
        classes: Ints,
        batch: int,
        *,
        parts: int,
        quarter: int,
        led: bool = True,
    ) -> None:
        profile = key_profile(key)
        tonic, scale = parse_key(key)
        self._key, self._classes, self._led = key, classes, led
        self._pull = np.zeros(12) if profile is None else profile - profile.mean()
        self._usual = _usual_shares(profile, key)
        self._always, self._home, self._rest = (np.zeros(12) for _ in range(3))
        # by how much the step up from each class leads on
        self._up = np.zeros(12, np.int64)
        if scale == "minor":
            for degree, nats in (_RAISED if led else _RAISED_BEFORE).items():
                self._always[(tonic + degree) % 12] = -nats
                self._up[(tonic + degree) % 12] = _UP[degree] if led else 0
        if led and scale in CHARACTERISTIC:
            self._always[(tonic + CHARACTERISTIC[scale]) % 12] += _CHARACTER
        if led:
            third = 3 if 3 in SCALES[scale] else 4
            self._home[[tonic, (tonic + third) % 12, (tonic + 7) % 12]] = _HOME, _HOME / 2, _HOME / 2
            self._rest[tonic] = _AT_REST
        self._sounded = np.zeros((batch, 12))
        self._early = _EARLY * quarter
        # pitch and onset of the last note of each part
        self._last = np.full((batch, parts), -1)
        self._onset = np.full((batch, parts), -1)

    def nats(self, part: Ints, onset: Ints, phrases: Phrases | None = None) -> Floats:
        """Return what to add to the logits of each pitch, float64 (batch, pitched), for a note of `part` (batch,) at
        `onset` (batch,)."""
        early = self._sounded.sum(axis=1) < self._early
        strength = np.where(early | ~is_in_key(self._sounded, self._key), STRONG, WEAK)
        nats = strength[:, None] * self._pull + self._always
        if not self._led:
            return np.asarray(nats[:, self._classes])
        nats += _BALANCE * (strength == STRONG)[:, None] * self._missing()
        if phrases is not None:
            phrase, take = phrases.ending(onset)
            nats += phrase[:, None] * self._home + take[:, None] * self._rest
        nats = np.asarray(nats[:, self._classes])
        last, before = (each[np.arange(len(part)), part] for each in (self._last, self._onset))
        up = np.where((last >= 0) & (before < onset), self._up[self._classes[last]], 0)
        leads = np.flatnonzero((up > 0) & (last + up < len(self._classes)))
        nats[leads, last[leads] + up[leads]] += _LEADING
        return nats

    def _missing(self) -> Floats:
        """Return by how much each pitch class has sounded less than is usual in the key, float64 (batch, 12), from -1
        to 1: the logarithm of the ratio."""
        shares = self._sounded / np.maximum(self._sounded.sum(axis=1, keepdims=True), 1.0)
        return np.asarray(np.clip(np.log((self._usual + 0.02) / (shares + 0.02)), -1.0, 1.0))

    def sounded(self, part: Ints, pitch: Ints, onset: Ints, steps: Ints) -> None:
        """Count a note of each take, given part, pitch, onset and length (batch,); drums do not count."""
        takes = np.flatnonzero(pitch < len(self._classes))
        self._sounded[takes, self._classes[pitch[takes]]] += steps[takes]
        self._last[takes, part[takes]] = pitch[takes]
        self._onset[takes, part[takes]] = onset[takes]

    def take(self, indices: Ints) -> None:
        self._sounded, self._last, self._onset = self._sounded[indices], self._last[indices], self._onset[indices]

    def join(self, others: Sequence[Self]) -> None:
        every = (self, *others)
        self._sounded, self._last, self._onset = (
            np.concatenate([getattr(each, name) for each in every]) for name in ("_sounded", "_last", "_onset")
        )


def _usual_shares(profile: Floats | None, key: str) -> Floats:
    """Return the share of the time for which each pitch class of a key sounds, float64 (12,), from its profile."""
    shares = np.where(scale_classes(key), 1.0 if profile is None else np.maximum(profile - _SILENT, 0.0), 0.0)
    return np.asarray(shares / shares.sum())
