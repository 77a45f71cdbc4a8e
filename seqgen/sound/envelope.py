"""Volume and modulation envelopes and LFOs of voices, as functions of time in ticks.

The functions take `VoiceSettings` of numbers or of arrays alike.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Bools, Floats
from seqgen.sound.voice import VoiceSettings

ENVELOPE_CENTIBELS = 960.0  # an envelope's 1..0 in loudness
SILENT = 10 ** (-ENVELOPE_CENTIBELS / 200)


def volume(tick: Floats, s: VoiceSettings) -> Floats:
    """Return the amplitude of the volume envelope at `tick`: linear attack, decay and release linear in decibels."""
    at = np.minimum(tick, s.released) - s.start
    rising, falling = _before_release(at, s.delay, s.attack, s.hold, s.decay, s.sustain)
    held = np.where(rising < 1, rising, 10 ** (-ENVELOPE_CENTIBELS / 200 * (1 - falling)))
    gone = np.maximum(tick - s.released, 0) / s.release
    faded: Floats = held * 10 ** (-ENVELOPE_CENTIBELS / 200 * gone)
    over = (faded <= SILENT) & ((rising >= 1) | (gone > 0))
    return np.where(over, 0, faded)


def modulation(tick: Floats, s: VoiceSettings) -> Floats:
    """Return the modulation envelope at `tick`, 0..1: convex attack, linear decay and release."""
    at = np.minimum(tick, s.released) - s.start
    rising, falling = _before_release(at, s.mod_delay, s.mod_attack, s.mod_hold, s.mod_decay, s.mod_sustain)
    convex = np.maximum(0, 1 + 400 / 960 * np.log10(np.maximum(rising, 1e-6)))
    held = np.where(rising < 1, convex, falling)
    gone = np.maximum(tick - s.released, 0) / np.maximum(s.mod_release, 1e-9)
    level: Floats = np.maximum(0, held - gone)
    return level


def finished(tick: Floats, s: VoiceSettings, amplitude: Floats) -> Bools:
    """Return whether voices stay silent after `tick`, given the `amplitude` of their volume envelopes there."""
    begun = (tick - s.start >= s.delay + s.attack) | (tick > s.released)
    ended: Bools = begun & (amplitude <= 0)
    return ended


def triangle(ticks: Floats, rate: Floats) -> Floats:
    """Return a triangle LFO `ticks` after its delay, -1..1, rising from 0 at `rate` cycles a tick; 0 before."""
    return np.where(ticks > 0, 4 * np.abs((ticks * rate + 0.75) % 1 - 0.5) - 1, 0)


def _before_release(
    ticks: Floats, delay: Floats, attack: Floats, hold: Floats, decay: Floats, sustain: Floats
) -> tuple[Floats, Floats]:
    """Return an envelope's attack (0 to 1) and decay (1 to sustain) `ticks` after its start."""
    rising = np.clip((ticks - delay) / np.maximum(attack, 1e-9), 0, 1)
    falling = np.maximum(sustain, 1 - np.maximum(ticks - delay - attack - hold, 0) / np.maximum(decay, 1e-9))
    return rising, falling
