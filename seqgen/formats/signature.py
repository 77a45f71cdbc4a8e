"""The type of a file by its first bytes, for the message about a file that is not what was asked for."""

from __future__ import annotations

import re

from seqgen.errors import Sentence

_STARTS = (
    (b"MThd", Sentence("a MIDI file")),
    (b"%PDF", Sentence("a PDF document")),
    (b"PK\x03\x04", Sentence("a ZIP archive (or a compressed score or document)")),
    (b"\x1f\x8b", Sentence("a gzip archive")),
    (b"7z\xbc\xaf\x27\x1c", Sentence("a 7-Zip archive")),
    (b"Rar!", Sentence("a RAR archive")),
    (b"\x89PNG", Sentence("a PNG picture")),
    (b"\xff\xd8\xff", Sentence("a JPEG picture")),
    (b"GIF8", Sentence("a GIF picture")),
    (b"OggS", Sentence("an OGG sound file")),
    (b"fLaC", Sentence("a FLAC sound file")),
    (b"ID3", Sentence("an MP3 sound file")),
    (b"\x7fELF", Sentence("a program")),
    (b"MZ", Sentence("a program")),
)
_RIFF = {b"WAVE": Sentence("a WAV sound file"), b"RMID": Sentence("a MIDI file"), b"sfbk": Sentence("a SoundFont")}
_SAMPLE = 4096
_ABC = re.compile(rb"^X:\s*\d", re.MULTILINE)


def type_of(data: bytes) -> Sentence:
    """Return what a file seems to be, such as `a PDF document` or `text`; empty where nothing tells."""
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], Sentence())
    sample = data[:_SAMPLE]
    if b"\0" in sample or len(sample.translate(None, bytes(range(32)))) < 0.7 * len(sample):
        return Sentence()
    if sample.lstrip().startswith(b"<?xml") and b"<score-" in sample:
        return Sentence("a MusicXML score")
    if _ABC.search(sample) and re.search(rb"^K:", sample, re.MULTILINE):
        return Sentence("ABC")
    control = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1b")
    return Sentence("text" if sample and not control and _letters(sample) else "")


def _letters(sample: bytes) -> bool:
    """Return whether most bytes are those of words."""
    return sum(byte > 0x7F or chr(byte).isalnum() or byte in b" \n\r\t" for byte in sample) > 0.6 * len(sample)
