"""Main program of the performer's process: commands on standard input, news on standard output."""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from gui.workers.worker_main import read_message, write_message

PATIENCE_SECONDS = 2.0
"""Time for a device or port to close."""


class Commands(QObject):
    """Passes the window's commands from the thread that reads them to the one that plays."""

    came = Signal(tuple)
    over = Signal()

    def read(self) -> None:
        """Pass on commands until the window is gone, then make sure that this process ends."""
        try:
            while True:
                self.came.emit(read_message(sys.stdin.buffer))
        except (EOFError, OSError):
            self.over.emit()
            time.sleep(PATIENCE_SECONDS)
            os._exit(0)


def main() -> None:
    """Carry out commands until standard input closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path, help="write the sound to this file instead of a device")
    keep = parser.parse_args().keep
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # output printed by libraries must not mix with the messages
    elsewhere = sys.stderr.fileno() if sys.stderr is not None else os.open(os.devnull, os.O_WRONLY)
    os.dup2(elsewhere, sys.stdout.fileno())
    app = QCoreApplication([])
    # QtMultimedia needs an application first
    from gui.playback.performer import Performer
    from gui.playback.sound_output import SoundDevices

    def tell(message: tuple[Any, ...]) -> None:
        try:
            write_message(outgoing, message)
        except OSError:
            os._exit(0)

    performer = Performer(SoundDevices(app, keep=keep), tell)
    commands = Commands(app)

    def carry_out(command: tuple[Any, ...]) -> None:
        try:
            performer.carry_out(*command)
        except Exception as error:
            traceback.print_exc()
            tell(("problem", "other", f"{type(error).__name__}: {error}"))

    commands.came.connect(carry_out, Qt.ConnectionType.QueuedConnection)

    def end() -> None:
        performer.close()
        outgoing.flush()
        # skip the slow exit handlers of sound libraries
        os._exit(0)

    commands.over.connect(end, Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=commands.read, daemon=True).start()
    app.exec()


if __name__ == "__main__":
    main()
