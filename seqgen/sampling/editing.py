"""A model as an editor: it continues, rewrites, varies and judges what is there."""

from __future__ import annotations

import json
import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from seqgen.arrays import Floats
from seqgen.errors import Sentence, UsageError, printable
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded, Plan, Rules, Start, Tokenizer
from seqgen.kinds.editing import Editing, remarks_on_others
from seqgen.network.measured_sampling import MeasuredSampling
from seqgen.piece import Piece
from seqgen.sampling.config import REWRITING_PARTICLES
from seqgen.sampling.edited import Edited
from seqgen.sampling.humanizing import Humanized, check_columns, check_strength, humanized, plan_of
from seqgen.sampling.provenance import VERSION, Provenance
from seqgen.sampling.request import Request
from seqgen.sampling.takes import Take
from seqgen.version import __version__

HEARING_BYTES = 4 << 30
"""Memory in which a file of sound is heard: half of it is address space that ONNX Runtime reserves."""
_DRAFTS = {"particles": REWRITING_PARTICLES}
READ_ALONE = Sentence("what is kept stays note for note; what follows was changed for the model to read it")


@dataclass(frozen=True, eq=False)
class Rewritten(Edited):
    """Content whose part from `begin` to `end` (ticks of a sheet, characters of a text) a model wrote anew, where one
    stood that was `length` long.

    `take` holds what stands before that part and what was drawn behind it; `request` is what was asked. With the model,
    the content and the seed of the take, the part can be written again: its file says all three.
    """

    begin: int
    end: int
    request: Request
    length: int

    def provenance(self) -> str:
        """Return JSON that says how the part was made: enough, with the model and the content, to make it again."""
        take, part = self.take, (self.begin, self.end, self.length)
        made = Provenance(
            __version__, VERSION, take.model, take.fingerprint, take.seed, self.request.to_json(), rewritten=part
        )
        return json.dumps(made.to_json())


