"""The accompaniment of chord symbols: bass and chords in the pattern of the metre, and drums where the tune has them.

The patterns and their meaning are those of abcMIDI's guide. `f` is the bass, `c` the chord, `b` both, `z` a rest, `g`
to `k` are single notes of the chord, capitals an octave lower.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from seqgen.formats.abc.directives import read_pattern
from seqgen.formats.abc.elements import Bar, Element, Metre, Setting, Symbol
from seqgen.formats.abc.faults import BrokenTune
from seqgen.formats.abc.performance import MOST_ELEMENTS, Instrument, PlayedNote

BASS_OCTAVE, CHORD_OCTAVE = 36, 48
BASS_VELOCITY, CHORD_VELOCITY, DRUM_VELOCITY = 80, 75, 80

PATTERNS = {
    (2, 2): "fzczfzcz",
    (4, 4): "fzczfzcz",
    (2, 4): "fzcz",
    (6, 4): "fzczfzczfzcz",
    (3, 8): "fzczcz",
    (3, 4): "fzczcz",
    (5, 4): "fzbcz",
    (5, 8): "fzbcz",
    (7, 4): "fzbczcz",
    (7, 8): "fzbczcz",
    (6, 8): "fzcfzc",
    (9, 8): "fzcfzcfzc",
    (12, 8): "fzcfzcfzcfzc",
}
"""Patterns of a bar by metre; a metre that is not listed keeps the pattern before it."""


@dataclass
class Accompaniment:
    """The notes of each part with its instrument."""

    bass: list[PlayedNote] = field(default_factory=list)
    chords: list[PlayedNote] = field(default_factory=list)
    drums: list[PlayedNote] = field(default_factory=list)
    bass_instrument: Instrument = (0, False)
    chord_instrument: Instrument = (0, False)


class _Pattern:
    """The steps of a pattern in time; it is played once from each bar line on."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int]] = []
        self._unit = 0
        self._next, self._at = 0, 0

    def set(self, text: str, metre: Metre) -> None:
        self.steps = read_pattern(text)
        self._unit = metre.length // max(1, sum(length for _, length in self.steps))

    def restart(self, now: int) -> None:
        self._next, self._at = 0, now

    def due(self, now: int) -> Iterator[tuple[int, int, str, int]]:
        """Yield the steps that begin before `now`: start and length in units, letter, and index in the pattern."""
        while self._next < len(self.steps) and self._at < now:
            letter, length = self.steps[self._next]
            yield self._at, self._unit * length, letter, self._next
            self._at += self._unit * length
            self._next += 1


def accompany(timeline: Sequence[tuple[int, Element]], metre: Metre, length: int) -> Accompaniment:
    """Return the accompaniment of a voice whose chord symbols, bar lines and settings are `timeline`, and which is
    `length` units long. Raises `BrokenTune` if it is out of all proportion."""
    band = _Band(metre)
    for now, element in timeline:
        band.play_until(now)
        if isinstance(element, Bar):
            if element.kind == "|":
                band.chord_pattern.restart(now)
                band.drum_pattern.restart(now)
        elif isinstance(element, Symbol):
            band.set_symbol(element)
        elif isinstance(element, Metre):
            band.set_metre(element)
        elif isinstance(element, Setting):
            band.set(element)
    band.play_until(length)
    return band.answer


class _Band:
    def __init__(self, metre: Metre) -> None:
        self.answer = Accompaniment()
        self.chord_pattern, self.drum_pattern = _Pattern(), _Pattern()
        self._symbol: Symbol | None = None
        self._chord: list[int] = []
        self._on, self._drums_on = True, False
        self._drum_sounds: list[int] = []
        self._bass_velocity, self._chord_velocity = BASS_VELOCITY, CHORD_VELOCITY
        self.set_metre(metre)

    def set_metre(self, metre: Metre) -> None:
        self._metre = metre
        pattern = PATTERNS.get((metre.numerator, metre.denominator))
        if pattern:
            self.chord_pattern.set(pattern, metre)

    def set_symbol(self, symbol: Symbol) -> None:
        """Take a chord. Its notes from the bass note on lie lowest."""
        self._symbol = symbol
        above = [i for i, note in enumerate(symbol.notes) if (symbol.root + note - symbol.bass) % 12 == 0]
        lowest = above[-1] if above else 0
        self._chord = [CHORD_OCTAVE + symbol.root + note + 12 * (i < lowest) for i, note in enumerate(symbol.notes)]

    def set(self, setting: Setting) -> None:
        name, values = setting.name, setting.values
        if name == "gchord":
            self.chord_pattern.set(str(values[0]), self._metre)
        elif name in ("gchordon", "gchordoff"):
            self._on = name == "gchordon"
        elif name in ("drumon", "drumoff"):
            self._drums_on = name == "drumon"
        elif name == "drum":
            self.drum_pattern.set(str(values[0]), self._metre)
            self._drum_sounds = [int(value) for value in values[1:]]
        elif name == "chordprog":
            self.answer.chord_instrument = (int(values[0]), False)
        elif name == "bassprog":
            self.answer.bass_instrument = (int(values[0]), False)
        elif name == "chordvol":
            self._chord_velocity = int(values[0])
        elif name == "bassvol":
            self._bass_velocity = int(values[0])

    def play_until(self, now: int) -> None:
        if len(self.answer.chords) > MOST_ELEMENTS:
            raise BrokenTune("has an accompaniment of more than {most} notes", most=MOST_ELEMENTS)
        for start, length, letter, _ in self.chord_pattern.due(now):
            if self._symbol is not None and self._on:
                self._strike(self._symbol, letter, start, start + length)
        for start, length, letter, index in self.drum_pattern.due(now):
            if self._drums_on and letter == "d":
                self._drum(start, start + length, index)

    def _strike(self, symbol: Symbol, letter: str, start: int, end: int) -> None:
        if letter in "fb" or (letter == "c" and not self._chord):
            self.answer.bass.append([start, end, BASS_OCTAVE + symbol.bass, self._bass_velocity])
        pitches: list[int] = []
        if letter in "bc":
            pitches = self._chord
        elif letter.lower() in "ghijk" and "ghijk".index(letter.lower()) < len(self._chord):
            pitches = [self._chord["ghijk".index(letter.lower())] - 12 * letter.isupper()]
        self.answer.chords += [[start, end, pitch, self._chord_velocity] for pitch in pitches]

    def _drum(self, start: int, end: int, index: int) -> None:
        """Strike the drum of a step: the directive lists the sounds of all strokes, then their velocities."""
        strokes = sum(1 for letter, _ in self.drum_pattern.steps if letter == "d")
        stroke = sum(1 for letter, _ in self.drum_pattern.steps[:index] if letter == "d")
        if stroke < len(self._drum_sounds):
            volume = self._drum_sounds[strokes + stroke] if strokes + stroke < len(self._drum_sounds) else DRUM_VELOCITY
            self.answer.drums.append([start, end, self._drum_sounds[stroke], max(1, volume)])
