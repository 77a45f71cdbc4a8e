"""`seqgen score`: say how likely files are under a model."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqgen.errors import SeqgenError, UsageError, printable

if TYPE_CHECKING:
    from seqgen.loaded import Model
    from seqgen.piece import Piece
    from seqgen.scoring import Judgement


def add(subparsers: Any) -> None:
    """Add the sub-command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "score",
        help="say how likely files are under a model",
        description="Say how many bits a note or character of each file costs under a model, exactly, beside an n-gram "
        "model of the same corpus (what simple counting reaches), and what of it stands in the corpus.",
        epilog="example: seqgen score runs/tunes takes/*.mid; seqgen score runs/tunes my-tunes --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("files", nargs="+", metavar="FILE", help="files or folders")
    parser.add_argument("--each", action="store_true", help="print the bits of every event")
    parser.add_argument("--no-counting", action="store_true", help="leave out the n-gram model, which takes seconds")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each piece")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command."""
    from seqgen.loaded import load
    from seqgen.scoring import counting_model, judge, together

    model = load(args.model)
    pieces, problems = _pieces(model, args.files)
    for problem in problems:
        print(f"seqgen: {problem}", file=sys.stderr)
    if not pieces:
        raise SeqgenError("none of the files could be read, so nothing was scored")
    counting = None
    if not args.no_counting and model.file.index:
        if not args.quiet:
            print("counting the corpus ...", file=sys.stderr)
        counting = counting_model(model)
    judgements = []
    for piece in pieces:
        judgements.append(judge(model, piece, counting=counting))
        _show(judgements[-1], model, args)
        if args.each:
            _show_each(model, piece)
    if len(judgements) > 1:
        _show(together(judgements), model, args)
    return 1 if problems else 0


def _pieces(model: Model, files: list[str]) -> tuple[list[Piece], list[str]]:
    """The pieces of all files that the model's kind can read, and what is wrong with the others."""
    from seqgen.readers import find_files, read_all
    from seqgen.tokenizers import KINDS

    kind = KINDS[model.kind]
    named = {Path(file) for file in files}
    found = [file for file in find_files(files) if file in named or file.suffix.lower() in kind.suffixes]
    if not found:
        raise UsageError(f"{', '.join(map(printable, files))}: holds no {model.kind} ({', '.join(kind.suffixes)})")
    pieces, problems = [], []
    for outcome in read_all(found, kind.read):
        if outcome.problem is not None:
            problems.append(outcome.problem)
        else:
            pieces += outcome.value
    return pieces, problems


def _show(judgement: Judgement, model: Model, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(judgement.to_json()), flush=True)
        return
    event = model.tokenizer.event
    parts = ", ".join(f"{name} {bits:.2f}" for name, bits in judgement.columns.items())
    line = f"{printable(judgement.name)}: {judgement.bits:.3f} bits a {event} over {judgement.events:,}"
    if len(judgement.columns) > 1:
        line += f" ({parts})"
    if judgement.counting is not None and judgement.counting_with_repeats is not None:
        line += f"; counting {judgement.counting:.3f}, with repeats {judgement.counting_with_repeats:.3f}"
    if judgement.approximated:
        line += f"; {judgement.approximated:,} {event}s not exactly in its vocabulary"
    if judgement.copy is not None:
        line += f"; longest copied run {judgement.copy.longest:,} {event}s, {judgement.copy.share:.0%} copied"
    print(line, flush=True)


def _show_each(model: Model, piece: Piece) -> None:
    """A line for every event: its number, what it is, its bits."""
    from seqgen.scoring import surprise

    encoded = model.tokenizer.encode(piece)
    names = [column.name for column in model.tokenizer.schema.columns]
    labels = [model.tokenizer.labels(name) for name in names]
    bits = surprise(model, piece)
    for number, row in enumerate(encoded.table):
        values = " ".join(f"{name}={labels[i][row[i]]!r}" for i, name in enumerate(names))
        print(f"{number + 1}\t{bits[number]:.3f}\t{values}")
    print(f"{len(bits)}\t{bits[-1]:.3f}\tend")
