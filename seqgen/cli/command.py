"""The `seqgen` command: its sub-commands, and its errors."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from seqgen.cli.failure import problem_of
from seqgen.cli.output import OutputError, safe_output
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.version import __version__

MOST_SAID = 1000
"""Characters of an error at most."""

COMMANDS = {
    "train": "learn the style of a folder of MIDI or text",
    "adapt": "let a model learn your file",
    "sample": "write new pieces with a trained model",
    "rewrite": "write some bars of a piece anew",
    "forecast": "say what may come behind series of numbers",
    "humanize": "give velocity and timing to flat music, as the corpus has them",
    "gui": "open the window",
    "corpus": "say what a folder holds, what is used and why not",
    "takes": "find, name, rate, delete and export the takes of the window",
    "info": "say what a model is, or how a take was made",
    "play": "play a MIDI or ABC file, through the sound card or to a MIDI port",
    "render": "turn MIDI or ABC files into WAV, FLAC, OGG or MP3",
    "report": "compare takes of a model with pieces that it did not learn from",
    "score": "compute the likelihood of files under a model",
    "classify": "find the label of files: the sub-folder of the corpus that they are most like",
}


class Parser(argparse.ArgumentParser):
    """A parser with errors of one line, without abbreviations, that reads `--foo_bar` as `--foo-bar`."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # argparse's own signature is passed through

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]  # one of argparse's overloads
        words = list(sys.argv[1:] if args is None else args)
        empty = next((word for word in words if not word or _is_empty_option(word)), None)
        if empty is not None:
            self.error(f"{empty.rstrip('=') or 'an argument'} is empty; give a value, or leave it out")
        options = words.index("--") if "--" in words else len(words)
        words[:options] = map(_with_hyphens, words[:options])
        return super().parse_known_args(words, namespace)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} ('{self.prog} --help' shows how)")


def _is_empty_option(word: str) -> bool:
    name, equals, value = word.partition("=")
    return name.startswith("--") and bool(equals) and not value


def _with_hyphens(word: str) -> str:
    """Return a long option with hyphens for underscores in its name; its value after `=` stays as it is."""
    name, equals, value = word.partition("=")
    return name.replace("_", "-") + equals + value if word.startswith("--") else word


def build_parser(command: str | None = None) -> Parser:
    """Return the parser of the whole command, or of `command` alone, which imports no more than that needs."""
    parser = Parser(
        prog="seqgen",
        description="Learn the style of a folder of MIDI or text, and write new sequences in it.",
        epilog="example: seqgen train my-tunes --out runs/tunes --minutes 10; seqgen sample runs/tunes -n 4 --bars 16",
    )
    parser.add_argument("--version", action="version", version=f"seqgen {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, purpose in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
        if command in (None, name):
            module = import_module(f"seqgen.cli.{name}")
            module.add(subparser)
            subparser.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line. Return the exit code: 0, 1 for a failure, 2 for bad use, 130 for Ctrl-C."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    with safe_output() as (out, _), warnings.catch_warnings():
        if not sys.warnoptions:
            # numbers that overflow in a stranger's model end in an error where that matters
            warnings.simplefilter("ignore", RuntimeWarning)
        try:
            try:
                return _carry_out(arguments)
            finally:
                out.flush()
        except BrokenPipeError:
            # the reader of the output has closed it
            out.give_up()
            return 0
        except OutputError as error:
            out.give_up()
            return _failed(f"the output cannot be written: {error.strerror}")
        except KeyboardInterrupt:
            return _failed("stopped", 130)
        except Exception as error:
            code = error.exit_code if isinstance(error, SeqgenError) else 1
            return _failed(problem_of(error, arguments), code)


def _carry_out(arguments: Sequence[str]) -> int:
    command = next((word for word in arguments if word in COMMANDS), "")
    args = build_parser(command).parse_args(arguments)
    # torch's libraries end the process where there is no current folder
    os.getcwd()
    code: int = args.run(args)
    return code


def _failed(problem: str, code: int = 1) -> int:
    line = printable(problem)
    if len(line) > MOST_SAID:
        # what is wrong stands at the begin or at the end, the rest is what was given
        line = f"{line[: MOST_SAID // 2]} ... {line[-MOST_SAID // 2 :]}"
    with contextlib.suppress(OSError):
        print(f"seqgen: {line}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
