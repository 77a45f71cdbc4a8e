"""Jobs of the Create page: takes from a model, and what it thinks of others. They know no Qt."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.workers import models_cache
from seqgen.arrays import Floats
from seqgen.errors import SeqgenError
from seqgen.formats.midi import midi_bytes, write_score
from seqgen.formats.sheet import Sheet
from seqgen.information import in_bits
from seqgen.kinds.base import Encoded
from seqgen.kinds.music import editing
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.sampler import Start
from seqgen.sampling.takes import Request, Take


@dataclass(frozen=True, eq=False)
class Primer:
    """What takes go on from: a file, a text, or a sheet."""

    path: str = ""
    text: str = ""
    sheet: Sheet | None = None


@dataclass(frozen=True, eq=False)
class Drawn:
    """A take with its figures. `data`: the file as it is kept; `bits_each`: bits of every note in the sheet's order, or
    of every character; `bits`: their mean over what the model wrote; `primed`: notes or characters of the primer."""

    number: int
    seed: int
    kind: str
    data: bytes
    provenance: str
    sheet: Sheet | None
    text: str
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


def describe(path: str) -> ModelAbout:
    """What a model is. Raises `SeqgenError` where there is none or it is damaged."""
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
    }
    if isinstance(tokenizer, MusicTokenizer):
        common |= {
            "grid": tokenizer.grid_name,
            "instruments": tuple(tokenizer.names),
            "metres": tuple(f"{n}/{d}" for n, d in tokenizer.metres),
            "low": tokenizer.lowest,
            "high": max(tokenizer.highest, tokenizer.lowest),
            "tempo": float(tokenizer.qpm),
        }
    return ModelAbout(**common)


def generate(path: str, settings: dict[str, Any], n: int, seed: int, primer: Primer | None) -> Iterator[Drawn]:
    """`n` takes as they are finished. Raises `SeqgenError` for what cannot be met."""
    model, wanted = models_cache.model(path), SamplingSettings.from_json(settings)
    request = wanted.request(describe(path))
    yield from _stream(model, request, n, seed, _start(model, primer, wanted), wanted)


def continue_(path: str, settings: dict[str, Any], sheet: Sheet, seed: int, n: int) -> Iterator[Drawn]:
    """`n` takes that go on where a sheet ends."""
    model, wanted = models_cache.model(path), replace(SamplingSettings.from_json(settings), primer_bars=0)
    request = _as_primed(wanted.request(describe(path)))
    yield from _stream(model, request, n, seed, _start(model, Primer(sheet=sheet), wanted), wanted)


def rewrite(
    path: str, settings: dict[str, Any], sheet: Sheet, begin_tick: int, end_tick: int, seed: int, n: int
) -> Iterator[Drawn]:
    """`n` takes that are the sheet but for a stretch, which is written anew after what stands before it."""
    model, wanted = models_cache.model(path), replace(SamplingSettings.from_json(settings), primer_bars=0)
    about = describe(path)
    if about.kind != "music":
        raise SeqgenError("this model writes text; it cannot write bars")
    bars, before, start = editing.bars_between(sheet, begin_tick, end_tick), editing.before(sheet, begin_tick), None
    if before is not None:
        request, start = _as_primed(wanted.request(about, bars=bars)), _start(model, Primer(sheet=before), wanted)
    else:
        metre = "{}/{}".format(*sheet.metre_at(begin_tick))
        request = replace(wanted, metre=metre).request(about, bars=bars)
    for drawn in _stream(model, request, n, seed, start, wanted):
        assert drawn.sheet is not None
        result = editing.splice(sheet, drawn.sheet, begin_tick, end_tick)
        yield _rewritten(model, drawn, result, begin_tick, end_tick)


def surprise(path: str, content: Sheet | str) -> Floats | None:
    """Bits of every note of a sheet in its order, or of every character of a text; None where nothing is known."""
    model = models_cache.model(path)
    if isinstance(content, str):
        if model.kind != "text" or not content:
            return None
        return model.read(Piece(content)).surprise[: len(content)]
    if not isinstance(model.tokenizer, MusicTokenizer) or not len(content.notes):
        return None
    return surprise_of(model, content)


# -- takes -----------------------------------------------------------------------------------------------------------


def _stream(
    model: Model, request: Request, n: int, seed: int, start: Start | None, wanted: SamplingSettings
) -> Iterator[Drawn]:
    if start is not None and not request.music.instruments:
        request = model.keep_instruments(request, start)
    most = wanted.max_copy if model.file.index else 0
    for number, take in model.stream(request, n, seed=seed, primer=start, max_copy=most):
        yield _drawn(model, take, number)


def _drawn(model: Model, take: Take, number: int) -> Drawn:
    each = model.read(Encoded(take.table, take.facts)).surprise[:-1]
    written = each[take.primed :]
    figures: dict[str, Any] = {
        "number": number,
        "seed": take.seed,
        "kind": take.kind,
        "provenance": take.provenance(),
        "bits": float(written.mean()) if len(written) else 0.0,
        "copied": take.copy.share if take.copy is not None else None,
        "longest": take.copy.longest if take.copy is not None else 0,
        "events": len(take.table),
        "primed": take.primed,
    }
    if not isinstance(model.tokenizer, MusicTokenizer):
        return Drawn(data=take.text.encode(), sheet=None, text=take.text, bits_each=each, **figures)
    with tempfile.TemporaryDirectory() as folder:
        data = take.save(Path(folder) / "take.mid").read_bytes()
    sheet = editing.sheet_of(model.tokenizer, take.table, take.facts)
    return Drawn(
        data=data,
        sheet=sheet,
        text="",
        bits_each=editing.bits_of_notes(model.tokenizer, take.table, sheet, each),
        key=take.facts.key,
        metre=str(take.facts.metres[0]) if take.facts.metres else "",
        tempo=float(take.facts.tempos[0].qpm) if take.facts.tempos else 0.0,
        bars=sheet.bars,
        seconds=sheet.duration,
        **figures,
    )


def _as_primed(request: Request) -> Request:
    """A request whose metre and tempo are those of what it goes on from."""
    return replace(request, metre="", tempo=0.0)


def _start(model: Model, primer: Primer | None, wanted: SamplingSettings) -> Start | None:
    if primer is None:
        return None
    if primer.text:
        return model.primer(None, text=primer.text)
    bars = wanted.primer_bars if model.kind == "music" else 0
    if primer.sheet is None:
        return model.primer(primer.path, bars=bars, grid=wanted.grid if _is_metric(model) else "")
    if model.kind != "music":
        raise SeqgenError("this model writes text; give it a text to go on from")
    if not len(primer.sheet.notes):
        raise SeqgenError("there are no notes to go on from")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "primer.mid"
        write_score(primer.sheet.to_score(), path, end_ticks=primer.sheet.end_tick)
        start = model.primer(path, bars=bars, grid=wanted.grid if _is_metric(model) else "")
    if start is None or bars or not isinstance(model.tokenizer, MusicTokenizer):
        return start
    # a sheet may end with silence, and what comes next stands behind it
    steps = round(primer.sheet.end_tick * model.tokenizer.grid.steps_per_quarter / primer.sheet.ticks_per_quarter)
    if _is_metric(model) and steps > start.facts.end_step:
        start = replace(start, facts=replace(start.facts, end_step=steps))
    return start


def _is_metric(model: Model) -> bool:
    return isinstance(model.tokenizer, MusicTokenizer) and model.tokenizer.grid_name == "metric"


def _rewritten(model: Model, drawn: Drawn, sheet: Sheet, begin: int, end: int) -> Drawn:
    """The take whose stretch is new and whose rest is the sheet's. It was not drawn as a whole, so it cannot be made
    again from a seed, and its file does not say so."""
    each = surprise_of(model, sheet)
    inside = (sheet.notes["onset"] >= begin) & (sheet.notes["onset"] < end)
    return replace(
        drawn,
        data=midi_bytes(sheet.to_score(), end_ticks=sheet.end_tick),
        provenance="",
        sheet=sheet,
        bits_each=each if each is not None else np.zeros(0),
        bits=float(each[inside].mean()) if each is not None and inside.any() else 0.0,
        bars=sheet.bars,
        key=sheet.key or drawn.key,
        seconds=sheet.duration,
        events=len(sheet.notes),
        primed=0,
    )


def surprise_of(model: Model, sheet: Sheet) -> Floats | None:
    """As `surprise`, with a model that is loaded."""
    assert isinstance(model.tokenizer, MusicTokenizer)
    read = model.read(editing.piece_of(sheet))
    return editing.bits_of_notes(model.tokenizer, read.table, sheet, read.surprise[:-1]) if len(read.table) else None
