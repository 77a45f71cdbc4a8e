"""A whole `symusic.Score` as sound, and sound as WAV, FLAC, OGG or MP3 files.

The score becomes a table of events in order of time, and `Synth` plays it in blocks; so a take sounds as it does live,
without the limiter: a whole take is instead scaled once to a peak of -1 dBFS, which bends nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Ints, Sound
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.files import atomic_writer
from seqgen.sound.channel import DRUM_BANK
from seqgen.sound.soundfont import SoundFont, default_soundfont
from seqgen.sound.synth import Synth
from seqgen.sound.voice import TICK

Score = Any  # a symusic.Score, and a track of it: the package's types leave out their members
Track = Any

BLOCK_TICKS = 128  # 0.19 s: longer blocks leave the processor's cache, shorter ones spend their time on NumPy calls
TAIL_SECONDS = 6.0
FADE_SECONDS = 0.5
PEAK = 0.89  # -1 dBFS
MOST_RAISE = 100.0  # a take that is quieter than 40 dB under that stays quiet
MOST_FRAMES = 2**30 - 2**20  # what a WAV file of 16 bits holds: 6.7 hours at 44,100 Hz
SAMPLE_RATES = (8000, 192_000)
FORMATS = {  # suffix: (soundfile's format, its subtype, sample rates that it takes)
    ".wav": ("WAV", "PCM_16", None),
    ".flac": ("FLAC", "PCM_16", None),
    ".ogg": ("OGG", "VORBIS", None),
    ".mp3": ("MP3", "MPEG_LAYER_III", (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)),
}

# What an event does; at the same moment they happen in this order, so that a note hears its controllers and
# a repeated note ends before it begins again.
CONTROL, BEND, NOTE_OFF, NOTE_ON = range(4)


class Events(NamedTuple):
    """The score as columns of equal length, in order of time: frame, kind (CONTROL..NOTE_ON), track, two data bytes."""

    frames: Ints
    kinds: Ints
    tracks: Ints
    numbers: Ints
    values: Ints


def render(
    score: Score,
    *,
    soundfont: SoundFont | None = None,
    sample_rate: int = 44100,
    tail_seconds: float = TAIL_SECONDS,
) -> Sound:
    """The score as it sounds, (frames, 2), its loudest sample at -1 dBFS. Errors: see `render_blocks`."""
    blocks = render_blocks(score, soundfont=soundfont, sample_rate=sample_rate, tail_seconds=tail_seconds)
    sound = np.concatenate(list(blocks))
    sound *= _to_peak(float(np.abs(sound).max(initial=0.0)))
    return sound


def render_blocks(
    score: Score,
    *,
    soundfont: SoundFont | None = None,
    sample_rate: int = 44100,
    tail_seconds: float = TAIL_SECONDS,
) -> Iterator[Sound]:
    """The score block by block, (frames, 2) each, as the voices sum up: neither scaled nor limited.

    Tempo changes, programs, drums, controllers, pedals and pitch bends of the score are honoured. After the last event
    the sound rings out for at most `tail_seconds` and is faded if it lasts longer. Whoever stops asking cancels.
    Raises `UsageError` for a sample rate out of range and `SeqgenError` for a score without notes or of many hours.
    """
    if not SAMPLE_RATES[0] <= sample_rate <= SAMPLE_RATES[1]:
        raise UsageError(f"a sample rate of {sample_rate} is not possible; give one from 8000 to 192000")
    events = score_events(score, sample_rate)
    check_length(events, sample_rate)
    synth = Synth(soundfont or SoundFont.load(default_soundfont()), sample_rate)
    for number, track in enumerate(score.tracks):
        synth.program(_channel(number), track.program, bank=DRUM_BANK if track.is_drum else 0)
    return _play(synth, events, tail_frames=max(0, round(tail_seconds * sample_rate)))


def check_length(events: Events, sample_rate: int) -> None:
    """Raise `SeqgenError` if events at `sample_rate` last longer than is rendered."""
    frames = int(events.frames[-1])
    if frames > MOST_FRAMES:
        most = MOST_FRAMES / sample_rate / 3600
        raise SeqgenError(f"lasts {frames / sample_rate / 3600:,.1f} hours; at most {most:.1f} hours are rendered")


def length_frames(score: Score, sample_rate: int = 44100) -> int:
    """Frames from the start to the last event, without what rings out after it."""
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
        if not synth.sounding:
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
    """A channel of its own for every track: past the 16 of MIDI, so that none is the drum channel by its number."""
    return 16 + track


def score_events(score: Score, sample_rate: int) -> Events:
    """Everything of `score` that can be heard, in order of time. Raises `SeqgenError` without notes."""
    in_ticks = score.to("tick")
    columns = [
        column
        for number, track in enumerate(in_ticks.tracks)
        for column in (_notes(track, number), _controls(track, number), _bends(track, number))
    ]
    ticks, kinds, tracks, numbers, values = (
        np.concatenate([column[k] for column in columns] or [np.zeros(0, np.int64)]) for k in range(5)
    )
    if not (kinds == NOTE_ON).any():
        raise SeqgenError("there are no notes to play")
    seconds = seconds_at(in_ticks, ticks)
    frames = np.rint(seconds * sample_rate).astype(np.int64)
    order = np.lexsort((kinds, frames))
    return Events(frames[order], kinds[order], tracks[order], numbers[order], values[order])


def seconds_at(score: Score, ticks: Ints) -> npt.NDArray[np.float64]:
    """The time of every tick by the tempo changes of a score in ticks (120 beats a minute before the first)."""
    tempos = score.tempos.numpy()
    order = np.argsort(tempos["time"], kind="stable")
    at = np.concatenate(([0], np.maximum(tempos["time"].astype(np.int64)[order], 0)))
    lengths = np.concatenate(([500_000], np.maximum(tempos["mspq"].astype(np.float64)[order], 1)))
    seconds_a_tick = lengths / 1e6 / max(1, score.ticks_per_quarter)
    begins = np.concatenate(([0.0], np.cumsum(np.diff(at) * seconds_a_tick[:-1])))
    piece = np.searchsorted(at, ticks, side="right") - 1
    result: npt.NDArray[np.float64] = begins[piece] + (ticks - at[piece]) * seconds_a_tick[piece]
    return result


def _columns(kind: int, track: int, ticks: Ints, numbers: Ints, values: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    return np.maximum(ticks, 0), np.full_like(ticks, kind), np.full_like(ticks, track), numbers, values


def _notes(track: Track, number: int) -> tuple[Ints, ...]:
    """Note-ons and note-offs. A note struck again while it sounds ends there, as its key can only be down once; of
    notes of one key that begin together the loudest is played."""
    notes = {name: column.astype(np.int64) for name, column in track.notes.numpy().items()}
    order = np.lexsort((notes["velocity"], notes["time"], notes["pitch"]))
    key, begin = notes["pitch"][order] & 127, notes["time"][order]
    velocity = np.clip(notes["velocity"][order], 1, 127)
    end = begin + np.maximum(notes["duration"][order], 1)
    again = key[:-1] == key[1:]
    end[:-1] = np.where(again, np.minimum(end[:-1], begin[1:]), end[:-1])
    kept = end > begin
    key, begin, end, velocity = key[kept], begin[kept], end[kept], velocity[kept]
    on = _columns(NOTE_ON, number, begin, key, velocity)
    off = _columns(NOTE_OFF, number, end, key, np.zeros_like(key))
    return tuple(np.concatenate(pair) for pair in zip(on, off, strict=True))


def _controls(track: Track, number: int) -> tuple[Ints, ...]:
    """Controllers, and the pedals as the controllers that they are, where the score has them only as pedals."""
    controls = {name: column.astype(np.int64) for name, column in track.controls.numpy().items()}
    time, which, value = controls["time"], controls["number"] & 127, np.clip(controls["value"], 0, 127)
    if not (which == 64).any():
        pedals = {name: column.astype(np.int64) for name, column in track.pedals.numpy().items()}
        down, up = pedals["time"], pedals["time"] + pedals["duration"]
        time = np.concatenate([time, up, down])
        which = np.concatenate([which, np.full(2 * len(down), 64)])
        value = np.concatenate([value, np.zeros(len(down), np.int64), np.full(len(down), 127)])
    return _columns(CONTROL, number, time, which, value)


def _bends(track: Track, number: int) -> tuple[Ints, ...]:
    bends = {name: column.astype(np.int64) for name, column in track.pitch_bends.numpy().items()}
    return _columns(BEND, number, bends["time"], np.zeros_like(bends["time"]), np.clip(bends["value"], -8192, 8191))


def write_audio(path: str | Path, samples: Sound, sample_rate: int) -> None:
    """Write sound, (frames, channels) in -1..1, in the format of the path's suffix, whole or not at all.

    Raises `UsageError` for another suffix than .wav, .flac, .ogg or .mp3, or for a sample rate that MP3 does not have.
    """
    step = BLOCK_TICKS * TICK
    _write(path, (samples[at : at + step] for at in range(0, len(samples), step)), sample_rate)


def render_file(
    score: Score, path: str | Path, *, soundfont: SoundFont | None = None, sample_rate: int = 44100
) -> Iterator[float]:
    """Render `score` into an audio file. Yields the share that is done, 0..1; when it ends, the file is there.

    Memory stays small however long the score: the sound waits in a temporary file for its peak to be known.
    Errors: those of `render_blocks` and `write_audio`.
    """
    check_format(path, sample_rate)
    blocks = render_blocks(score, soundfont=soundfont, sample_rate=sample_rate)
    yield from write_to_peak(path, blocks, sample_rate, frames=length_frames(score, sample_rate) + 1)


def write_to_peak(path: str | Path, blocks: Iterator[Sound], sample_rate: int, *, frames: int) -> Iterator[float]:
    """Write blocks of sound, about `frames` in all, scaled to a peak of -1 dBFS. Yields the share that is done."""
    done, peak = 0, 0.0
    with tempfile.TemporaryFile(prefix="seqgen-") as spool:
        for block in blocks:
            _keep(spool, block)
            peak = max(peak, float(np.abs(block).max(initial=0.0)))
            done += len(block)
            yield min(0.95, 0.95 * done / frames)
        spool.seek(0)
        _write(path, _spooled(spool, np.float32(_to_peak(peak))), sample_rate)
    yield 1.0


def check_format(path: str | Path, sample_rate: int) -> tuple[str, str]:
    """soundfile's format and subtype for `path`. Raises `UsageError` as `write_audio` does."""
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        what = f"{printable(suffix)} is not a format that can be written" if suffix else "has no suffix"
        raise UsageError(f"{printable(path)}: {what}; use one of .wav, .flac, .ogg or .mp3")
    format_, subtype, rates = FORMATS[suffix]
    if rates is not None and sample_rate not in rates:
        raise UsageError(
            f"{printable(path)}: MP3 has no sample rate of {sample_rate}; use one of {', '.join(map(str, rates))}"
        )
    return format_, subtype


def _keep(spool: BinaryIO, block: Sound) -> None:
    try:
        spool.write(block.tobytes())
    except OSError as error:
        raise SeqgenError(f"the sound cannot be kept in a temporary file: {error.strerror or error}") from error


def _spooled(spool: BinaryIO, scale: np.float32) -> Iterator[Sound]:
    while data := spool.read(BLOCK_TICKS * TICK * 8):
        yield np.frombuffer(data, np.float32).reshape(-1, 2) * scale


def _write(path: str | Path, blocks: Iterable[Sound], sample_rate: int) -> None:
    import soundfile  # loads libsndfile, which playing live does not need

    format_, subtype = check_format(path, sample_rate)
    with atomic_writer(path) as file:
        try:
            with soundfile.SoundFile(
                file, "w", samplerate=sample_rate, channels=2, format=format_, subtype=subtype
            ) as sink:
                for block in blocks:
                    sink.write(np.clip(block, -1, 1))
        except (soundfile.SoundFileError, RuntimeError) as error:
            raise SeqgenError(f"{printable(path)}: cannot be written as {format_}: {error}") from error


def _to_peak(peak: float) -> float:
    return min(PEAK / peak, MOST_RAISE) if peak > 0 else 1.0
