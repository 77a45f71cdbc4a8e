"""Read MIDI and ABC files as `symusic.Score`.

symusic reads sound files. Files that it refuses, or reads with absurd times, go to `midi_repair`. Files of strangers
are read in child processes (`seqgen.formats.sandbox`), since no reader in C++ is safe from every file.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import symusic

from seqgen.errors import UnreadableFile, printable
from seqgen.files import read_regular
from seqgen.formats.smf import MOST_DIVISION, NOTE_ON, SUSTAIN, division_of, unwrap

MOST_BYTES = 64 << 20
MOST_NOTES = 4_000_000
MOST_SECONDS = 24 * 3600.0
MOST_TICKS = 2**31 - 1
ABC_SUFFIXES = (".abc",)
USUAL_QPM = 120.0


@dataclass(frozen=True)
class Reading:
    """One piece of a file: its score in ticks, its title ("" if it has none) and the repairs made."""

    score: Any
    title: str = ""
    repairs: tuple[str, ...] = ()


def read_scores(path: str | os.PathLike[str]) -> list[Reading]:
    """Return the piece of a MIDI file or the tunes of an ABC file. Raises `UnreadableFile` if there is none."""
    path = Path(path)
    data = read_regular(path, most_bytes=MOST_BYTES)
    name = printable(path.name)
    if not data:
        raise UnreadableFile(f"{name}: the file is empty")
    if path.suffix.lower() not in ABC_SUFFIXES:
        return [read_midi(unwrap(data), name)]
    # not loaded for folders of MIDI, the common case
    from seqgen.formats.abc_notation import read_tunes

    tunes, problems = read_tunes(data, name)
    readings = []
    for tune in tunes:
        if tune.score.note_num() and _is_sane(tune.score):
            readings.append(Reading(tune.score, tune.title, tune.repairs))
        else:
            problems = (*problems, f"{tune.title}: has no notes" if _is_sane(tune.score) else f"{tune.title}: no end")
    if not readings:
        raise UnreadableFile(f"{name}: none of its tunes could be read ({'; '.join(problems[:3])})")
    if problems:
        rest = f" and {len(problems) - 5} more" if len(problems) > 5 else ""
        left_out = f"{len(problems)} tune{'s' * (len(problems) != 1)} left out: {'; '.join(problems[:5])}{rest}"
        readings[0] = Reading(readings[0].score, readings[0].title, (*readings[0].repairs, left_out))
    return readings


def read_midi(data: bytes, name: str) -> Reading:
    """Return the piece in the bytes of a MIDI file; `name` is for errors. Raises `UnreadableFile`."""
    score: Any = None
    # zero is undefined, and with the highest bit set ticks divide seconds, which symusic does not read
    if 0 < division_of(data) <= MOST_DIVISION:
        try:
            score = symusic.Score.from_midi(data)
        except (RuntimeError, ValueError, MemoryError, OverflowError):
            score = None
    if score is not None and score.note_num() > MOST_NOTES:
        raise UnreadableFile(f"{name}: holds {score.note_num():,} notes; at most {MOST_NOTES:,} are read; split it")
    if score is not None and _is_sane(score) and (score.note_num() or not _strikes(data)):
        return Reading(_finished(score))
    # few files need it
    from seqgen.formats.midi_repair import repair_midi

    repaired, repairs = repair_midi(data, name)
    return Reading(_finished(repaired), repairs=repairs)


def _strikes(data: bytes) -> bool:
    """Return whether a file may have notes that symusic drops because nothing ends them."""
    return any(status in data for status in (bytes([NOTE_ON | channel]) for channel in range(16)))


def _is_sane(score: Any) -> bool:
    if score.ticks_per_quarter <= 0 or score.start() < 0 or not 0 <= score.end() <= MOST_TICKS:
        return False
    tempos = [tempo.qpm for tempo in score.tempos]
    if not all(math.isfinite(qpm) and qpm > 0 for qpm in tempos):
        return False
    for track in score.tracks:
        notes = track.notes.numpy()
        # symusic before 0.6.0 passes data bytes out of range through, as negative numbers
        if any(len(column) and column.min() < 0 for column in notes.values()):
            return False
    # the common case, decided without a conversion: the whole piece at its slowest tempo is short enough
    slowest = min([*tempos, USUAL_QPM])
    if score.end() / score.ticks_per_quarter / slowest * 60.0 <= MOST_SECONDS:
        return True
    return bool(score.to("second").end() <= MOST_SECONDS)


def _finished(score: Any) -> Any:
    _set_pedals(score)
    for track in score.tracks:
        if not track.name.isprintable():
            track.name = "".join(c for c in track.name if c.isprintable()).strip()
    return score


def _set_pedals(score: Any) -> None:
    """Set every track's sustain pedal from its controllers. symusic 0.6.0 begins the first pedal of every channel but
    the first at tick 0, which holds all notes until its release."""
    for track in score.tracks:
        if not len(track.controls) and not len(track.pedals):
            continue
        controls = track.controls.numpy()
        pedal = controls["number"] == SUSTAIN
        ticks, down = controls["time"][pedal], controls["value"][pedal] >= SUSTAIN
        changes = np.flatnonzero(np.diff(down, prepend=False))
        ticks = ticks[changes]
        pressed, released = ticks[0::2], ticks[1::2]
        pressed = pressed[: len(released)]  # a pedal that is never released is ignored
        track.pedals = symusic.Pedal.from_numpy(
            np.ascontiguousarray(pressed, np.int32), np.ascontiguousarray(released - pressed, np.int32)
        )


def read_text(path: str | os.PathLike[str]) -> list[str]:
    """Return the text events at the start of a MIDI file's tracks, even if the rest is damaged. Raises `UnreadableFile`
    if it cannot be opened or is not a MIDI file."""
    from seqgen.formats.midi_repair import texts_at_start

    path = Path(path)
    return texts_at_start(read_regular(path, most_bytes=MOST_BYTES), printable(path.name))
