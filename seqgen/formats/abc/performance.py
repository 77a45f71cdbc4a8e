"""A voice in time: notes with their velocities, from the elements as they are played."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from seqgen.formats.abc.elements import (
    WHOLE,
    Bar,
    Element,
    Ending,
    Grace,
    Metre,
    Overlay,
    OverlayStart,
    Part,
    Setting,
    Sound,
    Symbol,
)
from seqgen.formats.abc.faults import BrokenTune
from seqgen.formats.abc.ornaments import STACCATO, ornamented

MOST_ELEMENTS = 500_000
"""Most notes, rests, bar lines and so forth that a tune plays with its repeats and parts, over all voices."""
MOST_UNITS = WHOLE * 1_000_000
GRACE_NUMERATOR, GRACE_DENOMINATOR = 1, 4
"""Length of a grace note as a fraction of its written one, taken from the sound behind it."""
LOUD, MEDIUM, SOFT = 105, 95, 80
DRUM_CHANNEL = 10
MOST_SHIFT = 96
"""Most semitones by which `%%MIDI transpose` and `rtranspose` shift notes."""

PlayedNote = list[int]
"""Start and end in units, MIDI pitch, velocity."""
Instrument = tuple[int, bool]
"""MIDI program, and whether it is a drum kit."""


@dataclass
class Performed:
    """A voice as it is played; `timeline` has what else happens, with the time in units."""

    notes: dict[Instrument, list[PlayedNote]] = field(default_factory=dict)
    timeline: list[tuple[int, Element]] = field(default_factory=list)
    length: int = 0
    elements: int = 0


class BarClock:
    """The place in the bar, in units. A bar line in the middle of a bar, such as a repeat sign, does not begin one."""

    def __init__(self, metre: Metre) -> None:
        self.start = 0
        self.first = True
        self.set_metre(metre)

    def set_metre(self, metre: Metre) -> None:
        self.metre = metre
        numerator = metre.numerator
        beats = 3 if numerator % 3 == 0 else 2 if numerator % 2 == 0 else numerator
        self.set_beat(beats)

    def set_beat(self, length: int) -> None:
        """Let a beat be so many units of the metre's denominator long."""
        self.beat = WHOLE // self.metre.denominator * length

    def line(self, kind: str, now: int) -> bool:
        """Take note of a bar line, and return whether a bar begins with it."""
        begins = kind == "|" or self.first or (not self.metre.free and now - self.start >= self.metre.length)
        if begins:
            self.first = self.first and now == self.start
            self.start = now
        return begins


