"""Text: one row a character."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from seqgen.errors import UnreadableFile, printable
from seqgen.kinds.base import Encoded, NoContext, TextOptions
from seqgen.piece import Facts, Piece
from seqgen.schema import Column, ContextTable, Schema, Table
from seqgen.theory.note_names import END, character_name

MOST_BYTES = 1 << 30
UNKNOWN = 0

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_pieces(path: Path) -> list[Piece]:
    """The text of one file. Raises `UnreadableFile` for what is not text."""
    from seqgen.files import read_regular

    data = read_regular(path, most_bytes=MOST_BYTES)
    text, note = decode_bytes(data, printable(path.name))
    if not text.strip():
        raise UnreadableFile(f"{printable(path.name)}: the file holds no text")
    return [Piece(text, title=path.stem, repairs=(note,) if note else ())]


def decode_bytes(data: bytes, name: str) -> tuple[str, str]:
    """Normalised text, and how it was decoded where that is not UTF-8. Raises `UnreadableFile` for binary data."""
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
    """NFC, with line ends as a single line feed."""
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


@dataclass(frozen=True)
class TextTokenizer:
    """Characters to rows and back. `characters` lists the known ones; row value 0 is the unknown."""

    kind: ClassVar[str] = "text"
    event: ClassVar[str] = "character"
    characters: str

    @staticmethod
    def fit(pieces: Iterable[Piece], options: TextOptions | None = None) -> TextTokenizer:
        """A tokenizer that knows the characters of `pieces`, those rarer than `options.rare` left out."""
        counts: Counter[str] = Counter()
        for piece in pieces:
            counts.update(str(piece.content))
        rare = options.rare if options and options.rare else (1 if len(counts) <= 512 else 4)
        return TextTokenizer("".join(sorted(c for c, n in counts.items() if n >= rare)))

    @property
    def schema(self) -> Schema:
        return Schema((Column("char", len(self.characters) + 1),))

    def encode(self, piece: Piece) -> Encoded:
        """A table int (characters, 1); characters that are not known are counted in `approximated`."""
        text = str(piece.content)
        codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        known = np.frombuffer(self.characters.encode("utf-32-le"), dtype="<u4")
        if not len(known):
            return Encoded(np.zeros((len(codes), 1), np.int16), self.facts(piece), len(codes))
        place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        found = known[place] == codes
        rows = np.where(found, place + 1, UNKNOWN)
        return Encoded(rows[:, None], self.facts(piece), int((~found).sum()))

    def decode(self, table: Table, facts: Facts | None = None) -> str:
        """The text of a table; the unknown is shown as U+FFFD."""
        # code points, not NumPy strings, which lose a character of the value zero
        alphabet = np.frombuffer(f"\ufffd{self.characters}".encode("utf-32-le"), dtype="<u4")
        return alphabet[np.asarray(table)[:, 0]].tobytes().decode("utf-32-le")

    def facts(self, piece: Piece) -> Facts:
        return Facts(title=piece.title, label=piece.label)

    def context(self, table: Table, facts: Facts) -> ContextTable:
        return ContextTable(np.zeros((len(table) + 1, 0), np.int32), np.zeros((len(table) + 1, 0), bool))

    def walk(self, facts: Sequence[Facts]) -> NoContext:
        return NoContext(len(facts))

    def transpositions(self, table: Table, most: int) -> tuple[int, int]:
        return 0, 0

    def transpose(self, table: Table, semitones: int) -> Table:
        return table

    def copy_symbols(self, table: Table) -> npt.NDArray[np.int64]:
        """What counts as copied: the characters themselves."""
        return np.asarray(table)[:, 0].astype(np.int64)

    def labels(self, name: str) -> Sequence[Hashable]:
        return ["the unknown", *self.characters]

    def describe(self, column: int, value: int) -> str:
        names = ["the unknown", *map(character_name, self.characters), END]
        return names[value]

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "characters": self.characters}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> TextTokenizer:
        characters = data["characters"]
        if not isinstance(characters, str) or list(characters) != sorted(set(characters)):
            raise ValueError("the characters of a text model must be distinct and sorted")
        characters.encode()  # raises UnicodeEncodeError, a ValueError, for half a pair of surrogates
        return TextTokenizer(characters)
