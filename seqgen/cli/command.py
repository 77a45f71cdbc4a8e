"""The `seqgen` command: which sub-command is meant, and how failures are told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from seqgen.errors import SeqgenError, UsageError
from seqgen.version import __version__

COMMANDS = ("train", "adapt", "sample", "gui", "corpus", "info", "play", "render", "report", "score")

# what other tools call things, and what they are called here
FOREIGN_FLAGS = {
    "--num_outputs": "-n",
    "--num-outputs": "-n",
    "--num_samples": "-n",
    "--output_dir": "--out",
    "--primer_midi": "--primer",
    "--primer_melody": "--primer",
    "--prime": "--primer-text",
    "--primetext": "--primer-text",
    "--prefix": "--primer-text",
    "--start_text": "--primer-text",
    "--temp": "--temperature",
    "--qpm": "--tempo",
    "--bpm": "--tempo",
    "--num_steps": "--bars, --seconds or --notes",
    "--length": "--bars, --seconds, --notes or --chars",
    "--rnn_size": "--width",
    "-rnn_size": "--width",
    "--rnn-size": "--width",
    "--hidden_size": "--width",
    "--num_layers": "--layers",
    "-num_layers": "--layers",
    "--batch_size": "--lanes",
    "--batch-size": "--lanes",
    "-batch_size": "--lanes",
    "--seq_length": "--chunk",
    "-seq_length": "--chunk",
    "--lr": "--learning-rate",
    "--learning_rate": "--learning-rate",
    "--max_epochs": "--epochs",
    "--num_epochs": "--epochs",
    "--val-frac": "--valid-fraction",
    "--val_frac": "--valid-fraction",
    "--top_k": "--top-k",
    "--top_p": "--top-p",
    "--run_dir": "--out",
    "--checkpoint": "the model's path as the first argument",
    "--checkpoint_file": "the model's path as the first argument",
    "--gpu": "--device cuda",
}
FOREIGN_COMMANDS = {
    "finetune": "adapt",
    "fine-tune": "adapt",
    "generate": "sample",
    "gen": "sample",
    "fit": "train",
    "evaluate": "score",
    "synth": "render",
}


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line, and which accepts no abbreviations."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # argparse's own signature is passed through

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} ('{self.prog} --help' shows how)")


def build_parser() -> Parser:
    """The parser of the whole command."""
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
    """Carry out a command line; gives the exit code: 0, 1 for a failure, 2 for bad use, 130 for Ctrl-C."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _explain_foreign_words(arguments)
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
        # whoever read our output has seen enough; nothing more can be written there, not even at exit
        sys.stdout = open("/dev/null", "w") if sys.platform != "win32" else sys.stdout  # noqa: SIM115 - until exit
        return 0
    except MemoryError:
        print("seqgen: there is not enough memory for this; try a smaller --size, --lanes or corpus", file=sys.stderr)
        return 1


def _explain_foreign_words(arguments: Sequence[str]) -> None:
    for word in arguments:
        flag = word.partition("=")[0]
        if flag == "--":
            return
        if flag in FOREIGN_FLAGS:
            raise UsageError(f"{flag} is called {FOREIGN_FLAGS[flag]} here")
    if arguments and arguments[0] in FOREIGN_COMMANDS:
        raise UsageError(f"'{arguments[0]}' is called '{FOREIGN_COMMANDS[arguments[0]]}' here")


if __name__ == "__main__":
    sys.exit(main())
