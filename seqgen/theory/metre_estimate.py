"""Metre and first bar line of a piece, estimated from its notes.

The length of a bar is the period of the accents: their autocorrelation (Brown 1993) is highest at it. Accents are
onsets, long notes, low notes, loud notes and changes of harmony. The first bar line is the beat on which harmony
changes most, and notes are longest and loudest. Whether two bars of 2/4 are one of 4/4 is not in the notes, so the
estimate is never 2/4.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from seqgen.arrays import Bools, Floats, Ints
from seqgen.theory.clarity import METRIC_CLARITY
from seqgen.theory.notes import DRUMS, Notes

SLOTS = 4
"""Slots of a quarter note in which accents are counted."""
MOST_SLOTS = 1 << 18
_LEAST_DEVIATION = 1e-9
_MOST_LAG = 6 * SLOTS
"""Slots of the longest bar that is looked for."""
FEWEST_NOTES = 32
LENGTHENS = 4.0
"""Quarter notes from which on a longer note is no stronger accent."""

PERIOD_WEIGHTS = {"onsets": 1.0, "lengths": 1.0, "depths": 1.0, "loudness": 0.5, "harmony": 1.0}
DOWNBEAT_WEIGHTS = {"lengths": 0.5, "loudness": 0.5, "harmony of a beat": 1.0, "harmony of two": 1.0}
_KINDS = ("onsets", "lengths", "depths", "loudness", "harmony", "harmony of a beat", "harmony of two")
_PERIOD, _DOWNBEAT = (np.array([w.get(kind, 0.0) for kind in _KINDS]) for w in (PERIOD_WEIGHTS, DOWNBEAT_WEIGHTS))

NOT_BELIEVED = 0.25
"""Autocorrelation by which another length of the bar must exceed that of 4/4, the metre that programs write when they
know none. Most in 1,019 Nottingham tunes, all of them right: 0.09; in 200 chorales 0.15; in waltzes about 0.5."""
SURE = 0.6
"""Mean accent, in standard deviations, by which another beat must exceed the first in both halves of a piece of 4/4 for
bars to begin there."""
FEWEST_BARS, FEWEST_BARS_OF_A_METRE = 32, 8
"""Bars from which on another first beat, or another metre, is believed."""


@dataclass(frozen=True)
class Estimate:
    """A metre, and the tick of the first bar line; what stands before it is a pick-up."""

    numerator: int
    denominator: int
    first: int

    @property
    def metres(self) -> Ints:
        """`Notes.metres` of this alone."""
        return np.array([[self.first, self.numerator, self.denominator]], dtype=np.int64)


def is_doubtful(notes: Notes) -> bool:
    """Return whether the metre of a piece may not be its own: a bar of one beat, or 4/4 throughout, which programs
    write when they know none."""
    return len(notes.metres) == 1 and (notes.metres[0, 1] == 1 or notes.metres[0].tolist() == [0, 4, 4])


def contradiction(notes: Notes) -> Estimate | None:
    """Return what the notes say of a doubtful metre where they contradict it. A bar of one beat always is
    contradicted; 4/4 is by pitched notes alone, since fills and solos of drums go their own ways."""
    if int(notes.metres[0, 1]) == 1:
        return estimate(notes)
    bars = int(notes.onset[-1]) / (4 * notes.ticks_per_quarter)
    if bars < FEWEST_BARS_OF_A_METRE or not (notes.part != DRUMS).any():
        return None
    # harmony takes longest to find, and most pieces of 4/4 show it by their other accents
    plain = _Accents.of(notes)
    if plain is None or (plain.signature() == (4, 4) and (bars < FEWEST_BARS or plain.is_sure_of(0, 4))):
        return None
    accents = plain.with_harmony()
    signature = accents.signature()
    if signature != (4, 4) and accents.period(_quarters(signature)) > accents.period(4) + NOT_BELIEVED:
        return accents.estimate(signature)
    first = accents.sure_first_beat(4) if bars >= FEWEST_BARS else 0
    return Estimate(4, 4, first * notes.ticks_per_quarter) if first else None


def estimate(notes: Notes, signature: tuple[int, int] | None = None) -> Estimate:
    """Return metre and first bar line from the notes alone; the bar line alone where the metre's `signature` is
    known."""
    accents = _Accents.of(notes)
    return Estimate(*(signature or (4, 4)), 0) if accents is None else accents.with_harmony().estimate(signature)


def _quarters(signature: tuple[int, int]) -> Fraction:
    return Fraction(4 * signature[0], signature[1])


class _Accents:
    """Accents of a piece in slots, the first of `_KINDS` or all of them: float64 (kinds, slots), each kind of mean 0
    and standard deviation 1, or nothing but 0."""

    def __init__(self, notes: Notes, begin: Ints, kinds: Floats) -> None:
        self._notes, self._begin, self._kinds, self._quarter = notes, begin, kinds, notes.ticks_per_quarter
        self._slots = kinds.shape[1]

    @staticmethod
    def of(notes: Notes) -> _Accents | None:
        """Return the accents of a piece without those of harmony; None where it is too short, or keeps to no beat."""
        if len(notes) < FEWEST_NOTES or int(notes.onset[-1]) * SLOTS // notes.ticks_per_quarter >= MOST_SLOTS:
            return None
        if notes.clarity is None or notes.clarity.value < METRIC_CLARITY:
            return None
        begin = (notes.onset * (2 * SLOTS) + notes.ticks_per_quarter) // (2 * notes.ticks_per_quarter)
        kinds = _standardised(_plain_accents(notes, begin))
        return _Accents(notes, begin, kinds) if kinds[0].any() else None

    def with_harmony(self) -> _Accents:
        harmony = _standardised(_harmony_accents(self._notes, self._begin))
        return _Accents(self._notes, self._begin, np.concatenate([self._kinds, harmony]))

    @cached_property
    def _downbeats(self) -> Floats:
        weights = _DOWNBEAT[: len(self._kinds)]
        return np.asarray(np.einsum("i,ij->j", weights, self._kinds) / weights.sum())

    @cached_property
    def _periodic(self) -> Floats:
        """All kinds times the root of their weights, one behind the other with room for the longest lag, so that one
        product is the weighted sum of their autocorrelations."""
        weights = _PERIOD[: len(self._kinds)] * self._kinds.any(axis=1)
        periodic = np.zeros((len(weights), self._slots + _MOST_LAG))
        np.multiply(self._kinds, np.sqrt(weights / weights.sum())[:, None], out=periodic[:, : self._slots])
        return periodic.reshape(-1)

    def period(self, quarters: Fraction | float) -> float:
        """Return the autocorrelation of the accents at a distance."""
        lag = int(quarters * SLOTS)
        # a piece must be long enough to hold it twice
        if self._slots < 2 * lag + SLOTS:
            return 0.0
        # not @, whose threads cost more than they save
        product = float(np.einsum("i,i->", self._periodic[lag:], self._periodic[:-lag]))
        # accents that are the same in every beat tie, which rounding must not decide
        return float(round(product / (self._slots - lag), 9))

    def signature(self) -> tuple[int, int]:
        """Return the metre whose bars the accents have as their period."""
        beat, two, three, four = (self.period(quarters) for quarters in (1, 2, 3, 4))
        dotted, nine = self.period(1.5), self.period(4.5)
        if dotted > max(beat, two) and max(three, nine) > four:
            return (9, 8) if nine > 1.08 * three else (6, 8)
        if three > max(two, four):
            return 3, 4
        if self.period(5) > 1.05 * max(two, three, four):
            return 5, 4
        if self.period(6) > 1.15 * four and two > three:
            return 3, 2
        return 4, 4

    def estimate(self, signature: tuple[int, int] | None = None) -> Estimate:
        signature = signature or self.signature()
        bar = _quarters(signature)
        if (bar * SLOTS).denominator > 1:
            # bars of 32nds, whose lines lie between the slots
            return Estimate(*signature, 0)
        # an 8th may be the pick-up of dotted beats
        unit = SLOTS // 2 if signature[1] >= 8 else SLOTS
        means = self._by_place(bar, unit, self._downbeats)
        return Estimate(*signature, int(np.argmax(means)) * unit * self._quarter // SLOTS)

    def sure_first_beat(self, quarters: int) -> int:
        """Return the beat of the bar, counted from 0, with the strongest accents in both halves of a piece by far; 0
        where there is none or the piece is short."""
        if self._slots < FEWEST_BARS * quarters * SLOTS:
            return 0
        best = int(np.argmax(self._by_place(quarters, SLOTS, self._downbeats)))
        return best if all(means[best] - means[0] > SURE for means in self._by_half(quarters)) else 0

    def is_sure_of(self, beat: int, quarters: int) -> bool:
        """Return whether a beat of the bar has the strongest accents in both halves of a piece by far."""
        halves = [means.tolist() for means in self._by_half(quarters)]
        return all(means.pop(beat) - max(means) > SURE for means in halves)

    def _by_half(self, quarters: int) -> list[Floats]:
        bar = quarters * SLOTS
        half = len(self._downbeats) // 2 // bar * bar
        return [self._by_place(quarters, SLOTS, part) for part in (self._downbeats[:half], self._downbeats[half:])]

    @staticmethod
    def _by_place(quarters: Fraction | int, unit: int, accents: Floats) -> Floats:
        """Return the mean accent at each place of bars, which are multiples of `unit` slots."""
        bar = int(quarters * SLOTS)
        whole = accents[: len(accents) // bar * bar]
        means = whole.reshape(-1, bar).mean(axis=0) if len(whole) else np.zeros(bar)
        # of beats that are alike, the first is the one, not the one that rounding prefers
        return np.asarray(np.round(means[::unit], 9))


def _standardised(accents: Floats) -> Floats:
    slots = accents.shape[1]
    centred = accents - accents.sum(axis=1, keepdims=True) / slots
    deviation = np.sqrt(np.einsum("ij,ij->i", centred, centred) / slots)
    return np.asarray(centred / np.where(deviation > _LEAST_DEVIATION, deviation, np.inf)[:, None])


def _plain_accents(notes: Notes, begin: Ints) -> Floats:
    """Return the accents that notes have by themselves, float64 (4, slots). `begin`: the slot of each note."""
    quarter, slots = notes.ticks_per_quarter, int(begin[-1]) + 1
    fresh = np.ones(len(begin), bool)
    np.not_equal(begin[1:], begin[:-1], out=fresh[1:])
    struck = np.flatnonzero(fresh)
    of_notes = np.empty((3, len(begin)))
    np.minimum((notes.end - notes.onset) / quarter, LENGTHENS, out=of_notes[0])
    pitched = notes.part != DRUMS
    of_notes[1] = notes.pitch
    middle = of_notes[1].sum(where=pitched) / max(np.count_nonzero(pitched), 1)
    np.maximum(middle - of_notes[1], 0.0, out=of_notes[1])
    of_notes[1] *= pitched
    of_notes[2] = notes.velocity
    accents = np.zeros((4, slots))
    np.log1p(np.bincount(begin, minlength=slots), out=accents[0])
    accents[1:, begin[struck]] = np.maximum.reduceat(of_notes, struck, axis=1)
    return accents


def _harmony_accents(notes: Notes, begin: Ints) -> Floats:
    """Return how much harmony changes within a beat where notes begin, and within a beat and within two everywhere,
    float64 (3, slots)."""
    slots = int(begin[-1]) + 1
    sounding = _classes_sounding(notes, begin, notes.part != DRUMS, slots)
    accents = np.zeros((3, slots))
    accents[1], accents[2] = _changes(sounding, SLOTS), _changes(sounding, 2 * SLOTS)
    accents[0, begin] = accents[1, begin]
    return accents


def _classes_sounding(notes: Notes, begin: Ints, pitched: Bools, slots: int) -> Floats:
    """Return for how many slots each pitch class has sounded before each slot, summed over notes: float64 (slots + 1,
    12)."""
    end = np.maximum((notes.end * (2 * SLOTS) + notes.ticks_per_quarter) // (2 * notes.ticks_per_quarter), begin + 1)
    classes = notes.pitch[pitched].astype(np.int64) % 12
    size = 12 * (slots + 1)
    begun = np.bincount(begin[pitched] * 12 + classes, minlength=size)
    ended = np.bincount(np.minimum(end[pitched], slots) * 12 + classes, minlength=size)
    now = np.cumsum((begun - ended).reshape(-1, 12), axis=0)[:-1]
    return np.concatenate([np.zeros((1, 12)), np.cumsum(now, axis=0)])


def _changes(sounding: Floats, width: int) -> Floats:
    """Return how much the pitch classes of `width` slots from each slot on differ from those before it, 0 (not at all)
    to 1, float64 (slots,)."""
    slots = len(sounding) - 1
    # what lies outside the piece is as at its ends
    padded = np.concatenate([sounding[:1].repeat(width, axis=0), sounding, sounding[-1:].repeat(width, axis=0)])
    within = padded[width:] - padded[:-width]
    before, after = within[:slots], within[width : width + slots]
    norm = np.sqrt(np.einsum("ij,ij->i", after, after) * np.einsum("ij,ij->i", before, before))
    alike = np.einsum("ij,ij->i", after, before)
    return np.where(norm > 0, 1.0 - alike / np.maximum(norm, 1e-9), 0.0)
