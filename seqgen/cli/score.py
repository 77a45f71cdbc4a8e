"""`seqgen score`: the likelihood of files under a model."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from seqgen.cli.pieces import Found, pieces
from seqgen.copying.copy_index import counted
from seqgen.errors import SeqgenError, printable
from seqgen.evaluation.ngram import NGram
from seqgen.evaluation.scoring import Judgement, judge, ngram_model, read_known, together
from seqgen.information import in_bits
from seqgen.kinds.base import Encoded, Tokenizer, check_range
from seqgen.model import Model, PieceRead, load
from seqgen.network.memory import SHARE
from seqgen.network.standing import beside_pieces

if TYPE_CHECKING:
    from seqgen.training.dynamic_evaluation import DynamicEvaluation


LONG = 50_000
"""Pieces with more rows are announced, since scoring one takes many seconds."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Compute the exact cost in bits an event (a note or character, or the end of a piece) under a "
        "model, the cost under an n-gram model of the same corpus, and what of the file occurs in the corpus."
    )
    parser.epilog = "example: seqgen score runs/tunes takes/*.mid; seqgen score runs/tunes my-tunes --json"
    parser.add_argument("model", metavar="MODEL", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("files", nargs="+", metavar="FILE", help="files or folders")
    parser.add_argument("--each", action="store_true", help="print the bits of every event")
    parser.add_argument("--no-ngram", action="store_true", help="skip the n-gram model, which takes seconds")
    parser.add_argument(
        "--dynamic",
        action="store_true",
        help="also let the model learn from the part of a piece that it has scored (dynamic evaluation)",
    )
    parser.add_argument(
        "--memory",
        type=float,
        nargs="?",
        const=SHARE,
        default=0.0,
        metavar="SHARE",
        help=f"also mix into each value what followed similar states earlier in the piece, 0 to 1 ({SHARE:g})",
    )
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each piece")
    parser.add_argument("--quiet", action="store_true", help="print nothing but results and errors")


def run(args: argparse.Namespace) -> int:
    check_range("--memory", args.memory, 0, 1)
    model = load(args.model)
    about = model.file.about
    if about.standing is not None and not args.quiet:
        figure = f"{in_bits(about.nats):.3f} bits a {model.tokenizer.event} held out"
        print(printable(f"{model.name} is {about.standing.verdict}: {figure}"), file=sys.stderr)
    judgements: list[Judgement] = []
    problems: list[SeqgenError] = []
    ngram: NGram | None = None
    found_pieces = pieces(model, args.files)
    dynamic: DynamicEvaluation | None = None
    if args.dynamic:
        # files are read before torch is imported, since readers are forks of this process
        found_pieces = iter(list(found_pieces))
        from seqgen.training.dynamic_evaluation import DynamicEvaluation

        dynamic = DynamicEvaluation(model)
    for found in found_pieces:
        try:
            if isinstance(found, SeqgenError):
                raise found
            _announce(found, model, args)
            known = read_known(model, found.piece)
        except SeqgenError as problem:
            print(f"seqgen: {problem}", file=sys.stderr, flush=True)
            problems.append(problem)
            continue
        if not judgements:
            ngram = _ngram(model, args)
        bits = None if dynamic is None else _dynamic_bits(dynamic, known, model, args)
        remembered = _memory_bits(known, model, args.memory) if args.memory else None
        judgements.append(
            judge(model, found.piece, ngram=ngram, known=known, dynamic_bits=bits, memory_bits=remembered)
        )
        _show(judgements[-1], found, known, model, args)
    if len(judgements) > 1:
        _show_total(together(judgements), model, args)
    if not judgements:
        return max(problem.exit_code for problem in problems)
    return 1 if problems else 0


def _announce(found: Found, model: Model, args: argparse.Namespace) -> None:
    if args.quiet:
        return
    for repair in found.piece.repairs:
        print(f"{found.name}: {printable(repair)}", file=sys.stderr)
    rows = len(found.piece.content)
    if rows > LONG:
        print(f"{found.name}: reading {rows:,} {model.tokenizer.event}s ...", file=sys.stderr, flush=True)


def _dynamic_bits(dynamic: DynamicEvaluation, known: PieceRead, model: Model, args: argparse.Namespace) -> float:
    """Return the cost of a piece in dynamic evaluation, with a progress bar, since this is slow."""
    from tqdm import tqdm

    off = args.quiet or args.json or not sys.stderr.isatty()
    with tqdm(total=len(known.nats), unit=f" {model.tokenizer.event}s", disable=off, leave=False) as bar:
        return dynamic.costs(Encoded(known.table, known.facts), progress=bar.update).total


def _memory_bits(known: PieceRead, model: Model, share: float) -> float:
    return float(model.read(Encoded(known.table, known.facts), memory=share).surprise.sum())


def _ngram(model: Model, args: argparse.Namespace) -> NGram | None:
    """Return the n-gram model of the corpus; None where it is not wanted or there is no index."""
    if not model.file.index and not args.quiet:
        print("the model was trained with --no-index, so neither an n-gram model nor copies are known", file=sys.stderr)
    if args.no_ngram or not model.file.index:
        return None
    if not args.quiet:
        print("fitting the n-gram model ...", file=sys.stderr, flush=True)
    return ngram_model(model)


def _show(judgement: Judgement, found: Found, known: PieceRead, model: Model, args: argparse.Namespace) -> None:
    if not args.json:
        print(_sentence(found.name, judgement, model), flush=True)
        if args.each:
            for line in _lines(known, model.tokenizer):
                print(line)
        return
    answer: dict[str, Any] = {"file": str(found.file), **_json(judgement, model)}
    if args.each:
        answer["each"] = [
            {"bits": bits.tolist(), "values": values}
            for bits, values in zip(in_bits(known.nats), [*_values(known, model.tokenizer), None], strict=True)
        ]
    print(json.dumps(answer), flush=True)


def _show_total(judgement: Judgement, model: Model, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps({"file": None, **_json(judgement, model)}), flush=True)
    else:
        print(_sentence(f"all {judgement.pieces:,} pieces", judgement, model), flush=True)


def _json(judgement: Judgement, model: Model) -> dict[str, Any]:
    """Return a judgement with the bits of real pieces, and how it stands beside them."""
    usual = in_bits(model.file.about.nats)
    beside = beside_pieces(judgement.bits_per_event, usual)
    return {**judgement.to_json(), "usual_bits": usual or None, "beside": beside, "shared": model.file.about.shared}


def _sentence(name: str, judgement: Judgement, model: Model) -> str:
    event, about = model.tokenizer.event, model.file.about
    parts = [f"{name}: {judgement.bits_per_event:.3f} bits an event over {judgement.events:,}"]
    if len(judgement.columns) > 1:
        parts[0] += f" ({', '.join(f'{column} {bits:.2f}' for column, bits in judgement.columns.items())})"
    usual = in_bits(about.nats)
    if beside := beside_pieces(judgement.bits_per_event, usual):
        parts[0] += f", {beside} ({usual:.3f})"
    if judgement.bits_per_row is not None:
        parts.append(f"{judgement.bits_per_row:.3f} a {event}")
    if judgement.dynamic is not None:
        parts.append(f"dynamic evaluation {judgement.dynamic:.3f}")
    if judgement.memory is not None:
        parts.append(f"with memory {judgement.memory:.3f}")
    if judgement.ngram is not None and judgement.ngram_with_repeats is not None:
        parts.append(f"n-gram {judgement.ngram:.3f}, with repeats {judgement.ngram_with_repeats:.3f}")
    if judgement.approximated:
        parts.append(f"{counted(judgement.approximated, event)} not exactly in its vocabulary")
    if judgement.copy is not None:
        longest = counted(judgement.copy.longest, event)
        shared = "" if about.shared is None else f" (real pieces share {about.shared:.0%} with each other)"
        parts.append(f"longest copied run {longest}, {judgement.copy.share:.0%} copied{shared}")
    return "; ".join(parts)


def _lines(known: PieceRead, tokenizer: Tokenizer) -> Iterator[str]:
    bits = known.surprise
    for number, values in enumerate(_values(known, tokenizer)):
        yield f"{number + 1}\t{bits[number]:.3f}\t{'  '.join(f'{name} {value}' for name, value in values.items())}"
    yield f"{len(bits)}\t{bits[-1]:.3f}\tend"


def _values(known: PieceRead, tokenizer: Tokenizer) -> Iterator[dict[str, str]]:
    """Yield the values of each row in words by column, without columns that have no choice."""
    schema = tokenizer.schema
    words = {i: [printable(tokenizer.describe(i, v)) for v in range(schema.sizes[i])] for i in schema.modelled}
    for row in known.table.tolist():
        yield {schema.columns[i].name: of_column[row[i]] for i, of_column in words.items()}
