"""Fake MIDI keyboards, which a test plugs in, plays and unplugs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import mido

PIANO = "Piano 24:0"


class Keyboard:
    """MIDI input that the test plays."""

    def __init__(self, callback: Callable[[mido.Message], None]) -> None:
        self._callback = callback
        self.closed = False

    def press(self, key: int, seconds: float = 0.1) -> None:
        """Press and release a key from another thread, as a driver would."""
        thread = threading.Thread(target=self._press, args=(key, seconds))
        thread.start()
        thread.join()

    def _press(self, key: int, seconds: float) -> None:
        self._callback(mido.Message("note_on", note=key, velocity=80))
        time.sleep(seconds)
        self._callback(mido.Message("note_off", note=key))

    def close(self) -> None:
        self.closed = True


class Keyboards:
    """MIDI inputs of the system."""

    def __init__(self) -> None:
        self.names = [PIANO]
        self.opened: list[Keyboard] = []

    def open_input(self, name: str, callback: Callable[[mido.Message], None]) -> Keyboard:
        if name not in self.names:
            raise OSError(f"unknown port {name!r}")
        self.opened.append(Keyboard(callback))
        return self.opened[-1]
