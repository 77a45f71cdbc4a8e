"""The display, which may not be there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from seqgen.errors import printable


@contextmanager
def display_needed() -> Iterator[None]:
    """End the process with one line where Qt finds no display within the block. Qt itself would abort it."""
    said: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            reason = printable((said or [message])[0].split("\n")[0].strip())
            print(f"seqgen: the window cannot be opened: {reason}; start it on a desktop", file=sys.stderr, flush=True)
            os._exit(1)
        said.append(message)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        for message in said:
            print(message, file=sys.stderr)
