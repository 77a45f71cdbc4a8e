"""Timing of what was played by hand to a beat: how late it is, and the places in the beat that were meant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Bools, Floats, Ints

PLAYED_FROM = 0.5
"""Share of notes played by hand to a beat from which on their deviations are a column of their own: all of Groove, 0.22
of POP909, none of folk tunes, chorales and piano performances."""
_CLEAR = 0.3
"""Least clarity (length of the mean phase vector) of a beat that playing keeps to; see `seqgen.theory.clarity`."""
_FINE = (8, 6)
"""Parts of a quarter note that written music keeps to: 32nds and 16th triplets."""
_FAR_BETTER = 0.6
"""Error of the better places as a share of that of the others."""
_APART = 0.1
"""Quarter notes between onsets that are meant to be two."""


@dataclass(frozen=True)
class Timing:
    """Timing of onsets.

    Attributes:
        lateness: quarter notes by which onsets are late on average; negative where they are early.
        by_hand: no two onsets deviate alike, as where somebody played.
        to_a_beat: onsets keep to some subdivision of the beat.
    """

    lateness: float
    by_hand: bool
    to_a_beat: bool

    @property
    def is_played(self) -> bool:
        """Return whether somebody played to a beat."""
        return self.by_hand and self.to_a_beat


WRITTEN = Timing(0.0, False, True)


def timing_of(quarters: Floats, tick: float) -> Timing:
    """Return the timing of onsets in quarter notes, given the length of a tick in quarter notes."""
    if not len(quarters) or _on_grid(quarters, tick).mean() >= 0.5:
        return WRITTEN
    phases = [complex(np.exp(2j * np.pi * parts * quarters).mean()) for parts in (4, 3, 6)]
    clearest = int(np.argmax(np.abs(phases)))
    clear = bool(abs(phases[clearest]) >= _CLEAR)
    lateness = float(np.angle(phases[clearest])) / (2 * np.pi * (4, 3, 6)[clearest]) if clear else 0.0
    if _on_grid(quarters - lateness, tick).mean() >= 0.9:
        return Timing(lateness, False, True)
    deviations = len(np.unique(np.round(np.mod(quarters, 1.0) / tick)))
    by_hand = deviations >= min(8, 0.6 * len(quarters))
    return Timing(lateness, True, clear) if by_hand else WRITTEN


def meant(quarters: Floats, timing: Timing) -> Floats:
    """Return the places in quarter notes at which onsets of some timing were meant: on the beat (`on_the_beat`) where
    somebody played, without their lateness where a machine did."""
    on_time = quarters - timing.lateness
    return on_the_beat(on_time) if timing.by_hand else np.maximum(on_time, 0.0)


def meant_ticks(onset: Ints, ticks_per_quarter: int) -> Ints:
    """Return the ticks at which onsets in ticks were meant; see `meant`."""
    played = onset / ticks_per_quarter
    quarters = meant(played, timing_of(played, 1 / ticks_per_quarter))
    return np.asarray(np.round(quarters * ticks_per_quarter).astype(np.int64))


def _on_grid(quarters: Floats, tick: float) -> Bools:
    away = [np.abs(quarters - np.round(quarters * parts) / parts) for parts in _FINE]
    return np.asarray(np.min(away, axis=0) <= 1.01 * tick)


def on_the_beat(quarters: Floats) -> Floats:
    """Return onsets moved to 16ths or 8th triplets, whichever fit better in all, and beat by beat to the other where
    that fits far better; to 32nds where onsets would fall together."""
    sixteenths, triplets, fine = (np.round(quarters * parts) / parts for parts in (4, 3, 8))
    error, error_of_triplets = (np.abs(quarters - places) for places in (sixteenths, triplets))
    in_doubt = _FAR_BETTER if error.sum() <= error_of_triplets.sum() else 1 / _FAR_BETTER
    if not len(quarters):
        return quarters
    order = np.argsort(quarters, kind="stable")
    onsets = quarters[order]
    beats = np.floor(onsets + 1 / 12)
    within = beats[1:] == beats[:-1]
    begins = np.append(0, 1 + np.flatnonzero(~within))
    beat = np.append(0, np.cumsum(~within))
    in_triplets = np.add.reduceat(error_of_triplets[order], begins) < in_doubt * np.add.reduceat(error[order], begins)
    places = np.where(in_triplets[beat], triplets[order], sixteenths[order])
    # of each beat, onsets that are apart less the places that they have
    apart, differ = within & (onsets[1:] - onsets[:-1] > _APART), within & (places[1:] != places[:-1])
    lost = np.bincount(beat[1:], apart.astype(np.int64) - differ, len(begins))
    moved = np.empty_like(quarters)
    moved[order] = np.maximum(np.where(lost[beat] > 0, fine[order], places), 0.0)
    return moved
