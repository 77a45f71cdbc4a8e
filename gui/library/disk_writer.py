"""A thread that writes files in order, so that the window never waits for the disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from gui.reasons import in_words
from seqgen.errors import SeqgenError


class DiskWriter(QObject):
    """Carries out writes in order. `failed` gives the error of one as a line."""

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._latest: dict[str, Future[None]] = {}

    def submit(self, write: Callable[[], None], about: str = "") -> None:
        """Carry out a write behind all others. `about`: a name by which `settle` can wait for it alone."""

        def attempt() -> None:
            try:
                write()
            except (SeqgenError, OSError) as error:
                self.failed.emit(in_words(error))

        self._latest[about] = self._thread.submit(attempt)

    def settle(self, about: str = "") -> None:
        """Wait until everything is on the disk, or what was written of one name."""
        if about:
            if (latest := self._latest.pop(about, None)) is not None:
                latest.result()
            return
        self._thread.submit(lambda: None).result()
        self._latest.clear()
