"""Reading and writing pieces of music: MIDI and ABC files to `symusic.Score` and back.

symusic reads what is sound. What it refuses, or what it reads with absurd times, goes to `midi_repair`. Files of
strangers are read in child processes (`seqgen.formats.sandbox`), since no reader in C++ is safe from every file.
"""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import symusic

from seqgen.errors import SeqgenError, UnreadableFile, printable
from seqgen.files import read_regular, write_atomic
from seqgen.formats.smf import (
    BEND,
    BEND_CENTRE,
    CONTROL,
    DRUM_CHANNEL,
    KEY,
    LONGEST_LENGTH,
    LYRIC,
    MARKER,
    METRE,
    MOST_DIVISION,
    NOTE_OFF,
    NOTE_ON,
    PROGRAM,
    SUSTAIN,
    TEMPO,
    TEXT,
    TRACK_NAME,
    Event,
    division_of,
    file_bytes,
    meta,
    track_chunk,
    unwrap,
)

MOST_BYTES = 64 << 20
MOST_NOTES = 4_000_000
MOST_SECONDS = 24 * 3600.0
MOST_TICKS = 2**31 - 1
ABC_SUFFIXES = (".abc",)
USUAL_QPM = 120.0


@dataclass(frozen=True)
class Reading:
    """One piece of a file: its score (in ticks), its title ("" where it has none), and what was repaired."""

    score: Any
    title: str = ""
    repairs: tuple[str, ...] = ()


# -- reading -----------------------------------------------------------------------------------------------------------


def read_scores(path: str | os.PathLike[str]) -> list[Reading]:
    """The pieces of a MIDI file (one) or an ABC file (one a tune). Raises `UnreadableFile` where none can be had."""
    path = Path(path)
    data = read_regular(path, most_bytes=MOST_BYTES)
    name = printable(path.name)
    if not data:
        raise UnreadableFile(f"{name}: the file is empty")
    if path.suffix.lower() not in ABC_SUFFIXES:
        return [_read_midi(unwrap(data), name)]
    # folders of MIDI, the common case, never load it
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


def _read_midi(data: bytes, name: str) -> Reading:
    score: Any = None
    # zero means nothing, and with the highest bit set a tick is a part of a second, which symusic does not read
    if 0 < division_of(data) <= MOST_DIVISION:
        try:
            score = symusic.Score.from_midi(data)
        except (RuntimeError, ValueError, MemoryError, OverflowError):
            score = None
    if score is not None and score.note_num() > MOST_NOTES:
        raise UnreadableFile(f"{name}: holds {score.note_num():,} notes; at most {MOST_NOTES:,} are read; split it")
    if score is not None and _is_sane(score) and (score.note_num() or not _strikes(data)):
        return Reading(_finished(score))
    # few files need it, so most readers never load it
    from seqgen.formats.midi_repair import repair_midi

    repaired, repairs = repair_midi(data, name)
    return Reading(_finished(repaired), repairs=repairs)


def _strikes(data: bytes) -> bool:
    """Whether a file in which symusic finds no note may yet have some: it drops those that nothing ends."""
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
    # even at its slowest tempo throughout it lasts no day: the common case, known without a conversion
    slowest = min([*tempos, USUAL_QPM])
    if score.end() / score.ticks_per_quarter / slowest * 60.0 <= MOST_SECONDS:
        return True
    return bool(score.to("second").end() <= MOST_SECONDS)


def _finished(score: Any) -> Any:
    """The score with its pedals right and names that can be shown."""
    _set_pedals(score)
    for track in score.tracks:
        if not track.name.isprintable():
            track.name = "".join(c for c in track.name if c.isprintable()).strip()
    return score


