"""Notes out of sound: somebody sings, hums or plays, and it becomes a sheet.

One voice is heard by SwiftF0 (Nieradzik 2025), chords by the network of Basic Pitch (Bittner et al. 2022). Both are
optional packages, and need ONNX Runtime.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from seqgen.arrays import Bools, Floats, Floats32
from seqgen.errors import SeqgenError, UnreadableFile, printable
from seqgen.formats.played_sheet import TICKS_A_QUARTER, PlayedNotes
from seqgen.formats.sheet import Sheet, TrackInfo
from seqgen.sound.library_errors import reason_of_library
from seqgen.theory.tempo_estimate import USUAL_QPM, tempo_of

SUFFIXES = (".wav", ".flac", ".ogg", ".mp3", ".aif", ".aiff")
MOST_SECONDS = 600.0
STEP_TICKS = TICKS_A_QUARTER // 4
"""Grid of what was heard, a sixteenth, as of what is recorded from a keyboard."""
_SILENCE = 10 ** (-60 / 20)
_LATE, _HOLD_MS, _SHORTEST = 0.04, 50.0, 0.06
"""Seconds by which onsets of a voice are found late (measured on renders of eight instruments: .04 to .06), the cost of
a note, and seconds below which a note is only the way to another."""
_JOINED_SECONDS, _SLIP_SECONDS = 0.15, 0.3
_RISE_DB, _RISE_FRAMES, _RISE_LATE, _STRUCK_APART = 8.0, 4, 0.016, 0.1
"""A note that is struck again is louder by so many dB than it was within so many frames of 16 ms before, and so many
seconds long at least; the rise is over so many seconds after it began."""
_LEVEL_STEP, _LOUDEST, _SOFTEST = 1.5, 100, 40
"""Velocity for each dB below the loudest note."""
_CHORD_RATE, _CHORD_WINDOW, _CHORD_HOP, _CHORD_FRAME = 22_050, 43_844, 36_164, 256
_CHORD_EDGE = 15
"""Frames at both ends of a window that know too little of what is around them."""
_LOWEST_KEY = 21
_ONSET, _SOUNDING, _GAP_FRAMES, _SHORTEST_FRAMES = 0.5, 0.3, 11, 11
"""Least activity of an onset and of a note that sounds; frames below it that end a note; frames of the shortest one."""


def is_sound(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is sound by its name."""
    return Path(path).suffix.lower() in SUFFIXES


def hear(
    path: str | os.PathLike[str], *, usual_qpm: float = USUAL_QPM, qpm: float = 0.0, chords: bool = False
) -> Sheet:
    """Return what is heard in a file as a sheet of one track on sixteenths of 4/4, from its first note on.

    Args:
        usual_qpm: of the tempos that fit, that nearest to this is taken.
        qpm: the tempo, where it is known.
        chords: several notes may sound at once.

    Raises `UnreadableFile` for a damaged, silent or too long file, `SeqgenError` where the package that hears is not
    installed.
    """
    samples, rate = read_sound(path)
    notes = chord_notes(samples, rate) if chords else voice_notes(samples, rate)
    if not len(notes):
        raise UnreadableFile("{file}: no note is heard in it", file=printable(path))
    return sheet_of_notes(notes, usual_qpm=usual_qpm, qpm=qpm)


def sheet_of_notes(notes: PlayedNotes, *, usual_qpm: float = USUAL_QPM, qpm: float = 0.0) -> Sheet:
    """Return notes as `hear` does."""
    tempo = qpm or round(tempo_of(notes.begin, notes.end - notes.begin, usual=usual_qpm), 1)
    origin = float(notes.begin[0])
    return notes.sheet(origin=origin, qpm=tempo, metre=(4, 4), track=TrackInfo(""), step=STEP_TICKS)


