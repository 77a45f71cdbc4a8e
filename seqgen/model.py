"""A model that was loaded from its file, ready to write and to judge. No torch here: it starts at once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Bools
from seqgen.copying.copy_index import Copy, CopyIndex
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.information import in_bits
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded
from seqgen.kinds.music.tokenizer import SHIFT, MusicTokenizer
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.network.engine import Engine
from seqgen.network.model_file import ModelFile, read_model
from seqgen.piece import Facts, Metre, Piece
from seqgen.runs.run import find_model
from seqgen.sampling.constraints import Constraints, MusicConstraints, MusicRules, TextConstraints, TextRules
from seqgen.sampling.draw import Temper, usual_top_p
from seqgen.sampling.sampler import Drawn, Sampler, Start
from seqgen.sampling.takes import Plan, Request, Take, finished_facts, plan, read_provenance, unpack_primer

COPY_THRESHOLD = {"music": 8, "text": 24}
"""Runs of at least so many notes or characters count into the share of a take that is copied."""

MOST_REDRAWS = 50
BATCH = 64


def load(model: str | os.PathLike[str]) -> Model:
    """The model of a run (by name or folder) or of a model file.

    Raises `UsageError` where there is none and `UnreadableFile` where the file is damaged.
    """
    path = find_model(model)
    name = path.parent.name if path.name == "model.safetensors" else path.stem
    return Model(read_model(path), name or path.stem)


@dataclass(frozen=True, eq=False)
class PieceRead:
    """A piece as a model reads it.

    Args:
        table: int64 (rows, columns).
        facts: what holds for the piece as a whole.
        nats: float64 (rows + 1, columns), -ln p(column | the row's earlier columns, all rows before). The last row is
            the end of the piece, all of it in column 0.
        approximated: rows that the vocabulary cannot hold exactly.
    """

    table: npt.NDArray[np.int64]
    facts: Facts
    nats: npt.NDArray[np.float64]
    approximated: int = 0

    @property
    def surprise(self) -> npt.NDArray[np.float64]:
        """Bits of every event, the end of the piece last: float64 (rows + 1,)."""
        return in_bits(np.asarray(self.nats.sum(axis=1)))


class Model:
    """A trained model: `sample` writes takes, `read` says how likely a piece is."""

    def __init__(self, file: ModelFile, name: str = "model") -> None:
        self.file, self.name = file, name
        self.tokenizer = file.tokenizer
        self.engine = Engine(file.config, file.tokenizer.schema, file.weights)
        self._index: CopyIndex | None = None

    @property
    def kind(self) -> str:
        """`music` or `text`."""
        return self.tokenizer.kind

    @property
    def index(self) -> CopyIndex | None:
        """The index of the training corpus; None where the model was trained without. Raises `UnreadableFile`."""
        if self._index is None and self.file.index:
            from seqgen.copying.corpus_index import open_index
            from seqgen.errors import UnreadableFile

            try:
                self._index = open_index(self.file.index)
            except ValueError as error:
                raise UnreadableFile(f"{self.name}: the index of its corpus is damaged ({error})") from error
        return self._index

    # -- writing -----------------------------------------------------------------------------------------------------

    def sample(
        self,
        n: int = 1,
        *,
        seed: int | None = None,
        bars: int = 0,
        seconds: float = 0.0,
        events: int = 0,
        temperature: float = 1.0,
        temperatures: Mapping[str, float] | None = None,
        top_k: int = 0,
        top_p: float | None = None,
        min_p: float = 0.0,
        key: str = "",
        ranges: str = "",
        grid: str = "",
        polyphony: int = 0,
        instruments: str = "",
        tempo: float = 0.0,
        metre: str = "",
        allowed: str = "",
        stop: tuple[str, ...] = (),
        primer: str | os.PathLike[str] | None = None,
        primer_bars: int = 0,
        primer_text: str = "",
        max_copy: int = 0,
    ) -> list[Take]:
        """`n` takes, the i-th drawn with seed + i (a random seed if none is given).

        Length, tempo and rules are those of `Request`; `primer` is a MIDI, ABC or text file to go on from,
        cut to `primer_bars` if given, `primer_text` the same as text; `top_p` is 0.95 unless it, `top_k` or `min_p` is
        given; `max_copy` draws again until no run of more notes
        or characters stands in the corpus. Raises `UsageError` for what cannot be met.
        """
        top_p = usual_top_p(top_k, min_p) if top_p is None else top_p
        request = Request(
            bars=bars,
            seconds=seconds,
            events=events,
            tempo=tempo,
            metre=metre,
            temper=Temper(temperature, dict(temperatures or {}), top_k, top_p, min_p),
            music=MusicRules(key, ranges, grid, polyphony, instruments),
            text=TextRules(allowed, tuple(stop)),
        )
        start = self.primer(primer, bars=primer_bars, text=primer_text, grid=grid)
        if start is not None and not instruments:
            request = self.keep_instruments(request, start)
        seed = secrets.randbits(31) if seed is None else seed
        takes = sorted(self.stream(request, n, seed=seed, primer=start, max_copy=max_copy), key=lambda take: take[0])
        return [take for _, take in takes]

    def stream(
        self, request: Request, n: int, *, seed: int, primer: Start | None = None, max_copy: int = 0
    ) -> Iterator[tuple[int, Take]]:
        """Number and take, each as soon as it is finished; at most `BATCH` are drawn side by side.

        A take whose longest copied run exceeds `max_copy` is drawn again with the next seed not yet used. Raises
        `SeqgenError` where that does not help.
        """
        if n < 1:
            raise UsageError(f"the number of takes must be at least 1, not {n}")
        if max_copy and self.index is None:
            raise UsageError("this model was trained with --no-index, so copies cannot be found")
        planned = plan(request, self.tokenizer, primer)
        waiting = list(enumerate(range(seed, seed + n)))
        next_seed, redraws = seed + n, 0
        while waiting:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            for drawn in self._sampler(planned, request, [s for _, s in batch]).takes():
                number, own_seed = batch[drawn.number]
                take = self._take(drawn, planned, request, own_seed)
                if not max_copy or take.copy is None or take.copy.longest <= max_copy:
                    yield number, take
                    continue
                redraws += 1
                if redraws > MOST_REDRAWS * n:
                    raise SeqgenError(
                        f"every one of {redraws} takes copied a run of more than {max_copy}; raise --max-copy "
                        "or the temperature"
                    )
                waiting.append((number, next_seed))
                next_seed += 1

    def again(self, path: str | os.PathLike[str]) -> Take:
        """The take in a file, made again from its provenance. Raises `UnreadableFile`, or `UsageError` where it was
        made by another model."""
        data = read_provenance(Path(path))
        if data["fingerprint"] != self.file.fingerprint:
            raise UsageError(
                f"{printable(path)}: was written by the model {data.get('model')} ({data['fingerprint']}), "
                f"not by this one ({self.file.fingerprint})"
            )
        try:
            request = Request.from_json(data["request"])
            primer = unpack_primer(data["primer"], self.tokenizer) if "primer" in data else None
            seed = int(data["seed"])
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(f"{printable(path)}: its provenance is damaged ({error})") from error
        return next(take for _, take in self.stream(request, 1, seed=seed, primer=primer))

    def primer(
        self, path: str | os.PathLike[str] | None, *, bars: int = 0, text: str = "", grid: str = ""
    ) -> Start | None:
        """What takes go on from: a file, cut to its first `bars`, or a text. Raises `UsageError`, `UnreadableFile`."""
        if path is None and not text:
            return None
        if path is not None and text:
            raise UsageError("give one primer: a file or a text")
        if text:
            if self.kind != "text":
                raise UsageError("a primer text is for text models; give this model a MIDI or ABC file")
            piece = Piece(text)
        else:
            assert path is not None
            if not Path(path).is_file():
                raise UsageError(f"{printable(path)}: there is no such primer file")
            from seqgen.formats.sandbox import read_one

            piece = read_one(Path(path), kind_named(self.kind).read)[0]
        encoded = self.tokenizer.encode(piece)
        if not isinstance(self.tokenizer, MusicTokenizer):
            return Start(encoded.table.astype(np.int64), Facts())
        return _cut(self.tokenizer, encoded.table, encoded.facts, bars, grid)

    def keep_instruments(self, request: Request, start: Start) -> Request:
        """The request, held to the instruments that its primer uses."""
        if not isinstance(self.tokenizer, MusicTokenizer) or not len(start.rows):
            return request
        used = sorted(set(start.rows[:, 1].tolist()))
        names = ",".join(self.tokenizer.names[i] for i in used)
        return replace(request, music=replace(request.music, instruments=names))

    def _sampler(self, planned: Plan, request: Request, seeds: list[int]) -> Sampler:
        tokenizer = self.tokenizer
        constraints: Callable[[int], Constraints]
        over: Callable[[Any], Bools] | None = None
        stopped = None
        if isinstance(tokenizer, MusicTokenizer):

            def music(batch: int) -> Constraints:
                return MusicConstraints(
                    request.music, tokenizer, batch, begin_step=planned.begin_step, end_step=planned.end_step
                )

            constraints = music
            if planned.end_step is not None:
                over = lambda walk: np.asarray(walk.onset >= planned.end_step)  # noqa: E731 - one expression
        else:
            assert isinstance(tokenizer, TextTokenizer)

            def text(batch: int) -> Constraints:
                return TextConstraints(request.text, tokenizer, batch)

            constraints = text
            stops = [tokenizer.encode(Piece(stop)).table[:, 0] for stop in request.text.stop if stop]
            if stops:
                stopped = lambda rows: any(_ends_with(rows[:, 0], stop) for stop in stops)  # noqa: E731 - likewise
        return Sampler(
            self.engine,
            tokenizer,
            planned.start,
            constraints,
            seeds,
            request.temper,
            may_end=planned.may_end,
            most_rows=planned.most_rows,
            over=over,
            stopped=stopped,
        )

    def _take(self, drawn: Drawn, planned: Plan, request: Request, seed: int) -> Take:
        primed = len(planned.start.rows)
        table = drawn.table
        for stop in request.text.stop:
            rows = self.tokenizer.encode(Piece(stop)).table[:, 0] if stop else np.zeros(0, np.int64)
            if len(rows) and len(table) - primed >= len(rows) and _ends_with(table[:, 0], rows):
                table = table[: -len(rows)]
                break
        facts = finished_facts(planned, self.tokenizer, table, ended=drawn.ended or bool(request.events))
        return Take(
            self.tokenizer,
            self.name,
            self.file.fingerprint,
            seed,
            request,
            table,
            facts,
            planned.start,
            drawn.ended,
            self.copied(table[primed:]),
        )

    # -- judging -----------------------------------------------------------------------------------------------------

    def copied(self, table: npt.NDArray[Any]) -> Copy | None:
        """What of a table stands in the training corpus; None where the model has no index."""
        if self.index is None:
            return None
        return self.index.copied(self.tokenizer.copy_symbols(table), threshold=COPY_THRESHOLD[self.kind])

    def read(self, piece: Piece | Encoded) -> PieceRead:
        """Return a piece, or one that is encoded already, with the cost of each of its values under this model."""
        encoded = self.tokenizer.encode(piece) if isinstance(piece, Piece) else piece
        table = np.asarray(encoded.table, dtype=np.int64)
        nats = self.engine.nats(table, self.tokenizer.context(table, encoded.facts))
        return PieceRead(table, encoded.facts, nats, encoded.approximated)


def _cut(tokenizer: MusicTokenizer, table: npt.NDArray[Any], facts: Facts, bars: int, grid: str) -> Start:
    """The first `bars` of a primer (all where 0), on the grid asked for, up to a bar line."""
    from seqgen.sampling.constraints import parse_grid
    from seqgen.theory.grid import quantise_shifts

    table = np.asarray(table, dtype=np.int64)
    step = parse_grid(grid, tokenizer)
    shifts = np.array(tokenizer.shifts)
    onset = np.cumsum(shifts[table[:, SHIFT]])
    if step and len(table):
        possible = np.flatnonzero(shifts % step == 0)
        onset = (onset + step // 2) // step * step
        table = table.copy()
        table[:, SHIFT] = possible[quantise_shifts(onset, shifts[possible])]
        onset = np.cumsum(shifts[table[:, SHIFT]])
    metres = facts.metres or (Metre(0, 4, 4),)
    end = _bar_line(tokenizer, metres, bars) if bars else 0
    if bars:
        table = table[onset < end]
        facts = replace(
            facts,
            metres=tuple(m for m in facts.metres if m.step < end),
            tempos=tuple(t for t in facts.tempos if t.step < end),
        )
    else:
        last = int(tokenizer.rows(table).end.max(initial=0))
        while end < last:
            bars += 1
            end = _bar_line(tokenizer, metres, bars)
    return Start(table, replace(facts, end_step=end))


def _bar_line(tokenizer: MusicTokenizer, metres: tuple[Metre, ...], number: int) -> int:
    """The step of the bar line behind the first `number` bars, through changes of metre."""
    step, current = metres[0].step, 0
    for _ in range(number):
        while current + 1 < len(metres) and metres[current + 1].step <= step:
            current += 1
        step += tokenizer.bar_steps((metres[current].numerator, metres[current].denominator))
        if current + 1 < len(metres) and metres[current + 1].step < step:
            step = metres[current + 1].step
    return step


def _ends_with(rows: npt.NDArray[np.int64], tail: npt.NDArray[Any]) -> bool:
    return len(rows) >= len(tail) and bool((rows[len(rows) - len(tail) :] == tail).all())
