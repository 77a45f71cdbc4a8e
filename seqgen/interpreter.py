"""Python processes that never run the files of the current folder.

`python -m` and `python -c` put the current folder first on the path, so a `random.py` beside a corpus would be
executed. `-P` prevents that, from Python 3.11 on. A bundle (PyInstaller) has no Python beside it: there the program
itself is started again, and runs the module that its first words name (`RUN_MODULE`).
"""

from __future__ import annotations

import runpy
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import util
from pathlib import Path
from typing import Any

RUN_MODULE = "--run-module"
"""The word before the name of a module that the program of a bundle runs in place of a command."""

SAFE_PATH = ("-P",) if sys.version_info >= (3, 11) else ()

# without -P, -c puts "" first on the path; nothing but the built-in sys is imported before it is gone
_RUN = (
    "import sys; sys.path[:] = [place for place in sys.path if place]; root, module = sys.argv[1:3]; "
    "root in sys.path or sys.path.append(root); del sys.argv[1:3]; "
    "import runpy; runpy.run_module(module, run_name='__main__', alter_sys=True)"
)

_starting = threading.Lock()


def bundled() -> bool:
    """Return whether this is the program of a bundle, where `sys.executable` is the program and no Python."""
    return bool(getattr(sys, "frozen", False))


def run_as_main(words: Sequence[str]) -> None:
    """Run the module that the first word names with the others as arguments, as `python -m` does."""
    sys.argv[1:] = words[1:]
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command line that runs a module as `python -m` does, found where this package is, and no file of the
    current folder."""
    if bundled():
        return [sys.executable, RUN_MODULE, module, *arguments]
    root = str(Path(__file__).resolve().parents[1])
    return [sys.executable, *SAFE_PATH, "-c", _RUN, root, module, *arguments]


@contextmanager
def safe_children() -> Iterator[None]:
    """Start processes of `multiprocessing` (spawned ones and the resource tracker) without the current folder on their
    path. Their own path comes from this process once they run."""
    if bundled():
        # its path holds nothing but the bundle, and it knows its children by the very words that they are started with
        yield
        return
    # -I of Python 3.10 leaves out PYTHONPATH too, which the path of this process holds already
    flags = SAFE_PATH or ("-I",)
    names: Any = util
    with _starting:
        own = names._args_from_interpreter_flags
        names._args_from_interpreter_flags = lambda: [*own(), *flags]
        try:
            yield
        finally:
            names._args_from_interpreter_flags = own
