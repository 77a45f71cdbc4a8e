"""Failures that no command expected, each as one line."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence

from seqgen.errors import printable
from seqgen.version import __version__

MOST_NAMED = 120


def system_problem(error: OSError) -> str:
    """Return what the system refused: the file, and why."""
    if error.filename is None:
        return "the current folder no longer exists; go to another" if _homeless() else error.strerror or str(error)
    name = printable(os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename)
    return f"{name if len(name) <= MOST_NAMED else name[:MOST_NAMED] + '...'}: {error.strerror or error}"


def _homeless() -> bool:
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def fault(error: BaseException, arguments: Sequence[str]) -> str:
    """Write where an error of the program itself came about into a file, and return a line that asks for it."""
    said = f"this is a fault of seqgen itself ({type(error).__name__}: {error}); please report it"
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    about = f"seqgen {__version__}, Python {sys.version}, {platform.platform()}\n{list(arguments)}\n\n{trace}"
    try:
        handle, path = tempfile.mkstemp(prefix="seqgen-trace-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(about)
    except OSError:
        return said
    return f"{said} with {path}"
