"""Low process priority for long work, so that the window stays responsive."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import Any

TRAINING, READING, WRITING = 10, 5, 2
"""Unix nice values of each kind of work."""


def start_options() -> dict[str, Any]:
    """Return options of `subprocess.Popen` for work in the background, without a console window."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
    return {}


def give_way(process: subprocess.Popen[bytes], by: int) -> None:
    """Lower the priority of a process and its children, where the system allows it."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, by)
