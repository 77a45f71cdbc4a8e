"""Voices: the settings of a sounding note, from its SoundFont zone, key, velocity and controllers.

Time is counted in ticks of `TICK` frames: envelopes, LFOs and pitch have one value a tick, as in FluidSynth. A voice is
a pure function of the ticks since it began and of its settings, which controllers change at certain ticks, so the sound
does not depend on how many ticks are computed at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from seqgen.sound.channel import Channel
from seqgen.sound.lowpass import AT_REST, OPEN_CENTS, FilterState
from seqgen.sound.sample_memory import SampleRegion
from seqgen.sound.soundfont import Region
from seqgen.sound.soundfont_spec import Gen

TICK = 64  # frames
NEVER = math.inf
Value = Any  # a float, or Floats with one value a row: a NamedTuple cannot be generic before Python 3.11

# FluidSynth and the E-mu hardware scale a zone's attenuation, but not a modulator's, by 0.4; sound fonts are made by
# ear on such players.
ATTENUATION_SCALE = 0.4
LEAST_TICKS = 7  # a note sounds for at least 10 ms (as in FluidSynth)
LEAST_RELEASE_CENTS = -7200.0  # 16 ms, so that the end does not click
MOST_CENTS = 24_000.0
"""Twenty octaves, more than a sample and a key can be apart; the pitch of a font with odd numbers ends there."""
CUT_RELEASE_CENTS = -200.0  # release of a note cut by its exclusive class: 0.9 s for 96 dB, FluidSynth's figure


class VoiceSettings(NamedTuple):
    """Settings of one voice as numbers, or of the rows of all voices as arrays.

    Times are in ticks, pitches in cents, levels in 0..1.
    """

    start: Value  # tick of the note-on
    released: Value  # tick of the release, or NEVER
    wave: Value  # these four: the `SampleRegion`
    frames: Value
    loop_start: Value
    loop_frames: Value
    cents: Value  # above the sample's own pitch at the output's rate
    gain: Value
    left: Value
    right: Value
    send: Value  # to the room, 0..1
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
    """One sample of a note as it plays, with its settings by tick and its state after the last row."""

    region: Region
    sample: SampleRegion
    channel: int
    key: int
    velocity: int
    settings: VoiceSettings
    changes: list[tuple[int, VoiceSettings]] = field(default_factory=list)  # (from tick, settings) in order
    let_go: bool = False  # the key is up, though the pedal may hold the note
    position: float = 0.0  # in frames of the sample
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

    def change(self, tick: int, settings: VoiceSettings) -> None:
        if self.changes and self.changes[-1][0] >= tick:
            self.changes.pop()
        self.changes.append((tick, settings))
        self.settings = settings

    def from_tick(self, tick: int) -> list[tuple[int, VoiceSettings]]:
        """Return the settings at `tick`, then the changes after it."""
        holding = [settings for since, settings in self.changes if since <= tick][-1:]
        return [(tick, settings) for settings in holding] + [change for change in self.changes if change[0] > tick]

    def release(self, tick: int) -> None:
        """Begin the release. A sample that loops until its release plays on to its end."""
        if self.released:
            return
        begins = max(tick, int(self.settings.start) + LEAST_TICKS)
        loop = 0.0 if self.sample.loops_until_release else self.settings.loop_frames
        wave = self.sample.through if self.sample.loops_until_release else self.settings.wave
        self.change(tick, self.settings._replace(released=float(begins), loop_frames=loop, wave=float(wave)))

    def cut(self, tick: int, release_ticks: float) -> None:
        self.release(tick)
        self.change(tick, self.settings._replace(release=min(release_ticks, self.settings.release)))


def initial_settings(
    region: Region, sample: SampleRegion, channel: Channel, *, key: int, velocity: int, tick: int, rate: int
) -> VoiceSettings:
    """Return the settings of a note that begins at `tick`, for an output of `rate` frames a second.

    The stages of envelopes last whole ticks, rounded as in FluidSynth, so that voices that a font detunes by a short
    pitch envelope beat as its maker heard them.
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

    settings = VoiceSettings(
        start=float(tick),
        released=NEVER,
        wave=float(sample.start),
        frames=float(sample.frames),
        loop_start=float(sample.loop_start),
        loop_frames=float(sample.loop_frames),
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
    *(
        "cents",
        "gain",
        "left",
        "right",
        "send",
        "lfo_to_cents",
        "vibrato_to_cents",
        "envelope_to_cents",
        "lfo_to_centibels",
    ),
    *("cutoff", "lfo_to_cutoff", "envelope_to_cutoff", "resonance"),
)


def controlled(
    settings: VoiceSettings, region: Region, channel: Channel, *, key: int, velocity: int, rate: int
) -> VoiceSettings:
    """Update what controllers change while a note sounds: pitch, level, pan, filter and LFO depths."""
    values = _generators(region, channel, key, velocity)
    return _with_generators(settings, values, region, channel, key=key, rate=rate)


def _with_generators(
    settings: VoiceSettings, values: list[float], region: Region, channel: Channel, *, key: int, rate: int
) -> VoiceSettings:
    sample = region.sample
    if 0 <= values[Gen.KEY] <= 127:
        key = int(values[Gen.KEY])
    root = values[Gen.ROOT_KEY] if 0 <= values[Gen.ROOT_KEY] <= 127 else sample.root_key
    cents = values[Gen.SCALE_TUNING] * (key - root + sample.correction_cents / 100)
    cents += values[Gen.COARSE_TUNE] * 100 + values[Gen.FINE_TUNE] + values[Gen.PITCH] + channel.tuning_cents
    turn = (max(-500.0, min(values[Gen.PAN], 500.0)) + 500) / 1000 * math.pi / 2
    return settings._replace(
        cents=max(-MOST_CENTS, min(cents + 1200 * math.log2(sample.rate / rate), MOST_CENTS)),
        gain=10 ** (-max(0.0, min(values[Gen.ATTENUATION], 1440.0)) / 200),
        left=math.cos(turn),
        right=math.sin(turn),
        send=max(0.0, min(values[Gen.REVERB_SEND] / 1000, 1.0)),
        lfo_to_cents=_depth(values[Gen.MOD_LFO_PITCH]),
        vibrato_to_cents=_depth(values[Gen.VIB_LFO_PITCH]),
        envelope_to_cents=_depth(values[Gen.MOD_ENV_PITCH]),
        lfo_to_centibels=max(-960.0, min(values[Gen.MOD_LFO_VOLUME], 960.0)),
        cutoff=values[Gen.FILTER_CUTOFF],
        lfo_to_cutoff=_depth(values[Gen.MOD_LFO_CUTOFF]),
        envelope_to_cutoff=_depth(values[Gen.MOD_ENV_CUTOFF]),
        resonance=max(0.0, min(values[Gen.FILTER_Q] / 10, 96.0)),
    )


def _depth(cents: float) -> float:
    """Return a depth of pitch or cutoff in the range of the specification (8.1.3)."""
    return max(-12000.0, min(cents, 12000.0))


def _generators(region: Region, channel: Channel, key: int, velocity: int) -> list[float]:
    values = [float(value) for value in region.generators]
    values[Gen.ATTENUATION] *= ATTENUATION_SCALE
    if 0 <= values[Gen.VELOCITY] <= 127:
        velocity = int(values[Gen.VELOCITY])
    for modulator in region.modulators:
        if modulator.destination < len(values):
            values[modulator.destination] += channel.modulation(modulator, key, velocity)
    return values
