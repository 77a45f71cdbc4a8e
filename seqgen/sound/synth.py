"""A SoundFont synthesiser in NumPy: MIDI events to stereo sound, block by block.

All voices are computed together. A row is one tick (64 frames) of one voice; the rows of all voices form a matrix, and
pitch, envelope and filter settings have one value a row. A block therefore costs about sixty NumPy calls for any number
of voices. Takes are rendered by the same code as live playing, in longer blocks.

Where the specification is open, this follows FluidSynth, which is the reference in the tests: cubic interpolation over
four points (Catmull-Rom), sine-law panning, events on ticks, and the conventions in `voice` and `lowpass`. What voices
send to the reverb is heard in a `Room`, if there is one; there is no chorus.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice

import numpy as np

from seqgen.arrays import Floats, Floats32, Sound
from seqgen.sound import channel as midi
from seqgen.sound.channel import Channel
from seqgen.sound.envelope import finished, modulation, triangle, volume
from seqgen.sound.limiter import Limiter
from seqgen.sound.lowpass import OPEN_GAIN, Run, lowpass
from seqgen.sound.room import Room
from seqgen.sound.sample_memory import FASTEST, SampleMemory
from seqgen.sound.soundfont import SoundFont
from seqgen.sound.soundfont_spec import Gen
from seqgen.sound.voice import CUT_RELEASE_CENTS, TICK, Voice, VoiceSettings, controlled, initial_settings

MOST_VOICES = 256
MOST_VOICES_A_NOTE = 64
GAIN = 0.8  # four times FluidSynth's default; real pieces then peak at -4 to -15 dBFS, below the limiter


class Synth:
    """A synthesiser that plays `soundfont` at `sample_rate`. Channel 9 plays drums.

    Events take `at`, their frame in the next block, and must come in order of time. Times are rounded up to a tick,
    1.5 ms at 44,100 Hz; blocks of a multiple of 64 frames add no delay. Not thread-safe.
    """

    def __init__(
        self, soundfont: SoundFont, sample_rate: int = 44100, *, gain: float = GAIN, room: bool = False
    ) -> None:
        self.sample_rate = sample_rate
        self._soundfont, self._gain = soundfont, gain
        self._samples = SampleMemory(soundfont, row_length=TICK)
        self._limiter = Limiter(sample_rate, TICK)
        self._room = Room(sample_rate) if room else None
        self._channels: dict[int, Channel] = {}
        self._voices: list[Voice] = []
        self._tick = 0  # the next to be rendered
        self._rest = np.zeros((0, 2), np.float32)  # rendered but not yet returned
        self._stale: dict[int, set[int]] = {}  # channel -> sources that changed at self._stale_tick
        self._stale_tick = 0

    # Events

    def note_on(self, channel: int, key: int, velocity: int, *, at: int = 0) -> None:
        """Begin a note (velocity 0 ends it). A sounding note of the same key and channel is released. Raises
        `UnreadableFile` for a damaged zone or sample of the font."""
        if velocity <= 0:
            return self.note_off(channel, key, at=at)
        tick = self._moment(at)
        state = self._channel(channel)
        for voice in self._voices:
            if voice.channel == channel and voice.key == key:
                voice.let_go = True
                voice.release(tick)
        regions = (r for r in self._soundfont.regions(state.bank, state.program) if r.sounds(key, velocity))
        for region in islice(regions, MOST_VOICES_A_NOTE):
            sample = self._samples.of(region)
            settings = initial_settings(
                region, sample, state, key=key, velocity=velocity, tick=tick, rate=self.sample_rate
            )
            self._add(Voice(region, sample, channel, key, velocity, settings, [(tick, settings)]))
        return None

    def note_off(self, channel: int, key: int, *, at: int = 0) -> None:
        """Release a note, unless the sustain pedal holds it."""
        tick = self._moment(at)
        held = self._channel(channel).controls[midi.SUSTAIN] >= 64
        for voice in self._voices:
            if voice.channel == channel and voice.key == key and not voice.let_go:
                voice.let_go = True
                if not held:
                    voice.release(tick)

    def control(self, channel: int, number: int, value: int, *, at: int = 0) -> None:
        """Set a controller (0-127), including channel mode messages (120-127)."""
        tick = self._moment(at)
        changed = self._channel(channel).control(number, value)
        self._stale.setdefault(channel, set()).update(changed)
        if (number == midi.SUSTAIN and value < 64) or number == midi.RESET_CONTROLS:
            self._release((voice for voice in self._voices if voice.let_go), channel, tick)
        elif number == midi.SOUND_OFF:
            for voice in self._voices:
                if voice.channel == channel:
                    voice.cut(tick, 1.0)
        elif number >= midi.NOTES_OFF:
            self._release(self._voices, channel, tick)

    def program(self, channel: int, program: int, *, bank: int | None = None, at: int = 0) -> None:
        """Select the preset of later notes. Bank 128 holds the drum kits; None keeps the bank."""
        self._moment(at)
        state = self._channel(channel)
        state.program = program
        if bank is not None:
            state.bank = bank

    def pitch_bend(self, channel: int, value: int, *, at: int = 0) -> None:
        """Move the pitch wheel, -8192..8191. Its range is 2 semitones unless RPN 0 changes it."""
        self._moment(at)
        self._channel(channel).wheel = max(0, min(value + midi.WHEEL_CENTRE, midi.WHEEL_RANGE - 1))
        self._stale.setdefault(channel, set()).add(midi.FROM_WHEEL)

    def pressure(self, channel: int, value: int, *, at: int = 0) -> None:
        self._moment(at)
        self._channel(channel).pressure = value
        self._stale.setdefault(channel, set()).add(midi.FROM_PRESSURE)

    def all_off(self, *, at: int = 0) -> None:
        """Release every note, whatever the pedal."""
        tick = self._moment(at)
        for voice in self._voices:
            voice.let_go = True
            voice.release(tick)

    @property
    def sounding(self) -> int:
        return len(self._voices)

    @property
    def silent(self) -> bool:
        """True while nothing is heard: no voice, and no room that rings out."""
        return not self._voices and not (self._room is not None and self._room.sounding)

    def set_room(self, on: bool) -> None:
        """Let the room be heard from now on, or no longer."""
        if on != (self._room is not None):
            self._room = Room(self.sample_rate) if on else None

    # Sound

    def block(self, frames: int) -> Sound:
        """Return the next frames, (frames, 2), limited to -1 dBFS."""
        missing = max(0, frames - len(self._rest))
        ticks = -(-missing // TICK)
        if ticks:
            fresh = self._limiter(self.mix(ticks))
            self._rest = np.concatenate([self._rest, fresh]) if len(self._rest) else fresh
        sound, self._rest = self._rest[:frames], self._rest[frames:]
        return sound

    def mix(self, ticks: int) -> Sound:
        """Return the sum of all voices and the room over the next ticks, (64 * ticks, 2), without the limiter."""
        self._refresh()
        buses = np.zeros((2 if self._room is None else 3, ticks, TICK), np.float32)
        self._mix_voices(ticks, buses)
        self._tick += ticks
        self._voices = [voice for voice in self._voices if voice.changes]
        sound = np.stack([buses[0].ravel(), buses[1].ravel()], axis=1)
        if self._room is not None:
            reverberant = self._room(buses[2].ravel())
            if reverberant is not None:
                sound += reverberant
        return sound

    def _channel(self, number: int) -> Channel:
        if number not in self._channels:
            self._channels[number] = Channel(bank=midi.DRUM_BANK if number == midi.DRUM_CHANNEL else 0)
        return self._channels[number]

    def _moment(self, at: int) -> int:
        """Return the tick of an event `at` frames into the next block, after applying earlier controllers."""
        tick = self._tick + max(0, -(-(at - len(self._rest)) // TICK))
        if tick != self._stale_tick:
            self._refresh()
            self._stale_tick = tick
        return tick

    def _refresh(self) -> None:
        for number, sources in self._stale.items():
            for voice in self._voices:
                if voice.channel == number and voice.region.sources & sources:
                    settings = controlled(
                        voice.settings,
                        voice.region,
                        self._channels[number],
                        key=voice.key,
                        velocity=voice.velocity,
                        rate=self.sample_rate,
                    )
                    voice.change(max(self._stale_tick, self._tick), settings)
        self._stale.clear()

    def _release(self, voices: Iterable[Voice], channel: int, tick: int) -> None:
        for voice in voices:
            if voice.channel == channel:
                voice.let_go = True
                voice.release(tick)

    def _add(self, voice: Voice) -> None:
        """Start a voice. It cuts those of its exclusive class and, past `MOST_VOICES`, the longest in release."""
        tick = int(voice.settings.start)
        group = voice.region.generators[Gen.EXCLUSIVE_CLASS]
        if group:
            fast = 2 ** (CUT_RELEASE_CENTS / 1200) * self.sample_rate / TICK
            for other in self._voices:
                same = other.channel == voice.channel and other.region.generators[Gen.EXCLUSIVE_CLASS] == group
                if same and (other.key, other.settings.start) != (voice.key, voice.settings.start):
                    other.cut(tick, fast)
        if len(self._voices) >= MOST_VOICES:
            oldest = min(self._voices, key=lambda v: (v.settings.released, v.settings.start))
            self._voices.remove(oldest)
        self._voices.append(voice)

    def _mix_voices(self, ticks: int, buses: Sound) -> None:
        """Add the next ticks of the voices to `buses`, (2 or 3, ticks, 64), and advance the voices."""
        end = self._tick + ticks
        playing = [voice for voice in self._voices if voice.changes[0][0] < end]
        if not playing:
            return
        plan = _Plan(playing, self._tick, end)
        s = plan.settings
        lfo = triangle(plan.tick - s.start - s.lfo_delay, s.lfo_rate)
        vibrato = triangle(plan.tick - s.start - s.vibrato_delay, s.vibrato_rate)
        bend = modulation(plan.tick + 1, s)
        cents = s.cents + lfo * s.lfo_to_cents + vibrato * s.vibrato_to_cents + bend * s.envelope_to_cents
        speed = np.minimum(np.exp2(cents / 1200), FASTEST)
        position = plan.positions(speed)
        rows = _interpolated(self._samples.memory, position + s.wave, speed)
        amplitude = volume(plan.tick + 1, s)
        level = amplitude * s.gain * 10 ** (lfo * s.lfo_to_centibels / -200) * self._gain
        cutoff = s.cutoff + lfo * s.lfo_to_cutoff + bend * s.envelope_to_cutoff
        level *= self._filter(rows, plan, cutoff)
        plan.ramp(rows, level)
        _add_to_buses(rows, plan, buses, self._tick)
        ended = finished(plan.tick + 1, s, amplitude) | ((s.loop_frames == 0) & (position >= s.frames))
        for voice, last in zip(playing, plan.last.tolist(), strict=True):
            voice.changes = [] if ended[last] else voice.from_tick(end)

    def _filter(self, rows: Sound, plan: _Plan, cutoff: Floats) -> Floats:
        """Filter the rows of voices that need it in place, and return the gain of each row's filter."""
        gain = np.full(len(rows), OPEN_GAIN)
        chosen = [(voice, first, last + 1) for voice, first, last in plan.runs() if voice.filtered]
        if not chosen:
            return gain
        index = np.concatenate([np.arange(first, end) for _, first, end in chosen])
        ends = np.cumsum([end - first for _, first, end in chosen]).tolist()
        runs = [
            Run(end - (stop - first), end, voice.filter_state)
            for (voice, first, stop), end in zip(chosen, ends, strict=True)
        ]
        some = rows[index]
        after = lowpass(some, cutoff[index], plan.settings.resonance[index], runs, sample_rate=self.sample_rate)
        rows[index] = some
        gain[index] = 1.0
        for (voice, _, _), state in zip(chosen, after, strict=True):
            voice.filter_state = state
        return gain