class Editor(ABC):
    """Edits of content (a `Sheet` of notes, a `str`) in terms of drawing takes and reading pieces."""

    tokenizer: Tokenizer
    usual: MeasuredSampling | None
    """The way to draw where nothing is given, as measured for this model; None where it was not."""
    uncooled: tuple[str, ...]
    """Columns that a temperature below 1 leaves as they are."""

    @abstractmethod
    def stream(
        self, request: Request, n: int, *, seed: int, primer: Start | None = None, max_copy: int = 0, tries: int = 1
    ) -> Iterator[tuple[int, Take]]:
        """Return an iterator over number and take, each as soon as it is finished. Raises `UsageError` at once for what
        cannot be met."""

    @abstractmethod
    def stream_planned(self, planned: Plan, request: Request, n: int, *, seed: int) -> Iterator[tuple[int, Take]]:
        """Return an iterator over number and take of a plan."""

    @abstractmethod
    def read(self, piece: Piece | Encoded | os.PathLike[str]) -> Any:
        """Return a piece, or the first of a file, with the cost of each of its values, as `table` and `surprise`."""

    @property
    def editing(self) -> Editing:
        return kind_named(self.tokenizer.kind).editing

    def continue_(self, content: Any, n: int = 1, *, seed: int | None = None, **asked: Any) -> list[Take]:
        """Return `n` takes that go on where content (a `Sheet`, a `str`) ends. Raises `UsageError`. `asked` is as in
        `Model.sample`; metre and tempo are those of the content."""
        request = self._request(asked, self.editing.continuing)
        return _in_order(partial(self.stream_continued, content), request, n, seed)

    def rewrite(
        self, content: Any, begin: int, end: int, n: int = 1, *, seed: int | None = None, **asked: Any
    ) -> list[Rewritten]:
        """Return a sheet `n` times, each with a part written anew behind what stands before it; the rest stays. `begin`
        and `end` of the part are ticks of bar lines; `asked` is as in `Model.sample`. Raises `UsageError`."""
        request = self._request({**_DRAFTS, **asked}, ("events", *self.editing.rewriting_part))
        return _in_order(partial(self.stream_rewritten, content, begin, end), request, n, seed)

    def vary(self, content: Any, n: int = 1, *, seed: int | None = None, **asked: Any) -> list[Rewritten]:
        """Return content `n` times, each written anew behind its first `primer_bars` bars (2 unless given); see
        `rewrite`."""
        kept = [name for name in ("events", *self.editing.rewriting_part) if name != "primer_bars"]
        request = self._request({**_DRAFTS, **asked}, kept)
        return _in_order(
            partial(self.stream_rewritten, content, *self.editing.variation(content, request.rules)), request, n, seed
        )

    def reform(self, content: Any, form: str, n: int = 1, *, seed: int | None = None, **asked: Any) -> list[Rewritten]:
        """Return content `n` times, each with as many bars written anew as it needs to have a form: letters such as
        `AABA` for its sections, or a word a bar; see `rewrite`."""
        request = self._request({**_DRAFTS, **asked}, ("events", "form", *self.editing.rewriting_part))
        return _in_order(partial(self.stream_reformed, content, form), request, n, seed)

    def humanize(
        self, content: Any, n: int = 1, *, strength: float = 1.0, seed: int | None = None, **asked: Any
    ) -> list[Humanized]:
        """Return content (a `Sheet`, or a file as a `Path`) `n` times, each with velocity and timing as the corpus of
        this model has them; its notes stay. `strength` scales both, from 0 (as it was) over 1 (as learned) to 2;
        `asked` is temperature and truncation as in `Model.sample`. Raises `UsageError`.

        Example:
            >>> seqgen.load("runs/grooves").humanize(Path("beat.mid"), strength=0.6, seed=7)[0].save("played.mid")
        """
        request = self._request(asked, [each.name for each in fields(kind_named(self.tokenizer.kind).rules)])
        self.editing.check_humanizing(self.tokenizer)
        check_columns(asked.get("per_column") or (), self.editing.humanized)
        if isinstance(content, os.PathLike):
            content = self.editing.open(Path(content))
        return _in_order(partial(self.stream_humanized, content, strength), request, n, seed)

    def stream_humanized(
        self, content: Any, strength: float, request: Request, n: int, *, seed: int
    ) -> Iterator[tuple[int, Humanized]]:
        """Return an iterator over number and content, each with velocity and timing of its own. Raises `UsageError`."""
        check_strength(strength)
        self.editing.check_humanizing(self.tokenizer)
        # all that the network could be led to is given; led further, accents are flatter
        request = replace(request, sampling=replace(request.sampling, strength=1.0))
        part = self.editing.humanizing(content, self.tokenizer)
        takes = self.stream_planned(plan_of(part, self.tokenizer), request, n, seed=seed)
        return ((number, humanized(part, strength, take)) for number, take in takes)

    def _request(self, asked: dict[str, Any], of_content: Sequence[str]) -> Request:
        """Return the request for what was asked, without what follows from the content."""
        for name in asked:
            if name in of_content:
                raise UsageError("'{name}' follows from what is there already; leave it out", name=name)
        return Request.of(self.tokenizer.kind, usual=self.usual, uncooled=self.uncooled, **asked)

    def piece(self, source: Any, rules: Rules | None = None, *, chords: bool = False) -> Piece:
        """Return a file (a `Path`; the first of its pieces) or content (a `Sheet`, a `str`, a `Piece`) as a piece. Of a
        file of sound it is what is heard in it, one voice or with `chords` several. Raises `UsageError`,
        `UnreadableFile`."""
        if isinstance(source, Piece):
            return source
        if not isinstance(source, os.PathLike):
            return self.editing.piece(source)
        path = Path(source)
        if path.is_dir():
            raise UsageError("{file}: is a folder; give one file of it", file=printable(path))
        if not path.is_file():
            raise UsageError("{file}: there is no such file", file=printable(path))
        # Pebble is loaded only where a stranger's file is read
        from seqgen.formats.sandbox import Limits, read_one

        kind = kind_named(self.tokenizer.kind)
        if kind.has_sound and path.suffix.lower() not in kind.suffixes:
            from seqgen.sound import transcription

            if transcription.is_sound(path):
                usual, asked = kind.tempos(rules or kind.rules(), self.tokenizer)
                read = partial(transcription.hear, usual_qpm=usual, qpm=asked, chords=chords)
                return self.editing.piece(read_one(path, read, limits=Limits(memory_bytes=HEARING_BYTES)))
        pieces: list[Piece] = read_one(path, kind.read)
        return replace(pieces[0], repairs=(*remarks_on_others(len(pieces)), *pieces[0].repairs))

    def start(self, source: Any, rules: Rules | None = None, *, chords: bool = False) -> Start:
        """Return what takes go on from: a file (a `Path`) or content (a `Sheet`, a `str`, a `Piece`), cut as `rules`
        say; see `piece`. Raises `UsageError`, `UnreadableFile`."""
        kind, piece = kind_named(self.tokenizer.kind), self.piece(source, rules, chords=chords)
        start = kind.start(piece, rules or kind.rules(), self.tokenizer)
        return replace(start, remarks=(*piece.repairs, *start.remarks))

    def stream_continued(
        self, content: Any, request: Request, n: int, *, seed: int, max_copy: int = 0
    ) -> Iterator[tuple[int, Take]]:
        """Return an iterator over number and take, each going on where content ends. Raises `UsageError`."""
        request = replace(request, rules=self.editing.continued(request.rules))
        return self.stream(request, n, seed=seed, primer=self.start(content, request.rules), max_copy=max_copy)

    def stream_rewritten(
        self, content: Any, begin: int, end: int, request: Request, n: int, *, seed: int, max_copy: int = 0
    ) -> Iterator[tuple[int, Rewritten]]:
        """Return an iterator over number and content, each with the part from `begin` to `end` written anew. Raises
        `UsageError`; the iterator raises `SeqgenError`."""
        part = self.editing.rewriting(content, begin, end, request.rules, self.tokenizer)
        asked, request = request, replace(request, events=0, rules=part.rules)
        kind = kind_named(self.tokenizer.kind)
        nothing = Start(np.zeros((0, len(self.tokenizer.schema.columns)), np.int64), kind.facts_class())
        start = nothing if part.before is None else _of_what_is_kept(self.start(part.before, part.rules))
        takes = self.stream(request, n, seed=seed, primer=part.with_kept(start), max_copy=max_copy, tries=1)

        def rewritten(take: Take) -> Rewritten:
            new = self.editing.content(self.tokenizer, take.table, take.facts)
            whole = part.splice(new)
            return Rewritten(whole, take, begin, self.editing.end_in(whole, content, end), asked, end - begin)

        return ((number, rewritten(take)) for number, take in takes)

    def stream_reformed(
        self, content: Any, form: str, request: Request, n: int, *, seed: int, max_copy: int = 0
    ) -> Iterator[tuple[int, Rewritten]]:
        """Return an iterator over number and content, each with the bars written anew that a form asks for. Raises
        `UsageError`; the iterator raises `SeqgenError`."""
        begin, end, rules = self.editing.reformed(content, form, request.rules, self.tokenizer)
        request = replace(request, rules=rules)
        return self.stream_rewritten(content, begin, end, request, n, seed=seed, max_copy=max_copy)

    def surprise(self, content: Any) -> Floats:
        """Return the bits of every note of a `Sheet`, in its order, or of every character of a `str`. Raises
        `UsageError` for content of another kind, or with nothing in it."""
        read = self.read(self.editing.piece(content))
        return self.editing.bits(self.tokenizer, read.table, content, read.surprise[:-1])


def _of_what_is_kept(start: Start) -> Start:
    """Return a start whose remarks say that the content itself was not changed."""
    return replace(start, remarks=(READ_ALONE, *start.remarks)) if start.remarks else start


def _in_order(stream: Any, request: Request, n: int, seed: int | None) -> list[Any]:
    seed = secrets.randbits(31) if seed is None else seed
    return [each for _, each in sorted(stream(request, n, seed=seed), key=lambda numbered: numbered[0])]
