"""A thread that writes files in order, so that the window never waits for the disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from gui.reasons import in_words
from seqgen.errors import SeqgenError


class DiskWriter(QObject):
    """Carries out writes in order. `failed` gives the error of one as a line."""

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    def submit(self, write: Callable[[], None]) -> None:
        def attempt() -> None:
            try:
                write()
            except (SeqgenError, OSError) as error:
                self.failed.emit(in_words(error))

        self._thread.submit(attempt)

    def settle(self) -> None:
        """Wait until everything is on the disk."""
        self._thread.submit(lambda: None).result()
