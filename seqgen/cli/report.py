"""`seqgen report`: how what a model writes compares with pieces that it did not learn from, and what it copied."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqgen.cli.sample import add_chance, temper_of
from seqgen.errors import SeqgenError, UsageError, printable

if TYPE_CHECKING:
    from seqgen.evaluation.comparison import Comparison
    from seqgen.evaluation.reference import Reference
    from seqgen.model import Model
    from seqgen.sampling.draw import Temper
    from seqgen.sampling.takes import Take

PICTURES = (".png", ".svg", ".pdf")


def add(subparsers: Any) -> None:
    """Add the sub-command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "report",
        help="compare what a model writes with pieces that it did not learn from",
        description="Let a model write takes, compare them feature by feature with the pieces held out of its corpus, "
        "say what they copied, and draw it all. Each take has the metre and the length of one of the pieces.",
        epilog="example: seqgen report runs/tunes; seqgen report runs/tunes -n 50 -t 0.9 --out tunes.pdf",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", metavar="MODEL", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("-n", type=int, default=20, metavar="TAKES", help="how many takes (20)")
    parser.add_argument("--seed", type=int, help="the first take's seed; the next ones count up (drawn if not given)")
    parser.add_argument(
        "--corpus", nargs="+", metavar="FOLDER", help="compare with these files and folders, not with what was held out"
    )
    parser.add_argument("--out", metavar="FILE", help="the picture: .png, .svg or .pdf (MODEL-report.png)")
    parser.add_argument("--no-picture", action="store_true", help="draw nothing")
    length = parser.add_argument_group("length (where pieces are cut; takes are no longer)")
    length.add_argument("--bars", type=int, help="for music (32)")
    length.add_argument("--seconds", type=int, help="for music that is counted in seconds, not in bars (60)")
    length.add_argument("--chars", type=int, help="for text (1000)")
    add_chance(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command."""
    from seqgen.evaluation.comparison import compare
    from seqgen.model import load

    seed = secrets.randbits(31) if args.seed is None else args.seed
    if seed < 0:
        raise UsageError("--seed is a whole number from 0")
    if args.n < 1:
        raise UsageError(f"the number of takes must be at least 1, not {args.n}")
    model = load(args.model)
    picture = _picture(args, model)
    temper = temper_of(args)
    reference, problems = _reference(args, model)
    takes = _takes(args, model, reference, seed, temper)
    comparison = compare(model, takes, reference)
    if picture is not None:
        from seqgen.evaluation.picture import draw

        draw(comparison, picture, title=_title(comparison, model, args, seed))
    if args.json:
        print(json.dumps(_to_json(comparison, model, picture)))
    else:
        from seqgen.cli.report_table import lines

        print("\n".join([_title(comparison, model, args, seed), "", *lines(comparison)]))
        if picture is not None:
            print(f"\npicture: {printable(picture)}")
    return 1 if problems else 0


def _picture(args: argparse.Namespace, model: Model) -> Path | None:
    """Where the picture goes; nothing that is there is replaced."""
    from seqgen.files import free_path

    if args.no_picture:
        if args.out:
            raise UsageError("--out names the picture, so it cannot be given with --no-picture")
        return None
    if not args.out:
        return free_path(f"{model.name}-report.png")
    out = Path(args.out)
    if out.suffix.lower() not in PICTURES:
        raise UsageError(f"--out {printable(out)}: a picture's name ends in {', '.join(PICTURES)}")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"--out {printable(out)}: there is no such folder")
    if out.exists():
        raise UsageError(f"--out {printable(out)}: is there already; give another name")
    return out


def _reference(args: argparse.Namespace, model: Model) -> tuple[Reference, list[SeqgenError]]:
    """What takes are compared with, and which of the files named cannot be used."""
    from seqgen.cli.corpus import progress_bar
    from seqgen.cli.pieces import pieces
    from seqgen.corpus.named import named_corpus
    from seqgen.evaluation.reference import reference_of_pieces, reference_of_run

    length = _length(args, model)
    if not args.corpus:
        with progress_bar(quiet=args.quiet or args.json) as progress:
            reference = reference_of_run(args.model, model, length=length, progress=progress)
        if reference.why and not args.quiet:
            print(f"{reference.why}; compared with pieces that were learned from", file=sys.stderr)
        return reference, []
    found, problems = [], []
    paths = [str(path) for name in args.corpus for path in ([name] if Path(name).exists() else named_corpus(name))]
    for each in pieces(model, paths):
        if isinstance(each, SeqgenError):
            problems.append(each)
        else:
            found.append(each.piece)
    if not found and problems:
        raise problems[0]
    for problem in problems:
        print(f"seqgen: {problem}", file=sys.stderr)
    return reference_of_pieces(model, found, length=length), problems


def _length(args: argparse.Namespace, model: Model) -> int:
    """Where pieces are cut; 0 where that was not said. Raises `UsageError` for a length of another kind."""
    from seqgen.evaluation.excerpts import unit

    own = {"bars": "bars", "seconds": "seconds", "characters": "chars"}[unit(model.tokenizer)]
    for option in ("bars", "seconds", "chars"):
        given = getattr(args, option)
        if given is not None and option != own:
            raise UsageError(f"what this model writes is counted in {unit(model.tokenizer)}, so use --{own}")
        if given is not None and given < 1:
            raise UsageError(f"--{option} must be at least 1")
    length: int = getattr(args, own) or 0
    return length


def _takes(args: argparse.Namespace, model: Model, reference: Reference, seed: int, temper: Temper) -> list[Take]:
    from tqdm import tqdm

    from seqgen.evaluation.reference import takes_like

    off = args.quiet or args.json or not sys.stderr.isatty()
    drawn: Iterator[tuple[int, Take]] = takes_like(model, reference, args.n, seed=seed, temper=temper)
    bar = tqdm(drawn, total=args.n, unit=" takes", desc="writing", disable=off, leave=False, file=sys.stderr)
    return [take for _, take in sorted(bar, key=lambda numbered: numbered[0])]


def _title(comparison: Comparison, model: Model, args: argparse.Namespace, seed: int) -> str:
    reference, temper = comparison.reference, temper_of(args)
    chance = "".join(
        f", {name} {value:g}"
        for name, value, usual in (("top-k", temper.top_k, 0), ("top-p", temper.top_p, 1), ("min-p", temper.min_p, 0))
        if value != usual
    )
    takes = f"{len(comparison.takes):,} takes (seed {seed}, temperature {args.temperature}{chance})"
    return f"{printable(model.name)}: {takes} beside {len(reference.pieces):,} {_excerpts(model)} {reference.what}"


def _excerpts(model: Model) -> str:
    return "pieces" if model.kind == "music" else "stretches of text"


def _to_json(comparison: Comparison, model: Model, picture: Path | None) -> dict[str, Any]:
    from dataclasses import asdict

    reference, copies = comparison.reference, comparison.copies
    return {
        "model": model.name,
        "fingerprint": model.file.fingerprint,
        "picture": None if picture is None else str(picture),
        "compared_with": {
            "what": reference.what,
            "why": reference.why,
            "pieces": [piece.name for piece in reference.pieces],
        },
        "features": [row.to_json() for row in comparison.rows],
        "copies": None if copies is None else copies.to_json() | {"remark": copies.remark(model.tokenizer.event)},
        "takes": [
            {
                "seed": take.seed,
                "request": take.request.to_json(),
                "events": len(take.table),
                "copy": None if take.copy is None else asdict(take.copy),
            }
            for take in comparison.takes
        ],
    }
