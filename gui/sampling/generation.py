"""Generation of takes by the engine, one request at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.sampling import jobs
from gui.sampling.jobs import Primer
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.studio import Studio
from gui.workers.worker import Job

TELL_MILLISECONDS = 120


@dataclass(frozen=True)
class Asked:
    """Model and settings of a request, unaffected by later changes of the panel.

    `takes`: number of takes; `parent`: id of the take that they continue, vary or rewrite; `origin`:
    which of these, as in `TakeRecord`.
    """

    about: ModelAbout
    settings: SamplingSettings
    takes: int = 1
    parent: str = ""
    origin: str = ""


class Generation(QObject):
    """Runs at most one request; others are ignored until it ends."""

    drawn = Signal(object, object)
    """Emitted with a `Drawn` and its `Asked`."""
    progressed = Signal(int, int)
    """Numbers of finished and requested takes, (0, 0) at the end."""
    problem = Signal(str)

    def __init__(self, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self._studio = studio
        self._job: Job | None = None
        self._asked: Asked | None = None
        self.done = 0
        # a progress bar repaints the window at once, which is slow for 64 takes in a second
        self._waiting: deque[Any] = deque()
        self._over = False
        self._hand = QTimer(self, interval=0)
        self._hand.timeout.connect(self._hand_over)
        self._later = QTimer(self, singleShot=True, interval=TELL_MILLISECONDS)
        self._later.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        """True while takes are being generated."""
        return self._job is not None

    def generate(self, asked: Asked, primer: Primer | None) -> None:
        self._start(jobs.generate, asked, asked.takes, asked.settings.seed, primer)

    def go_on(self, asked: Asked, content: Any) -> None:
        self._start(jobs.continue_, asked, content, asked.settings.seed, asked.takes)

    def rewrite(self, asked: Asked, content: Any, part: tuple[int, int], *, track: int = -1) -> None:
        """Rewrite content from begin to before end of `part`, of all tracks (-1) or of one alone."""
        self._start(jobs.rewrite, asked, content, *part, asked.settings.seed, asked.takes, track)

    def reform(self, asked: Asked, content: Any, form: str) -> None:
        """Give content a form."""
        self._start(jobs.reform, asked, content, form, asked.settings.seed, asked.takes)

    def humanize(self, asked: Asked, content: Any, strength: float) -> None:
        """Give content velocity and timing."""
        self._start(jobs.humanize, asked, content, strength, asked.settings.seed, asked.takes)

    def stop(self) -> None:
        """Stop at once; takes already handed over stay."""
        if self._job is not None:
            self._waiting.clear()
            self._job.cancel()

    def _start(self, function: Callable[..., object], asked: Asked, *arguments: Any) -> None:
        if self._job is not None:
            return
        self.done, self._asked, self._over = 0, asked, False
        job = self._studio.engine.start(function, asked.about.path, asked.settings.to_json(), *arguments)
        self._job = job
        job.yielded.connect(self._take)
        job.finished.connect(self._ended)
        job.cancelled.connect(self._ended)
        job.failed.connect(self._failed)
        self.progressed.emit(0, asked.takes)

    def _take(self, drawn: Any) -> None:
        self._waiting.append(drawn)
        if not self._hand.isActive():
            self._hand.start()

    def _hand_over(self) -> None:
        """Hand over one take; the next one waits until the window has drawn it."""
        if self._waiting:
            self.done += 1
            self.drawn.emit(self._waiting.popleft(), self._asked)
            if not self._later.isActive():
                self._later.start()
        if not self._waiting:
            self._hand.stop()
            if self._over:
                self._end()

    def _tell(self) -> None:
        if self._job is not None and self._asked is not None:
            self.progressed.emit(self.done, self._asked.takes)

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
