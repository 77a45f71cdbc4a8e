"""Plain text files: decode their bytes whatever their encoding."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import replace
from pathlib import Path

from seqgen.errors import Sentence, UnreadableFile, printable, together
from seqgen.files import read_regular
from seqgen.formats.encoding import ENCODINGS, NAMES, REPLACED, Decoded, decode, decode_as
from seqgen.formats.signature import type_of
from seqgen.piece import Piece
from seqgen.words import counted

MOST_BYTES = 1 << 30
MOST_CONTROL, MOST_REPLACED = 200, 10
"""A text has fewer than one control character in so many, and fewer than one place where bytes are wrong."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_pieces(path: Path, *, encoding: str = "") -> list[Piece]:
    """Return the text of one file, in `encoding` or, where that is empty, in the one that is found. Raises
    `UnreadableFile` for what is not text."""
    data = read_regular(path, most_bytes=MOST_BYTES)
    text, note = decode_bytes(data, printable(path.name), encoding=encoding)
    if not text.strip():
        raise UnreadableFile("{file}: the file holds no text", file=printable(path.name))
    return [Piece(text, title=path.stem, repairs=(note,) if note else ())]


def decode_bytes(data: bytes, name: str, *, encoding: str = "") -> tuple[str, Sentence]:
    """Return the normalised text and, unless it was all UTF-8, a note on its encoding and on what was replaced. Raises
    `UnreadableFile` for binary data, and for text that is not in `encoding`."""
    decoded, title = _decode(data, encoding)
    text = decoded.text.replace("\0", REPLACED)
    replaced = decoded.replaced + decoded.text.count("\0")
    if encoding and replaced * MOST_REPLACED > len(text):
        raise UnreadableFile(
            "{file}: is not in the encoding {encoding}; give another or leave it to be found",
            file=name,
            encoding=encoding,
        )
    control = sum(text.count(chr(c)) for c in range(32) if chr(c) not in "\t\n\r\f\x1b")
    if control > max(1, len(text) // MOST_CONTROL) or replaced * MOST_REPLACED > len(text):
        what = type_of(data)
        if not what or what == "text":
            binary = "{file}: looks like binary data, not text; convert it to plain text, and save it as UTF-8"
            raise UnreadableFile(binary, file=name)
        raise UnreadableFile(
            "{file}: is {what}, not text; convert it to plain text, and save it as UTF-8", file=name, what=what
        )
    notes = []
    if title and decoded.encoding in ENCODINGS:
        why = "read as {encoding}, since byte {byte} is not UTF-8"
        notes.append(Sentence(why, encoding=title, byte=str(_first_wrong(data))))
    elif title:
        notes.append(Sentence("read as {encoding}", encoding=title))
    if replaced and title:
        notes.append(Sentence("{places} replaced", places=counted(replaced, "place")))
    elif replaced:
        wanted = encoding or f"UTF-8 (byte {_first_wrong(data)})"
        one, many = "{places} that is not {encoding} replaced", "{places} that are not {encoding} replaced"
        notes.append(Sentence(one if replaced == 1 else many, places=counted(replaced, "place"), encoding=wanted))
    return normalise(text), together(notes)


def normalise(text: str) -> str:
    """Return text in Unicode NFC with every line end as a line feed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode(data: bytes, encoding: str) -> tuple[Decoded, str]:
    """Return the text, and the encoding's title unless it is UTF-8."""
    if encoding:
        # a mark at the start is no text
        decoded = decode_as(data, encoding)
        return replace(decoded, text=decoded.text.removeprefix("\ufeff")), ""
    for mark, marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return decode_as(data, marked), "" if marked == "utf-8-sig" else marked.upper()
    # UTF-16 without its mark: mostly Latin text has a zero in every other byte
    for unmarked, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if len(data) >= 4 and zeros.count(0) > 0.7 * len(zeros):
            return decode_as(data, unmarked), unmarked.upper()
    decoded = decode(data)
    return decoded, "" if decoded.encoding == "utf-8" else NAMES[decoded.encoding]


def _first_wrong(data: bytes) -> int:
    """Return the first byte that is not UTF-8, or that is zero."""
    zero = data.find(b"\0")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return min(error.start, zero) if zero >= 0 else error.start
    return max(zero, 0)
