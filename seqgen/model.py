"""A trained model, which samples and scores with NumPy alone, so that it starts without torch."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seqgen.arrays import AnyArray, AnyInts, Floats, Ints
from seqgen.copying.copy_index import Copy, CopyIndex
from seqgen.errors import Sentence, SeqgenError, UnreadableFile, UsageError, printable, reason_of
from seqgen.information import in_bits
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded, Plan, Rules, Start, check_range
from seqgen.network.engine import Engine
from seqgen.network.model_file import ModelFile, read_model
from seqgen.piece import Facts, Piece
from seqgen.runs.run import find_model
from seqgen.sampling.choosing import Candidate, best_among
from seqgen.sampling.editing import Editor, Rewritten
from seqgen.sampling.growing import Drawn
from seqgen.sampling.humanizing import Humanized
from seqgen.sampling.provenance import read_provenance, unpack_flat, unpack_primer
from seqgen.sampling.request import Request, plan
from seqgen.sampling.sampler import Sampler
from seqgen.sampling.takes import Take

if TYPE_CHECKING:
    from seqgen.sampling.forecasting import Forecast

MOST_HORIZON, MOST_PATHS = 10_000, 10_000
MOST_REDRAWS = 50
MOST_TRIES = 4
"""Takes that are drawn at most until one is what was asked (`Kind.accepts`), such as in the key."""
NEXT_TRY = 1_000_000
"""From the seed of a take to that of the next one that is drawn in its place."""
MOST_SEED = (1 << 63) - 1
MOST_TAKES = 1_000_000
MOST_BEST_OF = 1_000
BATCH = 64


def load(model: str | os.PathLike[str]) -> Model:
    """Return the model of a run (by name or folder) or of a model file. Raises `UsageError` where there is none and
    `UnreadableFile` where the file is damaged."""
    path = find_model(model)
    name = path.parent.name if path.name == "model.safetensors" else path.stem
    return Model(read_model(path), name or path.stem)


@dataclass(frozen=True, eq=False)
class PieceRead:
    """A piece as a model reads it: its table, int64 (rows, columns), and facts.

    `nats`, float64 (rows + 1, columns), are -ln p(column | the row's earlier columns, all rows before). The last row is
    the end of the piece, all of it in column 0. `approximated` counts rows that the vocabulary cannot hold exactly.
    """

    table: Ints
    facts: Facts
    nats: Floats
    approximated: int = 0

    @property
    def surprise(self) -> Floats:
        """Bits of every event, the end of the piece last: float64 (rows + 1,)."""
        return in_bits(np.asarray(self.nats.sum(axis=1)))


class Model(Editor):
    """A trained model: `sample` writes takes, `continue_`, `rewrite` and `vary` go on from what is there, `read` and
    `surprise` say how likely it is."""

    def __init__(self, file: ModelFile, name: str = "model") -> None:
        self.file, self.name = file, name
        self.tokenizer, self.usual = file.tokenizer, file.about.sampling
        self.uncooled = kind_named(file.tokenizer.kind).uncooled(file.tokenizer)
        self.engine = Engine(file.config, file.tokenizer.schema, file.weights)
        self._index: CopyIndex | None = None

    def __repr__(self) -> str:
        about, event = self.file.about, self.tokenizer.event
        return f"<Model {self.name}: {self.file.config.title}, {in_bits(about.nats):.2f} bits a {event} held out>"

    @property
    def kind(self) -> str:
        return self.tokenizer.kind

    @property
    def index(self) -> CopyIndex | None:
        """Index of the training corpus; None where the model was trained without. Raises `UnreadableFile`."""
        if self._index is None and self.file.index:
            from seqgen.copying.corpus_index import open_index

            try:
                self._index = open_index(self.file.index)
            except ValueError as error:
                raise UnreadableFile(
                    "{file}: the index of its corpus is damaged ({why})", file=self.name, why=reason_of(error)
                ) from error
        return self._index

    def sample(
        self,
        n: int = 1,
        *,
        seed: int | None = None,
        events: int = 0,
        temperature: float | None = None,
        per_column: Mapping[str, float] | None = None,
        top_k: int = 0,
        top_p: float | None = None,
        min_p: float = 0.0,
        particles: int = 1,
        strength: float | None = None,
        memory: float = 0.0,
        primer: Any = None,
        primer_text: str = "",
        new_only: bool = False,
        max_copy: int = 0,
        best_of: int = 1,
        **rules: Any,
    ) -> list[Take]:
        """Return `n` takes, the i-th drawn with seed + i.

        Args:
            seed: of the first take; random if None.
            events: length in notes or characters; 0: as the rules or the model decide.
            temperature, per_column, top_k, top_p, min_p, particles, strength, memory: see `SamplingConfig.choose`;
                what is not given is as `usual` for this model.
            primer: a file to go on from, or its content (a `Sheet`, a `Piece`); `primer_text`: the same as text.
            new_only: takes hold what is new alone, without the primer.
            best_of: draw so many for each take, and keep the best, which are most like the corpus.
            max_copy: draw again until no longer run of events stands in the corpus (0: any).
            rules: fields of the kind's rules: `bars=16, key="G minor"` for music (`MusicRules`), `stop=("\\n",)` for
                text (`TextRules`).

        Raises:
            UsageError: what is asked for cannot be met.

        Example:
            >>> seqgen.load("runs/my-tunes").sample(4, bars=16, temperature=0.9, seed=7)
        """
        sampling: dict[str, Any] = {"per_column": per_column, "top_k": top_k, "top_p": top_p, "min_p": min_p}
        sampling |= {"particles": particles, "strength": strength, "memory": memory}
        sampling |= {"usual": self.usual, "uncooled": self.uncooled}
        request = Request.of(self.kind, events=events, temperature=temperature, **sampling, **rules)
        start = self._primer(primer, primer_text, request.rules)
        seed = secrets.randbits(31) if seed is None else seed
        stream = self.stream(request, n, seed=seed, primer=start, max_copy=max_copy, best_of=best_of)
        takes = sorted(stream, key=lambda take: take[0])
        return [replace(take, new_only=new_only and take.primed > 0) for _, take in takes]

    def stream(
        self,
        request: Request,
        n: int,
        *,
        seed: int,
        primer: Start | None = None,
        max_copy: int = 0,
        best_of: int = 1,
        tries: int = MOST_TRIES,
    ) -> Iterator[tuple[int, Take]]:
        """Return an iterator over number and take, each as soon as it is finished; at most `BATCH` are drawn side by
        side. With `best_of`, so many are drawn for each take, and the best are kept (`seqgen.sampling.choosing`).

        A take whose longest copied run exceeds `max_copy` is drawn again with the next seed not yet used; one that is
        not what was asked with the seed `NEXT_TRY` later, up to `tries` takes, of which the last counts. Raises
        `UsageError` for what cannot be met; the iterator raises `SeqgenError` where drawing again does not help.
        """
        check_range("--best-of", best_of, 1, MOST_BEST_OF)
        check_range("the number of takes", n * best_of, 1, MOST_TAKES)
        check_range("--max-copy", max_copy, 0, MOST_SEED)
        check_range("the seed", seed, 0, MOST_SEED)
        if max_copy and self.index is None:
            raise UsageError("this model was trained with --no-index, so copies cannot be found")
        kind = kind_named(self.kind)
        if type(request.rules) is Rules:
            request = replace(request, rules=kind.rules())
        if primer is not None and isinstance(request.rules, kind.rules):
            request = replace(request, rules=kind.hold(primer, request.rules, self.tokenizer))
        planned = plan(request, self.tokenizer, primer)
        # what the masks refuse is said before anything is drawn
        planned.constraints([planned.facts_of(seed)])
        # the best of many are chosen by what was asked too
        tries = tries if best_of == 1 else 1
        drawn = self._drawn(planned, request, n * best_of, seed=seed, max_copy=max_copy, tries=tries)
        return drawn if best_of == 1 else self._best(drawn, n)

    def stream_planned(self, planned: Plan, request: Request, n: int, *, seed: int) -> Iterator[tuple[int, Take]]:
        check_range("the number of takes", n, 1, MOST_TAKES)
        check_range("the seed", seed, 0, MOST_SEED)
        request.check()
        return self._drawn(planned, request, n, seed=seed, max_copy=0, tries=1)

    def _best(self, drawn: Iterator[tuple[int, Take]], n: int) -> Iterator[tuple[int, Take]]:
        takes = [take for _, take in sorted(drawn, key=lambda numbered: numbered[0])]
        candidates = [Candidate(each, self.read(Encoded(each.table, each.facts)).surprise) for each in takes]
        about = self.file.about
        yield from enumerate(each.take for each in best_among(candidates, n, in_bits(about.nats), about.typical))

    def _drawn(
        self, planned: Plan, request: Request, n: int, *, seed: int, max_copy: int, tries: int
    ) -> Iterator[tuple[int, Take]]:
        kind, tried = kind_named(self.kind), [0] * n
        waiting = [(i, (seed + i) % (MOST_SEED + 1)) for i in range(n)]
        next_seed, redraws = (seed + n) % (MOST_SEED + 1), 0
        while waiting:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            sampler = Sampler(self.engine, self.tokenizer, planned, request.sampling, [own for _, own in batch])
            for drawn in sampler.takes():
                number, own_seed = batch[drawn.number]
                take = self._take(drawn, planned, request, own_seed)
                if not max_copy or take.copy is None or take.copy.longest <= max_copy:
                    tried[number] += 1
                    if tried[number] >= tries or kind.accepts(request.rules, take.table, take.facts, self.tokenizer):
                        yield number, take
                    else:
                        # a seed of its own, so that a take is the same whatever is drawn beside it
                        waiting.append((number, (own_seed + NEXT_TRY) % (MOST_SEED + 1)))
                    continue
                redraws += 1
                if redraws > MOST_REDRAWS * n:
                    raise SeqgenError(
                        "every one of {count} takes copied a run of more than {most}; raise --max-copy "
                        "or the temperature",
                        count=str(redraws),
                        most=str(max_copy),
                    )
                waiting.append((number, next_seed))
                next_seed = (next_seed + 1) % (MOST_SEED + 1)

    def again(self, path: str | os.PathLike[str]) -> Take | Rewritten | Humanized:
        """Return the take in a file, or the piece that was humanized or of which a part was rewritten, made again from
        its provenance. Raises `UnreadableFile`, or `UsageError` where another model made it."""
        made = read_provenance(Path(path))
        if made.fingerprint != self.file.fingerprint:
            raise UsageError(
                "{file}: was written by the model {model} ({fingerprint}), not by this one ({this})",
                file=printable(path),
                model=printable(made.model),
                fingerprint=printable(made.fingerprint),
                this=self.file.fingerprint,
            )
        try:
            request = Request.from_json(made.request, self.kind)
            primer = unpack_primer(made.primer, self.tokenizer) if made.primer is not None else None
            if made.humanized is not None:
                flat = self.editing.undone(self.editing.open(Path(path)), unpack_flat(made.humanized))
        except ValueError as error:
            raise UsageError(
                "{file}: its provenance is damaged ({why})", file=printable(path), why=reason_of(error)
            ) from error
        if made.humanized is not None:
            ((_, played),) = self.stream_humanized(flat, made.humanized.strength, request, 1, seed=made.seed)
            return played
        if made.rewritten is not None:
            begin, end, length = made.rewritten
            content = self.editing.with_room(self.editing.open(Path(path)), begin, end, length)
            ((_, done),) = self.stream_rewritten(content, begin, begin + length, request, 1, seed=made.seed)
            return done
        ((_, take),) = self.stream(request, 1, seed=made.seed, primer=primer, tries=1)
        return replace(take, new_only=made.new_only)

    def forecast(
        self, series: Any, *, horizon: int, n: int = 200, quantiles: Sequence[float] = (0.1, 0.5, 0.9), seed: int = 0
    ) -> list[Forecast]:
        """Return forecasts of the series of a CSV file (a path), or of some `Series`, each from `n` paths.

        Raises:
            UsageError: this model did not learn from series, or a series is no longer than a season.
        """
        from seqgen.formats.series_csv import read_series
        from seqgen.kinds.series.tokenizer import SeriesTokenizer
        from seqgen.sampling.forecasting import forecast

        if not isinstance(self.tokenizer, SeriesTokenizer):
            raise UsageError(
                "{name} learned from {kind}, not from series of numbers, and forecasts nothing",
                name=self.name,
                kind=Sentence(self.kind),
            )
        check_range("--horizon", horizon, 1, MOST_HORIZON)
        check_range("the number of paths", n, 2, MOST_PATHS)
        for quantile in quantiles:
            check_range("a quantile", quantile, 0.0, 1.0)
        found = read_series(Path(series)) if isinstance(series, (str, os.PathLike)) else list(series)
        settings: dict[str, Any] = {"horizon": horizon, "n": n, "quantiles": quantiles, "seed": seed}
        return [forecast(self.engine, self.tokenizer, each, **settings) for each in found]

    def opening(self) -> Start | None:
        """Return what takes without a primer go on from without holding it: the beginning of a line where a model
        knows the beginnings of its few texts by heart. None where takes begin as pieces do."""
        kind = kind_named(self.kind)
        rows = kind.opening(self.tokenizer, self.file.about.pieces, self._indexed_rows)
        return None if rows is None else Start(rows, kind.facts_class(), hidden=len(rows))

    def _indexed_rows(self) -> AnyInts:
        from seqgen.copying.corpus_index import indexed_rows

        return indexed_rows(self.file.index, len(self.tokenizer.schema.columns))

    def _primer(self, primer: Any, text: str, rules: Rules) -> Start | None:
        if primer is not None and text:
            raise UsageError("give one primer: a file or a text")
        if primer is None:
            return self.start(text, rules) if text else self.opening()
        return self.start(Path(primer) if isinstance(primer, str) else primer, rules)

    def _take(self, drawn: Drawn, planned: Plan, request: Request, seed: int) -> Take:
        rows, facts = planned.finish(drawn.table, drawn.ended, drawn.facts)
        table = np.asarray(rows, np.int64)[planned.start.hidden :]
        copy = self.copied(table[len(planned.start.rows) - planned.start.hidden :])
        left_out = 0
        if planned.leave_out is not None:
            rows, facts = planned.leave_out(table, facts)
            left_out, table = len(table) - len(rows), np.asarray(rows, np.int64)
        bits, usual = self._bits(drawn, planned, request)
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
            copy,
            bits=bits,
            usual_bits=usual,
            told=kind_named(self.kind).told(drawn.facts),
            left_out=left_out,
        )

    def _bits(self, drawn: Drawn, planned: Plan, request: Request) -> tuple[float, float]:
        """Return bits of a new event of a take and of one that was held out, 0 where no rule can make them differ."""
        known, usual = len(planned.start.rows), in_bits(self.file.about.nats)
        restricted = kind_named(self.kind).restricts(request.rules)
        if not (restricted and usual > 0.0 and len(drawn.table) > known):
            return 0.0, 0.0
        surprise = self.read(Encoded(drawn.table, drawn.facts)).surprise
        return float(surprise[known:-1].mean()), usual

    def copied(self, table: AnyArray) -> Copy | None:
        """Return copies from the training corpus in a table; None where the model has no index."""
        if self.index is None:
            return None
        return self.index.copied(self.tokenizer.copy_symbols(table), threshold=kind_named(self.kind).copy_threshold)

    def read(self, piece: Piece | Encoded | os.PathLike[str], *, memory: float = 0.0) -> PieceRead:
        """Return a piece, the first of a file (a `Path`), or one that is encoded already, with the cost of each of its
        values under this model. With `memory`, from 0 to 1, that share of each value's distribution is of what followed
        similar states earlier in the piece (`seqgen.network.memory`). Raises `UsageError`, `UnreadableFile`, and
        `TypeError` for anything else."""
        check_range("--memory", memory, 0, 1)
        if not isinstance(piece, (Piece, Encoded, os.PathLike)):
            raise TypeError(
                f"read takes a file as a Path, a Piece or an Encoded, not {type(piece).__name__}; "
                "for a text or a Sheet there is surprise"
            )
        encoded = piece if isinstance(piece, Encoded) else self.tokenizer.encode(self.piece(piece))
        table = np.asarray(encoded.table, dtype=np.int64)
        nats = self.engine.nats(
            table, self.tokenizer.context(table, self.tokenizer.untold(encoded.facts)), memory=memory
        )
        return PieceRead(table, encoded.facts, nats, encoded.approximated)
