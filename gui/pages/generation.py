"""Asks the engine for takes, one request at a time, and hands them over as they come."""

from __future__ import annotations

from collections import deque
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.models.sheet import Sheet
from gui.services.worker import Job
from gui.studio import Studio

TELL_MILLISECONDS = 200
HAND_MILLISECONDS = 12
JOBS = "gui.services.jobs_sampling"


class Generation(QObject):
    """One request under way at most; a new one waits for none: it is refused while one is busy."""

    drawn = Signal(object, str)
    """A `Drawn`, and the take that it continues, varies or rewrites."""
    progressed = Signal(int, int)
    """Takes that are there, and takes that were asked for; (0, 0) when nothing is under way."""
    problem = Signal(str)

    def __init__(self, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self._studio = studio
        self._job: Job | None = None
        self._done, self._total, self._parent = 0, 0, ""
        # a progress bar repaints the window at once, which 64 takes within a second would make it feel
        self._waiting: deque[Any] = deque()
        self._over = False
        self._hand = QTimer(self, interval=HAND_MILLISECONDS)
        self._hand.timeout.connect(self._hand_over)
        self._later = QTimer(self, singleShot=True, interval=TELL_MILLISECONDS)
        self._later.timeout.connect(self._tell)

    @property
    def done(self) -> int:
        """How many takes of the latest request have come."""
        return self._done

    @property
    def busy(self) -> bool:
        """Whether takes are being written."""
        return self._job is not None

    def generate(
        self, model: str, settings: dict[str, Any], n: int, *, seed: int, primer: Any, parent: str = ""
    ) -> None:
        """Ask for `n` takes, perhaps going on from a primer."""
        self._start("generate", n, parent, model, settings, n, seed, primer)

    def go_on(self, model: str, settings: dict[str, Any], sheet: Sheet, *, seed: int, parent: str, n: int = 1) -> None:
        """Ask for what follows a sheet."""
        self._start("continue_", n, parent, model, settings, sheet, seed, n)

    def rewrite(
        self,
        model: str,
        settings: dict[str, Any],
        sheet: Sheet,
        stretch: tuple[int, int],
        *,
        seed: int,
        parent: str,
        n: int = 1,
    ) -> None:
        """Ask for a stretch of a sheet anew, begin and end in ticks."""
        self._start("rewrite", n, parent, model, settings, sheet, *stretch, seed, n)

    def stop(self) -> None:
        """End at once; what is in the list stays."""
        if self._job is not None:
            self._waiting.clear()
            self._job.cancel()

    def _start(self, function: str, total: int, parent: str, *arguments: Any) -> None:
        if self._job is not None:
            return
        self._done, self._total, self._parent, self._over = 0, total, parent, False
        job = self._studio.engine.start(f"{JOBS}:{function}", *arguments)
        self._job = job
        job.yielded.connect(self._take)
        job.finished.connect(self._ended)
        job.cancelled.connect(self._ended)
        job.failed.connect(self._failed)
        self.progressed.emit(0, total)

    def _take(self, drawn: Any) -> None:
        self._waiting.append(drawn)
        if not self._hand.isActive():
            self._hand.start()

    def _hand_over(self) -> None:
        """Hand over one take; the next one waits until the window has drawn this one."""
        if self._waiting:
            self._done += 1
            self.drawn.emit(self._waiting.popleft(), self._parent)
            if not self._later.isActive():
                self._later.start()
        if not self._waiting:
            self._hand.stop()
            if self._over:
                self._end()

    def _tell(self) -> None:
        if self._job is not None:
            self.progressed.emit(self._done, self._total)

    def _ended(self) -> None:
        self._over = True
        if not self._waiting:
            self._end()

    def _end(self) -> None:
        self._job = None
        self.progressed.emit(0, 0)

    def _failed(self, problem: str) -> None:
        self.problem.emit(problem)
        self._ended()
