"""A file of another type than was asked for is called by its type."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqgen.errors import UnreadableFile
from seqgen.formats import text_file
from seqgen.formats.midi import read_scores
from seqgen.formats.signature import type_of
from tests.support import hostile


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (hostile.SOUND, "a MIDI file"),
        (b"Dear reader,\nthis is a letter.\n", "text"),
        ("吾輩は猫である。名前はまだ無い。".encode("shift_jis"), "text"),
        (hostile.TUNE.encode(), "ABC"),
        (b"%PDF-1.4\n...", "a PDF document"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a WAV sound file"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE score-partwise>\n<score-partwise>', "a MusicXML score"),
        (bytes(100), ""),
        (b"", ""),
    ],
)
def test_types_are_told_by_the_first_bytes(data: bytes, name: str) -> None:
    assert type_of(data) == name


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"It was a dark and stormy night.\n" * 3, "x.mid: is text, not a MIDI file"),
        (hostile.TUNE.encode(), "x.mid: is ABC, not a MIDI file; give its name the ending .abc"),
        (b"PK\x03\x04" + bytes(99), "x.mid: is a ZIP archive (or a compressed score or document), not a MIDI file"),
        (bytes(99), "x.mid: is not a MIDI file: it has no header 'MThd'"),
    ],
)
def test_what_is_given_in_place_of_a_midi_file_is_named(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "x.mid").write_bytes(data)

    with pytest.raises(UnreadableFile) as refused:
        read_scores(tmp_path / "x.mid")
    assert str(refused.value) == message


def test_what_is_given_in_place_of_a_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(hostile.SOUND)

    with pytest.raises(UnreadableFile, match=r"^x\.txt: is a MIDI file, not text; convert it"):
        text_file.read_pieces(tmp_path / "x.txt")