_RAMP = np.arange(TICK, dtype=np.float32)
_RISE = (_RAMP + 1) / TICK


class _Plan:
    """The rows of one block, voice after voice and tick after tick, with the settings at each row's tick."""

    def __init__(self, voices: list[Voice], begin: int, end: int) -> None:
        self.voices = voices
        spans: list[tuple[int, int, VoiceSettings]] = []  # first tick, tick after the last, settings
        counts = []
        for voice in voices:
            edges = [min(max(tick, begin), end) for tick, _ in voice.changes] + [end]
            mine = [(a, b, c[1]) for a, b, c in zip(edges[:-1], edges[1:], voice.changes, strict=True) if b > a]
            spans += mine
            counts.append(end - edges[0])
        lengths = np.array([b - a for a, b, _ in spans])
        self.settings = VoiceSettings(*np.repeat(np.array([s for _, _, s in spans]).T, lengths, axis=1))
        firsts = np.cumsum(lengths) - lengths
        self.tick: Floats = np.arange(lengths.sum()) + np.repeat(np.array([a for a, _, _ in spans]) - firsts, lengths)
        self.counts = np.array(counts)
        self.last = np.cumsum(self.counts) - 1
        self.first = self.last + 1 - self.counts

    def runs(self) -> list[tuple[Voice, int, int]]:
        return list(zip(self.voices, self.first.tolist(), self.last.tolist(), strict=True))

    def positions(self, speed: Floats) -> Floats:
        """Return the position in its sample at which each row begins, and advance the voices."""
        s = self.settings
        travelled = np.cumsum(speed * TICK)
        before = travelled - speed * TICK
        begin = np.array([voice.position for voice in self.voices]) - before[self.first]
        position = before + np.repeat(begin, self.counts)
        for voice, first, last in self.runs():
            if voice.sample.loops_until_release:
                _leave_loop(position[first : last + 1], s.loop_frames[first : last + 1], voice)
        position = _wrapped(position, s)
        for voice, _, last in self.runs():
            voice.position = float(position[last] + speed[last] * TICK)
        return position

    def ramp(self, rows: Sound, level: Floats) -> None:
        """Scale each row in place, with a ramp from the level of the row before to its own."""
        start = np.empty_like(level)
        start[1:] = level[:-1]
        start[self.first] = [voice.level for voice in self.voices]
        for voice, _, last in self.runs():
            voice.level = float(level[last])
        gain = np.multiply.outer((level - start).astype(np.float32), _RISE)
        gain += start.astype(np.float32)[:, None]
        rows *= gain


