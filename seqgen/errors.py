"""Errors for the user, one line each: what is wrong, in which file, where in it, and what to do.

An error is an English sentence that keeps its template and its fields, so that the window can say it in another
language (`gui/reasons.py`). The command prints the sentence as it is.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

FILE, SEVERAL = "{file}: ", "; "
Field: TypeAlias = str | int | Sequence[str]
"""Fields of a template: a text, a number, or several sentences, which get semicolons between them."""


class Sentence(str):
    """An English sentence with the template and the fields that it was made of.

    `Sentence("{file}: holds {count} notes", file="a.mid", count=1200)` is the text `a.mid: holds 1,200 notes`. A field
    may be a sentence of its own. Both survive pickling and JSON.
    """

    template: str
    fields: dict[str, Field]

    def __new__(cls, template: str = "", /, **fields: Field) -> Sentence:
        if isinstance(template, Sentence) and not fields:
            return template
        sentence = super().__new__(cls, filled(template, fields, _in_english))
        sentence.template, sentence.fields = str(template), fields
        return sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (self.template, self.fields)

    def without_file(self) -> Sentence:
        """Return the sentence without the file's name before it, for a place that names the file."""
        return Sentence(self.template.removeprefix(FILE), **self.fields)

    def to_json(self) -> dict[str, Any]:
        return {"template": self.template, "fields": {name: _as_json(field) for name, field in self.fields.items()}}

    @staticmethod
    def from_json(data: Any) -> Sentence:
        """Return a sentence from `to_json`, or from a text. Raises `ValueError`."""
        if data == _NOTHING_AS_JSON:
            return NOTHING
        if isinstance(data, str):
            return Sentence(data)
        if not (
            isinstance(data, dict) and isinstance(data.get("template"), str) and isinstance(data.get("fields"), dict)
        ):
            raise ValueError("a sentence has a template and fields")
        return Sentence(data["template"], **{name: _from_json(field) for name, field in data["fields"].items()})


def together(sentences: Sequence[str]) -> Sentence:
    """Return several sentences as one, with semicolons between them."""
    return Sentence("{sentences}", sentences=tuple(sentences)) if sentences else NOTHING


def filled(template: str, fields: Mapping[str, Field], words: Callable[[Field], str]) -> str:
    """Return a template with its fields put in by `words`; braces that name no field stay."""
    return re.sub(r"{(\w+)}", lambda place: words(fields[place[1]]) if place[1] in fields else place[0], template)


def _in_english(field: Field) -> str:
    if isinstance(field, str):
        return field
    return f"{field:,}" if isinstance(field, int) else SEVERAL.join(field)


NOTHING = Sentence()
"""The empty sentence: one for the many files of which there is nothing to say."""
_NOTHING_AS_JSON = NOTHING.to_json()


def _remade(template: str, fields: dict[str, Field]) -> Sentence:
    return Sentence(template, **fields)


def _as_json(field: Field) -> Any:
    if isinstance(field, Sentence):
        return field.to_json()
    return field if isinstance(field, str | int) else [_as_json(each) for each in field]


def _from_json(data: Any) -> Field:
    if isinstance(data, int | str):
        return data
    return [Sentence.from_json(each) for each in data] if isinstance(data, list) else Sentence.from_json(data)


class SeqgenError(Exception):
    """A failure that the user can mend. Its text is the whole message; `sentence` keeps how it was made."""

    exit_code = 1

    def __init__(self, template: str = "", /, **fields: Field) -> None:
        self.sentence = Sentence(template, **fields)
        super().__init__(self.sentence)


class UsageError(SeqgenError):
    """A request that contradicts itself or cannot be met."""

    exit_code = 2


class UnreadableFile(SeqgenError):
    """A file that cannot be used. In a folder it is skipped and listed with this reason."""


class CannotOpen(UnreadableFile):
    """A file that could not be opened, which may be possible at another time."""


class FileTaken(SeqgenError):
    """A name to save under that another file has."""


def reason_of(error: BaseException) -> Sentence:
    """Return the words of an error: of an `OSError` those of the system, with its number as the field `errno`."""
    if isinstance(error, SeqgenError):
        return error.sentence
    if isinstance(error, OSError) and error.strerror and error.errno is not None:
        return Sentence(error.strerror, errno=error.errno)
    return Sentence(str(error))


def printable(name: object) -> str:
    """Return a file name for display, with control characters and undecodable bytes escaped."""
    text = str(name)
    if text.isprintable():
        return text
    # JSON may hold halves of characters, which are no bytes of a name
    with contextlib.suppress(UnicodeEncodeError):
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
