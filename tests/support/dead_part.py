"""A file that a killed process left half written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from seqgen.files import PART_PREFIX

DIE_WRITING = """
import os, sys
from seqgen.files import atomic_writer
with atomic_writer(sys.argv[1]) as file:
    file.write(b"half")
    file.flush()
    os._exit(9)
"""


def leave_part(folder: Path) -> Path:
    """Let a process die while it writes a file in `folder`, and return what it left."""
    with subprocess.Popen([sys.executable, "-c", DIE_WRITING, str(folder / "never")]) as child:
        pass
    [left] = folder.glob(f"{PART_PREFIX}*-{child.pid}-*")
    return left
