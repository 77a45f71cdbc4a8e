"""Mutated and generated MIDI: reading ends, raises its own error alone, and both readers agree where one is enough.

`SEQGEN_FUZZ=100` multiplies the number of files.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import pytest
import symusic

from seqgen.errors import UnreadableFile
from seqgen.formats.midi import read_carefully, read_midi, read_sequences
from seqgen.formats.midi_check import lost_nothing
from seqgen.formats.score_notes import notes_of_score
from tests.support.mutations import TIMES, with_other_bytes
from tests.support.public_midi import expected, public_file

pytestmark = pytest.mark.long

FILES = 400 * TIMES
SOUND = 100 * TIMES
"""Files that are changed; making one takes as long as reading it."""
BYTES = (
    b"\xff\x2f\x00", b"\xff\x51\x03\x00\x00\x00", b"\xff\x58\x04\x00\xff\x00\x00", b"\xf0\x05\x7e\x7f\x09\x01\xf7",
    b"\xf8", b"\xff\xff\xff\x7f", b"\x80\x80\x80\x80\x00", b"\x00\xc3\x20", b"\xb0\x40\x7f", b"\x00\xb0\x7b\x00",
    b"\x99\x24\x50", b"MTrk", b"MTrk\0\0\0\4\0\xff\x2f\0", b"MThd\0\0\0\6\0\2\0\2\0\x60", b"\x90\x3c\x00",
    b"\x80\x3c\x00", b"\xd0\x20", b"\xc0\x83\x60", b"\xff\x2f\x00", b"\x00\x90\x3c\x40\x00\x80\x3c\x00", b"\xf7",
)  # fmt: skip
"""Events and parts of them, right and wrong."""


@cache
def sound(number: int) -> bytes:
    return public_file(number)


def mutated(random: Random) -> bytes:
    """A file such as strangers publish, with some bytes changed or some events put between."""
    data = bytearray(sound(random.randrange(SOUND)))
    if random.random() < 0.5:
        return with_other_bytes(bytes(data), random)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(14, len(data))
        data[at:at] = random.choice(BYTES)
    return bytes(data)


def played(score: Any) -> list[tuple[int, ...]]:
    return sorted(
        (n.time, n.end, n.pitch, n.velocity, int(t.is_drum), 0 if t.is_drum else t.program)
        for t in score.tracks
        for n in t.notes
    )


def said(data: bytes) -> Any:
    """All that the reader says of a file: notes and repairs of its sequences, or the refusal."""
    try:
        readings = read_sequences(data, "x.mid")
    except UnreadableFile as error:
        return str(error)
    for reading in readings:
        notes = notes_of_score(reading.score)
        assert (notes.end > notes.onset).all()
        assert (notes.onset >= 0).all()
        assert all(line.isprintable() for line in (*reading.repairs, reading.title))
        assert all(track.name.isprintable() for track in reading.score.tracks)
    return [(played(reading.score), reading.repairs, reading.remarks) for reading in readings]


@pytest.mark.timeout(60 + 10 * TIMES)
def test_mutated_files_are_read_or_refused_the_same_way_twice() -> None:
    random = Random(1)
    for number in range(FILES):
        data = mutated(random)

        answer = said(data)

        # reading takes most of the time, and what chance or order decides shows in some files as well
        assert number % 4 or said(data) == answer, data.hex()
        assert not isinstance(answer, str) or (answer.startswith("x.mid: ") and answer.isprintable()), data.hex()


@pytest.mark.timeout(60 + 10 * TIMES)
def test_where_the_check_finds_nothing_lost_the_careful_reader_finds_the_same() -> None:
    random, plain = Random(2), 0
    for _ in range(FILES):
        data = mutated(random) if random.random() < 0.8 else sound(random.randrange(SOUND))
        try:
            score = symusic.Score.from_midi(data)
        except (RuntimeError, ValueError, MemoryError, OverflowError):
            continue
        if lost_nothing(data, score) and score.note_num():
            (reading,) = read_carefully(data, "x.mid")
            plain += 1

            assert played(reading.score) == played(score), data.hex()

    assert plain > FILES // 50


@pytest.mark.timeout(60 + 10 * TIMES)
def test_generated_files_are_read_as_an_independent_reader_reads_them() -> None:
    for seed in range(1_000_000, 1_000_000 + FILES // 4):
        data = public_file(seed)
        notes = sorted(
            (n.onset, n.end, n.pitch, n.velocity, int(n.channel == 9), 0 if n.channel == 9 else n.program)
            for n in expected(data)
        )

        assert not notes or played(read_midi(data, "x.mid").score) == notes, seed
