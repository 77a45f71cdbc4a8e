"""A model as an editor: it continues, rewrites, varies and judges what is there."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from seqgen.arrays import Floats
from seqgen.files import write_atomic, write_new
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded, Start, Tokenizer
from seqgen.kinds.editing import Editing
from seqgen.piece import Piece
from seqgen.sampling.request import Request
from seqgen.sampling.takes import Take


@dataclass(frozen=True, eq=False)
class Rewritten:
    """Content whose part from `begin` to `end` a model wrote anew.

    `take` holds what stands before that part and what was drawn behind it. The whole was not drawn at once, so no seed
    makes it again, and its file does not name one.
    """

    content: Any
    begin: int
    end: int
    take: Take

    def data(self) -> bytes:
        return kind_named(self.take.kind).editing.data(self.content)

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the content, and return the path. Raises `FileTaken` where the file exists (without
        `overwrite`), `SeqgenError` where it cannot be written."""
        path = Path(path)
        (write_atomic if overwrite else write_new)(path, self.data())
        return path


class Editor(ABC):
    """Edits of content (a `Sheet` of notes, a `str`) in terms of drawing takes and reading pieces."""

    tokenizer: Tokenizer

    @abstractmethod
    def stream(
        self, request: Request, n: int, *, seed: int, primer: Start | None = None, max_copy: int = 0
    ) -> Iterator[tuple[int, Take]]:
        """Yield number and take, each as soon as it is finished."""

    @abstractmethod
    def read(self, piece: Piece | Encoded) -> Any:
        """Return a piece with the cost of each of its values, as `table` and `surprise`."""

    @property
    def editing(self) -> Editing:
        return kind_named(self.tokenizer.kind).editing

    def continue_(self, content: Any, n: int = 1, *, seed: int | None = None, **asked: Any) -> list[Take]:
        """Return `n` takes that go on where content (a `Sheet`, a `str`) ends. Raises `UsageError`. `asked` is as in
        `Model.sample`; metre and tempo are those of the content."""
        return _in_order(partial(self.stream_continued, content), self._request(asked), n, seed)

    def rewrite(
        self, content: Any, begin: int, end: int, n: int = 1, *, seed: int | None = None, **asked: Any
    ) -> list[Rewritten]:
        """Return a sheet `n` times, each with a part written anew behind what stands before it; the rest stays. `begin`
        and `end` of the part are ticks of bar lines; `asked` is as in `Model.sample`. Raises `UsageError`."""
        return _in_order(partial(self.stream_rewritten, content, begin, end), self._request(asked), n, seed)

    def vary(self, content: Any, n: int = 1, *, seed: int | None = None, **asked: Any) -> list[Rewritten]:
        """Return content `n` times, each written anew behind its first `primer_bars` bars (2 unless given); see
        `rewrite`."""
        request = self._request(asked)
        return _in_order(
            partial(self.stream_rewritten, content, *self.editing.variation(content, request.rules)), request, n, seed
        )

    def _request(self, asked: dict[str, Any]) -> Request:
        return Request.of(self.tokenizer.kind, **asked)

    def start(self, content: Any, rules: Any) -> Start:
        """Return what takes go on from: content, cut as `rules` say. Raises `UsageError`."""
        kind = kind_named(self.tokenizer.kind)
        start = kind.start(self.tokenizer.encode(self.editing.piece(content)), rules, self.tokenizer)
        return self.editing.resume(start, content, rules, self.tokenizer)

    def stream_continued(
        self, content: Any, request: Request, n: int, *, seed: int, max_copy: int = 0
    ) -> Iterator[tuple[int, Take]]:
        """Yield number and take, each going on where content ends. Raises `UsageError`."""
        request = replace(request, rules=self.editing.continued(request.rules))
        yield from self.stream(request, n, seed=seed, primer=self.start(content, request.rules), max_copy=max_copy)

    def stream_rewritten(
        self, content: Any, begin: int, end: int, request: Request, n: int, *, seed: int, max_copy: int = 0
    ) -> Iterator[tuple[int, Rewritten]]:
        """Yield number and content, each with the part from `begin` to `end` written anew. Raises `SeqgenError`."""
        part = self.editing.rewriting(content, begin, end, request.rules, self.tokenizer)
        request = replace(request, events=0, rules=part.rules)
        start = None if part.before is None else self.start(part.before, part.rules)
        for number, take in self.stream(request, n, seed=seed, primer=start, max_copy=max_copy):
            new = self.editing.content(self.tokenizer, take.table, take.facts)
            yield number, Rewritten(part.splice(new), begin, end, take)

    def surprise(self, content: Any) -> Floats:
        """Return the bits of every note of a `Sheet`, in its order, or of every character of a `str`. Raises
        `UsageError` for content of another kind, or with nothing in it."""
        read = self.read(self.editing.piece(content))
        return self.editing.bits(self.tokenizer, read.table, content, read.surprise[:-1])


def _in_order(stream: Any, request: Request, n: int, seed: int | None) -> list[Any]:
    seed = secrets.randbits(31) if seed is None else seed
    return [each for _, each in sorted(stream(request, n, seed=seed), key=lambda numbered: numbered[0])]
