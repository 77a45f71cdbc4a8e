"""A cheap check whether symusic lost nothing of a MIDI file.

symusic reads sound files some ten times faster than `midi_events` does, but it drops notes that nothing ends, and takes
programs and pedals for a track's own, where they belong to a channel. The check needs no full reading: what stands
before the first note of each track is read event by event; behind it data bytes are counted, of which each event has
two and its delta time one. Where the sum is not that of the events that symusic read, or where channels may be shared,
the file needs the careful reader. The check may err on that side only.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

from seqgen.formats import smf
from seqgen.formats.midi_events import END, LONGEST_NUMBER

_DATA = bytes(range(0x80))
_SYSEX = frozenset((smf.SYSEX, smf.SYSEX_MORE))
# status bytes with one data byte also occur in delta times of 8,192 ticks and more; but there two data bytes follow the
# time, perhaps behind a status
_ONE_DATA_BYTE = re.compile(rb"[\xc0-\xdf][\x00-\x7f](?:[\x00-\x7f][\x80-\xff]|[\x80-\xff][\x00-\x7f][\x80-\xff])")
_METAS = frozenset((*range(0x0A), 0x20, 0x21, smf.END_OF_TRACK, smf.TEMPO, 0x54, smf.METRE, smf.KEY, 0x7F))
_OF_ONE_DATA_BYTE = frozenset(range(0xC0, 0xE0))
_DRUM_BANKS = 120
_CENTRE = b"\0\x40"
"""Data bytes of a pitch bend of nothing."""


class _Track(NamedTuple):
    """Number of events with two data bytes; channel and program of each program change, and channels that are told
    something else before the first note; the bytes from that note on without meta events, and those above 127 among
    them: statuses, and parts of delta times."""

    events: int
    programs: frozenset[tuple[int, int]]
    told: frozenset[int]
    rest: bytes = b""
    statuses: frozenset[int] = frozenset()


def lost_nothing(data: bytes, score: Any) -> bool:
    """Return whether the score that symusic read of `data` surely holds all that is in it."""
    tracks = []
    for begin, end in _bodies(data):
        track = _track(data, begin, end)
        if track is None:
            return False
        tracks.append(track)
    read = sum(2 * len(part.notes) + len(part.controls) + len(part.pitch_bends) for part in score.tracks)
    if not tracks or read != sum(track.events for track in tracks):
        return False
    if any("\ufffd" in text for text in _texts(score)):
        # in another encoding, which symusic does not know
        return False
    sounding = sum(1 for part in score.tracks if len(part.notes))
    if sounding > 1 and len([track for track in tracks if track.rest]) == 1:
        # the name of the only track with notes is that of the piece, not of each channel
        return False
    return not _has_drum_banks(score) and not _share_channels(tracks, {part.program for part in score.tracks})


def _bodies(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the first byte and the end of each track's events; nothing unless header and chunks are as they should
    be."""
    if len(data) < smf.HEADER_BYTES or data[:4] != smf.HEADER:
        return
    length, kind, count, division = struct.unpack_from(">IHHH", data, 4)
    if length != smf.HEADER_BYTES - 8 or kind >= smf.INDEPENDENT or not 0 < division <= smf.MOST_DIVISION:
        return
    bodies, at = [], smf.HEADER_BYTES
    while data[at : at + 4] == smf.TRACK:
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8], "big")
        bodies.append((at + 8, end))
        at = end
    if at == len(data) and len(bodies) == count:
        yield from bodies


