"""Write a `symusic.Score` as a type-1 MIDI file."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from seqgen.errors import SeqgenError
from seqgen.files import write_atomic, write_new
from seqgen.formats import smf


def write_score(
    score: Any,
    path: str | os.PathLike[str],
    *,
    text: str | None = None,
    end_ticks: int | None = None,
    overwrite: bool = False,
) -> None:
    """Write a score as a type-1 MIDI file, whole or not at all.

    Tempos, metres and key go to a first track, with `text` as a sequencer-specific event, since notation programs print
    a text event under the first note. Tracks end at `end_ticks`, or with their
    last event if that is later. Raises `FileTaken` if the file exists (without `overwrite`), `SeqgenError` if it cannot
    be written.
    """
    data = midi_bytes(score, text=text, end_ticks=end_ticks)
    (write_atomic if overwrite else write_new)(path, data)


def midi_bytes(score: Any, *, text: str | None = None, end_ticks: int | None = None) -> bytes:
    """Return the bytes that `write_score` writes. Raises `SeqgenError` for times that MIDI cannot hold."""
    division = int(score.ticks_per_quarter)
    if not 0 < division <= smf.MOST_DIVISION:
        raise SeqgenError("a MIDI file cannot have {division} ticks a quarter note", division=division)
    bodies = [list(_conductor_events(score, text))]
    tracks = list(score.tracks)
    bodies += [list(_track_events(track, seat)) for track, seat in zip(tracks, _seats(tracks), strict=True)]
    last = max((tick for body in bodies for tick, _, _ in body), default=0)
    end_tick = max(0, end_ticks or 0)
    if max(last, end_tick) > smf.LONGEST_LENGTH:
        raise SeqgenError("a MIDI file cannot hold a piece of {ticks} ticks", ticks=max(last, end_tick))
    return smf.file_bytes(division, [smf.track_chunk(body, end_tick) for body in bodies])


def _conductor_events(score: Any, text: str | None) -> Iterator[smf.Event]:
    if text is not None:
        yield 0, 0, smf.meta(smf.SPECIFIC, smf.OWN + text.encode("utf-8", "replace"))
    for metre in score.time_signatures:
        power = int(metre.denominator).bit_length() - 1
        if 1 <= metre.numerator <= 255 and metre.denominator == 1 << power:
            compound = metre.denominator >= 8 and metre.numerator % 3 == 0 and metre.numerator > 3
            clocks = (96 >> power) * (3 if compound else 1)  # of 24 a quarter note, in a beat of the metronome
            yield _tick(metre.time), 1, smf.meta(smf.METRE, bytes([metre.numerator, power, max(1, clocks), 8]))
    for key in score.key_signatures:
        if -7 <= key.key <= 7:
            yield _tick(key.time), 2, smf.meta(smf.KEY, bytes([key.key & 0xFF, int(bool(key.tonality))]))
    for tempo in score.tempos:
        if tempo.qpm > 0:
            microseconds = min(max(1, round(60e6 / tempo.qpm)), 0xFFFFFF)
            yield _tick(tempo.time), 3, smf.meta(smf.TEMPO, microseconds.to_bytes(3, "big"))
    for marker in score.markers:
        yield _tick(marker.time), 4, smf.meta(smf.MARKER, marker.text.encode("utf-8", "replace"))


def _track_events(track: Any, seat: Seat) -> Iterator[smf.Event]:
    channel = seat.channel
    yield 0, 0, smf.meta(smf.TRACK_NAME, track.name.encode("utf-8", "replace"))
    if not seat.program_ticks:
        yield 0, 1, bytes([smf.PROGRAM | channel, track.program & 0x7F])
    for tick in seat.program_ticks:
        yield tick, 4, bytes([smf.PROGRAM | channel, track.program & 0x7F])
    for control in track.controls:
        yield _tick(control.time), 2, bytes([smf.CONTROL | channel, control.number & 0x7F, control.value & 0x7F])
    if not any(control.number == smf.SUSTAIN for control in track.controls):
        for pedal in track.pedals:
            yield _tick(pedal.time), 2, bytes([smf.CONTROL | channel, smf.SUSTAIN, 127])
            yield _tick(pedal.time + pedal.duration), 2, bytes([smf.CONTROL | channel, smf.SUSTAIN, 0])
    for bend in track.pitch_bends:
        value = min(max(0, bend.value + smf.BEND_CENTRE), 2 * smf.BEND_CENTRE - 1)
        yield _tick(bend.time), 2, bytes([smf.BEND | channel, value & 0x7F, value >> 7])
    for lyric in track.lyrics:
        yield _tick(lyric.time), 2, smf.meta(smf.LYRIC, lyric.text.encode("utf-8", "replace"))
    for note in track.notes:
        start, pitch = _tick(note.time), note.pitch & 0x7F
        # a note-off comes before the note-on of the same key at the same tick
        yield max(start + 1, note.end), 3, bytes([smf.NOTE_OFF | channel, pitch, 0])
        yield start, 5, bytes([smf.NOTE_ON | channel, pitch, min(max(1, note.velocity), 127)])


def _tick(time: int) -> int:
    return max(0, int(time))


@dataclass(frozen=True)
class Seat:
    """A track's channel. On one that it shares with other programs, it sets its own at `program_ticks`, and only then:
    at the start it would set that of others."""

    channel: int
    program_ticks: tuple[int, ...] = ()


def _seats(tracks: Sequence[Any]) -> list[Seat]:
    """Assign a channel to each track: the tenth to drums, the others in order.

    If more than fifteen are pitched, every program gets a channel first. Then tracks of the same program share one, and
    only then tracks of different programs, which set their program again before they play.
    """
    pitched = [number for number, track in enumerate(tracks) if not track.is_drum]
    free = deque(channel for channel in range(16) if channel != smf.DRUM_CHANNEL)
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
    drums = [number for number, track in enumerate(tracks) if track.is_drum]
    channels |= dict.fromkeys(drums, smf.DRUM_CHANNEL)
    tenants[smf.DRUM_CHANNEL] = drums
    turns = {channel: _turns(tracks, sorted(shared)) for channel, shared in tenants.items()}
    return [Seat(channels[n], tuple(turns[channels[n]].get(n, ()))) for n in range(len(tracks))]


def _turns(tracks: Sequence[Any], shared: Sequence[int]) -> dict[int, list[int]]:
    """Return the ticks at which tracks of different programs on one channel set their program."""
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
