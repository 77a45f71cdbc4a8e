"""MIDI files as damage and malice make them; deterministic."""

from __future__ import annotations

import random
import struct


def track(events: bytes, *, length: int | None = None, end: bool = True) -> bytes:
    """A track chunk; `length` is the length that it claims."""
    body = events + (b"\x00\xff\x2f\x00" if end else b"")
    return b"MTrk" + struct.pack(">I", len(body) if length is None else length) + body


def file(*tracks: bytes, division: int = 480, count: int | None = None) -> bytes:
    """A MIDI file of these track chunks."""
    return b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks) if count is None else count, division) + b"".join(tracks)


def notes(n: int, *, step: bytes = b"\x60") -> bytes:
    """`n` notes one after the other, each `step` long, with running status."""
    return b"\x00\x90" + b"".join(
        (b"\x00" if i else b"") + bytes([60 + i % 12, 80]) + step + bytes([60 + i % 12, 0]) for i in range(n)
    )


GOOD = file(
    track(b"\x00\xff\x51\x03\x07\xa1\x20\x00\xff\x58\x04\x03\x02\x18\x08"), track(b"\x00\xff\x03\x04Tune" + notes(32))
)


def hostile_files() -> dict[str, bytes]:
    """Named hostile files."""
    files = {
        "empty": b"",
        "header only": GOOD[:14],
        "half a header": GOOD[:9],
        "text": b"Dear Sir or Madam, this is not music." * 10,
        "no tracks": file(count=3),
        "track of length 2^28": file(track(notes(8), length=1 << 28)),
        "track of length 2^32 - 1": file(track(notes(8), length=(1 << 32) - 1)),
        "track of length 0": file(track(notes(8), length=0)),
        "division 0": file(track(notes(8)), division=0),
        "SMPTE division": file(track(notes(8)), division=0xE250),
        "lying count": file(track(notes(8)), count=65535),
        "no end of track": file(track(notes(8), end=False)),
        "hanging notes": file(track(b"\x00\x90\x3c\x50\x00\x3e\x50\x60\x40\x50")),
        "data bytes above 127": file(track(b"\x00\x90\xbc\xd0\x60\xbc\x80")),
        "data without status": file(track(b"\x00\x3c\x50\x60\x3c\x00")),
        "giant times": file(track(notes(20, step=b"\xff\xff\xff\x7f"))),
        "endless numbers": file(track(b"\xff" * 64)),
        "endless system message": file(track(b"\x00\xf0\xff\xff\xff\x7f" + notes(8))),
        "giant meta": file(track(b"\x00\xff\x01\xff\xff\xff\x7fhello" + notes(8))),
        "meta of no kind": file(track(b"\x00\xff")),
        "tempo 0": file(track(b"\x00\xff\x51\x03\x00\x00\x00" + notes(8))),
        "odd metre": file(track(b"\x00\xff\x58\x04\x00\xff\x18\x08" + notes(8))),
        "junk before the header": b"junk\x00" * 40 + GOOD,
        "RIFF": b"RIFF" + struct.pack("<I", len(GOOD) + 12) + b"RMIDdata" + struct.pack("<I", len(GOOD)) + GOOD,
        "two files in one": GOOD + GOOD,
        "a million notes": file(track(notes(1_000_000, step=b"\x01"), length=(1 << 31) - 1)),
        "many tracks": file(*(track(b"") for _ in range(5000))),
    }
    files |= {f"cut at {n}": GOOD[:n] for n in range(15, len(GOOD), 9)}
    rng = random.Random(7)
    for n in range(150):
        damaged = bytearray(GOOD)
        for _ in range(rng.choice([1, 2, 8])):
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        files[f"bits {n}"] = bytes(damaged)
    for n in range(60):
        files[f"noise {n}"] = file(track(rng.randbytes(rng.randrange(1, 400)), end=False))
    return files
