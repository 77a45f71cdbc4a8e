"""Options of the command line that say how a corpus is read, and the progress of reading it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from seqgen.cli.kind_options import add_kind_options, given_options
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.piece_names import read_names
from seqgen.kinds import all_kinds


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("corpus")
    kinds = ("auto", *all_kinds())
    group.add_argument("--kind", choices=kinds, default="auto", help="what to read (auto)")
    group.add_argument("--valid-fraction", type=float, default=0.1, metavar="F", help="held out for validation (0.1)")
    group.add_argument("--test-fraction", type=float, default=0.05, metavar="F", help="held out for testing (0.05)")
    group.add_argument("--split-seed", type=int, default=1, metavar="N", help="which pieces are held out (1)")
    group.add_argument("--leave-out", metavar="FILE", help="do not use the pieces that FILE names, one a line (UTF-8)")
    add_kind_options(parser, "options", {})


def corpus_options(args: argparse.Namespace) -> CorpusOptions:
    """Return the options that `add_corpus_options` added. Raises `UsageError`, `UnreadableFile`."""
    if isinstance(args.leave_out, str):
        args.leave_out = read_names(args.leave_out)
    return CorpusOptions(
        kind=args.kind,
        valid_fraction=args.valid_fraction,
        test_fraction=args.test_fraction,
        split_seed=args.split_seed,
        leave_out=args.leave_out or (),
        of_kind=given_options(args, "options"),
    )


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
