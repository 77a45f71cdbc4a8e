"""Whatever symusic loses of a file, the check notices, and the careful reader has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import symusic

from seqgen.formats.midi import read_carefully, read_midi
from seqgen.formats.midi_check import lost_nothing
from tests.support import hostile
from tests.support.public_midi import Sounded, expected, public_file

FILES = 300
CORPORA = Path(__file__).parents[2] / "corpora"


def sounded(score: Any) -> list[tuple[int, ...]]:
    """Program (0 for drums), drums, onset, end, pitch and velocity of each note."""
    return sorted(
        (0 if t.is_drum else t.program, int(t.is_drum), n.time, n.end, n.pitch, n.velocity)
        for t in score.tracks
        for n in t.notes
    )


def known(notes: list[Sounded]) -> list[tuple[int, ...]]:
    return sorted(
        (0 if n.channel == 9 else n.program, int(n.channel == 9), n.onset, n.end, n.pitch, n.velocity) for n in notes
    )


def test_of_three_hundred_public_files_every_note_is_read_with_its_instrument() -> None:
    wrong, careful = [], 0
    for seed in range(FILES):
        data = public_file(seed)
        notes = known(expected(data))
        careful += not lost_nothing(data, symusic.Score.from_midi(data))
        if notes and sounded(read_midi(data, "x.mid").score) != notes:
            wrong.append(seed)

    assert wrong == []
    # both readers had their share
    assert FILES // 10 < careful < FILES


@pytest.mark.parametrize("path", sorted(CORPORA.glob("*/*/*.mid"))[::40], ids=lambda path: path.name)
def test_ordinary_files_need_no_careful_reading_and_are_the_same_by_it(path: Path) -> None:
    data = path.read_bytes()
    score = symusic.Score.from_midi(data)

    assert lost_nothing(data, score)
    assert sounded(read_carefully(data, path.name)[0].score) == sounded(score)


LOSSES = {
    "a note that nothing ends": b"\x00\x90\x3c\x40\x60\x90\x40\x40\x60\x80\x40\x40",
    "an end of nothing": b"\x00\x90\x3c\x40\x60\x80\x3c\x40\x60\x80\x40\x40",
    "a sysex": b"\x00\xf0\x05\x7e\x7f\x09\x01\xf7\x00\x90\x3c\x40\x60\x80\x3c\x40",
    "aftertouch": b"\x00\x90\x3c\x40\x30\xa0\x3c\x10\x30\x80\x3c\x40",
    "a program between notes": b"\x00\x90\x3c\x40\x60\x80\x3c\x40\x00\xc0\x07\x00\x90\x3c\x40\x60\x80\x3c\x40",
    "a drum bank": b"\x00\xb0\x00\x7f\x00\xc0\x00\x00\x90\x3c\x40\x60\x80\x3c\x40",
    "an impossible metre": b"\x00\xff\x58\x04\x00\x02\x18\x08\x00\x90\x3c\x40\x60\x80\x3c\x40",
    "an impossible key between notes": b"\x00\x90\x3c\x40\x60\x80\x3c\x40\x00\xff\x59\x02\x64\x09",
    "a lyric in another encoding": b"\x00\xff\x05\x02F\xf6\x00\x90\x3c\x40\x60\x80\x3c\x40",
    "a name in another encoding": b"\x00\xff\x03\x02F\xf6\x00\x90\x3c\x40\x60\x80\x3c\x40",
}


@pytest.mark.parametrize("body", LOSSES.values(), ids=LOSSES.keys())
def test_what_symusic_may_lose_is_noticed(body: bytes) -> None:
    data = hostile.of_one_track(body + hostile.END)

    assert not lost_nothing(data, symusic.Score.from_midi(data))
