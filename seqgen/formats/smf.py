"""The bytes of Standard MIDI Files: header, chunks, variable-length numbers and track events.

Source: Standard MIDI Files 1.0 (RP-001); RP-029 for the RIFF wrapper of `.rmi` files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

HEADER, TRACK = b"MThd", b"MTrk"
HEADER_BYTES = 14
INDEPENDENT = 2
"""Type of a file whose tracks are sequences of their own."""
TEXT, TRACK_NAME, LYRIC, MARKER, END_OF_TRACK, TEMPO, METRE, KEY = 0x01, 0x03, 0x05, 0x06, 0x2F, 0x51, 0x58, 0x59
SPECIFIC = 0x7F
OWN = b"\x7dseqgen "
"""Begin of the sequencer-specific events of seqgen: the identifier that is free for everybody, then the name."""
NOTE_OFF, NOTE_ON, KEY_PRESSURE, CONTROL, PROGRAM, PRESSURE, BEND = 0x80, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0
META, SYSEX, SYSEX_MORE = 0xFF, 0xF0, 0xF7
BEND_CENTRE = 8192
SUSTAIN = 64
DRUM_CHANNEL = 9
MOST_DIVISION = 0x7FFF
LONGEST_LENGTH = 0x0FFFFFFF

Event = tuple[int, int, bytes]
"""Tick, rank among the events of that tick, and bytes without the delta time."""


def length_bytes(number: int) -> bytes:
    """Encode a number below 2^28 as one to four bytes of seven bits, the highest first."""
    answer = bytearray([number & 0x7F])
    while number := number >> 7:
        answer.append(number & 0x7F | 0x80)
    return bytes(reversed(answer))


def meta(kind: int, content: bytes) -> bytes:
    return bytes([META, kind]) + length_bytes(len(content)) + content


def is_possible(kind: int, content: bytes) -> bool:
    """Return whether a tempo, metre or key, as a meta event holds it, can be; other meta events are."""
    if kind == TEMPO:
        return len(content) >= 3 and any(content[:3])
    if kind == METRE:
        return len(content) >= 2 and 1 <= content[0] <= 64 and content[1] <= 6
    return kind != KEY or (len(content) >= 2 and content[1] <= 1 and (content[0] + 7) & 0xFF <= 14)


def track_chunk(events: Iterable[Event], end_tick: int) -> bytes:
    """Return a track that ends at `end_tick`, or with its last event if that is later. Every event has its own status
    byte: running status would save a third of the bytes, but some readers lose it after a meta event."""
    body, now = bytearray(), 0
    for tick, _, content in sorted(events, key=lambda event: event[:2]):
        body += length_bytes(tick - now)
        body += content
        now = tick
    body += length_bytes(max(0, end_tick - now)) + meta(END_OF_TRACK, b"")
    return TRACK + struct.pack(">I", len(body)) + bytes(body)


def file_bytes(division: int, tracks: Sequence[bytes]) -> bytes:
    """Return a type-1 file with `division` ticks a quarter note."""
    return HEADER + struct.pack(">IHHH", 6, 1, len(tracks), division) + b"".join(tracks)


def unwrap(data: bytes) -> bytes:
    """Return the MIDI file inside a RIFF wrapper (`.rmi`), or `data` if there is none."""
    if data[:4] != b"RIFF" or data[8:12] != b"RMID":
        return data
    start = data.find(HEADER, 12)
    if start < 4:
        return data
    declared = int.from_bytes(data[start - 4 : start], "little")
    # a wrong length is left to the repair reader
    return data[start : start + declared] if 0 < declared <= len(data) - start else data[start:]
