"""Form, harmony, endings, voices and drums of takes beside real pieces, with the settings that a user gets.

    python tests/benchmarks/music.py RUN [--data FOLDER] [--takes 40] [--bars 16] [--json FILE]

RUN is a run's folder, or a model file with --data, the folder that it learned from. Pieces are those that the run
held out; beside them stand all pieces of the corpus, whose error is smaller.

- Takes of `--bars` bars stand beside as long beginnings of pieces that are long enough, their ends beside those of
  whole pieces. A pick-up is not counted as a bar of a piece.
- Takes that end by themselves (`--open`) stand beside whole pieces.
- Takes of `--long-bars` bars tell whether a model locks in a loop.
- `--keys` asks for keys: how often takes are in the key, beside how often pieces are in the key that their file names.
- Ranges, grids and limits of polyphony (`--rule-takes`): bars with as many notes as 98% of the corpus' bars have.

`docs/reference/report.md` defines the figures. They are means over pieces with their standard errors (±); "off" is the
difference to the held-out pieces in standard errors of the difference. Every argument of `Model.sample` can be given
behind `--sample`: `--sample temperature=0.9 max_copy=12`.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from seqgen.arrays import Ints
from seqgen.corpus.corpus import Item
from seqgen.corpus.load import load_corpus
from seqgen.errors import SeqgenError
from seqgen.evaluation.reference import corpus_of_run
from seqgen.information import in_bits
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.conditions_met import conditions_met
from seqgen.kinds.music.editing import sheet_of
from seqgen.kinds.music.excerpts import beginning
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.harmony_statistics import Roles
from seqgen.kinds.music.played import Played
from seqgen.kinds.music.quantities import quantities, roles_in
from seqgen.kinds.music.rules import MusicRules, parse_metre
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.quantities import Quantity
from seqgen.model import Model, load
from seqgen.runs.run import find_model
from seqgen.sampling.takes import Take
from seqgen.theory.keys import is_in_key, parse_key
from seqgen.theory.notes import Metre

WHOLE = 1_000_000
"""Bars: more than any piece has."""
KEYS = ("A minor", "G minor", "Eb minor", "C major", "G major", "D major", "D dorian")
RULES: dict[str, dict[str, Any]] = {
    "no rule": {},
    **{f"range {name}": {"ranges": name} for name in ("C4-C5", "C4-C6")},
    **{f"grid {name}": {"grid": name} for name in ("1/4", "1/8", "1/16")},
    **{f"polyphony {notes}": {"polyphony": notes} for notes in (1, 2)},
}
USUAL = (1, 99)
"""Percentiles of the notes a bar of a corpus between which those of takes should lie under every rule."""
COLD_RUNS = 5


@dataclass(frozen=True)
class Mean:
    """Mean over pieces, its standard error, and the number of pieces."""

    mean: float
    error: float
    pieces: int

    @staticmethod
    def of(values: Iterable[float]) -> Mean:
        quantity = Quantity("", "", np.array(list(values), np.float64), ("", ""))
        return Mean(quantity.mean, quantity.standard_error, len(quantity.known))

    def __str__(self) -> str:
        if not self.pieces:
            return "-"
        digits = 1 if abs(self.mean) >= 10 else 3
        error = "" if math.isnan(self.error) else f" ±{self.error:.{digits}f}"
        return f"{self.mean:.{digits}f}{error}"


@dataclass(frozen=True)
class Row:
    """One figure: of held-out pieces, of the whole corpus and of takes."""

    figure: str
    real: Mean
    corpus: Mean
    takes: Mean

    @property
    def off(self) -> float:
        error = math.hypot(*(0.0 if math.isnan(each.error) else each.error for each in (self.real, self.takes)))
        return (self.takes.mean - self.real.mean) / error if error else float("nan")


@dataclass(frozen=True)
class Bench:
    """A model, its corpus and what is asked of it."""

    model: Model
    held_out: Sequence[Item]
    every: Sequence[Item]
    metre: Metre | None
    asked: dict[str, Any]
    seed: int

    def excerpts(self, items: Iterable[Item], bars: int) -> list[Excerpt]:
        """Return the first `bars` bars of pieces that have as many, whole pieces if they are `WHOLE`."""
        found = []
        for item in items:
            facts = item.facts
            assert isinstance(facts, MusicFacts)
            if self.metre is not None:
                facts = replace(facts, metres=(self.metre,))
            if len(item.table) and item.begins:
                found.append(beginning(self.model.tokenizer, item.name, np.asarray(item.table, np.int64), facts, bars))
        return [each for each in found if bars == WHOLE or each.length >= bars]

    def takes(self, number: int, **rules: Any) -> list[Take]:
        if self.metre is not None:
            rules = {"metre": str(self.metre), **rules}
        return self.model.sample(number, seed=self.seed, **self.asked, **rules)


def main() -> None:
    """Measure and print."""
    args = _parse()
    bench = _bench(args)
    # the model's own settings, where none are given
    (first,) = bench.takes(1, bars=1)
    sampling = first.request.sampling
    about = {
        "model": bench.model.name,
        "bits_a_note_held_out": float(in_bits(bench.model.file.about.nats)),
        "takes": args.takes,
        "seed": args.seed,
        "asked": bench.asked,
        "sampling": asdict(sampling),
    }
    drawn = f"temperature {sampling.temperature:g}, top-p {sampling.top_p:g}, min-p {sampling.min_p:g}"
    print(
        f"{bench.model.name}: {about['bits_a_note_held_out']:.3f} bits a note held out; {args.takes} takes, {drawn}, "
        f"particles {sampling.particles}",
        flush=True,
    )
    rows: list[Row] = []
    for title, some in _tables(bench, args):
        rows += some
        _print(title, some)
    cold = cold_start(args.model) if args.cold else None
    if cold is not None:
        print(f"a take of 16 bars from a cold start: {cold:.2f} of import torch")
    if args.json:
        told = {**about, "cold_start": cold, "rows": [{**asdict(row), "off": row.off} for row in rows]}
        args.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _tables(bench: Bench, args: argparse.Namespace) -> Iterator[tuple[str, list[Row]]]:
    whole, every = bench.excerpts(bench.held_out, WHOLE), bench.excerpts(bench.every, WHOLE)
    roles = roles_in(bench.model.tokenizer, every)
    takes = bench.takes(args.takes, bars=args.bars)
    pieces = [bench.excerpts(items, args.bars) for items in (bench.held_out, bench.every)]
    rows = _rows(bench, roles, pieces[0], pieces[1], takes)
    ends = [row.figure for row in rows if row.figure.startswith(("ends", "cadence"))]
    # beginnings of pieces have no end to compare with
    ending = [row for row in _rows(bench, roles, whole, every, takes) if row.figure in ends]
    yield f"{args.bars} bars", [row for row in rows if row.figure not in ends] + ending
    more = [_copied(bench, pieces[0], takes), *_met(bench, takes)]
    yield "", [row for row in more if row.takes.pieces]
    if args.open:
        yield "open takes and whole pieces", _rows(bench, roles, whole, every, bench.takes(args.open))
    if args.long:
        long = bench.takes(args.long, bars=args.long_bars)
        loops = ("longest loop", "locked in a loop", "bars that stood before", "block coherence", "notes in key")
        rows = _rows(bench, roles, whole, every, long)
        yield f"{args.long_bars} bars, and whole pieces", [row for row in rows if row.figure.startswith(loops)]
    if args.key_takes and bench.model.tokenizer.pitched:
        yield "estimated key is the key asked", list(_keys(bench, args, whole, every))
    if args.rule_takes:
        yield "bars of a usual number of notes", list(_rules(bench, args, whole, every))


def _rows(
    bench: Bench, roles: Roles, real: Sequence[Excerpt], every: Sequence[Excerpt], takes: Sequence[Take]
) -> list[Row]:
    written = [Excerpt(f"seed {take.seed}", take.table, take.facts, 0) for take in takes]
    sets = [quantities(bench.model.tokenizer, some, roles) for some in (real, every, written)]
    rows = [
        Row(mine.name + (f" ({mine.unit})" if mine.unit else ""), *(Mean.of(q.values) for q in (pieces, corpus, mine)))
        for pieces, corpus, mine in zip(*sets, strict=True)
    ]
    return [row for row in rows if row.takes.pieces and (row.real.pieces or row.corpus.pieces)]


def _copied(bench: Bench, real: Sequence[Excerpt], takes: Sequence[Take]) -> Row:
    pieces = [copy.share for each in real if (copy := bench.model.copied(each.table)) is not None]
    mine = [take.copy.share for take in takes if take.copy is not None]
    return Row("share copied", Mean.of(pieces), Mean.of([]), Mean.of(mine))


def _met(bench: Bench, takes: Sequence[Take]) -> Iterator[Row]:
    """Yield how many takes meet what was asked of them."""
    found = [
        conditions_met(bench.model.tokenizer, take.request.rules, Excerpt("", take.table, take.facts, 0))
        for take in takes
        if isinstance(take.request.rules, MusicRules)
    ]
    for name in dict.fromkeys(name for met in found for name in met):
        yield Row(f"{name} asked and met", Mean.of([]), Mean.of([]), Mean.of(float(met[name]) for met in found))


def _keys(bench: Bench, args: argparse.Namespace, whole: Sequence[Excerpt], every: Sequence[Excerpt]) -> Iterator[Row]:
    """Yield for each key how often takes are in it, beside how often pieces are in the key that their file names."""
    for key in args.keys:
        asked = [
            _in_key(bench, Excerpt("", take.table, take.facts, 0), key)
            for take in bench.takes(args.key_takes, bars=args.bars, key=key)
        ]
        minor = "minor" in key
        real = [
            [_in_key(bench, each, each.facts.key) for each in some if _is_told(each.facts, minor=minor)]
            for some in (whole, every)
        ]
        yield Row(key, Mean.of(real[0]), Mean.of(real[1]), Mean.of(asked))


def _is_told(facts: MusicFacts, *, minor: bool) -> bool:
    return bool(facts.key) and (parse_key(facts.key)[1] == "minor") == minor


def _rules(bench: Bench, args: argparse.Namespace, real: Sequence[Excerpt], every: Sequence[Excerpt]) -> Iterator[Row]:
    """Yield for each rule the share of bars whose notes are as many as in nearly all bars of the corpus."""
    counts = np.concatenate([_notes_a_bar(bench, piece) for piece in every])
    low, high = np.percentile(counts, USUAL)

    def usual(excerpts: Iterable[Excerpt], *, fewest: float = low) -> Mean:
        bars = (_notes_a_bar(bench, excerpt) for excerpt in excerpts)
        return Mean.of(float(((each >= fewest) & (each <= high)).mean()) for each in bars if len(each))

    reals = usual(real), usual(every)
    for name, rules in RULES.items():
        if "ranges" in rules and not bench.model.tokenizer.pitched:
            continue
        takes = bench.takes(args.rule_takes, bars=args.bars, **rules)
        written = [Excerpt("", take.table, take.facts, 0) for take in takes]
        # fewer voices have fewer notes
        yield Row(name, *reals, usual(written, fewest=0 if "polyphony" in rules else low))


def _notes_a_bar(bench: Bench, excerpt: Excerpt) -> Ints:
    piece = Played.of(bench.model.tokenizer, excerpt)
    return np.bincount(piece.bar, minlength=len(piece.starts))


def _in_key(bench: Bench, excerpt: Excerpt, key: str) -> float:
    piece = Played.of(bench.model.tokenizer, excerpt)
    histogram = piece.classes_by(np.zeros(len(piece.pitched.onset), np.int64), 1)
    return float(is_in_key(histogram, key)[0])


def cold_start(model: str) -> float:
    """Return the time of a cold `seqgen sample` of 16 bars, from start to file, over that of `import torch`; medians of
    several runs by turns."""
    with tempfile.TemporaryDirectory() as folder:
        sample = [sys.executable, "-m", "seqgen", "sample", model, "--bars", "16", "--out", folder]
        commands = {"sample": sample, "torch": [sys.executable, "-c", "import torch"]}
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(COLD_RUNS):
            for name, command in commands.items():
                begun = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                seconds[name].append(time.perf_counter() - begun)
    return statistics.median(seconds["sample"]) / statistics.median(seconds["torch"])


def _print(title: str, rows: Sequence[Row]) -> None:
    if title:
        print(f"\n{title:34} {'real':>16} {'corpus':>16} {'takes':>16}    off")
    for row in rows:
        off = "" if math.isnan(row.off) else f"{row.off:+6.1f}"
        print(f"{row.figure:34} {row.real!s:>16} {row.corpus!s:>16} {row.takes!s:>16} {off}", flush=True)


def _bench(args: argparse.Namespace) -> Bench:
    model = load(args.model)
    if model.kind != "music":
        sys.exit(f"{args.model}: writes {model.kind}, not music")
    try:
        corpus = corpus_of_run(find_model(args.model), model, None)
    except SeqgenError as problem:
        if not args.data:
            sys.exit(f"{problem}; name the folder that it learned from by --data")
        print(f"{problem}; read and split again", file=sys.stderr)
        corpus = load_corpus(args.data)
    parts = [*corpus.valid, *corpus.test], list(corpus.train)
    if corpus.tokenizer != model.tokenizer:
        # what a corpus holds when it is read again may have other columns than the model
        parts = tuple([_encoded_anew(model, corpus.tokenizer, item) for item in items] for items in parts)
    held_out, items = parts[0], [*parts[0], *parts[1]]
    metre = Metre(0, *parse_metre(args.metre)) if args.metre else None
    asked = {name: json.loads(value) for name, _, value in (each.partition("=") for each in args.sample)}
    return Bench(model, held_out, items, metre, asked, args.seed)


def _encoded_anew(model: Model, tokenizer: MusicTokenizer, item: Item) -> Item:
    encoded = model.tokenizer.encode(model.piece(sheet_of(tokenizer, np.asarray(item.table, np.int64), item.facts)))
    return Item(encoded.table, encoded.facts, item.begins, item.ends, item.name)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--data", nargs="+", metavar="FOLDER", help="needed where the model lies outside its run")
    parser.add_argument("--takes", type=int, default=40)
    parser.add_argument("--bars", type=int, default=16)
    parser.add_argument("--metre", default="", help="of takes and, whatever their files say, of pieces")
    parser.add_argument("--open", type=int, default=40, help="takes that end by themselves (0: none)")
    parser.add_argument("--long", type=int, default=20, help="long takes (0: none)")
    parser.add_argument("--long-bars", type=int, default=128)
    parser.add_argument("--keys", type=lambda text: text.split(","), default=KEYS)
    parser.add_argument("--key-takes", type=int, default=20, help="takes in each of --keys (0: none)")
    parser.add_argument("--rule-takes", type=int, default=5, help="takes under each rule (0: none)")
    parser.add_argument("--no-cold", dest="cold", action="store_false", help="leave out the cold start")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", nargs="+", default=[], metavar="NAME=VALUE", help="arguments of Model.sample, JSON")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
