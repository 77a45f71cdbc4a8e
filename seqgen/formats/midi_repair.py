"""Recover notes from damaged MIDI files in plain Python, within bounded time and memory.

This reader is some fifty times slower than symusic and reads only what symusic refuses. It trusts the chunks rather
than the header's count, and keeps the notes of a track up to its first invalid event. No length in the file decides how
much memory or time is used.

Source of the format: Standard MIDI Files 1.0 (RP-001), and RP-029 for the RIFF wrapper (RMID).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Ints, Ints32
from seqgen.errors import UnreadableFile
from seqgen.formats.midi_tracks import MOST_TICKS, Notes, Timeline, Track, TrackReader
from seqgen.formats.smf import DRUM_CHANNEL, HEADER, HEADER_BYTES, TRACK

MOST_SECONDS = 24 * 3600.0
MOST_TRACKS = 4096
MOST_REPAIRS = 12
USUAL_DIVISION = 480
FRAMES_PER_SECOND = {24: 24.0, 25: 25.0, 29: 30000 / 1001, 30: 30.0}


def repair_midi(data: bytes, name: str) -> tuple[Any, tuple[str, ...]]:
    """Return a `symusic.Score` with the notes that can be recovered from `data`, and the repairs made. `name` names the
    file in errors. Raises `UnreadableFile` if no note is found or there are over `MOST_EVENTS` events."""
    repairs: list[str] = []
    start = _find_header(data, name, repairs)
    length, kind, _, division = struct.unpack_from(">IHHH", data, start + 4)
    if length != HEADER_BYTES - 8 or kind > 2:
        repairs.append(f"the header is damaged (length {length:,}, kind {kind:,})")
    timeline, tracks, events = Timeline(), [], 0
    for number, (begin, declared, end) in enumerate(_chunks(data, start, repairs), start=1):
        track = Track(events=events)
        reader = TrackReader(
            data, begin, end, track=track, timeline=timeline, shortest=max(1, (division & 0x7FFF) // 4), name=name
        )
        reader.read()
        events = track.events
        tracks.append(track)
        _describe(track, reader, number, declared, repairs)
    score = _score(tracks, timeline, division, repairs)
    found = score.note_num()
    if not found:
        why = f" ({'; '.join(repairs[:3])})" if repairs else ""
        raise UnreadableFile(f"{name}: no notes could be recovered from it{why}; export it again from its program")
    if not repairs:
        repairs.append("its parts do not follow one another as they should")
    if len(repairs) > MOST_REPAIRS:
        repairs[MOST_REPAIRS:] = [f"and {len(repairs) - MOST_REPAIRS:,} more faults"]
    return score, (*repairs, f"{_notes(found)} recovered")


def _notes(count: int) -> str:
    return f"{count:,} note{'s' * (count != 1)}"


def texts_at_start(data: bytes, name: str) -> list[str]:
    """Return the text events at tick 0 of every track. Raises `UnreadableFile` if there is no MIDI header."""
    texts: list[str] = []
    for begin, _, end in _chunks(data, _find_header(data, name, []), []):
        track = Track()
        TrackReader(data, begin, end, track=track, timeline=Timeline(), shortest=1, name=name).read(last_tick=0)
        texts += track.texts
    return texts


# -- chunks ------------------------------------------------------------------------------------------------------------


def _find_header(data: bytes, name: str, repairs: list[str]) -> int:
    at = data.find(HEADER)
    if at < 0 and data[4:8] == b"\0\0\0\6" and data[14:18] == TRACK:
        repairs.append("the header's name is damaged")
        at = 0
    if at < 0:
        raise UnreadableFile(f"{name}: is not a MIDI file: it has no header 'MThd'")
    if len(data) < at + HEADER_BYTES:
        raise UnreadableFile(f"{name}: ends within its header (byte {len(data):,})")
    if at and data[:4] != b"RIFF":
        repairs.append(f"{at:,} bytes before the header skipped")
    return at


def _chunks(data: bytes, start: int, repairs: list[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the begin, declared end and latest end of each track's events. A length is trusted if a chunk or the file's
    end follows; else the track may last to the next `MTrk`."""
    (count,) = struct.unpack_from(">H", data, start + 10)
    at = data.find(TRACK, start + 4)
    if at < 0:
        repairs.append("it has no track")
        return
    found = 0
    while at >= 0 and found < MOST_TRACKS:
        if len(data) - at < 8:
            repairs.append(f"the file ends within the name of track {found + 1} (byte {len(data):,})")
            break
        found += 1
        begin = at + 8
        declared = begin + int.from_bytes(data[at + 4 : begin], "big")
        if declared == len(data) or (declared < len(data) and _is_chunk(data, declared)):
            yield begin, declared, declared
            at = data.find(TRACK, declared)
            continue
        at = data.find(TRACK, begin)
        yield begin, declared, at if at >= 0 else len(data)
    if at >= 0 and found == MOST_TRACKS:
        repairs.append(f"only the first {MOST_TRACKS:,} tracks read")
    elif found != count:
        repairs.append(f"the header speaks of {count:,} tracks, there are {found:,}")


