"""Worker processes: jobs run outside the window's process, and a process that dies costs one job."""

from __future__ import annotations

import pickle
import subprocess
import threading
from collections.abc import Callable
from typing import Any, ParamSpec

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gui.reasons import in_words
from gui.workers.pipes import Pipes
from gui.workers.priority import give_way, start_options
from gui.workers.worker_main import FAILED, RETURNED, YIELDED
from seqgen.errors import reason_of
from seqgen.interpreter import module_command

P = ParamSpec("P")

PATIENCE_MILLISECONDS = 300
"""Time that a cancelled job may go on before its process is killed."""


class Job(QObject):
    """A queued or running job. Signals arrive on the window's thread; exactly one of the last three ends it."""

    yielded = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, worker: Worker, number: int, task: tuple[Any, ...]) -> None:
        super().__init__(worker)
        self.number, self.task, self.over, self.wanted = number, task, False, True
        self._worker = worker

    def cancel(self) -> None:
        """End the job; `cancelled` is the only signal that follows."""
        if not self.over and self.wanted:
            self.wanted = False
            self._worker.withdraw(self)


class Worker(QObject):
    """A process for jobs, started when first needed and again after it died.

    A job is a function at the top of a module. Each item of a generator arrives by `Job.yielded`, the result of any
    other function by `Job.finished`. The function (by its module and name), its arguments and results are pickled.
    `nice`: the process's Unix nice value.
    """

    _received = Signal(int, object)

    def __init__(self, parent: QObject | None = None, *, nice: int = 0) -> None:
        super().__init__(parent)
        self._nice = nice
        self._process: _Process | None = None
        self._generation = 0
        self._jobs: dict[int, Job] = {}
        self._next = 0
        self._received.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self, function: Callable[P, object], *arguments: P.args, **options: P.kwargs) -> Job:
        """Queue a job. Connect to its signals before returning to the event loop."""
        self._next += 1
        job = Job(self, self._next, (function, arguments, options))
        self._jobs[job.number] = job
        self._send(job)
        return job

    def warm_up(self) -> None:
        """Start the process before the first job needs it."""
        if self._process is None:
            self._launch()

    @property
    def busy(self) -> bool:
        """Return whether a job is running or waiting."""
        return bool(self._jobs)

    @property
    def process_id(self) -> int | None:
        return self._process.process_id if self._process is not None else None

    def withdraw(self, job: Job) -> None:
        """Cancel a job: ask it to stop, and kill its process if it does not stop soon."""
        running = next(iter(self._jobs.values())) is job
        if self._process is not None:
            self._process.outgoing.put(job.number)
        if running:
            QTimer.singleShot(PATIENCE_MILLISECONDS, job, lambda: None if job.over else self._restart_without(job))
        else:
            self._end(job)

    def close(self) -> None:
        self._kill()
        for job in list(self._jobs.values()):
            job.wanted = False
            self._end(job)

    # -- the process --------------------------------------------------------------------------------------------------

    def _send(self, job: Job) -> None:
        try:
            if self._process is None:
                self._launch()
        except OSError as error:
            why = reason_of(error)
            QTimer.singleShot(0, job, lambda: self._end(job, problem=why))
            return
        assert self._process is not None
        self._process.outgoing.put(lambda: (job.number, pickle.dumps(job.task, pickle.HIGHEST_PROTOCOL)))

    def _launch(self) -> None:
        self._generation += 1
        self._process = _Process(self._generation, self._received, self._nice)

    def _take(self, generation: int, message: Any) -> None:
        if generation != self._generation:
            return
        if isinstance(message, int):
            self._died(message)
            return
        number, what, value = message
        job = self._jobs.get(number)
        if job is None:
            return
        if what == YIELDED:
            if job.wanted:
                job.yielded.emit(value)
        elif what == RETURNED:
            self._end(job, value=value)
        elif what == FAILED:
            self._end(job, problem=value)

    def _end(self, job: Job, *, value: Any = None, problem: str | None = None) -> None:
        if job.over:
            return
        job.over = True
        self._jobs.pop(job.number, None)
        if not job.wanted:
            job.cancelled.emit()
        elif problem is not None:
            job.failed.emit(in_words(problem))
        else:
            job.finished.emit(value)
        job.deleteLater()

    def _restart_without(self, job: Job) -> None:
        """Kill the process to end its current job, and queue the others again."""
        self._kill()
        self._end(job)
        for other in list(self._jobs.values()):
            self._send(other)

    def _died(self, code: int) -> None:
        self._kill()
        for place, job in enumerate(list(self._jobs.values())):
            if place == 0:
                problem = self.tr("the work stopped unexpectedly (its process ended with code {code})")
                self._end(job, problem=problem.format(code=code))
            else:
                self._send(job)

    def _kill(self) -> None:
        process, self._process = self._process, None
        self._generation += 1
        if process is not None:
            process.kill()


class _Process:
    """A child process with the pipes to it."""

    def __init__(self, generation: int, received: Any, nice: int) -> None:
        self._child = subprocess.Popen(
            module_command("gui.workers.worker_main"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **start_options(),
        )
        give_way(self._child, nice)
        self.process_id = self._child.pid
        self._generation, self._received = generation, received
        self._heard, self._speaking = True, threading.Lock()
        self.outgoing = Pipes(self._child, self._tell).outgoing

    def kill(self) -> None:
        """Kill the child and report nothing more, not even its death: the worker may be deleted next."""
        with self._speaking:
            self._heard = False
        self._child.kill()
        self.outgoing.put(None)

    def _tell(self, message: Any) -> None:
        # emitting a signal of an object that another thread deletes would crash the whole process
        with self._speaking:
            if self._heard:
                self._received.emit(self._generation, message)
