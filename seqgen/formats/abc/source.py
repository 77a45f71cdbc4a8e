"""The text of an ABC file, and the tunes in it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from seqgen.errors import UnreadableFile, printable
from seqgen.formats import encoding
from seqgen.formats.encoding import Decoded, decode_as

MOST_TUNES = 100_000
MOST_TITLE_CHARACTERS = 300
FILE_FIELDS = "LMQUmI"
"""Fields of a file's header that change how its tunes sound."""

TUNE_START = re.compile(r"^X:", re.MULTILINE)
MNEMONIC = re.compile(r"\\([`'^\"~,/=;.uvcH])([A-Za-z])")
MARKS = dict(zip("`'^\"~,=;.uvcH", "̧̨̀́̂̈̃̄̇̆̌̌̋", strict=True))
UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "/o": "ø", "/O": "Ø", "aa": "å", "AA": "Å"}
LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|/o|/O|aa|AA)")


@dataclass(frozen=True)
class Source:
    """The lines of a tune, the first of them X:, and the number of that line in the file."""

    lines: tuple[str, ...]
    line: int

    @property
    def number(self) -> str:
        return printable(self.lines[0][2:].split("%")[0].strip())

    @property
    def title(self) -> str:
        found = next((line for line in self.lines if line.startswith("T:")), "T:")
        title = re.sub(r"(?<!\\)%.*", "", found[2:]).strip()
        return printable(readable(title))[:MOST_TITLE_CHARACTERS]


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file, its lines ended by line feeds: UTF-16 by its mark or its zeros, else as `encoding`
    decodes it. Raises `UnreadableFile` for binary data."""
    wide = _utf_16(data)
    if wide:
        decoded = decode_as(data, wide)
    elif b"\0" in data:
        raise UnreadableFile("{file}: is binary data, not ABC", file=name)
    else:
        decoded = encoding.decode(data.removeprefix(codecs.BOM_UTF8))
    return replace(decoded, text=decoded.text.replace("\r\n", "\n").replace("\r", "\n"))


def _utf_16(data: bytes) -> str:
    """Return the name of the UTF-16 that bytes are in, or an empty string. Without a mark every other byte is zero."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = data[0::2], data[1::2]
    if odd.count(0) * 2 > len(odd) and 0 not in even:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) * 2 > len(even) and 0 not in odd else ""


def split(text: str, name: str) -> tuple[list[str], list[Source]]:
    """Return the lines of the file's header that its tunes need, and the tunes. Raises `UnreadableFile` if there are
    none or too many."""
    starts = [match.start() for match in TUNE_START.finditer(text)]
    if not starts:
        raise UnreadableFile("{file}: holds no tune; a tune begins with a line X:1", file=name)
    if len(starts) > MOST_TUNES:
        raise UnreadableFile(
            "{file}: holds {count} tunes; at most {most} are read; split it",
            file=name,
            count=len(starts),
            most=MOST_TUNES,
        )
    before = text[: starts[0]].split("\n")
    header = [line for line in before if line.startswith("%%") or (line[:1] in FILE_FIELDS and line[1:2] == ":")]
    sources, line, at = [], 1, 0
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", at, start)
        at = start
        sources.append(Source(tuple(text[start:stop].split("\n")), line))
    return header, sources


def titles_of(sources: Sequence[Source]) -> list[str]:
    """Return a title for each tune; those without one or with a title that occurs twice get their number."""
    titles = [source.title for source in sources]
    count = Counter(titles)
    return [
        title if title and count[title] == 1 else f"{title} X:{source.number}".strip()
        for title, source in zip(titles, sources, strict=True)
    ]


def readable(text: str) -> str:
    """Return text with ABC's spellings of accented letters (`\\'e`, `\\u00e9`) replaced by the letters."""
    if "\\" not in text:
        return text
    text = UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    text = LETTER.sub(lambda match: LETTERS[match[1]], text)
    return MNEMONIC.sub(lambda m: unicodedata.normalize("NFC", m[2] + MARKS[m[1]]) if m[1] in MARKS else m[2], text)