def _is_chunk(data: bytes, at: int) -> bool:
    """Return whether a track begins at a byte, or another chunk that fits into the file."""
    name = data[at : at + 4]
    foreign = (
        len(data) - at >= 8 and name.isalnum() and int.from_bytes(data[at + 4 : at + 8], "big") <= len(data) - at - 8
    )
    return name == TRACK or foreign


def _describe(track: Track, reader: TrackReader, number: int, declared: int, repairs: list[str]) -> None:
    where = f"track {number}"
    if reader.damage:
        repairs.append(
            f"{where} is damaged at byte {reader.at:,} ({reader.damage}); its {_notes(track.notes())} before that kept"
        )
    elif not reader.finished:
        repairs.append(f"{where} has no end (byte {reader.at:,})")
    elif reader.at != declared:
        repairs.append(f"{where} is {'longer' if reader.at > declared else 'shorter'} than it says")
    if track.hanging:
        repairs.append(f"{_notes(track.hanging)} of {where} had no end")
    if track.clipped:
        repairs.append(f"{track.clipped:,} data bytes of {where} were out of range")
    if track.dropped_metas:
        repairs.append(f"{track.dropped_metas:,} impossible tempo, metre or key events of {where} dropped")


# -- from tracks to a score --------------------------------------------------------------------------------------------


def _score(tracks: list[Track], timeline: Timeline, division: int, repairs: list[str]) -> Any:
    import symusic

    per_quarter, scale = _ticks(division, repairs)
    if division & 0x8000:
        timeline.tempos = [(0, 500_000)]  # SMPTE ticks divide seconds, so tempos do not apply
    last = _last_sane_tick(timeline, per_quarter, scale)
    score: Any = symusic.Score(per_quarter)
    dropped = shortened = 0
    for track in tracks:
        for (channel, program), notes in sorted(track.voices.items()):
            columns, left_out, cut = _columns(notes, scale, last, per_quarter)
            dropped += left_out
            shortened += cut
            part: Any = symusic.Track(track.name, program, channel == DRUM_CHANNEL)
            part.notes = symusic.Note.from_numpy(*columns)
            _add_controls(part, track, channel, scale, last)
            score.tracks.append(part)
    if dropped:
        repairs.append(f"{_notes(dropped)} that would sound more than 24 hours after the start dropped")
    if shortened:
        repairs.append(f"{_notes(shortened)} that would never end shortened to a quarter note")
    for tick, microseconds in sorted(timeline.tempos):
        if tick * scale <= last:
            score.tempos.append(symusic.Tempo(round(tick * scale), 60e6 / microseconds))
    for tick, numerator, denominator in sorted(timeline.metres):
        if tick * scale <= last:
            score.time_signatures.append(symusic.TimeSignature(round(tick * scale), numerator, denominator))
    for tick, key, minor in sorted(timeline.keys):
        if tick * scale <= last:
            score.key_signatures.append(symusic.KeySignature(round(tick * scale), key, minor))
    return score


