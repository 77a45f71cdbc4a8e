"""Jobs of the Create page: takes from a model, and what it thinks of others. They know no Qt."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gui.content import content_of
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.workers import models_cache
from seqgen.arrays import Floats
from seqgen.errors import SeqgenError
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet, TrackInfo
from seqgen.information import in_bits
from seqgen.kinds.base import Encoded, Start
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.request import Request
from seqgen.sampling.takes import Take


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
    return ModelAbout(**common, **content_of(model.kind).about(tokenizer))


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
    lines = sheet.bar_lines()
    bars = int(((lines >= begin_tick) & (lines < end_tick)).sum()) or 1
    about = describe(path)
    if about.kind != "music":
        raise SeqgenError("this model writes text; it cannot write bars")
    cut = sheet.notes[sheet.notes["onset"] < begin_tick]
    cut["end"] = np.minimum(cut["end"], begin_tick)
    before, start = replace(sheet, notes=cut, end_tick=begin_tick), None
    if len(before.notes):
        request, start = _as_primed(wanted.request(about, bars=bars)), _start(model, Primer(sheet=before), wanted)
    else:
        request = replace(wanted, metre=_metre_at(sheet, begin_tick)).request(about, bars=bars)
    for drawn in _stream(model, request, n, seed, start, wanted):
        assert drawn.sheet is not None
        new = _at_resolution(drawn.sheet, sheet.ticks_per_quarter)
        if not len(before.notes):
            new = _shifted(new, begin_tick)
        yield _spliced(model, drawn, sheet, new, begin_tick, end_tick)


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
    end = take.facts.end_step * model.tokenizer.grid.file_ticks
    sheet = replace(Sheet.from_score(take.score, end_tick=end), key=take.facts.key)
    return Drawn(
        data=data,
        sheet=sheet,
        text="",
        bits_each=_by_note(model.tokenizer, np.asarray(take.table, np.int64), sheet, each),
        key=take.facts.key,
        metre=str(take.facts.metres[0]) if take.facts.metres else "",
        tempo=float(take.facts.tempos[0].qpm) if take.facts.tempos else 0.0,
        bars=_bars(sheet),
        seconds=sheet.duration,
        **figures,
    )


def _metre_at(sheet: Sheet, tick: int) -> str:
    _, numerator, denominator = sheet.metres[max(0, int((sheet.metres[:, 0] <= tick).sum()) - 1)].tolist()
    return f"{numerator}/{denominator}"


def _bars(sheet: Sheet) -> int:
    return int((sheet.bar_lines() < sheet.end_tick).sum())


def _as_primed(request: Request) -> Request:
    """A request whose metre and tempo are those of what it goes on from."""
    if isinstance(request.rules, MusicRules):
        return replace(request, rules=replace(request.rules, metre="", tempo=0.0))
    return request


def _start(model: Model, primer: Primer | None, wanted: SamplingSettings) -> Start | None:
    if primer is None:
        return None
    if primer.text:
        return model.primer(None, text=primer.text)
    bars = wanted.primer_bars if model.kind == "music" else 0
    if primer.sheet is None:
        return model.primer(
            primer.path,
            rules=MusicRules(primer_bars=bars, grid=wanted.grid if _is_metric(model) else "")
            if model.kind == "music"
            else None,
        )
    if model.kind != "music":
        raise SeqgenError("this model writes text; give it a text to go on from")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "primer.mid"
        _write(primer.sheet, path)
        start = model.primer(path, rules=_primer_rules(model, wanted))
    if start is None or bars or not isinstance(model.tokenizer, MusicTokenizer):
        return start
    # a sheet may end with silence, and what comes next stands behind it
    steps = round(primer.sheet.end_tick * model.tokenizer.grid.steps_per_quarter / primer.sheet.ticks_per_quarter)
    if _is_metric(model) and steps > start.facts.end_step:
        start = replace(start, facts=replace(start.facts, end_step=steps))
    return start


def _primer_rules(model: Model, wanted: SamplingSettings) -> MusicRules | None:
    if model.kind != "music":
        return None
    return MusicRules(primer_bars=wanted.primer_bars, grid=wanted.grid if _is_metric(model) else "")


def _is_metric(model: Model) -> bool:
    return isinstance(model.tokenizer, MusicTokenizer) and model.tokenizer.grid_name == "metric"


def _write(sheet: Sheet, path: Path) -> None:
    from seqgen.formats.midi_writer import write_score

    if not len(sheet.notes):
        raise SeqgenError("there are no notes to go on from")
    write_score(sheet.to_score(), path, end_ticks=sheet.end_tick)


def _piece(model: Model, sheet: Sheet) -> Piece:
    from seqgen.formats.score_notes import read_pieces

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.mid"
        _write(sheet, path)
        return read_pieces(path)[0]


# -- splicing --------------------------------------------------------------------------------------------------------


def _at_resolution(sheet: Sheet, quarter: int) -> Sheet:
    """The sheet in so many ticks a quarter note."""
    if sheet.ticks_per_quarter == quarter:
        return sheet
    factor = quarter / sheet.ticks_per_quarter
    notes = sheet.notes.copy()
    notes["onset"] = np.rint(notes["onset"] * factor)
    notes["end"] = np.maximum(np.rint(notes["end"] * factor), notes["onset"] + 1)
    tempos, metres = sheet.tempos.copy(), sheet.metres.copy()
    tempos[:, 0] = np.rint(tempos[:, 0] * factor)
    metres[:, 0] = np.rint(metres[:, 0] * factor)
    return replace(
        sheet,
        notes=notes,
        tempos=tempos,
        metres=metres,
        ticks_per_quarter=quarter,
        end_tick=round(sheet.end_tick * factor),
    )


def _shifted(sheet: Sheet, ticks: int) -> Sheet:
    notes = sheet.notes.copy()
    notes["onset"] += ticks
    notes["end"] += ticks
    return replace(sheet, notes=notes, end_tick=sheet.end_tick + ticks)


def _spliced(model: Model, drawn: Drawn, sheet: Sheet, new: Sheet, begin: int, end: int) -> Drawn:
    """The take whose stretch is new and whose rest is the sheet's. It was not drawn as a whole, so it cannot be made
    again from a seed, and its file does not say so."""
    from seqgen.formats.midi_writer import midi_bytes

    result = sheet_edits.splice(sheet, _with_tracks_of(new, sheet), begin=begin, end=end)
    if len(result.notes) == 0:
        raise SeqgenError("the model wrote nothing there; try again or raise the temperature")
    each = surprise_of(model, result)
    inside = (result.notes["onset"] >= begin) & (result.notes["onset"] < end)
    bits = float(each[inside].mean()) if each is not None and inside.any() else 0.0
    return replace(
        drawn,
        data=midi_bytes(result.to_score(), end_ticks=result.end_tick),
        provenance="",
        sheet=result,
        bits_each=each if each is not None else np.zeros(0),
        bits=bits,
        bars=_bars(result),
        key=sheet.key or drawn.key,
        seconds=result.duration,
        events=len(result.notes),
        primed=0,
    )


def surprise_of(model: Model, sheet: Sheet) -> Floats | None:
    """As `surprise`, with a model that is loaded."""
    assert isinstance(model.tokenizer, MusicTokenizer)
    read = model.read(_piece(model, sheet))
    return _by_note(model.tokenizer, read.table, sheet, read.surprise[:-1]) if len(read.table) else None


def _with_tracks_of(new: Sheet, sheet: Sheet) -> Sheet:
    """New notes on the tracks of the old sheet: by program and name, then by program, then the first."""
    places = [_place_of(track, sheet.tracks) for track in new.tracks]
    notes = new.notes.copy()
    notes["track"] = np.array(places or [0])[notes["track"]]
    return replace(new, tracks=sheet.tracks).with_notes(notes)


def _place_of(track: TrackInfo, tracks: Sequence[TrackInfo]) -> int:
    def fit(other: TrackInfo) -> tuple[bool, bool, bool]:
        same = other.drums == track.drums
        program = same and other.program == track.program
        return program and other.name == track.name, program, same

    return max(range(len(tracks)), key=lambda i: (fit(tracks[i]), -i))


# -- rows and notes --------------------------------------------------------------------------------------------------


def _by_note(tokenizer: MusicTokenizer, table: npt.NDArray[np.int64], sheet: Sheet, bits: Floats) -> Floats:
    """Bits of rows as bits of the sheet's notes. Rows and notes are matched by pitch and onset; where the tokenizer
    moved or left out notes, each takes the nearest row of its pitch, and 0 where there is none."""
    steps = np.cumsum(np.array(tokenizer.shifts)[table[:, 0]])
    onset = steps * tokenizer.grid.file_ticks * (sheet.ticks_per_quarter / tokenizer.grid.file_quarter)
    key, part = tokenizer.midi_keys(table), np.array(tokenizer.parts)[table[:, 1]]
    notes = sheet.notes
    result = np.zeros(len(notes))
    if len(notes) == len(table):
        by_row = np.lexsort((part, key, onset))
        by_note = np.lexsort((notes["track"], notes["pitch"], notes["onset"]))
        if (key[by_row] == notes["pitch"][by_note]).all():
            result[by_note] = bits[by_row]
            return result
    for pitch in np.unique(notes["pitch"]):
        rows, mine = np.flatnonzero(key == pitch), np.flatnonzero(notes["pitch"] == pitch)
        if len(rows):
            rows = rows[np.argsort(onset[rows], kind="stable")]
            at = np.searchsorted(onset[rows], notes["onset"][mine])
            left, right = np.maximum(at - 1, 0), np.minimum(at, len(rows) - 1)
            nearer = np.abs(onset[rows[left]] - notes["onset"][mine]) < np.abs(
                onset[rows[right]] - notes["onset"][mine]
            )
            result[mine] = bits[rows[np.where(nearer, left, right)]]
    return result
