"""Render a whole `symusic.Score` as sound.

The score becomes a table of events in order of time, which `Synth` plays in blocks. Parts that share an instrument have
their `seats`. A take sounds as it does live but for the limiter: a whole take is instead scaled once to a peak of -1
dBFS, without distortion.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np

from seqgen.arrays import Sound
from seqgen.errors import SeqgenError, UsageError
from seqgen.files import Existing
from seqgen.sound.audio_file import check_format, to_peak, write_to_peak
from seqgen.sound.channel import DRUM_BANK, PAN
from seqgen.sound.score_events import CONTROL, NOTE_OFF, NOTE_ON, Events, Score, score_events
from seqgen.sound.seating import MIDDLE, Seat, seats
from seqgen.sound.soundfont import SoundFont, default_soundfont
from seqgen.sound.synth import Synth
from seqgen.sound.voice import TICK

BLOCK_TICKS = 128  # 0.19 s: longer blocks exceed the processor's cache, shorter ones spend their time in NumPy calls
TAIL_SECONDS = 6.0
FADE_SECONDS = 0.5
MOST_FRAMES = 2**30 - 2**20  # what a WAV file of 16 bits holds: 6.7 hours at 44,100 Hz
SAMPLE_RATES = (8000, 192_000)


def render(
    score: Score,
    *,
    soundfont: SoundFont | None = None,
    sample_rate: int = 44100,
    tail_seconds: float = TAIL_SECONDS,
    room: bool = True,
) -> Sound:
    """Return the sound of a score, (frames, 2), with its peak at -1 dBFS, in a small room unless `room` is False.
    Raises as `render_blocks` does."""
    blocks = render_blocks(score, soundfont=soundfont, sample_rate=sample_rate, tail_seconds=tail_seconds, room=room)
    sound = np.concatenate(list(blocks))
    sound *= to_peak(float(np.abs(sound).max(initial=0.0)))
    return sound


def render_blocks(
    score: Score,
    *,
    soundfont: SoundFont | None = None,
    sample_rate: int = 44100,
    tail_seconds: float = TAIL_SECONDS,
    room: bool = True,
) -> Iterator[Sound]:
    """Yield the sound of a score in blocks of (frames, 2), neither scaled nor limited.

    Tempo changes, programs, drums, controllers, pedals and pitch bends are rendered. After the last event the sound
    rings out for at most `tail_seconds`, with a fade-out if it lasts longer. Raises `UsageError` if the sample rate is
    out of range, `SeqgenError` if the score has no notes or is too long.
    """
    if not SAMPLE_RATES[0] <= sample_rate <= SAMPLE_RATES[1]:
        raise UsageError("a sample rate of {rate} is not possible; give one from 8000 to 192000", rate=str(sample_rate))
    events = score_events(score, sample_rate)
    check_length(events, sample_rate)
    synth = Synth(soundfont or SoundFont.load(default_soundfont()), sample_rate, room=room)
    for number, (track, seat) in enumerate(zip(score.tracks, seats_of(score), strict=True)):
        synth.program(_channel(number), track.program, bank=DRUM_BANK if track.is_drum else 0)
        for controller, value in seat.controls:
            synth.control(_channel(number), controller, value)
    return _play(synth, events, tail_frames=max(0, round(tail_seconds * sample_rate)))


def render_file(
    score: Score,
    path: str | Path,
    *,
    soundfont: SoundFont | None = None,
    sample_rate: int = 44100,
    existing: Existing = Existing.REPLACE,
    room: bool = True,
) -> Generator[float, None, Path]:
    """Render `score` into an audio file. Yields the fraction done, 0..1, and returns the path that the file got. Sound
    is kept in a temporary file until its peak is known, so memory use does not grow with the score. Raises as
    `render_blocks`, `check_format` and `new_file` do."""
    check_format(path, sample_rate)
    blocks = render_blocks(score, soundfont=soundfont, sample_rate=sample_rate, room=room)
    frames = length_frames(score, sample_rate) + 1
    return (yield from write_to_peak(path, blocks, sample_rate, frames=frames, existing=existing))


def check_length(events: Events, sample_rate: int) -> None:
    frames = int(events.frames[-1])
    if frames > MOST_FRAMES:
        most = MOST_FRAMES / sample_rate / 3600
        raise SeqgenError(
            "lasts {hours} hours; at most {most} hours are rendered",
            hours=f"{frames / sample_rate / 3600:,.1f}",
            most=f"{most:.1f}",
        )


def seats_of(score: Score) -> list[Seat]:
    """Return the seat of each track; those of an instrument stay in the middle if one of them says where it is."""
    instruments = [(int(track.program), bool(track.is_drum)) for track in score.tracks]
    placed = [bool((track.controls.numpy()["number"] == PAN).any()) for track in score.tracks]
    own = {instrument for instrument, by_itself in zip(instruments, placed, strict=True) if by_itself}
    return [MIDDLE if i in own else seat for i, seat in zip(instruments, seats(instruments), strict=True)]


def length_frames(score: Score, sample_rate: int = 44100) -> int:
    return int(score_events(score, sample_rate).frames[-1])


def _play(synth: Synth, events: Events, *, tail_frames: int) -> Iterator[Sound]:
    block_frames = BLOCK_TICKS * TICK
    end = int(events.frames[-1]) + 1
    for begin in range(0, end, block_frames):
        low, high = np.searchsorted(events.frames, (begin, begin + block_frames))
        for row in zip(*(column[low:high].tolist() for column in events), strict=True):
            _send(synth, *row, begin=begin)
        if begin + block_frames >= end:
            synth.all_off(at=end - begin)
        yield synth.mix(BLOCK_TICKS)
    fade_frames = min(tail_frames, round(FADE_SECONDS * synth.sample_rate))
    for begin in range(0, tail_frames, block_frames):
        if synth.silent:
            return
        left = tail_frames - np.arange(begin, min(begin + block_frames, tail_frames), dtype=np.float32)
        yield synth.mix(BLOCK_TICKS)[: len(left)] * np.minimum(1, left / max(1, fade_frames))[:, None]


def _send(synth: Synth, frame: int, kind: int, track: int, number: int, value: int, *, begin: int) -> None:
    channel, at = _channel(track), frame - begin
    if kind == NOTE_ON:
        synth.note_on(channel, number, value, at=at)
    elif kind == NOTE_OFF:
        synth.note_off(channel, number, at=at)
    elif kind == CONTROL:
        synth.control(channel, number, value, at=at)
    else:
        synth.pitch_bend(channel, value, at=at)


def _channel(track: int) -> int:
    """Return a channel for a track. The 16 of MIDI are skipped, so that none becomes the drum channel."""
    return 16 + track
