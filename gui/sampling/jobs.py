"""Jobs of the Create page: takes from a model, and what it thinks of others. They know no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gui.content import content_of
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.workers import models_cache
from seqgen.arrays import Floats, Ints
from seqgen.errors import UsageError
from seqgen.files import in_temporary_folder
from seqgen.formats.sheet import Sheet
from seqgen.information import in_bits
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.config import REWRITING_PARTICLES, SamplingConfig
from seqgen.sampling.editing import Rewritten
from seqgen.sampling.humanizing import Humanized
from seqgen.sampling.request import Request, applicable
from seqgen.sampling.takes import Take

MOST_COPIES = 4
"""Copied parts that a take tells of."""


@dataclass(frozen=True, eq=False)
class Primer:
    """The beginning of takes: a file, or its content as a sheet or a text."""

    path: str = ""
    content: Any = None


@dataclass(frozen=True)
class CopiedPart:
    """Bars `first` to `last` of a take, or characters of a text, that stand in a piece of the corpus."""

    first: int
    last: int
    piece: str


@dataclass(frozen=True, eq=False)
class Drawn:
    """A take with its figures.

    `content`: a sheet or a text; `data`: its file; `bits_each`: bits of every note in the sheet's order, or of every
    character; `bits`: their mean over what the model wrote; `primed`: notes or characters of the primer; `remarks`:
    what was changed in the primer, and what of the request the take does not keep; `copies`: what stands in the corpus;
    `part`: name of the one part that is new, empty for all.
    """

    number: int
    seed: int
    kind: str
    data: bytes
    provenance: str
    content: Any
    bits_each: Floats
    bits: float
    copied: float | None
    longest: int
    key: str = ""
    metre: str = ""
    tempo: float = 0.0
    bars: int = 0
    seconds: float = 0.0
    events: int = 0
    primed: int = 0
    remarks: tuple[str, ...] = ()
    copies: tuple[CopiedPart, ...] = ()
    part: str = ""


def describe(path: str) -> ModelAbout:
    """Return the facts about a model. Raises `SeqgenError` where there is none or it is damaged."""
    model = models_cache.model(path)
    file, tokenizer = model.file, model.tokenizer
    common: dict[str, Any] = {
        "path": path,
        "name": model.name,
        "corpus": file.about.corpus,
        "fingerprint": file.fingerprint,
        "kind": model.kind,
        "columns": tuple(tokenizer.schema.columns[i].name for i in tokenizer.schema.modelled),
        "has_index": bool(file.index),
        "event": tokenizer.event,
        "parameters": sum(weight.size for weight in file.weights.values()),
        "network": file.config.title,
        "bits": in_bits(file.about.nats),
        "usual": None if model.usual is None else SamplingConfig.of(model.usual, model.uncooled),
        "is_told": tokenizer.schema.is_told,
        "verdict": "" if file.about.standing is None else file.about.standing.verdict,
        "shared": file.about.shared,
        "times": 0.0 if file.about.standing is None else file.about.standing.times,
    }
    return ModelAbout(**common, **content_of(model.kind).about(tokenizer))


def generate(path: str, settings: dict[str, Any], n: int, seed: int, primer: Primer | None) -> Iterator[Drawn]:
    """Yield `n` takes as they are finished. Raises `SeqgenError` for what cannot be met."""
    model, request, most = _asked(path, settings)
    if primer is None:
        start = model.opening()
    else:
        start = model.start(Path(primer.path) if primer.path else primer.content, request.rules)
    wanted = SamplingSettings.from_json(settings)
    for number, take in model.stream(request, n, seed=seed, primer=start, max_copy=most, best_of=wanted.best_of):
        if wanted.new_only and take.primed:
            yield _new_alone(model, replace(take, new_only=True), number)
        else:
            yield _drawn(model, take, number)


def continue_(path: str, settings: dict[str, Any], content: Any, seed: int, n: int) -> Iterator[Drawn]:
    """Yield `n` takes that go on where content ends."""
    model, request, most = _asked(path, settings)
    request = _of_part(model, request)
    for number, take in model.stream_continued(content, request, n, seed=seed, max_copy=most):
        yield _drawn(model, take, number)


def rewrite(
    path: str, settings: dict[str, Any], content: Any, begin: int, end: int, seed: int, n: int, track: int = -1
) -> Iterator[Drawn]:
    """Yield `n` takes that are the content but for a part, which is written anew between what stands before and behind
    it; `track`: number of the one track that is written there, -1 for all."""
    model, request, most = _asked_to_rewrite(path, settings)
    part = ""
    if track >= 0:
        request = replace(request, rules=model.editing.for_part(request.rules, content, track, model.tokenizer))
        part = content.tracks[track].name or str(track + 1)
    for number, done in model.stream_rewritten(content, begin, end, request, n, seed=seed, max_copy=most):
        yield replace(_rewritten(model, done, number), part=part)


def reform(path: str, settings: dict[str, Any], content: Any, form: str, seed: int, n: int) -> Iterator[Drawn]:
    """Yield `n` takes that are the content with the bars written anew that it needs to have a form."""
    model, request, most = _asked_to_rewrite(path, settings)
    for number, done in model.stream_reformed(content, form, request, n, seed=seed, max_copy=most):
        yield _rewritten(model, done, number)


def humanize(path: str, settings: dict[str, Any], content: Any, strength: float, seed: int, n: int) -> Iterator[Drawn]:
    """Yield `n` takes that are the content with the velocity and timing that the model has learned."""
    model, request, _ = _asked(path, settings)
    request = Request(0, request.sampling, kind_named(model.kind).rules())
    for number, done in model.stream_humanized(content, strength, request, n, seed=seed):
        yield _changed(model, done, number, slice(None))


def surprise(path: str, content: Any) -> Floats | None:
    """Return the bits of every note or character of content; None where model and content do not fit."""
    try:
        bits = models_cache.model(path).surprise(content)
    except UsageError:
        return None
    return bits if bits.any() else None


# -- takes -----------------------------------------------------------------------------------------------------------


def _asked(path: str, settings: dict[str, Any]) -> tuple[Model, Request, int]:
    """Return the model, the request, and the longest run that may be copied."""
    model, wanted = models_cache.model(path), SamplingSettings.from_json(settings)
    request = applicable(wanted.request(model.kind), model.tokenizer)
    return model, request, wanted.max_copy if model.file.index else 0


def _asked_to_rewrite(path: str, settings: dict[str, Any]) -> tuple[Model, Request, int]:
    model, request, most = _asked(path, settings)
    particles = max(request.sampling.particles, REWRITING_PARTICLES)
    return model, _of_part(model, replace(request, sampling=replace(request.sampling, particles=particles))), most


def _of_part(model: Model, request: Request) -> Request:
    """Return a request without what the panel asks of whole takes alone."""
    usual = kind_named(model.kind).rules()
    of_takes = {name: getattr(usual, name) for name in model.editing.of_whole_takes}
    return replace(request, rules=replace(request.rules, **of_takes))


def _drawn(model: Model, take: Take, number: int) -> Drawn:
    each = model.read(Encoded(take.table, take.facts)).surprise[:-1]
    content = model.editing.content(model.tokenizer, take.table, take.facts)
    # rests where other parts were left out are not in the table as they are in a file
    bits = model.surprise(content) if take.left_out else model.editing.bits(model.tokenizer, take.table, content, each)
    shown, bits = content_of(model.kind).shown(model.tokenizer, take.table, content, bits)
    with in_temporary_folder() as folder:
        path = take.save(folder / f"take{take.suffix}")
        data, read = path.read_bytes(), _read_again(model, take, path)
    if read is not None:
        each = model.read(read).surprise[:-1]
    return Drawn(
        data=data,
        provenance=take.provenance(),
        content=shown,
        bits_each=bits,
        bits=_mean(each[take.primed :]),
        events=len(take.table),
        primed=take.primed,
        copies=_copies(model, take, content),
        **_figures(model, take, content, number),
    )


def _copies(model: Model, take: Take, content: Any) -> tuple[CopiedPart, ...]:
    """Return the parts of a take that stand in the corpus, the longest first."""
    # runs are counted with the rows that were left out
    if take.copy is None or take.left_out:
        return ()
    layout = model.editing.layout(model.tokenizer, Encoded(take.table, take.facts), Piece(content))
    lines = layout.content.bar_lines() if isinstance(layout.content, Sheet) else None
    parts = []
    for run in sorted(take.copy.runs, key=lambda run: -run.length)[:MOST_COPIES]:
        # what stands in the corpus is counted from behind the primer
        ends = layout.begins[take.primed + np.array([run.at, run.at + run.length])]
        first, last = (
            (int(ends[0]) + 1, int(ends[1])) if lines is None else _bars(lines, float(ends[0]), float(ends[1]))
        )
        parts.append(CopiedPart(first, last, run.piece))
    return tuple(parts)


def _bars(lines: Ints, begin: float, end: float) -> tuple[int, int]:
    """Return the first and last bar, from 1, of the ticks from `begin` to before `end`."""
    first = int(np.searchsorted(lines, begin, side="right"))
    return max(1, first), max(1, first, int(np.searchsorted(lines, end, side="left")))


def _new_alone(model: Model, take: Take, number: int) -> Drawn:
    """Return what is new in a take, without the primer, as its file is read."""
    with in_temporary_folder() as folder:
        path = take.save(folder / f"take{take.suffix}")
        data, content = path.read_bytes(), model.editing.open(path)
    each = model.surprise(content)
    return Drawn(
        data=data,
        provenance=take.provenance(),
        content=content,
        bits_each=each,
        bits=_mean(each),
        events=len(each),
        **_figures(model, take, content, number),
    )


def _read_again(model: Model, take: Take, path: Path) -> Encoded | None:
    """Return a saved take as its file is read, None where that is what was written.

    A file shortens a note that another one of its pitch follows too early. The figure of a take is that of its file, so
    that it is the same wherever the file is scored.
    """
    read = model.tokenizer.encode(kind_named(model.kind).read(path)[0])
    return None if np.array_equal(read.table, take.table) else read


def _rewritten(model: Model, done: Rewritten, number: int) -> Drawn:
    return _changed(model, done, number, model.editing.is_inside(done.content, done.begin, done.end))


def _changed(model: Model, done: Rewritten | Humanized, number: int, new: Any) -> Drawn:
    """Return content that a model has changed; `new`: the notes that its figure is about."""
    each = model.surprise(done.content)
    return Drawn(
        data=done.data(),
        provenance=done.provenance(),
        content=done.content,
        bits_each=each,
        bits=_mean(each[new]),
        events=len(each),
        **_figures(model, done.take, done.content, number),
    )


def _figures(model: Model, take: Take, content: Any, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "seed": take.seed,
        "kind": take.kind,
        "copied": take.copy.share if take.copy is not None else None,
        "longest": take.copy.longest if take.copy is not None else 0,
        "remarks": take.remarks,
        **model.editing.figures(content, take.facts),
    }


def _mean(bits: Floats) -> float:
    return float(bits.mean()) if len(bits) else 0.0