def _track(data: bytes, begin: int, end: int) -> _Track | None:
    """Return what is counted of a track, None where it is not plain."""
    at, events = begin, 0
    told: set[int] = set()
    programs: set[tuple[int, int]] = set()
    while at < end:
        start = at
        while at < end and data[at] >= 0x80:
            at += 1
        at += 1
        if at + 3 > end or at - start > LONGEST_NUMBER:
            return None
        status = data[at]
        if status == smf.META:
            after = _after_meta(data, at, end)
            if data[at + 1] == smf.END_OF_TRACK:
                return _Track(events, frozenset(programs), frozenset(told)) if after == end else None
            if after < 0:
                return None
            at = after
        elif smf.NOTE_OFF <= status < smf.KEY_PRESSURE:
            return _with_rest(_Track(events, frozenset(programs), frozenset(told), data[start:end]))
        elif status & 0xF0 == smf.PROGRAM and data[at + 1] < 0x80:
            programs.add((status & 0x0F, data[at + 1]))
            at += 2
        elif status & 0xF0 in (smf.CONTROL, smf.BEND) and data[at + 1] < 0x80 > data[at + 2]:
            if status & 0xF0 == smf.CONTROL or data[at + 1 : at + 3] != _CENTRE:
                told.add(status & 0x0F)
            events += 1
            at += 3
            while at + 3 < end and max(data[at : at + 3]) < 0x80:
                # running status at no distance, as programs write their controllers
                events += 1
                at += 3
        else:
            return None
    return None


def _with_rest(track: _Track) -> _Track | None:
    """Count the events from the first note of a track on."""
    rest, metas, parts, at = track.rest, 0, [], 0
    if not rest.endswith(END):
        return None
    found = rest.find(smf.META)
    while found >= 0:
        after = _after_meta(rest, found, len(rest))
        if after < 0 or (rest[found + 1] == smf.END_OF_TRACK) != (after == len(rest)):
            return None
        parts.append(rest[at:found])
        metas += 1
        at = after
        found = rest.find(smf.META, at)
    played = parts[0] if len(parts) == 1 else b"".join(parts)
    high = played.translate(None, _DATA)
    count = len(played) - len(high) - metas
    statuses = _distinct(high)
    if at != len(rest) or count % 3 or statuses & _SYSEX:
        return None
    if statuses & _OF_ONE_DATA_BYTE and _ONE_DATA_BYTE.search(played):
        return None
    return _Track(track.events + count // 3, track.programs, track.told, played, statuses)


def _distinct(values: bytes) -> frozenset[int]:
    """Return the bytes that occur, which are few."""
    found = set()
    while values:
        found.add(values[0])
        values = values.replace(values[:1], b"")
    return frozenset(found)


def _after_meta(data: bytes, at: int, end: int) -> int:
    """Return the end of the meta event at a byte, -1 if it is not plain."""
    if at + 2 >= end or data[at + 1] not in _METAS:
        return -1
    length, place = 0, at + 2
    while place < end and data[place] >= 0x80 and place < at + 6:
        length = length << 7 | data[place] & 0x7F
        place += 1
    after = place + 1 + (length << 7 | data[place]) if place < end and data[place] < 0x80 else end + 1
    return after if after <= end and smf.is_possible(data[at + 1], data[place + 1 : after]) else -1


def _texts(score: Any) -> Iterator[str]:
    for part in score.tracks:
        yield part.name
        yield from (lyric.text for lyric in part.lyrics)
    yield from (marker.text for marker in score.markers)


def _has_drum_banks(score: Any) -> bool:
    for part in score.tracks:
        if len(part.controls):
            controls = part.controls.numpy()
            if ((controls["number"] == 0) & (controls["value"] >= _DRUM_BANKS)).any():
                return True
    return False


def _share_channels(tracks: list[_Track], programs: set[int]) -> bool:
    """Return whether a track may give another program than symusic read, or controllers, to a channel on which another
    track plays."""
    programs = programs.union(program for track in tracks for _, program in track.programs)
    for number, track in enumerate(tracks):
        told = {status for status in track.statuses if status & 0xF0 in (smf.CONTROL, smf.BEND)}
        channels = {status & 0x0F for status in told if _has(track.rest, status)} | track.told
        if len(programs) > 1:
            channels.update(channel for channel, _ in track.programs)
        for channel in channels:
            note = smf.NOTE_ON | channel
            for other, played in enumerate(tracks):
                if other != number and note in played.statuses and _has(played.rest, note):
                    return True
    return False


def _has(rest: bytes, status: int) -> bool:
    """Return whether a byte may be a status in `rest`, not a part of a delta time: two data bytes follow."""
    at = rest.find(status)
    while at >= 0:
        if rest[at + 1 : at + 3].translate(None, _DATA) == b"":
            return True
        at = rest.find(status, at + 1)
    return False