def read_sound(path: str | os.PathLike[str]) -> tuple[Floats32, int]:
    """Return the samples of a file, float32 (frames,), of all channels together, and their rate. Raises
    `UnreadableFile`."""
    import soundfile

    try:
        with soundfile.SoundFile(os.fspath(path)) as file:
            if file.frames > MOST_SECONDS * file.samplerate:
                words = "{file}: is longer than {count} minutes; give a part of it"
                raise UnreadableFile(words, file=printable(path), count=round(MOST_SECONDS / 60))
            samples: Floats32 = file.read(dtype="float32", always_2d=True).mean(axis=1)
            rate = int(file.samplerate)
    except (soundfile.SoundFileError, OSError, ValueError) as error:
        words = "{file}: cannot be read as sound: {why}"
        raise UnreadableFile(words, file=printable(path), why=reason_of_library(error)) from error
    if not (np.isfinite(samples).all() and np.abs(samples).max(initial=0.0) > _SILENCE):
        raise UnreadableFile("{file}: is silent", file=printable(path))
    return samples, rate


def voice_notes(samples: Floats32, rate: int) -> PlayedNotes:
    """Return the notes of one voice or instrument, float32 (frames,), in the tuning that it keeps to."""
    try:
        from swift_f0 import SAMPLE_RATE, SwiftF0, segment_notes
    except ImportError:
        raise SeqgenError("to hear notes in sound, install: pip install seqgen[audio]") from None
    result = SwiftF0(threads=1, spin=False).detect(_resampled(samples, rate, SAMPLE_RATE), SAMPLE_RATE)
    found = segment_notes(result, pitch_hold_ms=_HOLD_MS)
    heard = [(note.start, note.end, 69.0 + 12.0 * np.log2(note.pitch_hz / 440.0)) for note in found]
    struck = _struck_again(result.timestamps, result.loudness_db)
    heard = [part for note in _without_slips(heard) for part in _split(note, struck) if part[1] - part[0] >= _SHORTEST]
    if not heard:
        return PlayedNotes.of([])
    begin, end, pitch = np.array(heard).T
    keys = np.clip(np.rint(pitch - _out_of_tune(pitch, end - begin)), 0, 127).astype(np.int64)
    inside = (result.timestamps >= begin[:, None]) & (result.timestamps <= end[:, None])
    level = np.where(inside, result.loudness_db, -120.0).max(axis=1)
    return PlayedNotes(np.maximum(begin - _LATE, 0.0), end, keys, _velocity(level))


_Heard = tuple[float, float, float]
"""Begin and end in seconds, and the pitch."""


def _without_slips(heard: list[_Heard]) -> list[_Heard]:
    """Return notes without short ones an octave above what sounds right before or behind them: there a voice was taken
    for its first harmonic."""
    kept: list[_Heard] = []
    for begin, end, pitch in heard:
        if kept and begin - kept[-1][1] < _JOINED_SECONDS:
            first, last, before = kept[-1]
            higher = (first, last) if before > pitch else (begin, end)
            slipped = abs(abs(pitch - before) - 12.0) < 0.5 and higher[1] - higher[0] < _SLIP_SECONDS
            if slipped or (begin == last and abs(pitch - before) < 0.5):
                kept[-1] = (first, end, min(before, pitch) if slipped else before)
                continue
        kept.append((begin, end, pitch))
    return kept


def _struck_again(times: Floats, loudness: Floats) -> Floats:
    """Return the seconds at which sound grows suddenly louder."""
    span = np.lib.stride_tricks.sliding_window_view(np.pad(loudness, (_RISE_FRAMES, 0), mode="edge"), _RISE_FRAMES)
    rise = loudness - span[: len(loudness)].min(axis=1)
    peak = (rise > _RISE_DB) & (rise >= np.roll(rise, 1)) & (rise > np.roll(rise, -1))
    struck: Floats = times[peak] - _RISE_LATE
    return struck


def _split(note: _Heard, struck: Floats) -> list[_Heard]:
    """Return a note in parts, each of which begins where it was struck again."""
    begin, end, pitch = note
    inside = struck[(struck > begin + _STRUCK_APART) & (struck < end - _SHORTEST)]
    inside = inside[np.diff(inside, prepend=-1.0) > _STRUCK_APART]
    edges = [begin, *inside.tolist(), end]
    return [(first, last, pitch) for first, last in pairwise(edges)]


def _out_of_tune(pitch: Floats, weights: Floats) -> float:
    """Return the semitones, within half of one, by which a voice is above the tuning of 440 Hz on the whole."""
    return float(np.angle(np.sum(weights * np.exp(2j * np.pi * pitch)))) / (2 * np.pi)


