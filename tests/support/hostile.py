"""Files that break readers: MIDI and ABC as strangers, damaged disks and attackers make them.

`midi_files` and `abc_files` give a name and the bytes of each; the same ones every time.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

END = b"\x00\xff\x2f\x00"
CONDUCTOR = b"\x00\xff\x51\x03\x07\xa1\x20\x00\xff\x58\x04\x03\x02\x18\x08\x00\xff\x59\x02\xfe\x01" + END
MELODY = (
    b"\x00\xff\x03\x05Voice\x00\xc0\x28"
    + b"".join(b"\x00\x90%c\x50\x60\x80%c\x40" % (key, key) for key in (60, 62, 64, 65, 67, 69, 71, 72))
    + b"\x00\xb0\x40\x7f\x00\x90\x48\x50\x83\x00\x48\x00\x00\xb0\x40\x00"
    + END
)


def chunk(body: bytes, length: int | None = None) -> bytes:
    return b"MTrk" + struct.pack(">I", len(body) if length is None else length) + body


def header(count: int = 2, *, kind: int = 1, division: int = 96, length: int = 6) -> bytes:
    return b"MThd" + struct.pack(">IHHH", length, kind, count, division)


def notes(number: int) -> bytes:
    """So many notes as short as a file can say them: six bytes each, by running status."""
    return b"\x00\x90\x3c\x40\x01\x3c\x00" + b"\x00\x3c\x40\x01\x3c\x00" * (number - 1)


SOUND = header() + chunk(CONDUCTOR) + chunk(MELODY)


def of_one_track(body: bytes, **facts: int) -> bytes:
    return header(1, **facts) + chunk(body)


def midi_files() -> Iterator[tuple[str, bytes]]:
    yield from _lying_lengths()
    yield from _odd_headers()
    yield from _odd_times()
    yield from _odd_events()
    yield from _junk()
    for at in range(len(SOUND)):
        yield f"cut-{at:03}.mid", SOUND[:at]
    rng = random.Random(1)
    for number in range(300):
        yield f"flipped-{number:03}.mid", _flipped(SOUND, rng, 1 + number % 4)
    for number in range(100):
        yield f"overwritten-{number:03}.mid", _overwritten(SOUND, rng)


def _lying_lengths() -> Iterator[tuple[str, bytes]]:
    for length in (0, 1, 7, len(MELODY) - 1, len(MELODY) + 1, 1 << 16, (1 << 28) - 1, 1 << 28, 1 << 31, (1 << 32) - 1):
        yield f"track-of-{length}.mid", header() + chunk(CONDUCTOR) + chunk(MELODY, length)
        yield f"first-track-of-{length}.mid", header() + chunk(CONDUCTOR, length) + chunk(MELODY)
    for length in (0, 2, 5, 7, 1 << 28, (1 << 32) - 1):
        yield f"header-of-{length}.mid", header(length=length) + SOUND[14:]
    for name, start in (("meta", b"\xff\x01"), ("sysex", b"\xf0"), ("name", b"\xff\x03"), ("unknown", b"\xff\x60")):
        for length in (b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff\x7f", b"\x80" * 1000, b"\x81\x80\x80\x00"):
            body = b"\x00" + start + length + MELODY
            yield f"{name}-of-{length[:5].hex()}.mid", of_one_track(body)
            yield f"{name}-of-{length[:5].hex()}-behind.mid", of_one_track(MELODY[:-4] + body)


def _odd_headers() -> Iterator[tuple[str, bytes]]:
    for count in (0, 1, 3, 100, 65535):
        yield f"count-{count}.mid", header(count) + SOUND[14:]
    for kind in (0, 2, 3, 65535):
        yield f"kind-{kind}.mid", header(kind=kind) + SOUND[14:]
    for division in (0, 1, 32767, 0x8000, 0xE728, 0xE800, 0xE250, 0xE304, 0xFFFF, 0x8001):
        yield f"division-{division:04x}.mid", header(division=division) + SOUND[14:]
    yield "no-tracks.mid", header(0)
    yield "no-tracks-but-says-five.mid", header(5)
    yield "empty-tracks.mid", header(3) + chunk(b"") * 3
    yield "two-headers.mid", header() + SOUND
    yield "many-tracks.mid", header(2000) + chunk(MELODY) * 2000
    yield "too-many-empty-tracks.mid", header(65535) + chunk(b"") * 20000
    wrapped = b"RMIDdata" + struct.pack("<I", len(SOUND)) + SOUND
    yield "wrapped.rmi", b"RIFF" + struct.pack("<I", len(wrapped)) + wrapped
    yield "wrapped-lies.rmi", b"RIFF\xff\xff\xff\xffRMIDdata\xff\xff\xff\xff" + SOUND
    yield "wrapped-nothing.rmi", b"RIFF\x04\x00\x00\x00RMID"
    yield "junk-before.mid", b"\x00\x01junk" * 50 + SOUND
    yield "junk-between.mid", header() + chunk(CONDUCTOR) + b"\x00\x07garbage" + chunk(MELODY)
    yield "junk-behind.mid", SOUND + bytes(range(256)) * 20
    yield "foreign-chunk.mid", header() + b"XFIH" + struct.pack(">I", 9) + b"something" + SOUND[14:]
    yield "name-of-header-damaged.mid", b"NThd" + SOUND[4:]


def _odd_times() -> Iterator[tuple[str, bytes]]:
    giant = b"\xff\xff\xff\x7f"
    yield "giant-pause.mid", of_one_track(b"\x00\x90\x3c\x40\x60\x3c\x00" + giant + b"\x40\x40\x60\x40\x00" + END)
    yield "giant-note.mid", of_one_track(b"\x00\x90\x3c\x40" + giant + b"\x3c\x00" + END)
    yield "giant-end.mid", of_one_track(MELODY[:-4] + giant + END[1:])
    yield (
        "many-giant-pauses.mid",
        of_one_track(b"\x00\x90\x3c\x40" + (giant + b"\x3c\x00" + giant + b"\x3c\x40") * 50 + END),
    )
    yield "hanging-over-a-giant-pause.mid", of_one_track(MELODY[:-4] + b"\x00\x90\x3c\x40" + giant + END[1:])
    yield "slowest-tempo.mid", of_one_track(b"\x00\xff\x51\x03\xff\xff\xff" + MELODY, division=1)
    yield "no-tempo.mid", of_one_track(b"\x00\xff\x51\x03\x00\x00\x00" + MELODY)
    yield "short-tempo.mid", of_one_track(b"\x00\xff\x51\x01\x07" + MELODY)
    yield "five-byte-pause.mid", of_one_track(MELODY[:-4] + b"\xff\xff\xff\xff\x7f\x90\x3c\x40" + END)
    yield (
        "slow-for-days.mid",
        of_one_track(b"\x00\xff\x51\x03\xff\xff\xff" + (b"\x87\xff\x7f\x90\x3c\x40\x01\x3c\x00") * 90 + END),
    )


def _odd_events() -> Iterator[tuple[str, bytes]]:
    yield "no-status.mid", of_one_track(b"\x00\x3c\x40" + MELODY)
    yield "status-behind-meta.mid", of_one_track(b"\x00\x90\x3c\x40\x00\xff\x01\x02hi\x60\x3c\x00" + END)
    yield (
        "clock-inside.mid",
        of_one_track(MELODY[:-4] + b"\x00\xf8\x00\xfe\x00\xf1\x20\x00\xf2\x01\x02\x00\x90\x30\x40" + END),
    )
    yield "high-data.mid", of_one_track(b"\x00\x90\xbc\xff\x60\x80\xbc\x40" + MELODY)
    yield "odd-metre.mid", of_one_track(b"\x00\xff\x58\x04\x00\xff\x00\x00\x00\xff\x58\x04\xff\x07\x18\x08" + MELODY)
    yield "short-metre.mid", of_one_track(b"\x00\xff\x58\x00\x00\xff\x59\x00" + MELODY)
    yield "odd-key.mid", of_one_track(b"\x00\xff\x59\x02\x64\x09" + MELODY)
    yield "name-not-text.mid", of_one_track(b"\x00\xff\x03\x08\xff\xfe\x00\x1b[2J\x80" + MELODY)
    yield "name-of-a-megabyte.mid", of_one_track(b"\x00\xff\x03\xc0\x80\x00" + b"x" * (1 << 20) + MELODY)
    yield "never-ending-notes.mid", of_one_track(b"".join(b"\x10\x90%c\x40" % key for key in range(40, 80)) + END)
    yield "one-key-struck-for-ever.mid", of_one_track(b"\x00\x90\x3c\x40" + b"\x01\x3c\x40" * 100_000 + END)
    yield "ends-of-nothing.mid", of_one_track(b"\x00\x80\x3c\x40" * 100 + END)
    yield "no-end.mid", of_one_track(MELODY[:-4])
    yield "end-at-once.mid", of_one_track(END + MELODY)
    yield "two-ends.mid", of_one_track(MELODY + MELODY)
    yield "programs-only.mid", of_one_track(b"\x00\xc0\x01" * 1000 + END)
    yield "open-sysex.mid", of_one_track(MELODY[:-4] + b"\x00\xf0\x7e\x7f\x09\x01" + END)
    yield "notes-of-no-length.mid", of_one_track(b"\x00\x90\x3c\x40\x00\x3c\x00" * 20 + END)


def _junk() -> Iterator[tuple[str, bytes]]:
    rng = random.Random(2)
    yield "empty.mid", b""
    yield "one-byte.mid", b"M"
    yield "text.mid", b"Dear reader, this is a letter and no music.\n" * 40
    yield "zip.mid", b"PK\x03\x04" + rng.randbytes(5000)
    yield "zeros.mid", bytes(1 << 20)
    yield "ones.mid", b"\xff" * (1 << 20)
    yield "header-and-zeros.mid", header() + b"MTrk" + bytes(1 << 20)
    yield "header-and-ones.mid", header() + b"MTrk" + b"\xff" * (1 << 20)
    yield "headers.mid", b"MThd" * (1 << 18)
    yield "track-names.mid", header() + b"MTrk" * (1 << 18)
    yield "random.mid", rng.randbytes(1 << 16)
    yield "header-and-random.mid", header() + b"MTrk" + rng.randbytes(1 << 16)
    yield "texts.mid", of_one_track(b"\xff\x01\xff\xff\xff\x7f" * 100_000)


def _flipped(data: bytes, rng: random.Random, bits: int) -> bytes:
    answer = bytearray(data)
    for _ in range(bits):
        answer[rng.randrange(len(answer))] ^= 1 << rng.randrange(8)
    return bytes(answer)


def _overwritten(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.randint(1, 24)
    return data[:at] + rng.randbytes(length) + data[at + length * rng.randrange(2) :]


TUNE = "X:1\nT:A tune\nM:6/8\nL:1/8\nK:G\nD|GAB c2d|edc B2A|GAB AGF|G3-G2:|\n"


def abc_files() -> Iterator[tuple[str, bytes]]:
    yield "no-tune.abc", b"T:nothing\nabc\n"
    yield "binary.abc", b"X:1\nK:C\n\0\0\0CDE|\n"
    yield "no-key.abc", b"X:1\nT:x\nCDEF|\n"
    yield "header-only.abc", b"X:1\nT:x\nK:C\n"
    yield "rests-only.abc", b"X:1\nT:x\nK:C\nz4|z4|\n"
    yield "long-line.abc", b"X:1\nT:x\nK:C\n" + b"CDEF|" * 40_000 + b"\n"
    yield "long-title.abc", b"X:1\nT:" + b"x" * 100_000 + b"\nK:C\nCDEF|\n"
    yield "long-field.abc", b"X:1\nT:x\nM:" + b"9" * 5_000 + b"/4\nK:C\nCDEF|\n"
    yield "long-chord.abc", b"X:1\nT:x\nK:C\n[" + b"C" * 5_000 + b"]\n"
    yield "long-number.abc", b"X:1\nT:x\nK:C\nC99999999999999999999 D|\n"
    yield "odd-fractions.abc", b"X:1\nT:x\nL:1/0\nM:0/0\nQ:0/0=0\nK:C\nC/0 D/// E0|\n"
    yield "odd-tuplets.abc", b"X:1\nT:x\nK:C\n(99:0:99CDE (0CDE (3:0:0CDE|\n"
    yield "open-brackets.abc", b"X:1\nT:x\nK:C\n" + b"[" * 20_000 + b"(" * 20_000 + b"{" * 20_000 + b"\n"
    yield "many-repeats.abc", b"X:1\nT:x\nK:C\n" + b"|:C|:D:|:|" * 2_000 + b"\n"
    yield "nested-parts.abc", b"X:1\nT:x\nP:((((A9)9)9)9)9)9\nK:C\nP:A\nCDEF|\n"
    yield "many-voices.abc", b"X:1\nT:x\nK:C\n" + b"".join(b"V:%d\nCDEF|\n" % n for n in range(500))
    yield "percents.abc", b'X:1\nT:%s%n%x%p\nK:C\n"%s%n"CDEF|\nw:%n%n%n\n'
    yield "escape.abc", b"X:1\nT:\x1b[2Jx\nK:C\nCDEF|\n"
    rng = random.Random(3)
    for number in range(40):
        yield f"flipped-{number:02}.abc", _flipped(TUNE.encode() * 3, rng, 1 + number % 8)
    for number in range(10):
        yield f"random-{number:02}.abc", b"X:1\nT:x\nK:C\n" + bytes(rng.choices(range(32, 127), k=2000)) + b"\n"
