"""One sounding note: what its SoundFont zone, key, velocity and controllers make of it, and its course in time.

Time is counted in ticks of `TICK` samples: envelopes, LFOs and pitch have a value a tick, as in FluidSynth. A voice is
a pure function of the ticks since it began and of its settings, which controllers change at certain ticks; so however
many ticks are computed at once, the sound is the same. The functions below take `Settings` of numbers or of arrays
alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Floats
from seqgen.sound.channel import Channel
from seqgen.sound.lowpass import AT_REST, OPEN_CENTS, FilterState
from seqgen.sound.sample_memory import Recording
from seqgen.sound.soundfont import Region
from seqgen.sound.soundfont_spec import Gen

TICK = 64  # samples
NEVER = math.inf
Value = Any  # a float, or Floats with one value a row: a NamedTuple cannot be generic before Python 3.11

# FluidSynth and the E-mu hardware play the attenuation of a zone, as distinct from that of a modulator, at 0.4 of
# its written size; sound fonts are made by ear on such players.
ATTENUATION_SCALE = 0.4
ENVELOPE_CENTIBELS = 960.0  # an envelope's 1..0 in loudness
SILENT = 10 ** (-ENVELOPE_CENTIBELS / 200)
LEAST_TICKS = 7  # a note sounds for 10 ms, however early its end comes (as in FluidSynth)
LEAST_RELEASE_CENTS = -7200.0  # 16 ms, so that an end does not click
CUT_RELEASE_CENTS = -200.0  # release of a note cut by its exclusive class: 0.9 s for 96 dB, FluidSynth's figure


class Settings(NamedTuple):
    """What a voice does: numbers or, for the rows of all voices at once, arrays.

    Times are in ticks, pitches in cents, levels in 0..1.
    """

    start: Value  # the tick it begins at
    released: Value  # the tick its release begins at, or NEVER
    wave: Value  # its recording: first frame in the memory, frames, where the loop may wrap to, loop length or 0
    frames: Value
    loop_start: Value
    loop_frames: Value
    cents: Value  # above the recording's own speed, played at the output's rate
    gain: Value
    left: Value
    right: Value
    delay: Value
    attack: Value
    hold: Value
    decay: Value
    sustain: Value
    release: Value
    mod_delay: Value
    mod_attack: Value
    mod_hold: Value
    mod_decay: Value
    mod_sustain: Value
    mod_release: Value
    lfo_delay: Value
    lfo_rate: Value  # cycles a tick
    vibrato_delay: Value
    vibrato_rate: Value
    lfo_to_cents: Value
    vibrato_to_cents: Value
    envelope_to_cents: Value
    lfo_to_centibels: Value
    cutoff: Value
    lfo_to_cutoff: Value
    envelope_to_cutoff: Value
    resonance: Value  # dB


@dataclass(eq=False)
class Voice:
    """A note's one recording as it plays: who it belongs to, its settings by tick, and what the last row left over."""

    region: Region
    recording: Recording
    channel: int
    key: int
    velocity: int
    settings: Settings
    changes: list[tuple[int, Settings]] = field(default_factory=list)  # (from tick, settings), rising
    let_go: bool = False  # its key is up; the pedal may still hold it
    position: float = 0.0  # in frames of the recording
    level: float = 0.0  # the gain at the end of the last row
    filter_state: FilterState = AT_REST

    @property
    def released(self) -> bool:
        return bool(self.settings.released != NEVER)

    @property
    def filtered(self) -> bool:
        s = self.settings
        lowest = s.cutoff - abs(s.lfo_to_cutoff) + min(0.0, s.envelope_to_cutoff)
        return bool(self.filter_state != AT_REST or lowest < OPEN_CENTS or s.resonance >= 0.5)

    def change(self, tick: int, settings: Settings) -> None:
        """From `tick` on, `settings` hold."""
        if self.changes and self.changes[-1][0] >= tick:
            self.changes.pop()
        self.changes.append((tick, settings))
        self.settings = settings

    def from_tick(self, tick: int) -> list[tuple[int, Settings]]:
        """The changes that are still to come at `tick`, after the settings that hold there."""
        holding = [settings for since, settings in self.changes if since <= tick][-1:]
        return [(tick, settings) for settings in holding] + [change for change in self.changes if change[0] > tick]

    def release(self, tick: int) -> None:
        """Begin the release; a recording that loops until then goes on to its end."""
        if self.released:
            return
        begins = max(tick, int(self.settings.start) + LEAST_TICKS)
        loop = 0.0 if self.recording.loops_until_release else self.settings.loop_frames
        wave = self.recording.through if self.recording.loops_until_release else self.settings.wave
        self.change(tick, self.settings._replace(released=float(begins), loop_frames=loop, wave=float(wave)))

    def cut(self, tick: int, release_ticks: float) -> None:
        """End soon, whatever the envelope's own release."""
        self.release(tick)
        self.change(tick, self.settings._replace(release=min(release_ticks, self.settings.release)))


