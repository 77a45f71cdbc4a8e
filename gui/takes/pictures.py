"""Thumbnails of the takes in the list, read from their files while idle."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from gui.reasons import in_words
from gui.takes.model import TakesModel
from gui.takes.store import TakeStore
from seqgen.errors import SeqgenError
from seqgen.formats.sheet import Sheet
from seqgen.library.take import TakeRecord

MOST_SECONDS = 0.006
"""Time per slice, of a frame of 16 ms."""


class TakePictures(QObject):
    """Gives the list the notes or text of each take to draw."""

    problem = Signal(str)

    def __init__(self, store: TakeStore, takes: TakesModel, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._takes = store, takes
        self._waiting: deque[TakeRecord] = deque()
        self._bad: list[str] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def show(self, record: TakeRecord) -> None:
        """Show a take.

        Raises:
            SeqgenError: if the file cannot be read.
            KeyError: if the take is gone.
        """
        content = self._store.content(record.id)
        if isinstance(content, Sheet):
            self._takes.set_sheet(record.id, content)
        else:
            self._takes.set_text(record.id, content)

    def show_later(self, records: Sequence[TakeRecord]) -> None:
        """Show takes a few at a time, so that the window opens at once. Unreadable takes are reported together."""
        self._waiting.extend(records)
        self._timer.start()

    def _go_on(self) -> None:
        begin = time.perf_counter()
        while self._waiting and time.perf_counter() - begin < MOST_SECONDS:
            record = self._waiting.popleft()
            try:
                if record.id in self._takes:
                    self.show(record)
            except (SeqgenError, OSError, KeyError) as error:
                self._bad.append(in_words(error))
        if not self._waiting:
            self._timer.stop()
            if self._bad:
                words = self.tr("%n take(s) cannot be shown; the first: {problem}", "", len(self._bad))
                self.problem.emit(words.format(problem=self._bad[0]))
                self._bad.clear()
