"""Lets long work give way to the window: it takes what the processor has left."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import Any

TRAINING, READING, WRITING = 10, 5, 2
"""How far each kind of work stands back: Unix nice values."""


def start_options() -> dict[str, Any]:
    """Options of `subprocess.Popen` for work in the background, without a console window."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
    return {}


def give_way(process: subprocess.Popen[bytes], by: int) -> None:
    """Let a process and its children stand back. Where the system does not let us, they do not."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, by)
