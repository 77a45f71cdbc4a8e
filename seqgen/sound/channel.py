"""The controllers of a MIDI channel and their SoundFont modulators (specification 2.04, 8.2 and 9.5)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from seqgen.sound.soundfont_spec import Modulator

BANK, VOLUME, PAN, EXPRESSION, SUSTAIN = 0, 7, 10, 11, 64
SOUND_OFF, RESET_CONTROLS, NOTES_OFF = 120, 121, 123
WHEEL_CENTRE, WHEEL_RANGE = 8192, 16384
DRUM_CHANNEL, DRUM_BANK = 9, 128

# sources of modulators by the low byte of their word; 128 and above are controllers 0 to 127
NO_SOURCE, FROM_VELOCITY, FROM_KEY, FROM_KEY_PRESSURE = 0, 2, 3, 10
FROM_PRESSURE, FROM_WHEEL, FROM_WHEEL_RANGE = 13, 14, 16
FROM_CONTROL = 128
_NULL_PARAMETER = (127, 127)


def _power_on() -> list[int]:
    controls = [0] * 128
    controls[VOLUME], controls[PAN], controls[EXPRESSION] = 100, 64, 127
    return controls


@dataclass
class Channel:
    bank: int = 0
    program: int = 0
    controls: list[int] = field(default_factory=_power_on)
    wheel: int = WHEEL_CENTRE
    wheel_semitones: float = 2.0
    pressure: int = 0
    tuning_cents: float = 0.0
    key_pressure: dict[int, int] = field(default_factory=dict)
    _parameter: tuple[int, int] = _NULL_PARAMETER  # the registered parameter that data entry sets
    _data: list[int] = field(default_factory=lambda: [0, 0])
    _fine_cents: float = 0.0
    _coarse_cents: float = 0.0

    def control(self, number: int, value: int) -> frozenset[int]:
        """Set a controller. Return the modulator sources (low bytes) that it changes."""
        self.controls[number] = value
        if number == RESET_CONTROLS:
            return self._reset()
        if number == BANK and self.bank != DRUM_BANK:
            self.bank = value
        if number in (98, 99):
            self._parameter = _NULL_PARAMETER
        if number in (100, 101):
            low, high = self._parameter
            self._parameter = (value, high) if number == 100 else (low, value)
            self._data = [0, 0]
        if number in (6, 38):
            self._data[number == 38] = value
            self._enter_data()
            return frozenset((FROM_CONTROL + number, FROM_WHEEL_RANGE, FROM_WHEEL))
        return frozenset((FROM_CONTROL + number,))

    def _enter_data(self) -> None:
        coarse, fine = self._data
        if self._parameter == (0, 0):
            self.wheel_semitones = coarse + fine / 100
        elif self._parameter == (1, 0):
            self._fine_cents = ((coarse << 7) + fine - 8192) / 8192 * 100
        elif self._parameter == (2, 0):
            self._coarse_cents = (coarse - 64) * 100.0
        self.tuning_cents = self._fine_cents + self._coarse_cents

    def _reset(self) -> frozenset[int]:
        """Reset all controllers as in RP-015: volume, pan and program stay."""
        kept = {number: self.controls[number] for number in (BANK, 32, VOLUME, PAN, 91, 93)}
        self.controls = _power_on()
        for number, value in kept.items():
            self.controls[number] = value
        self.wheel, self.pressure, self._parameter = WHEEL_CENTRE, 0, _NULL_PARAMETER
        self.key_pressure.clear()
        return frozenset(range(256))

    def modulation(self, modulator: Modulator, key: int, velocity: int) -> float:
        value = modulator.amount * self._source(modulator.source, key, velocity)
        value *= self._source(modulator.amount_source, key, velocity)
        return abs(value) if modulator.transform == 2 else value

    def _source(self, word: int, key: int, velocity: int) -> float:
        """Return the value of a source, 0..1, or -1..1 if bipolar. For the bits of the word see 8.2."""
        source, falling, bipolar, shape = word & 0xFF, word & 0x100, word & 0x200, word >> 10
        if source == NO_SOURCE:
            return 1.0
        value = self._normal(source, key, velocity, 128 if bipolar else 127)
        if falling:
            value = 1.0 - value
        if not bipolar:
            return _shaped(value, shape)
        value = 2.0 * value - 1.0
        if shape == 3:
            return 1.0 if value >= 0 else -1.0
        return math.copysign(_shaped(abs(value), shape), value)

    def _normal(self, source: int, key: int, velocity: int, top: int) -> float:
        """Return a source in 0..1. `top` is 127, or 128 if 64 is to be exactly the middle."""
        if source >= FROM_CONTROL:
            return self.controls[source - FROM_CONTROL] / top
        if source == FROM_WHEEL:
            return self.wheel / WHEEL_RANGE
        if source == FROM_WHEEL_RANGE:
            return self.wheel_semitones / 127
        pressed = self.key_pressure.get(key, 0)
        plain = {FROM_VELOCITY: velocity, FROM_KEY: key, FROM_KEY_PRESSURE: pressed, FROM_PRESSURE: self.pressure}
        return plain.get(source, 0) / top


def _shaped(value: float, shape: int) -> float:
    """Map 0..1 by the curve of a modulator: linear, concave, convex or switch."""
    if shape == 1:
        return concave(value)
    if shape == 2:
        return 1.0 - concave(1.0 - value)
    if shape == 3:
        return 1.0 if value >= 0.5 else 0.0
    return value


def concave(value: float) -> float:
    """Return the concave curve of the specification. 960 cB times it attenuate as a squared falling amplitude."""
    if value <= 0.0:
        return 0.0
    if value >= 1.0:
        return 1.0
    return min(1.0, -400 / 960 * math.log10(1.0 - value))