def _set_pedals(score: Any) -> None:
    """Give every track the sustain pedal as its controls have it.

    symusic 0.6.0 lets the first pedal of every channel but the first begin at tick 0, which holds whatever sounds
    until it is first released.
    """
    for track in score.tracks:
        if not len(track.controls) and not len(track.pedals):
            continue
        controls = track.controls.numpy()
        pedal = controls["number"] == SUSTAIN
        ticks, down = controls["time"][pedal], controls["value"][pedal] >= SUSTAIN
        changes = np.flatnonzero(np.diff(down, prepend=False))
        ticks = ticks[changes]
        pressed, released = ticks[0::2], ticks[1::2]
        pressed = pressed[: len(released)]  # one that stays down to the end holds nothing
        track.pedals = symusic.Pedal.from_numpy(
            np.ascontiguousarray(pressed, np.int32), np.ascontiguousarray(released - pressed, np.int32)
        )


# -- writing -----------------------------------------------------------------------------------------------------------


def write_score(
    score: Any,
    path: str | os.PathLike[str],
    *,
    text: str | None = None,
    end_ticks: int | None = None,
    overwrite: bool = False,
) -> None:
    """Write a score as a type-1 MIDI file, whole or not at all.

    A first track holds tempo, metre, key and, where given, `text` as a text event; then comes a track for each of the
    score's. `end_ticks` is where every track ends (at its last event if that is later). Raises `SeqgenError` where the
    file exists or cannot be written.
    """
    if not overwrite and os.path.lexists(path):
        raise SeqgenError(f"{printable(path)}: exists already; it was not overwritten")
    write_atomic(path, midi_bytes(score, text=text, end_ticks=end_ticks))


def midi_bytes(score: Any, *, text: str | None = None, end_ticks: int | None = None) -> bytes:
    """The bytes that `write_score` writes. Raises `SeqgenError` for times that a MIDI file cannot hold."""
    division = int(score.ticks_per_quarter)
    if not 0 < division <= MOST_DIVISION:
        raise SeqgenError(f"a MIDI file cannot have {division:,} ticks a quarter note")
    bodies = [list(_conductor_events(score, text))]
    tracks = list(score.tracks)
    bodies += [list(_track_events(track, seat)) for track, seat in zip(tracks, _seats(tracks), strict=True)]
    last = max((tick for body in bodies for tick, _, _ in body), default=0)
    end_tick = max(0, end_ticks or 0)
    if max(last, end_tick) > LONGEST_LENGTH:
        raise SeqgenError(f"a MIDI file cannot hold a piece of {max(last, end_tick):,} ticks")
    return file_bytes(division, [track_chunk(body, end_tick) for body in bodies])


def _conductor_events(score: Any, text: str | None) -> Iterator[Event]:
    if text is not None:
        yield 0, 0, meta(TEXT, text.encode("utf-8", "replace"))
    for metre in score.time_signatures:
        power = int(metre.denominator).bit_length() - 1
        if 1 <= metre.numerator <= 255 and metre.denominator == 1 << power:
            compound = metre.denominator >= 8 and metre.numerator % 3 == 0 and metre.numerator > 3
            clocks = (96 >> power) * (3 if compound else 1)  # of 24 a quarter note, in a beat of the metronome
            yield _tick(metre.time), 1, meta(METRE, bytes([metre.numerator, power, max(1, clocks), 8]))
    for key in score.key_signatures:
        if -7 <= key.key <= 7:
            yield _tick(key.time), 2, meta(KEY, bytes([key.key & 0xFF, int(bool(key.tonality))]))
    for tempo in score.tempos:
        if tempo.qpm > 0:
            microseconds = min(max(1, round(60e6 / tempo.qpm)), 0xFFFFFF)
            yield _tick(tempo.time), 3, meta(TEMPO, microseconds.to_bytes(3, "big"))
    for marker in score.markers:
        yield _tick(marker.time), 4, meta(MARKER, marker.text.encode("utf-8", "replace"))


