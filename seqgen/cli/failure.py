"""Failures of a command, each as one sentence."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence

from seqgen.errors import Sentence, SeqgenError, printable, reason_of
from seqgen.version import __version__

MOST_NAMED = 120


def problem_of(error: Exception, arguments: Sequence[str]) -> Sentence:
    """Return the sentence of any error that ended the command with these arguments."""
    if isinstance(error, SeqgenError):
        return error.sentence
    if isinstance(error, MemoryError):
        return Sentence("there is not enough memory for this; try a smaller --size or --batch-size")
    if isinstance(error, OSError):
        return _system_problem(error)
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        return Sentence("training needs PyTorch, which is not installed: pip install torch; sampling works without it")
    if isinstance(error, UnicodeError):
        return Sentence("a name or a text holds what cannot be written here: {why}", why=str(error))
    return _fault(error, arguments)


def _system_problem(error: OSError) -> Sentence:
    """Return what the system refused: the file, and why."""
    if error.filename is None:
        return Sentence("the current folder no longer exists; go to another") if _homeless() else reason_of(error)
    name = printable(os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename)
    return Sentence(
        "{file}: {why}", file=name if len(name) <= MOST_NAMED else name[:MOST_NAMED] + "...", why=reason_of(error)
    )


def _homeless() -> bool:
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def _fault(error: BaseException, arguments: Sequence[str]) -> Sentence:
    """Write where an error of the program itself came about into a file, and return a line that asks for it."""
    said = f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    about = f"seqgen {__version__}, Python {sys.version}, {platform.platform()}\n{list(arguments)}\n\n{trace}"
    try:
        handle, path = tempfile.mkstemp(prefix="seqgen-trace-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(about)
    except OSError:
        return Sentence("this is a fault of seqgen itself ({error}); please report it", error=said)
    return Sentence("this is a fault of seqgen itself ({error}); please report it with {path}", error=said, path=path)
