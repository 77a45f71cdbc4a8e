"""A search among takes: words, key, metre, model, rating, tag, project and date."""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from seqgen.library.take import TakeRecord

Words = Callable[[TakeRecord], str]


@dataclass(frozen=True)
class TakeQuery:
    """Which takes are wanted; what is empty or zero asks for nothing.

    Attributes:
        text: words of which each stands in a take's name, tags, note, key, metre, model, corpus, project or date;
            `#12` is the take of that number, `#3 #5` are two.
        rating: the least rating.
        since: seconds of the epoch from which on the take was made.
        before: seconds of the epoch before which it was made.
    """

    text: str = ""
    key: str = ""
    metre: str = ""
    model: str = ""
    corpus: str = ""
    tag: str = ""
    project: str = ""
    rating: int = 0
    starred: bool = False
    since: float = 0.0
    before: float = math.inf

    @property
    def asks(self) -> bool:
        """True if there may be takes that are not wanted."""
        return self != TakeQuery()

    def found(self, records: Iterable[TakeRecord], words: Words | None = None) -> list[TakeRecord]:
        """Return the records wanted. `words`: the text in which is searched, folded by `folded`; `words_of` if None."""
        numbers, parts = self._parts()
        fitting = [record for record in records if self._fits(record)]
        if numbers:
            fitting = [record for record in fitting if record.number in numbers]
        if parts:
            texts = map(words or words_of, fitting)
            fitting = [r for r, text in zip(fitting, texts, strict=True) if all(part in text for part in parts)]
        return fitting

    def _parts(self) -> tuple[list[int], list[str]]:
        """Return the numbers and the words asked for."""
        parts = folded(self.text).split()
        numbers = [int(part[1:]) for part in parts if _is_number(part)]
        return numbers, [part for part in parts if not _is_number(part)]

    def _fits(self, record: TakeRecord) -> bool:
        asked = (
            (self.key, record.key),
            (self.metre, record.metre),
            (self.model, record.model_name),
            (self.corpus, record.corpus),
            (self.project, record.project),
        )
        return (
            record.rating >= self.rating
            and (record.starred or not self.starred)
            and self.since <= record.created < self.before
            and all(not wanted or wanted == value for wanted, value in asked)
            and (not self.tag or self.tag in record.tags)
        )


def words_of(record: TakeRecord, *more: str) -> str:
    """Return the text of a take in which is searched, folded. `more`: further words for it, such as its key in another
    language."""
    made = time.strftime("%Y-%m-%d", time.localtime(record.created)) if record.created else ""
    said = (record.name, record.project, *record.tags, record.note)
    known = (record.key, record.metre, record.model_name, record.corpus, made, f"#{record.number}")
    return folded("\n".join((*said, *known, *more)))


def folded(text: str) -> str:
    """Return a text in lower case and without accents, as it is compared."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _is_number(part: str) -> bool:
    return part.startswith("#") and part[1:].isascii() and part[1:].isdigit() and len(part) < 12