def initial_settings(
    region: Region, recording: Recording, channel: Channel, *, key: int, velocity: int, tick: int, rate: int
) -> Settings:
    """The settings of a note that begins at `tick`, for an output of `rate` samples a second.

    The stages of the envelopes last whole ticks, rounded as FluidSynth rounds them: fonts that detune two voices of a
    section by a short pitch envelope then beat as they were heard to when they were made.
    """
    values = _generators(region, channel, key, velocity)
    ticks_a_second = rate / TICK
    sounding_key = values[Gen.KEY] if 0 <= values[Gen.KEY] <= 127 else key

    def ticks(generator: Gen, *, scaled: float = 0.0, rounding: float = 0.5) -> int:
        cents = max(-12000.0, min(values[generator] + scaled, 8000.0))
        return math.floor(2 ** (cents / 1200) * ticks_a_second + rounding)

    def keyed_ticks(generator: Gen, by_key: Gen) -> int:
        return ticks(generator, scaled=values[by_key] * (60 - sounding_key))

    def cycles_a_tick(generator: Gen) -> float:
        return 8.176 * 2 ** (max(-16000.0, min(values[generator], 4500.0)) / 1200) / ticks_a_second

    settings = Settings(
        start=float(tick),
        released=NEVER,
        wave=float(recording.start),
        frames=float(recording.frames),
        loop_start=float(recording.loop_start),
        loop_frames=float(recording.loop_frames),
        delay=ticks(Gen.DELAY, rounding=0),
        attack=1 + ticks(Gen.ATTACK, rounding=0),
        hold=keyed_ticks(Gen.HOLD, Gen.KEY_HOLD),
        decay=keyed_ticks(Gen.DECAY, Gen.KEY_DECAY),
        sustain=1 - max(0.0, min(values[Gen.SUSTAIN], 1000.0)) / 1000,
        release=max(ticks(Gen.RELEASE), 2 ** (LEAST_RELEASE_CENTS / 1200) * ticks_a_second),
        mod_delay=ticks(Gen.MOD_DELAY, rounding=0),
        mod_attack=1 + ticks(Gen.MOD_ATTACK, rounding=0),
        mod_hold=keyed_ticks(Gen.MOD_HOLD, Gen.KEY_MOD_HOLD),
        mod_decay=keyed_ticks(Gen.MOD_DECAY, Gen.KEY_MOD_DECAY),
        mod_sustain=1 - max(0.0, min(values[Gen.MOD_SUSTAIN], 1000.0)) / 1000,
        mod_release=ticks(Gen.MOD_RELEASE),
        lfo_delay=ticks(Gen.MOD_LFO_DELAY),
        lfo_rate=cycles_a_tick(Gen.MOD_LFO_RATE),
        vibrato_delay=ticks(Gen.VIB_LFO_DELAY),
        vibrato_rate=cycles_a_tick(Gen.VIB_LFO_RATE),
        **dict.fromkeys(_CONTROLLED, 0.0),
    )
    return _with_generators(settings, values, region, channel, key=key, rate=rate)


_CONTROLLED = (
    *("cents", "gain", "left", "right", "lfo_to_cents", "vibrato_to_cents", "envelope_to_cents", "lfo_to_centibels"),
    *("cutoff", "lfo_to_cutoff", "envelope_to_cutoff", "resonance"),
)


def controlled(settings: Settings, region: Region, channel: Channel, *, key: int, velocity: int, rate: int) -> Settings:
    """`settings` with what controllers can still change while a note sounds: pitch, level, pan, filter, LFO depths."""
    values = _generators(region, channel, key, velocity)
    return _with_generators(settings, values, region, channel, key=key, rate=rate)


