"""The audible events of a `symusic.Score` as a table in order of time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.errors import SeqgenError
from seqgen.theory.notes import TempoMap

Score = Any  # symusic's stubs leave out the members of scores and tracks
Track = Any

# Kinds of events. Simultaneous events happen in this order, so that a note hears its controllers and a repeated note
# ends before it begins again.
CONTROL, BEND, NOTE_OFF, NOTE_ON = range(4)


class Events(NamedTuple):
    """Columns of equal length in order of time: frame, kind (CONTROL..NOTE_ON), track and two data bytes."""

    frames: Ints
    kinds: Ints
    tracks: Ints
    numbers: Ints
    values: Ints


def score_events(score: Score, sample_rate: int) -> Events:
    """Return the audible events of a score in order of time. Raises `SeqgenError` if it has no notes."""
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


def seconds_at(score: Score, ticks: Ints) -> Floats:
    """Return the time of `ticks` by the tempo changes of a score in ticks (120 qpm before the first)."""
    tempos = score.tempos.numpy()
    order = np.argsort(tempos["time"], kind="stable")
    at = np.concatenate(([0], np.maximum(tempos["time"].astype(np.int64)[order], 0)))
    lengths = np.concatenate(([500_000], np.maximum(tempos["mspq"].astype(np.float64)[order], 1)))
    return TempoMap(at, lengths / 1e6 / max(1, score.ticks_per_quarter)).seconds(ticks)


def _columns(kind: int, track: int, ticks: Ints, numbers: Ints, values: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    return np.maximum(ticks, 0), np.full_like(ticks, kind), np.full_like(ticks, track), numbers, values


def _notes(track: Track, number: int) -> tuple[Ints, ...]:
    """Return note-ons and note-offs. Of notes of one key that begin together the loudest is played. A note ends where
    its key is struck again."""
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
    """Return controllers, with the score's pedals as sustain controllers if it has none."""
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
