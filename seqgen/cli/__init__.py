"""The `seqgen` command: one file a sub-command, where `add` builds its options and `run` carries it out."""

from seqgen.cli.command import build_parser, main

__all__ = ["build_parser", "main"]
