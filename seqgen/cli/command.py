"""The `seqgen` command: its sub-commands, and its errors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from seqgen.errors import SeqgenError, UsageError
from seqgen.version import __version__

COMMANDS = ("train", "adapt", "sample", "gui", "corpus", "info", "play", "render", "report", "score")


class Parser(argparse.ArgumentParser):
    """A parser with errors of one line, without abbreviations, that reads `--foo_bar` as `--foo-bar`."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # argparse's own signature is passed through

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]  # one of argparse's overloads
        words = list(sys.argv[1:] if args is None else args)
        options = words.index("--") if "--" in words else len(words)
        words[:options] = map(_with_hyphens, words[:options])
        return super().parse_known_args(words, namespace)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} ('{self.prog} --help' shows how)")


def _with_hyphens(word: str) -> str:
    """Return a long option with hyphens for underscores in its name; its value after `=` stays as it is."""
    name, equals, value = word.partition("=")
    return name.replace("_", "-") + equals + value if word.startswith("--") else word


def build_parser() -> Parser:
    parser = Parser(
        prog="seqgen",
        description="Learn the style of a folder of MIDI or text, and write new sequences in it.",
        epilog="example: seqgen train my-tunes --out runs/tunes --minutes 10; seqgen sample runs/tunes -n 4 --bars 16",
    )
    parser.add_argument("--version", action="version", version=f"seqgen {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"seqgen.cli.{name}").add(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line. Return the exit code: 0, 1 for a failure, 2 for bad use, 130 for Ctrl-C."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        args = build_parser().parse_args(arguments)
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except SeqgenError as error:
        print(f"seqgen: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("seqgen: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader of the output has closed it; nothing more can be written there, not even at exit
        sys.stdout = open("/dev/null", "w") if sys.platform != "win32" else sys.stdout  # noqa: SIM115 - until exit
        return 0
    except MemoryError:
        print("seqgen: there is not enough memory for this; try a smaller --size or --batch-size", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
