"""Handle on the performer's process: sends commands, receives news, reports its death."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gui.workers.worker_main import read_message, write_message

PATIENCE_SECONDS = 3.0


class PerformerProcess(QObject):
    """A running performer.

    Raises:
        OSError: if the process cannot be started.
    """

    told = Signal(tuple)
    died = Signal()
    _came = Signal(object)

    def __init__(self, parent: QObject, *, keep: Path | None = None) -> None:
        super().__init__(parent)
        command = [sys.executable, "-m", "gui.playback.performer_main"]
        self._child = subprocess.Popen(
            command if keep is None else [*command, "--keep", str(keep)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._outgoing: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        self._closed = False
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        # threads, so that neither writing a large sheet nor waiting for news blocks the window
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._speak, self._listen)]
        for thread in self._threads:
            thread.start()

    @property
    def number(self) -> int:
        """Process id."""
        return self._child.pid

    def send(self, *command: Any) -> None:
        """Send a command, a method of `Performer` and its arguments. Safe from any thread."""
        self._outgoing.put(command)

    def close(self) -> None:
        """End the notes and the process. No more signals are emitted."""
        self._closed = True
        self._outgoing.put(None)
        try:
            self._child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)

    def _take(self, news: tuple[Any, ...] | None) -> None:
        if self._closed:
            return
        if news is None:
            self.died.emit()
        else:
            self.told.emit(news)

    def _speak(self) -> None:
        stream = self._child.stdin
        assert stream is not None
        # a broken pipe means that the child has died, which `_listen` reports
        with contextlib.suppress(OSError, ValueError):
            while (command := self._outgoing.get()) is not None:
                write_message(stream, command)
        with contextlib.suppress(OSError):
            stream.close()

    def _listen(self) -> None:
        stream = self._child.stdout
        assert stream is not None
        # RuntimeError: this object was deleted while news was coming in
        with contextlib.suppress(RuntimeError):
            with contextlib.suppress(EOFError, OSError, ValueError):
                while True:
                    self._came.emit(read_message(stream))
            stream.close()
            self._came.emit(None)