def _with_generators(
    settings: Settings, values: list[float], region: Region, channel: Channel, *, key: int, rate: int
) -> Settings:
    sample = region.sample
    if 0 <= values[Gen.KEY] <= 127:
        key = int(values[Gen.KEY])
    root = values[Gen.ROOT_KEY] if 0 <= values[Gen.ROOT_KEY] <= 127 else sample.root_key
    cents = values[Gen.SCALE_TUNING] * (key - root + sample.correction_cents / 100)
    cents += values[Gen.COARSE_TUNE] * 100 + values[Gen.FINE_TUNE] + values[Gen.PITCH] + channel.tuning_cents
    turn = (max(-500.0, min(values[Gen.PAN], 500.0)) + 500) / 1000 * math.pi / 2
    return settings._replace(
        cents=cents + 1200 * math.log2(sample.rate / rate),
        gain=10 ** (-max(0.0, min(values[Gen.ATTENUATION], 1440.0)) / 200),
        left=math.cos(turn),
        right=math.sin(turn),
        lfo_to_cents=values[Gen.MOD_LFO_PITCH],
        vibrato_to_cents=values[Gen.VIB_LFO_PITCH],
        envelope_to_cents=values[Gen.MOD_ENV_PITCH],
        lfo_to_centibels=values[Gen.MOD_LFO_VOLUME],
        cutoff=values[Gen.FILTER_CUTOFF],
        lfo_to_cutoff=values[Gen.MOD_LFO_CUTOFF],
        envelope_to_cutoff=values[Gen.MOD_ENV_CUTOFF],
        resonance=max(0.0, min(values[Gen.FILTER_Q] / 10, 96.0)),
    )


def _generators(region: Region, channel: Channel, key: int, velocity: int) -> list[float]:
    """Every generator's value for one note: the zone's, plus what its modulators add."""
    values = [float(value) for value in region.generators]
    values[Gen.ATTENUATION] *= ATTENUATION_SCALE
    if 0 <= values[Gen.VELOCITY] <= 127:
        velocity = int(values[Gen.VELOCITY])
    for modulator in region.modulators:
        if modulator.destination < len(values):
            values[modulator.destination] += channel.modulation(modulator, key, velocity)
    return values


def volume(tick: Floats, s: Settings) -> Floats:
    """The volume envelope's amplitude at `tick`: it rises in a line, falls in a line of decibels, ends at 0."""
    at = np.minimum(tick, s.released) - s.start
    rising, falling = _before_release(at, s.delay, s.attack, s.hold, s.decay, s.sustain)
    held = np.where(rising < 1, rising, 10 ** (-ENVELOPE_CENTIBELS / 200 * (1 - falling)))
    gone = np.maximum(tick - s.released, 0) / s.release
    faded: Floats = held * 10 ** (-ENVELOPE_CENTIBELS / 200 * gone)
    over = (faded <= SILENT) & ((rising >= 1) | (gone > 0))
    return np.where(over, 0, faded)


def modulation(tick: Floats, s: Settings) -> Floats:
    """The modulation envelope at `tick`, 0..1: a convex rise, a line down to the sustain, another to 0."""
    at = np.minimum(tick, s.released) - s.start
    rising, falling = _before_release(at, s.mod_delay, s.mod_attack, s.mod_hold, s.mod_decay, s.mod_sustain)
    convex = np.maximum(0, 1 + 400 / 960 * np.log10(np.maximum(rising, 1e-6)))
    held = np.where(rising < 1, convex, falling)
    gone = np.maximum(tick - s.released, 0) / np.maximum(s.mod_release, 1e-9)
    level: Floats = np.maximum(0, held - gone)
    return level


def finished(tick: Floats, s: Settings, amplitude: Floats) -> npt.NDArray[np.bool_]:
    """Whether a voice stays silent after `tick`, where its envelope's amplitude is `amplitude`."""
    begun = (tick - s.start >= s.delay + s.attack) | (tick > s.released)
    ended: npt.NDArray[np.bool_] = begun & (amplitude <= 0)
    return ended


def triangle(ticks: Floats, rate: Floats) -> Floats:
    """An LFO `ticks` after its delay: -1..1, from 0 upward, `rate` cycles a tick; 0 before."""
    return np.where(ticks > 0, 4 * np.abs((ticks * rate + 0.75) % 1 - 0.5) - 1, 0)


def _before_release(
    ticks: Floats, delay: Floats, attack: Floats, hold: Floats, decay: Floats, sustain: Floats
) -> tuple[Floats, Floats]:
    """The rise (0..1, then 1) and the fall (1, then down to the sustain) of an envelope `ticks` after its start."""
    rising = np.clip((ticks - delay) / np.maximum(attack, 1e-9), 0, 1)
    falling = np.maximum(sustain, 1 - np.maximum(ticks - delay - attack - hold, 0) / np.maximum(decay, 1e-9))
    return rising, falling