def _velocity(level: Floats) -> Any:
    velocity = _LOUDEST + _LEVEL_STEP * (level - level.max())
    return np.clip(np.rint(velocity), _SOFTEST, _LOUDEST).astype(np.int64)


def chord_notes(samples: Floats32, rate: int) -> PlayedNotes:
    """Return the notes of sound in which several may sound at once, float32 (frames,)."""
    onset, note, times = _activity(_resampled(samples, rate, _CHORD_RATE))
    notes = []
    for key in range(onset.shape[1]):
        begins = np.flatnonzero(_peaks(onset[:, key]))
        for number, begin in enumerate(begins):
            until = begins[number + 1] if number + 1 < len(begins) else len(onset)
            end = _end(note[begin:until, key] >= _SOUNDING) + begin
            if end - begin >= _SHORTEST_FRAMES:
                level = float(note[begin:end, key].mean())
                notes.append((times[begin], times[min(end, len(times) - 1)], key + _LOWEST_KEY, round(level * 127)))
    return PlayedNotes.of(notes)


def _peaks(activity: Floats32) -> Bools:
    """Return the frames at which the onsets of a key are, bool (frames,)."""
    around = np.pad(activity, 1, constant_values=-1.0)
    return (activity >= _ONSET) & (activity >= around[:-2]) & (activity > around[2:])


def _end(sounds: Bools) -> int:
    """Return the frames of a note up to a gap."""
    quiet = 0
    for frame, sound in enumerate(sounds):
        quiet = 0 if sound else quiet + 1
        if quiet == _GAP_FRAMES:
            return frame + 1 - quiet
    return len(sounds) - quiet


def _activity(samples: Floats32) -> tuple[Floats32, Floats32, Floats]:
    """Return the activity of onsets and of notes, float32 (frames, 88), and the seconds at which frames begin."""
    session, edge = _chord_network(), _CHORD_EDGE * _CHORD_FRAME
    onsets, notes, times = [], [], []
    padded = np.concatenate([np.zeros(edge, np.float32), samples])
    inside = slice(_CHORD_EDGE, -_CHORD_EDGE)
    last = -1.0
    for begin in range(0, len(samples), _CHORD_HOP):
        window = padded[begin : begin + _CHORD_WINDOW]
        window = np.pad(window, (0, _CHORD_WINDOW - len(window)))
        (name,) = (each.name for each in session.get_inputs())
        outputs = ("StatefulPartitionedCall:2", "StatefulPartitionedCall:1")
        onset, note = session.run(outputs, {name: window[None, :, None]})
        time = (begin + np.arange(onset.shape[1]) * _CHORD_FRAME - edge)[inside] / _CHORD_RATE
        # windows are no whole number of frames apart
        new = time > last + 0.5 * _CHORD_FRAME / _CHORD_RATE
        onsets.append(onset[0, inside][new])
        notes.append(note[0, inside][new])
        times.append(time[new])
        last = float(time[-1])
    return np.concatenate(onsets), np.concatenate(notes), np.concatenate(times)


def _chord_network() -> Any:
    package = find_spec("basic_pitch")
    try:
        from onnxruntime import InferenceSession, SessionOptions
    except ImportError:
        package = None
    if package is None or not package.submodule_search_locations:
        raise SeqgenError(
            "to hear chords in sound, install: pip install seqgen[audio], pip install --no-deps basic-pitch"
        )
    file = Path(next(iter(package.submodule_search_locations))) / "saved_models" / "icassp_2022" / "nmp.onnx"
    if not file.is_file():
        raise SeqgenError("{file}: this Basic Pitch has no network for ONNX Runtime", file=printable(file))
    options = SessionOptions()
    options.intra_op_num_threads = 1
    return InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _resampled(samples: Floats32, rate: int, wanted: int) -> Floats32:
    if rate == wanted:
        return samples
    try:
        import soxr
    except ImportError:
        raise SeqgenError("to hear notes in sound, install: pip install seqgen[audio]") from None
    resampled: Floats32 = soxr.resample(samples, rate, wanted)
    return resampled
