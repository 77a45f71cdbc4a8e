"""Thumbnails of the takes in sight, read from their files while idle."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable

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
        self._waiting: deque[str] = deque()
        self._asked: set[str] = set()
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

    def want(self, take_id: str) -> None:
        """Show a take soon, a few at a time, those asked for last first. Unreadable ones are reported together."""
        if take_id not in self._asked:
            self._asked.add(take_id)
            self._waiting.append(take_id)
            self._timer.start()

    def forget(self, ids: Iterable[str]) -> None:
        """Let takes be asked for once more."""
        self._asked.difference_update(ids)

    def _go_on(self) -> None:
        begin = time.perf_counter()
        while self._waiting and time.perf_counter() - begin < MOST_SECONDS:
            record = self._takes.record(self._waiting.pop())
            try:
                if record is not None:
                    self.show(record)
            except (SeqgenError, OSError, KeyError) as error:
                self._bad.append(in_words(error))
        if not self._waiting:
            self._timer.stop()
            if self._bad:
                words = self.tr("%n take(s) cannot be shown; the first: {problem}", "", len(self._bad))
                self.problem.emit(words.format(problem=self._bad[0]))
                self._bad.clear()
