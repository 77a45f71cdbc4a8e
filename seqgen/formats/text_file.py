"""Plain text files: decode their bytes whatever their encoding."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from seqgen.errors import UnreadableFile, printable
from seqgen.files import read_regular
from seqgen.piece import Piece

MOST_BYTES = 1 << 30

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_pieces(path: Path) -> list[Piece]:
    """Return the text of one file. Raises `UnreadableFile` for what is not text."""
    data = read_regular(path, most_bytes=MOST_BYTES)
    text, note = decode_bytes(data, printable(path.name))
    if not text.strip():
        raise UnreadableFile(f"{printable(path.name)}: the file holds no text")
    return [Piece(text, title=path.stem, repairs=(note,) if note else ())]


def decode_bytes(data: bytes, name: str) -> tuple[str, str]:
    """Return the normalised text and, unless it was UTF-8, a note on its encoding. Raises `UnreadableFile` for binary
    data."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    f"{name}: starts as {encoding.upper()} but byte {error.start} is not; save it as UTF-8"
                ) from error
            return normalise(text), "" if encoding == "utf-8-sig" else f"read as {encoding.upper()}"
    try:
        text, note = data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        text, note = _decode_unmarked(data, name, error.start)
    if "\0" in text:
        text, note = _decode_unmarked(data, name, data.index(b"\0"))
    control = sum(text.count(chr(c)) for c in range(32) if chr(c) not in "\t\n\r\f\x1b")
    if control > len(text) // 200:
        raise UnreadableFile(f"{name}: looks like binary data, not text; convert it to plain text")
    return normalise(text), note


def normalise(text: str) -> str:
    """Return text in Unicode NFC with every line end as a line feed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode_unmarked(data: bytes, name: str, at: int) -> tuple[str, str]:
    # UTF-16 without its mark: mostly Latin text has a zero in every other byte
    if len(data) % 2 == 0 and len(data) >= 4:
        for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
            if zeros.count(0) > 0.7 * len(zeros):
                try:
                    return data.decode(encoding), f"read as {encoding.upper()}"
                except UnicodeDecodeError:
                    break
    if b"\0" not in data:
        for encoding, title in (("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
            try:
                return data.decode(encoding), f"read as {title}, since byte {at} is not UTF-8"
            except UnicodeDecodeError:
                continue
    raise UnreadableFile(f"{name}: byte {at} is not text in UTF-8, UTF-16 or Latin-1; save it as UTF-8")
