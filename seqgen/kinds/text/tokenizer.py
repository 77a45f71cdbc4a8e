"""Text: one row a character."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from seqgen.arrays import Ints
from seqgen.errors import UsageError
from seqgen.formats.encoding import is_text_encoding
from seqgen.kinds.base import END, Encoded, Options, Tokenizer, Walk, check_range, option
from seqgen.kinds.text.facts import TextFacts
from seqgen.piece import Piece
from seqgen.records import Count, Name, converted
from seqgen.schema import Column, ContextTable, Field, Schema, Table

UNKNOWN = 0
LEFT_OPEN = 0.25
"""Share of readings of a text in which its label is left open."""
MOST_LABELS = 48
_CHARACTERS = {" ": "space", "\n": "line end", "\t": "tab", "\u00a0": "hard space"}


@dataclass(frozen=True)
class TextOptions(Options):
    """The least count of a character that is known: rarer ones become the unknown (0: chosen from the corpus); and the
    encoding of the files (empty: found file by file)."""

    rare: int = option(0, metavar="N", help="characters rarer than N become unknown")
    encoding: str = option("", metavar="NAME", help="encoding of the files, such as shift_jis (found file by file)")

    def check(self) -> None:
        if self.encoding and not is_text_encoding(self.encoding):
            raise UsageError(
                "the encoding '{encoding}' is not known; use for example utf-8, cp1252 or shift_jis",
                encoding=self.encoding,
            )
        check_range("--rare", self.rare, 0, 10**9)


@dataclass(frozen=True)
class TextTokenizer(Tokenizer):
    """Characters to rows and back. `characters` lists the known ones; row value 0 is the unknown. `known_labels` are
    those of the texts that were learned, each with the number of its texts; empty where there are fewer than two."""

    kind: ClassVar[str] = "text"
    event: ClassVar[str] = "character"
    characters: str
    known_labels: tuple[tuple[str, int], ...] = ()

    @staticmethod
    def fit(pieces: Iterable[Piece], options: TextOptions | None = None) -> TextTokenizer:
        """Return a tokenizer that knows the characters of `pieces`, those rarer than `options.rare` left out."""
        counts: Counter[str] = Counter()
        labels: Counter[str] = Counter()
        for piece in pieces:
            counts.update(str(piece.content))
            labels[piece.label] += 1
        rare = options.rare if options and options.rare else (1 if len(counts) <= 512 else 4)
        return TextTokenizer("".join(sorted(c for c, n in counts.items() if n >= rare)), told_apart(labels))

    @property
    def schema(self) -> Schema:
        size = len(self.known_labels) + 1
        told = (Field("label", size, 0, quiet=True, told=True),) if self.known_labels else ()
        return Schema((Column("char", len(self.characters) + 1),), told)

    def encode(self, piece: Piece) -> Encoded:
        """Return a table int (characters, 1); unknown characters are counted in `approximated`."""
        text = str(piece.content)
        codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        known = np.frombuffer(self.characters.encode("utf-32-le"), dtype="<u4")
        if not len(known):
            return Encoded(np.zeros((len(codes), 1), np.int16), self.facts(piece), len(codes))
        place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        found = known[place] == codes
        rows = np.where(found, place + 1, UNKNOWN)
        return Encoded(rows[:, None], self.facts(piece), int((~found).sum()))

    def decode(self, table: Table, facts: TextFacts | None = None) -> str:
        """Return the text of a table; the unknown is shown as U+FFFD, but for what was typed."""
        # code points, not NumPy strings, which lose a character of the value zero
        alphabet = np.frombuffer(f"\ufffd{self.characters}".encode("utf-32-le"), dtype="<u4")
        text = alphabet[np.asarray(table)[:, 0]].tobytes().decode("utf-32-le")
        return facts.typed + text[facts.typed_rows :] if facts is not None and facts.typed else text

    def facts(self, piece: Piece) -> TextFacts:
        return TextFacts(title=piece.title, label=piece.label)

    def context(self, table: Table, facts: Any) -> ContextTable:
        index = np.full((len(table) + 1, len(self.schema.fields)), self._number(facts), np.int32)
        return ContextTable(index, np.zeros((len(table) + 1, 0), bool))

    def walk(self, facts: Sequence[Any]) -> Walk:
        walk = Walk(len(facts), len(self.schema.fields))
        walk.index[:] = np.array([self._number(each) for each in facts], np.int32)[:, None]
        return walk

    def told(self, table: Table, facts: Any, chance: float, *, amount: int = 0) -> Any:
        return self.untold(facts) if chance < LEFT_OPEN else facts

    def untold(self, facts: Any) -> Any:
        return replace(facts, label="") if self.known_labels else facts

    def _number(self, facts: Any) -> int:
        names = [name for name, _ in self.known_labels]
        return names.index(facts.label) + 1 if facts.label in names else 0

    def label_counts(self, table: Table, facts: Any) -> Mapping[str, float]:
        return dict(self.known_labels)

    def labelled(self, table: Table, facts: Any, label: str) -> Any:
        return replace(facts, label=label)

    def copy_symbols(self, table: Table) -> Ints:
        return np.asarray(table)[:, 0].astype(np.int64)

    def labels(self, name: str) -> Sequence[Hashable]:
        if name == "label":
            return ["unknown", *(label for label, _ in self.known_labels)]
        return ["the unknown", *self.characters]

    def describe(self, column: int, value: int) -> str:
        names = ["the unknown", *map(character_name, self.characters), END]
        return names[value]

    def summary(self) -> dict[str, str]:
        told = {"labels": ", ".join(name for name, _ in self.known_labels)} if self.known_labels else {}
        return {"characters": json.dumps(self.characters, ensure_ascii=False), **told}

    def to_json(self) -> dict[str, Any]:
        labels = {"labels": self.known_labels} if self.known_labels else {}
        return {"kind": self.kind, "characters": self.characters, **labels}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> TextTokenizer:
        characters = data["characters"]
        if not isinstance(characters, str) or list(characters) != sorted(set(characters)):
            raise ValueError("the characters of a text model must be distinct and sorted")
        characters.encode()  # raises UnicodeEncodeError, a ValueError, for half a pair of surrogates
        labels = converted(data.get("labels", ()), tuple[tuple[Name, Count], ...])
        if labels and not 1 < len({name for name, count in labels if name and count}) == len(labels) <= MOST_LABELS:
            raise ValueError("the labels of a text model must be distinct, with a number of texts each")
        return TextTokenizer(characters, labels)


def told_apart(labels: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the commonest labels of several texts each, with their number; empty where fewer than two are known."""
    several = Counter({name: texts for name, texts in labels.items() if name and texts > 1})
    known = several.most_common(MOST_LABELS)
    return tuple(known) if len(known) > 1 else ()


def character_name(character: str) -> str:
    """Return a visible character itself, and a name for one that cannot be seen."""
    if character in _CHARACTERS:
        return _CHARACTERS[character]
    kind = unicodedata.category(character)
    if kind.startswith("M"):
        # a mark needs something to stand on
        return f"\u25cc{character}"
    return character if kind[0] not in "CZ" else f"U+{ord(character):04X}"
