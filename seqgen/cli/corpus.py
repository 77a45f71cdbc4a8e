"""`seqgen corpus`: say what would be learned from a folder, and what would not, and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from seqgen.corpus.report import KEPT, REPAIRED

if TYPE_CHECKING:
    from seqgen.corpus.corpus import CorpusOptions


def add(subparsers: Any) -> None:
    """Add the sub-command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "corpus",
        help="say what a folder holds, what is used and why not",
        description="Read files and folders as training would, and say what is used, repaired, skipped and why.",
        epilog="example: seqgen corpus my-tunes; seqgen corpus folk --files",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="FOLDER", help="files, folders, or a bundled corpus such as folk")
    parser.add_argument("--files", action="store_true", help="list every file, not only those with something to say")
    parser.add_argument("--json", action="store_true", help="print the whole account as JSON")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    add_corpus_options(parser)
    parser.set_defaults(run=run)


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    """The options that say how a corpus is read."""
    group = parser.add_argument_group("corpus")
    group.add_argument("--kind", choices=("auto", "music", "text"), default="auto", help="what to read (auto)")
    group.add_argument("--grid", choices=("auto", "metric", "performance"), default="auto", help="how time is counted")
    group.add_argument("--velocities", type=int, default=32, metavar="N", help="at most N levels of loudness (32)")
    group.add_argument(
        "--context",
        type=lambda text: tuple(filter(None, text.split(","))),
        metavar="PARTS",
        help="what is told about a note before it is chosen: bar,sounding,voices,recent,echo,repeats "
        "(auto: all, but echo only where much comes back after some bars)",
    )
    group.add_argument("--rare", type=int, default=0, metavar="N", help="characters rarer than N become unknown")
    group.add_argument("--valid-fraction", type=float, default=0.1, metavar="F", help="held out to choose by (0.1)")
    group.add_argument("--test-fraction", type=float, default=0.05, metavar="F", help="held out to judge it (0.05)")
    group.add_argument("--split-seed", type=int, default=1, metavar="N", help="which pieces are held out (1)")
    group.add_argument("--leave-out", metavar="FILE", help="do not use the pieces that FILE names, one a line (UTF-8)")


def corpus_options(args: argparse.Namespace) -> CorpusOptions:
    """The options that `add_corpus_options` read."""
    from seqgen.corpus.corpus import CorpusOptions
    from seqgen.corpus.piece_names import read_names

    if isinstance(args.leave_out, str):
        args.leave_out = read_names(args.leave_out)
    chosen = {} if args.context is None else {"context": args.context}
    return CorpusOptions(
        **chosen,
        kind=args.kind,
        grid=args.grid,
        velocities=args.velocities,
        rare=args.rare,
        valid_fraction=args.valid_fraction,
        test_fraction=args.test_fraction,
        split_seed=args.split_seed,
        leave_out=args.leave_out or (),
    )


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command."""
    from seqgen.corpus.corpus import load_corpus

    with progress_bar(quiet=args.quiet or args.json) as progress:
        corpus = load_corpus(args.paths, corpus_options(args), progress=progress)
    if corpus.report.unknown:
        print(f"seqgen: {corpus.report.warning()}", file=sys.stderr)
    if args.json:
        print(json.dumps(corpus.report.to_json()))
    else:
        print(corpus.report.text(every_file=args.files))
    return 0 if corpus.report.count(KEPT) + corpus.report.count(REPAIRED) else 1


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Any]:
    """Yield a function that draws the progress of reading on stderr, or None where stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    bar: Any = None

    def show(progress: Any) -> None:
        nonlocal bar
        if bar is None:
            bar = tqdm(total=progress.total, unit=" files", desc="reading", file=sys.stderr, leave=False)
        bar.update(progress.done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()
