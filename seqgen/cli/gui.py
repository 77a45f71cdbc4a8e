"""`seqgen gui`: open the window."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "gui",
        help="open the window",
        description="Open the window: load corpora, train, listen, export.",
        epilog="example: seqgen gui; seqgen gui my-tunes",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a folder to train on, or a model file")
    parser.add_argument("--library", metavar="FOLDER", help="folder of runs and takes")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from seqgen.errors import SeqgenError

    try:
        from gui.app import main
    except ImportError as error:
        raise SeqgenError(
            f"the window cannot be opened: {error}; on Debian and Ubuntu install libegl1, libgl1 and libxkbcommon0"
        ) from error
    return main([*args.files, *(["--library", args.library] if args.library else [])])