def _track_events(track: Any, seat: Seat) -> Iterator[Event]:
    channel = seat.channel
    yield 0, 0, meta(TRACK_NAME, track.name.encode("utf-8", "replace"))
    yield 0, 1, bytes([PROGRAM | channel, track.program & 0x7F])
    for tick in seat.program_ticks:
        yield tick, 4, bytes([PROGRAM | channel, track.program & 0x7F])
    for control in track.controls:
        yield _tick(control.time), 2, bytes([CONTROL | channel, control.number & 0x7F, control.value & 0x7F])
    if not any(control.number == SUSTAIN for control in track.controls):
        for pedal in track.pedals:
            yield _tick(pedal.time), 2, bytes([CONTROL | channel, SUSTAIN, 127])
            yield _tick(pedal.time + pedal.duration), 2, bytes([CONTROL | channel, SUSTAIN, 0])
    for bend in track.pitch_bends:
        value = min(max(0, bend.value + BEND_CENTRE), 2 * BEND_CENTRE - 1)
        yield _tick(bend.time), 2, bytes([BEND | channel, value & 0x7F, value >> 7])
    for lyric in track.lyrics:
        yield _tick(lyric.time), 2, meta(LYRIC, lyric.text.encode("utf-8", "replace"))
    for note in track.notes:
        start, pitch = _tick(note.time), note.pitch & 0x7F
        # a note that ends where another of its key begins must be silent first
        yield max(start + 1, note.end), 3, bytes([NOTE_OFF | channel, pitch, 0])
        yield start, 5, bytes([NOTE_ON | channel, pitch, min(max(1, note.velocity), 127)])


def _tick(time: int) -> int:
    return max(0, int(time))


@dataclass(frozen=True)
class Seat:
    """Where a track plays: its channel, and at which ticks it must set its program there once more."""

    channel: int
    program_ticks: tuple[int, ...] = ()


def _seats(tracks: Sequence[Any]) -> list[Seat]:
    """A channel for each track: drums on the tenth, the others in order.

    Where more than fifteen are pitched, every program has a channel first, tracks of a program share before tracks of
    different programs do, and those set their program again whenever it is their turn.
    """
    pitched = [number for number, track in enumerate(tracks) if not track.is_drum]
    free = deque(channel for channel in range(16) if channel != DRUM_CHANNEL)
    channels: dict[int, int] = {}
    tenants: dict[int, list[int]] = {}
    first_of_program = sorted({tracks[number].program: number for number in reversed(pitched)}.values())
    in_order = pitched if len(pitched) <= len(free) else first_of_program + pitched
    for number in in_order:
        if number in channels:
            continue
        if free:
            channel = free.popleft()
        else:
            kin = [c for c, shared in tenants.items() if tracks[shared[0]].program == tracks[number].program]
            channel = min(kin or tenants, key=lambda c: len(tenants[c]))
        channels[number] = channel
        tenants.setdefault(channel, []).append(number)
    turns = {channel: _turns(tracks, sorted(shared)) for channel, shared in tenants.items()}
    return [
        Seat(DRUM_CHANNEL) if track.is_drum else Seat(channels[number], tuple(turns[channels[number]].get(number, ())))
        for number, track in enumerate(tracks)
    ]


def _turns(tracks: Sequence[Any], shared: Sequence[int]) -> dict[int, list[int]]:
    """For the tracks that share a channel with different programs: the ticks at which each sets its own."""
    if len({tracks[number].program for number in shared}) < 2:
        return {}
    onsets = sorted({(_tick(note.time), number) for number in shared for note in tracks[number].notes})
    turns: dict[int, list[int]] = {}
    current = None
    for tick, number in onsets:
        if tracks[number].program != current:
            turns.setdefault(number, []).append(tick)
            current = tracks[number].program
    return turns


def read_text(path: str | os.PathLike[str]) -> list[str]:
    """The text events that stand at the start of a MIDI file's tracks, whatever else in it is damaged. Raises
    `UnreadableFile` where it cannot be opened or is not a MIDI file."""
    from seqgen.formats.midi_repair import texts_at_start

    path = Path(path)
    return texts_at_start(read_regular(path, most_bytes=MOST_BYTES), printable(path.name))
