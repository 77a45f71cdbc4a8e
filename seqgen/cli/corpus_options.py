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

CORPUS_OPTIONS = ("kind", "valid_fraction", "test_fraction", "split_seed", "leave_out", "with_takes")


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("corpus")
    kinds = ("auto", *all_kinds())
    group.add_argument("--kind", choices=kinds, help="what to read (auto)")
    group.add_argument("--valid-fraction", type=float, metavar="F", help="held out for validation (0.1)")
    group.add_argument("--test-fraction", type=float, metavar="F", help="held out for testing (0.05)")
    group.add_argument("--split-seed", type=int, metavar="N", help="which pieces are held out (1)")
    group.add_argument("--leave-out", metavar="FILE", help="do not use the pieces that FILE names, one a line (UTF-8)")
    group.add_argument(
        "--with-takes", action="store_true", default=None, help="use files that seqgen wrote, too (they are skipped)"
    )
    add_kind_options(parser, "options", {})


def corpus_options(args: argparse.Namespace) -> CorpusOptions:
    """Return the options that `add_corpus_options` added. Raises `UsageError`, `UnreadableFile`."""
    if isinstance(args.leave_out, str):
        args.leave_out = read_names(args.leave_out)
    given = {name: getattr(args, name) for name in CORPUS_OPTIONS if getattr(args, name) is not None}
    return CorpusOptions(**given, of_kind=given_options(args, "options"))


def given_corpus_options(args: argparse.Namespace) -> list[str]:
    """Return the names of the options that were given."""
    return [name for name in CORPUS_OPTIONS if getattr(args, name) is not None] + list(given_options(args, "options"))


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
