"""`seqgen corpus`: say what would be learned from a folder, and what would not, and why."""

from __future__ import annotations

import argparse
import json
import sys

from seqgen.cli.corpus_options import add_corpus_options, corpus_options, progress_bar
from seqgen.corpus.load import load_corpus
from seqgen.corpus.pruning import clear
from seqgen.corpus.report import KEPT, REPAIRED
from seqgen.errors import UsageError
from seqgen.user_folders import cache_folder


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = "Read files and folders as training would, and say what is used, repaired, skipped and why."
    parser.epilog = "example: seqgen corpus my-tunes; seqgen corpus folk --files"
    parser.add_argument("paths", nargs="*", metavar="FOLDER", help="files, folders, or a bundled corpus such as folk")
    parser.add_argument("--files", action="store_true", help="list every file, not only those with something to say")
    parser.add_argument("--json", action="store_true", help="print the whole account as JSON")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser.add_argument(
        "--clear-cache", action="store_true", help="first remove all corpora that were read before and kept as tables"
    )
    add_corpus_options(parser)


def run(args: argparse.Namespace) -> int:
    if args.files and args.json:
        raise UsageError("--json lists every file anyway, so --files cannot be given with it")
    if args.clear_cache:
        freed = clear(cache_folder() / "corpora")
        print(f"{freed / 1e6:,.1f} MB of cached corpora are removed", file=sys.stderr)
        if not args.paths:
            return 0
    if not args.paths:
        raise UsageError("give a folder or files to read, for example: seqgen corpus my-tunes")
    with progress_bar(quiet=args.quiet or args.json) as progress:
        corpus = load_corpus(args.paths, corpus_options(args), progress=progress)
    if corpus.report.unknown:
        print(f"seqgen: {corpus.report.warning()}", file=sys.stderr)
    if args.json:
        print(json.dumps(corpus.report.to_json()))
    else:
        print(corpus.report.text(every_file=args.files))
    return 0 if corpus.report.count(KEPT) + corpus.report.count(REPAIRED) else 1
