"""Files shown in the system's file manager."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def reveal(paths: Sequence[Path]) -> None:
    """Open the folder of the first file, with the file selected where the system can do that."""
    if not paths:
        return
    first = paths[0]
    if first.exists():
        choosers = {"win32": ["explorer", "/select,"], "darwin": ["open", "-R"]}
        if sys.platform in choosers:
            subprocess.Popen([*choosers[sys.platform], str(first)])
            return
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(first.parent)))
