"""Render with FluidSynth, for its reverb and chorus, if pyfluidsynth and its library are installed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from seqgen.arrays import Sound
from seqgen.errors import SeqgenError, printable
from seqgen.files import Existing
from seqgen.sound.audio_file import check_format, write_to_peak
from seqgen.sound.channel import DRUM_BANK
from seqgen.sound.render import check_length, length_frames, seats_of
from seqgen.sound.score_events import CONTROL, NOTE_OFF, NOTE_ON, Score, score_events

GAIN = 0.3  # its samples have 16 bits; loud music then peaks below 1
RINGS_SECONDS = 4
MOST_TRACKS = 256
BLOCK_FRAMES = 8192


def render_file(
    score: Score,
    path: Path,
    *,
    soundfont: Path,
    sample_rate: int,
    existing: Existing = Existing.REPLACE,
    room: bool = True,
) -> Generator[float, None, Path]:
    """Render `score` into an audio file with a peak of -1 dBFS, without reverb if `room` is False. Yields the fraction
    done, 0..1. Raises `SeqgenError` if pyfluidsynth or its library is missing, and as `seqgen.sound.render.render_file`
    does."""
    check_format(path, sample_rate)
    blocks = render_blocks(score, soundfont=soundfont, sample_rate=sample_rate, room=room)
    frames = length_frames(score, sample_rate) + 1
    return (yield from write_to_peak(path, blocks, sample_rate, frames=frames, existing=existing))


def render_blocks(score: Score, *, soundfont: Path, sample_rate: int, room: bool = True) -> Iterator[Sound]:
    """Yield the sound of a score in blocks of (frames, 2)."""
    fluidsynth = _module()
    events = score_events(score, sample_rate)
    check_length(events, sample_rate)
    if len(score.tracks) > MOST_TRACKS:
        raise SeqgenError(
            "has {count} tracks; FluidSynth plays at most {most}", count=str(len(score.tracks)), most=str(MOST_TRACKS)
        )
    player = fluidsynth.Synth(gain=GAIN, samplerate=float(sample_rate), channels=MOST_TRACKS)
    try:
        font = player.sfload(str(soundfont))
        if font == -1:
            raise SeqgenError("{file}: FluidSynth does not take this SoundFont", file=printable(soundfont))
        player.setting("synth.reverb.active", int(room))
        for number, (track, seat) in enumerate(zip(score.tracks, seats_of(score), strict=True)):
            _select(player, font, number, track.program, drums=bool(track.is_drum))
            for controller, value in seat.controls:
                player.cc(number, controller, value)
        now = 0
        for frame, kind, track, key, value in zip(*(column.tolist() for column in events), strict=True):
            yield from _sound(player, frame - now)
            now = frame
            _send(player, kind, track, key, value)
        yield from _sound(player, RINGS_SECONDS * sample_rate)
    finally:
        player.delete()


def _module() -> ModuleType:
    try:
        import fluidsynth
    except (ImportError, OSError) as error:  # also ImportError if the C library is missing
        raise SeqgenError(
            "FluidSynth is not installed: install it (Debian: apt-get install libfluidsynth3; macOS: brew install "
            "fluid-synth) and 'pip install seqgen[fluidsynth]', or leave --fluidsynth out"
        ) from error
    module: ModuleType = fluidsynth
    return module


def _select(player: Any, font: int, channel: int, program: int, *, drums: bool) -> None:
    """Select a program, or the first of its bank if the font lacks it."""
    wanted = [(DRUM_BANK, program), (DRUM_BANK, 0)] if drums else [(0, program), (0, 0)]
    for bank, preset in wanted:
        if player.program_select(channel, font, bank, preset) == 0:
            return


def _send(player: Any, kind: int, channel: int, number: int, value: int) -> None:
    if kind == NOTE_ON:
        player.noteon(channel, number, value)
    elif kind == NOTE_OFF:
        player.noteoff(channel, number)
    elif kind == CONTROL:
        player.cc(channel, number, value)
    else:
        player.pitch_bend(channel, value)


def _sound(player: Any, frames: int) -> Iterator[Sound]:
    for begin in range(0, frames, BLOCK_FRAMES):
        samples = player.get_samples(min(BLOCK_FRAMES, frames - begin))
        yield np.asarray(samples, np.float32).reshape(-1, 2) / np.float32(32768)
