"""A worker process: jobs that would hold up the window are done in it, and its death costs one job."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gui.services.worker_main import FAILED, RETURNED, YIELDED, read_message, write_message

PATIENCE_MILLISECONDS = 300
"""How long a cancelled job may go on before its process is ended."""


class Job(QObject):
    """One job under way. Signals come on the window's thread; exactly one of the last three is emitted at the end."""

    yielded = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, worker: Worker, number: int, task: tuple[Any, ...]) -> None:
        super().__init__(worker)
        self.number, self.task, self.over, self.wanted = number, task, False, True
        self._worker = worker

    def cancel(self) -> None:
        """End the job at once; nothing more is heard of it but `cancelled`."""
        if not self.over and self.wanted:
            self.wanted = False
            self._worker._cancel(self)


class Worker(QObject):
    """A process of its own for jobs, started when first needed and again after it died.

    A job is a function of a module, named `module:function`. What a generator function yields arrives by
    `Job.yielded`; what another returns arrives by `Job.finished`. Arguments and results are pickled.
    """

    _received = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: subprocess.Popen[bytes] | None = None
        self._generation = 0
        self._jobs: dict[int, Job] = {}
        self._next = 0
        self._received.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self, function: str, *arguments: Any, **options: Any) -> Job:
        """Queue a job. Connect to its signals before returning to the event loop."""
        self._next += 1
        job = Job(self, self._next, (self._next, function, arguments, options))
        self._jobs[job.number] = job
        self._send(job)
        return job

    @property
    def busy(self) -> bool:
        """Whether a job is under way or waiting."""
        return bool(self._jobs)

    def close(self) -> None:
        """End the process and all jobs."""
        for job in list(self._jobs.values()):
            job.wanted = False
            self._end(job)
        self._kill()

    # -- the process ---------------------------------------------------------------------------------------------------

    def _send(self, job: Job) -> None:
        try:
            if self._process is None:
                self._launch()
            assert self._process is not None and self._process.stdin is not None
            write_message(self._process.stdin, job.task)
        except OSError as error:
            QTimer.singleShot(0, self, lambda: self._died(self._generation, str(error)))

    def _launch(self) -> None:
        self._generation += 1
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gui.services.worker_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        threading.Thread(target=self._listen, args=(self._process, self._generation), daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes], generation: int) -> None:
        assert process.stdout is not None
        try:
            while True:
                self._received.emit(generation, read_message(process.stdout))
        except (EOFError, OSError, ValueError):
            code = process.wait()
        except RuntimeError:
            return  # the window is gone
        try:
            self._received.emit(generation, code)
        except RuntimeError:
            return

    def _take(self, generation: int, message: Any) -> None:
        if isinstance(message, int):
            self._died(generation, f"its process ended with code {message}")
            return
        number, what, value = message
        job = self._jobs.get(number)
        if job is None or generation != self._generation:
            return
        if what == YIELDED:
            if job.wanted:
                job.yielded.emit(value)
        elif what == RETURNED:
            self._end(job, value=value)
        elif what == FAILED:
            self._end(job, problem=value)

    def _end(self, job: Job, *, value: Any = None, problem: str | None = None) -> None:
        job.over = True
        self._jobs.pop(job.number, None)
        if not job.wanted:
            job.cancelled.emit()
        elif problem is not None:
            job.failed.emit(problem)
        else:
            job.finished.emit(value)
        job.deleteLater()

    def _cancel(self, job: Job) -> None:
        waiting = next(iter(self._jobs.values())) is not job
        if self._process is not None and self._process.stdin is not None:
            try:
                write_message(self._process.stdin, job.number)
            except OSError:
                pass  # its death is told by the listener
        if waiting:
            self._end(job)
            return
        QTimer.singleShot(PATIENCE_MILLISECONDS, job, lambda: None if job.over else self._restart_without(job))

    def _restart_without(self, job: Job) -> None:
        """End the process for the sake of one job, and begin the others again that had not been cancelled."""
        first = next(iter(self._jobs.values()))
        self._kill()
        self._end(job)
        if first is not job and first.wanted:
            # it may have told a part of its answer already, and would tell it twice
            self._end(first, problem="it was interrupted; try again")
        for other in list(self._jobs.values()):
            self._send(other) if other.wanted else self._end(other)

    def _died(self, generation: int, why: str) -> None:
        if generation != self._generation or self._process is None:
            return
        self._kill()
        jobs = list(self._jobs.values())
        for number, job in enumerate(jobs):
            if number == 0 or not job.wanted:
                self._end(job, problem=f"the work stopped unexpectedly: {why}")
            else:
                self._send(job)

    def _kill(self) -> None:
        process, self._process = self._process, None
        self._generation += 1
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            try:
                if stream is process.stdin and stream is not None:
                    stream.close()
            except OSError:
                pass  # its reader is gone
        threading.Thread(target=process.wait, daemon=True).start()
