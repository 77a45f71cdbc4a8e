"""Content in the form in which it is edited and judged, for one kind of sequence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.errors import Sentence, UsageError
from seqgen.kinds.base import Encoded, Rules, Start
from seqgen.piece import Piece
from seqgen.schema import Table


@dataclass(frozen=True, eq=False)
class Layout:
    """The rows of a table in the content that they were decoded to.

    `place`: int64 (rows,), the note or character of each row; `begins`: float64 (rows + 1,), the ticks or characters
    where rows begin and the last ends.
    """

    content: Any
    place: Ints
    begins: Floats


@dataclass(frozen=True, eq=False)
class Rewriting:
    """A part of content that is to be written anew.

    `before` stands in front of the new part, None where nothing does; `rules` are those of the new part; `splice`
    returns the whole content, given what the model wrote behind `before`. `with_kept` adds to the start of takes what
    stays among and behind the new part.
    """

    before: Any
    rules: Rules
    splice: Callable[[Any], Any]
    with_kept: Callable[[Start], Start]


@dataclass(frozen=True, eq=False)
class Humanizing:
    """Content that is to get velocity and timing.

    `rows`: its rows, whose `free` columns alone are drawn; `facts`: of the whole piece, with what the network is told
    of it; `played` returns the content, given the rows that were drawn and the strength, and what `Editing.undone`
    needs to take that back; `remarks` say what stays.
    """

    rows: Table
    facts: Any
    free: tuple[int, ...]
    played: Callable[[Table, float], tuple[Any, Ints]]
    remarks: tuple[Sentence, ...] = ()


@dataclass(frozen=True, eq=False)
class Opened:
    """The content of a file, and sentences on what was changed or left out to read it."""

    content: Any
    repairs: tuple[Sentence, ...] = ()


def remarks_on_others(count: int) -> tuple[Sentence, ...]:
    """Return a sentence on a file of several pieces, of which the first is used."""
    several = Sentence("holds {count} pieces, of which the first was read", count=count)
    return (several,) if count > 1 else ()


class Editing:
    """Editing of a kind whose tables are decoded to a `str`; other kinds derive from it.

    Attributes:
        continuing: rules that follow from content that is continued, and cannot be asked for.
        rewriting_part: the same where a part of it is written anew.
        span_option: option of the command for that part.
        of_whole_takes: rules that are for whole takes; the window leaves them out where content is continued or
            rewritten.
        humanized: names of the columns that are drawn where content gets velocity and timing.
    """

    continuing: ClassVar[tuple[str, ...]] = ()
    span_option: ClassVar[str] = ""
    rewriting_part: ClassVar[tuple[str, ...]] = ()
    of_whole_takes: ClassVar[tuple[str, ...]] = ()
    humanized: ClassVar[tuple[str, ...]] = ()

    def content(self, tokenizer: Any, table: Table, facts: Any) -> Any:
        """Return a table in the form in which it is edited: `Sheet` for music, `str` for text."""
        return tokenizer.decode(table, facts)

    def piece(self, content: Any) -> Piece:
        """Return content as a piece. Raises `UsageError` for content of another kind, or with nothing in it."""
        if not isinstance(content, str) or not content:
            raise UsageError("this model goes on from a text; give it one")
        return Piece(content)

    def open(self, path: Path) -> Any:
        """Return the content of a file. Raises `UnreadableFile`."""
        return self.opened(path).content

    def opened(self, path: Path) -> Opened:
        """Return the content of a file, the first of several, with what was changed to read it. Raises
        `UnreadableFile`."""
        raise UsageError("this kind of sequence cannot be rewritten")

    def data(self, content: Any, provenance: str = "") -> bytes:
        """Return the bytes of the file that content is written to, with how it was made where such files hold it."""
        return str(content).encode("utf-8")

    def figures(self, content: Any, facts: Any) -> Mapping[str, Any]:
        """Return what is shown of content beside it, by name."""
        return {}

    def continued(self, rules: Any) -> Any:
        """Return the rules for a continuation of content, without those that the content decides (music: metre)."""
        return rules

    def rewriting(self, content: Any, begin: int, end: int, rules: Any, tokenizer: Any) -> Rewriting:
        """Prepare to write `begin` to `end` (ticks of a sheet, characters of a text) anew. Raises `UsageError`."""
        raise UsageError("this kind of sequence cannot be rewritten")

    def for_part(self, rules: Any, content: Any, number: int, tokenizer: Any) -> Any:
        """Return rules that leave a model one part of content to write, by the part's number from 0. Raises
        `UsageError`."""
        raise UsageError("only music has parts; leave the part out")

    def reformed(self, content: Any, form: str, rules: Any, tokenizer: Any) -> tuple[int, int, Any]:
        """Return begin and end of the part of content that is written anew so that the whole has a form, and the rules
        for it, which are otherwise `rules`. Raises `UsageError`, also where the content has that form."""
        raise UsageError("only music has a form; name the part that is to be written anew")

    def check_humanizing(self, tokenizer: Any) -> None:
        """Raises `UsageError` where a model has no velocity and timing to give."""
        raise UsageError("only music gets velocity and timing; this model writes {kind}", kind=Sentence(tokenizer.kind))

    def humanizing(self, content: Any, tokenizer: Any) -> Humanizing:
        """Prepare to give content velocity and timing. Raises `UsageError`."""
        raise UsageError("only music gets velocity and timing")

    def undone(self, content: Any, before: Ints) -> Any:
        """Return content as it was before `Humanizing.played`. Raises `ValueError` where it was changed since."""
        raise ValueError("only music gets velocity and timing")

    def range_of(self, content: Any, words: str) -> tuple[int, int]:
        """Return begin and end of a part, from words such as `9-12` (bars, characters). Raises `UsageError`."""
        raise UsageError("this kind of sequence cannot be rewritten")

    def excerpt(self, content: Any, begin: int, end: int) -> Any:
        """Return a part of content as content of its own."""
        return content[begin:end]

    def part_alone(self, content: Any, part: str) -> Any:
        """Return one part of content, such as an instrument, given its name or its number from 1. Raises
        `UsageError`."""
        raise UsageError("only music has parts")

    def end_in(self, whole: Any, before: Any, end: int) -> int:
        """Return where a part that ended at `end` of content ends in the whole in which it was written anew."""
        return end + len(whole) - len(before)

    def with_room(self, whole: Any, begin: int, end: int, length: int) -> Any:
        """Return content in which a part was written anew, with room for one as long as it was before."""
        return whole[:begin] + " " * length + whole[end:]

    def variation(self, content: Any, rules: Any) -> tuple[int, int]:
        """Return begin and end of the part of content that a variation writes anew."""
        raise UsageError("only music can be varied; name the part that is to be written anew")

    def is_inside(self, content: Any, begin: int, end: int) -> Any:
        """Return a mask of the notes or characters that begin in a part, bool (notes,)."""
        return (np.arange(len(content)) >= begin) & (np.arange(len(content)) < end)

    def bits(self, tokenizer: Any, table: Ints, content: Any, bits: Floats) -> Floats:
        """Return the bits of rows, float64 (rows,), as bits of the notes or characters of content, in its order."""
        return bits[: len(content)]

    def layout(self, tokenizer: Any, encoded: Encoded, piece: Piece, *, whole: bool = True) -> Layout:
        """Return the places of the rows of an encoded piece, or of its beginning where it is not `whole`; here a
        character a row, of pieces that are no text the first of each row's name."""
        rows, content = len(encoded.table), piece.content
        if not isinstance(content, str):
            content = "".join(tokenizer.describe(0, int(value))[:1] for value in np.asarray(encoded.table)[:, 0])
        return Layout(content[:rows], np.arange(rows), np.arange(rows + 1.0))
