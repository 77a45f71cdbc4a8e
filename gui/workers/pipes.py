"""Threads that talk to a child process over its pipes, so that the window never waits for one."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from gui.workers.worker_main import read_message, write_message


class Pipes:
    """Writes the messages of `outgoing` (or what a function put there returns) until a None.

    `hear` is called in another thread, with each message of the child and, at its end, with its exit code.
    """

    def __init__(self, child: subprocess.Popen[bytes], hear: Callable[[Any], None]) -> None:
        self.outgoing: SimpleQueue[Any] = SimpleQueue()
        self._child, self._hear = child, hear
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._speak, self._listen)]
        for thread in self._threads:
            thread.start()

    def join(self, seconds: float) -> None:
        """Wait for the threads to end, at most so long for each."""
        for thread in self._threads:
            thread.join(seconds)

    def _speak(self) -> None:
        stream = self._child.stdin
        assert stream is not None
        # a broken pipe means that the child has died, which the other thread reports
        with contextlib.suppress(OSError, ValueError):
            while (message := self.outgoing.get()) is not None:
                write_message(stream, message() if callable(message) else message)
        with contextlib.suppress(OSError):
            stream.close()

    def _listen(self) -> None:
        stream = self._child.stdout
        assert stream is not None
        # RuntimeError: the window's side was deleted without being closed
        with contextlib.suppress(RuntimeError):
            with contextlib.suppress(EOFError, OSError, ValueError):
                while True:
                    self._hear(read_message(stream))
            stream.close()
            self._hear(self._child.wait())