def _ticks(division: int, repairs: list[str]) -> tuple[int, float]:
    """Return the score's ticks a quarter note, and the score's ticks per tick of the file."""
    if not division & 0x8000:
        if division:
            return division, 1.0
        repairs.append(f"the header names no length of a tick; {USUAL_DIVISION} to a quarter note assumed")
        return USUAL_DIVISION, 1.0
    frames, ticks = 256 - (division >> 8), division & 0xFF
    if frames not in FRAMES_PER_SECOND or not ticks:
        repairs.append(f"the header's length of a tick is impossible; {USUAL_DIVISION} to a quarter note assumed")
        return USUAL_DIVISION, 1.0
    repairs.append(f"it counts {frames * ticks:,} ticks a second, not parts of a beat; read as 120 beats a minute")
    return USUAL_DIVISION, 2 * USUAL_DIVISION / (FRAMES_PER_SECOND[frames] * ticks)


def _last_sane_tick(timeline: Timeline, per_quarter: int, scale: float) -> float:
    """Return the tick `MOST_SECONDS` after the start, `MOST_TICKS` at most."""
    seconds, at, microseconds = 0.0, 0.0, 500_000
    for tick, following in [*sorted(timeline.tempos), (MOST_TICKS, 0)]:
        now = tick * scale
        rate = microseconds / 1e6 / per_quarter
        if seconds + (now - at) * rate > MOST_SECONDS:
            at += (MOST_SECONDS - seconds) / rate
            break
        seconds += (now - at) * rate
        at, microseconds = now, following
    return min(at, MOST_TICKS)


Columns = tuple[Ints32, Ints32, npt.NDArray[np.int8], npt.NDArray[np.int8]]


def _columns(notes: Notes, scale: float, last: float, quarter: int) -> tuple[Columns, int, int]:
    """Return onset, duration, key and velocity of the notes that begin before `last`. Also returned are the number of
    notes dropped, and of notes that would end after `last` and are cut to a quarter."""
    onset, end = (np.frombuffer(column, dtype=np.int64) * scale for column in (notes.onset, notes.end))
    keep = onset < last - quarter
    order = np.flatnonzero(keep)[np.argsort(onset[keep], kind="stable")]
    endless = end[order] > last
    start = np.rint(onset[order]).astype(np.int64)
    stop = np.maximum(np.rint(np.where(endless, start + quarter, end[order])).astype(np.int64), start + 1)
    pitch, velocity = (np.frombuffer(column, dtype=np.int8)[order] for column in (notes.pitch, notes.velocity))
    columns = (start.astype(np.int32), (stop - start).astype(np.int32), pitch, velocity)
    return columns, len(onset) - len(order), int(endless.sum())


def _add_controls(part: Any, track: Track, channel: int, scale: float, last: float) -> None:
    import symusic

    controls = _rows(track.controls.get(channel), 3, scale, last)
    if len(controls):
        at, number, value = controls.T
        part.controls = symusic.ControlChange.from_numpy(
            at.astype(np.int32), number.astype(np.uint8), value.astype(np.uint8)
        )
    bends = _rows(track.bends.get(channel), 2, scale, last)
    if len(bends):
        at, value = bends.T.astype(np.int32)
        part.pitch_bends = symusic.PitchBend.from_numpy(at.copy(), value.copy())


def _rows(flat: array[int] | None, width: int, scale: float, last: float) -> Ints:
    """Return events of `width` numbers, the first a tick, scaled to the score; those after `last` are dropped."""
    rows = np.array(flat if flat is not None else [], dtype=np.int64).reshape(-1, width)
    rows[:, 0] = np.rint(rows[:, 0] * scale)
    return rows[rows[:, 0] <= last]
