"""`seqgen gui`: open the window."""

from __future__ import annotations

import argparse

from seqgen.cli.shortcut import install_shortcut
from seqgen.errors import SeqgenError, UsageError, printable


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = "Open the window: load corpora, train, listen, export."
    parser.epilog = "example: seqgen gui; seqgen gui my-tunes"
    parser.add_argument("files", nargs="*", metavar="FILE", help="a folder to train on, or a model file")
    parser.add_argument("--library", metavar="FOLDER", help="folder of runs and takes")
    parser.add_argument(
        "--install-shortcut",
        action="store_true",
        help="put the window among the programs of this user (tried on Linux; on Windows and macOS not yet), and end",
    )


def run(args: argparse.Namespace) -> int:
    if args.install_shortcut and (args.files or args.library):
        raise UsageError(
            "--install-shortcut opens no window; leave out {what}", what="FILE" if args.files else "--library"
        )
    if args.install_shortcut:
        print(printable(install_shortcut()))
        return 0
    try:
        from gui.app import main
    except ImportError as error:
        raise SeqgenError(
            f"the window cannot be opened: {error}; on Debian and Ubuntu install libegl1, libgl1 and libxkbcommon0"
        ) from error
    return main([*args.files, *(["--library", args.library] if args.library else [])])