def perform(elements: Iterable[Element], metre: Metre, quarters_a_minute: float, *, most_elements: int) -> Performed:
    """Play the elements from time 0. Raises `BrokenTune` if there are more than `most_elements` or if they take too
    long.

    `metre` and `quarters_a_minute` are those of the tune's header.
    """
    player = _Player(metre, quarters_a_minute)
    answer = player.answer
    for element in elements:
        if isinstance(element, Sound):
            player.sound(element)
        else:
            player.other(element)
        if answer.elements > most_elements:
            raise BrokenTune("plays more than {most} notes with its repeats and parts", most=MOST_ELEMENTS)
    answer.length = player.now
    if answer.length > MOST_UNITS:
        raise BrokenTune("lasts more than {most} whole notes", most=MOST_UNITS // WHOLE)
    return answer


class _Player:
    def __init__(self, metre: Metre, quarters_a_minute: float) -> None:
        self.answer = Performed()
        self.now = 0
        self._clock = BarClock(metre)
        self._line = 0
        self._quarters_a_minute = quarters_a_minute
        self._instrument: Instrument = (0, False)
        self._notes = self.answer.notes.setdefault(self._instrument, [])
        self._held: dict[int, PlayedNote] = {}
        self._grace: list[Sound] = []
        self._shift = 0
        self._overlay_start = 0
        self._loud, self._medium, self._soft = LOUD, MEDIUM, SOFT

    def sound(self, sound: Sound) -> None:
        """Play a note, a chord or a rest, after the grace notes that wait for it and fit into it."""
        length, rest = sound.length, 0
        if sound.ornament is not None and sound.ornament.kind == STACCATO:
            rest = length // 2
            length -= rest
        if self._grace:
            waiting, self._grace = self._grace, []
            total = sum(grace.length * GRACE_NUMERATOR // GRACE_DENOMINATOR for grace in waiting)
            if total < length:
                for grace in waiting:
                    self._strike(grace, grace.length * GRACE_NUMERATOR // GRACE_DENOMINATOR)
                length -= total
        if sound.ornament is None or not length:
            self._strike(sound, length)
        elif rest:
            self._strike(sound, length)
            self.now += rest
        else:
            for piece in ornamented(sound, length, self._quarters_a_minute):
                self._strike(piece, piece.length)

    def _strike(self, sound: Sound, length: int) -> None:
        self.answer.elements += 1 + len(sound.pitches)
        now = self.now
        end = self.now = now + length
        if sound.pitches and length:
            place = now - self._clock.start
            velocity = self._loud if not place else self._soft if place % self._clock.beat else self._medium
            held = self._held
            struck: dict[int, PlayedNote] = {}
            for pitch in sound.pitches:
                note = held.get(pitch)
                if note is not None:
                    note[1] = end
                else:
                    note = [now, end, pitch + self._shift, velocity]
                    self._notes.append(note)
                struck[pitch] = note
            # a trill may end on the note above
            self._held = {pitch: struck[pitch] for pitch in sound.ties if pitch in struck}
        elif length:
            self._held = {}

    def other(self, element: Element) -> None:
        """Take a bar line or another element that is no sound of the voice's own line."""
        self.answer.elements += 1
        if isinstance(element, Bar):
            begins = self._clock.line(element.kind, self.now)
            self.answer.timeline.append((self.now, Bar("|" if begins else "||")))
            self._line = self.now
            if element.kind in ("|", "||"):
                self._grace = []
        elif isinstance(element, Grace):
            self._grace = list(element.sounds)
        elif isinstance(element, Overlay):
            self._overlay(element)
        elif isinstance(element, OverlayStart):
            self._overlay_start = self.now
        elif isinstance(element, Metre):
            self._clock.set_metre(element)
            self.answer.timeline.append((self.now, element))
        elif isinstance(element, Symbol):
            self.answer.timeline.append((self.now, element.transposed(self._shift)))
        elif not (isinstance(element, Ending | Part) or (isinstance(element, Setting) and self._set(element))):
            self.answer.timeline.append((self.now, element))

    def _overlay(self, overlay: Overlay) -> None:
        """Play another line of this bar, and come back to where the bar's first line is."""
        now, held = self.now, self._held
        start = self._overlay_start if overlay.several_bars else self._line
        self.now, self._held = start, {}
        for element in overlay.sounds:
            if isinstance(element, Grace):
                self._grace = list(element.sounds)
            else:
                self.sound(element)
        self.now, self._held, self._grace = max(now, self.now) if now == start else now, held, []

    def _set(self, setting: Setting) -> bool:
        """Apply a setting of the voice itself, and return whether it was one."""
        program, drums = self._instrument
        if setting.name == "beat":
            self._loud, self._medium, self._soft = (int(value) for value in setting.values[:3])
            if setting.values[3:]:
                self._clock.set_beat(int(setting.values[3]))
        elif setting.name == "program":
            self._instrument = (int(setting.values[0]), drums)
        elif setting.name == "transpose":
            self._shift = int(setting.values[0])
        elif setting.name == "rtranspose":
            self._shift = max(-MOST_SHIFT, min(MOST_SHIFT, self._shift + int(setting.values[0])))
        elif setting.name == "channel":
            self._instrument = (program, setting.values[0] == DRUM_CHANNEL)
        else:
            return False
        self._notes = self.answer.notes.setdefault(self._instrument, [])
        return True