def _leave_loop(position: Floats, loop_frames: Floats, voice: Voice) -> None:
    """Undo the turns of a loop that a voice leaves inside this block, in place."""
    out = np.flatnonzero(loop_frames == 0)
    if len(out) == 0 or out[0] == 0:
        return
    turns = math.floor((position[out[0]] - voice.sample.loop_start) / voice.sample.loop_frames)
    position[out[0] :] -= max(0, turns) * voice.sample.loop_frames


def _wrapped(position: Floats, s: VoiceSettings) -> Floats:
    loop = np.maximum(s.loop_frames, 1)
    over = position - s.loop_start
    looped = np.where(over >= loop, s.loop_start + over % loop, position)
    return np.where(s.loop_frames > 0, looped, np.minimum(position, s.frames))


def _interpolated(memory: Floats32, position: Floats, speed: Floats) -> Sound:
    """Read samples from `position` on at `speed` by cubic interpolation over four points: (rows, 64)."""
    whole = np.floor(position)
    x = np.multiply.outer(speed.astype(np.float32), _RAMP)
    x += (position - whole).astype(np.float32)[:, None]
    steps = np.floor(x)
    x -= steps
    index = steps.astype(np.intp)
    index += (whole - 1).astype(np.intp)[:, None]
    a, b, c, d = (memory[k:].take(index, mode="clip") for k in range(4))
    # b + x/2 (c - a + x (2a - 5b + 4c - d + x (3(b - c) + d - a))), with as few temporary arrays as possible
    rows = b - c
    rows *= 3
    rows += d
    rows -= a
    rows *= x
    rows += 2 * a
    rows -= 5 * b
    rows += 4 * c
    rows -= d
    rows *= x
    rows += c
    rows -= a
    x *= 0.5
    rows *= x
    rows += b
    return rows


def _add_to_buses(rows: Sound, plan: _Plan, buses: Sound, begin: int) -> None:
    """Add the rows of every voice to the left and right channel, and to what is sent to the room."""
    s = plan.settings
    for side, level in zip(buses, (s.left, s.right, s.send), strict=False):
        if not level.any():
            continue
        share = rows * level.astype(np.float32)[:, None]
        for first, last in zip(plan.first.tolist(), plan.last.tolist(), strict=True):
            row = int(plan.tick[first]) - begin
            side[row : row + last + 1 - first] += share[first : last + 1]
