"""Handle on the performer's process: sends commands, receives news, reports its death."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gui.workers.pipes import Pipes
from seqgen.interpreter import module_command

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
        command = module_command("gui.playback.performer_main")
        self._child = subprocess.Popen(
            command if keep is None else [*command, "--keep", str(keep)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.number, self._closed = self._child.pid, False
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._pipes = Pipes(self._child, self._came.emit)

    def send(self, *command: Any) -> None:
        """Send a command, a method of `Performer` and its arguments. Safe from any thread."""
        self._pipes.outgoing.put(command)

    def close(self) -> None:
        """End the notes and the process. No more signals are emitted."""
        self._closed = True
        self._pipes.outgoing.put(None)
        try:
            self._child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._pipes.join(PATIENCE_SECONDS)

    def _take(self, news: tuple[Any, ...] | int) -> None:
        if self._closed:
            return
        if isinstance(news, int):
            self.died.emit()
        else:
            self.told.emit(news)
