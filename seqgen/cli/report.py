"""`seqgen report`: compare the takes of a model with pieces that it did not learn from."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seqgen.cli.corpus_options import progress_bar
from seqgen.cli.pieces import pieces
from seqgen.cli.report_table import lines
from seqgen.cli.sampling_options import add_sampling_options, sampling_config
from seqgen.corpus.named import named_corpus
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.evaluation.comparison import Comparison, compare
from seqgen.evaluation.reference import Reference, reference_of_pieces, reference_of_run, takes_like
from seqgen.files import Existing
from seqgen.information import in_bits
from seqgen.kinds.base import check_range
from seqgen.model import MOST_SEED, MOST_TAKES, Model, load
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.takes import Take
from seqgen.words import counted

PICTURES = (".png", ".svg", ".pdf")
MOST_LENGTH = 10_000_000


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Sample takes, compare them feature by feature with the held-out pieces of the corpus, report "
        "what they copied, and draw the comparison. Each take has the shape and the length of one of the pieces."
    )
    parser.epilog = "example: seqgen report runs/tunes; seqgen report runs/tunes -n 50 -t 0.9 --out tunes.pdf"
    parser.add_argument("model", metavar="MODEL", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("-n", type=int, default=20, metavar="TAKES", help="how many takes (20)")
    parser.add_argument("--seed", type=int, help="seed of the first take; the others count up (default: random)")
    parser.add_argument(
        "--corpus", nargs="+", metavar="FOLDER", help="compare with these files and folders instead of held-out pieces"
    )
    parser.add_argument("--out", metavar="FILE", help="the picture: .png, .svg or .pdf (MODEL-report.png)")
    parser.add_argument("--no-picture", action="store_true", help="draw nothing")
    parser.add_argument(
        "--length",
        type=int,
        metavar="N",
        help="takes of this length beside pieces that are as long, in bars, seconds or characters, as the model counts "
        "(without it takes are as long as pieces, up to 32 bars, 60 seconds or 1000 characters)",
    )
    add_sampling_options(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")


def run(args: argparse.Namespace) -> int:
    seed = secrets.randbits(31) if args.seed is None else args.seed
    check_range("the seed", seed, 0, MOST_SEED)
    check_range("the number of takes", args.n, 1, MOST_TAKES)
    if args.length is not None:
        check_range("--length", args.length, 1, MOST_LENGTH)
    sampling_config(args).check()
    model = load(args.model)
    config = sampling_config(args, model)
    picture = _picture(args, model)
    reference, problems = _reference(args, model)
    takes = _takes(args, model, reference, seed, config)
    comparison = compare(model, takes, reference)
    if picture is not None:
        from seqgen.evaluation.picture import draw

        existing = Existing.REFUSE if args.out else Existing.NUMBER
        picture = draw(comparison, picture, title=_title(comparison, model, args, seed), existing=existing)
    if args.json:
        print(json.dumps(_to_json(comparison, model, picture)))
    else:
        print("\n".join([_title(comparison, model, args, seed), "", *lines(comparison)]))
        if picture is not None:
            print(f"\npicture: {printable(picture)}")
    return 1 if problems else 0


def _picture(args: argparse.Namespace, model: Model) -> Path | None:
    """Return the path of the picture, None without one. An existing file is never replaced; without --out the picture
    gets the next free name."""
    if args.no_picture:
        if args.out:
            raise UsageError("--out names the picture, so it cannot be given with --no-picture")
        return None
    if not args.out:
        return Path(f"{model.name}-report.png")
    out = Path(args.out)
    if out.suffix.lower() not in PICTURES:
        raise UsageError(f"--out {printable(out)}: a picture's name ends in {', '.join(PICTURES)}")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"--out {printable(out)}: there is no such folder")
    if out.exists():
        raise UsageError(f"--out {printable(out)}: exists already; give another name")
    return out


def _reference(args: argparse.Namespace, model: Model) -> tuple[Reference, list[SeqgenError]]:
    """Return the pieces to compare with, and the problems of named files that cannot be used."""
    length = args.length or 0
    if not args.corpus:
        with progress_bar(quiet=args.quiet or args.json) as progress:
            reference = reference_of_run(args.model, model, length=length, progress=progress)
        if reference.why and not args.quiet:
            print(f"{reference.why}; compared with training pieces", file=sys.stderr)
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


def _takes(
    args: argparse.Namespace, model: Model, reference: Reference, seed: int, config: SamplingConfig
) -> list[Take]:
    from tqdm import tqdm

    off = args.quiet or args.json or not sys.stderr.isatty()
    drawn: Iterator[tuple[int, Take]] = takes_like(model, reference, args.n, seed=seed, config=config)
    bar = tqdm(drawn, total=args.n, unit=" takes", desc="writing", disable=off, leave=False, file=sys.stderr)
    return [take for _, take in sorted(bar, key=lambda numbered: numbered[0])]


def _title(comparison: Comparison, model: Model, args: argparse.Namespace, seed: int) -> str:
    reference, config = comparison.reference, sampling_config(args, model)
    chance = "".join(
        f", {name} {value:g}"
        for name, value, usual in (("top-k", config.top_k, 0), ("top-p", config.top_p, 1), ("min-p", config.min_p, 0))
        if value != usual
    )
    temperature = ",".join([f"{config.temperature:g}", *(f"{n}={t:g}" for n, t in config.per_column.items())])
    takes = f"{counted(len(comparison.takes), 'take')} (seed {seed}, temperature {temperature}{chance})"
    pieces = f"{len(reference.pieces):,} {reference.evaluation.excerpts} {reference.what}"
    about, event = model.file.about, model.tokenizer.event
    standing = (
        "" if about.standing is None else f" ({in_bits(about.nats):.3f} bits a {event}, {about.standing.verdict})"
    )
    return f"{printable(model.name)}{standing}: {takes} beside {pieces}"


def _to_json(comparison: Comparison, model: Model, picture: Path | None) -> dict[str, Any]:
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
        "quantities": [row.to_json() for row in comparison.quantities],
        "conditions": [asdict(each) for each in comparison.conditions],
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
