"""Main program of the bundle: the `seqgen` command, the window, and the child processes of both."""

import multiprocessing
import os
import sys

from seqgen.interpreter import RUN_MODULE, run_as_main

LIBRARIES = "LD_LIBRARY_PATH"


def leave_the_environment_as_it_was() -> None:
    """Give programs of the system, such as a file manager, their own libraries, and no longer those of the bundle."""
    before = os.environ.pop(f"{LIBRARIES}_ORIG", None)
    if before is None:
        os.environ.pop(LIBRARIES, None)
    else:
        os.environ[LIBRARIES] = before
    # a child that is this program again looks for its libraries anew
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def main() -> int:
    """Carry out the command line; without any, as by a double click, open the window."""
    leave_the_environment_as_it_was()
    # does not return in children of multiprocessing
    multiprocessing.freeze_support()
    words = sys.argv[1:]
    if words[:1] == [RUN_MODULE] and len(words) > 1:
        run_as_main(words[1:])
        return 0
    from seqgen.cli import main as command

    return command(words or ["gui"])


if __name__ == "__main__":
    sys.exit(main())
