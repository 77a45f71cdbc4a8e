"""MIDI keyboards whose keys reach the window as they are pressed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import mido
from PySide6.QtCore import QObject, Signal

from gui.reasons import in_words
from gui.workers.going_through import go_through
from seqgen.errors import SeqgenError
from seqgen.sound.midi_ports import can_be_live, list_inputs, reason_of_port


class KeyboardInput(QObject):
    """Listens to all MIDI inputs at once, between `start` and `stop`.

    `problem` says in one line why there is nothing to listen to; then it is `stopped`.
    """

    pressed = Signal(int, int)
    """Key and velocity."""
    released = Signal(int)
    problem = Signal(str)
    stopped = Signal()
    listening = Signal(list)
    """Names of the keyboards that are heard from now on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ports: list[Any] = []
        self._wanted = False

    def start(self) -> None:
        """Look for keyboards and listen to them; `listening` or `stopped` brings the answer."""
        self._wanted = True
        if not can_be_live():
            words = self.tr("MIDI ports need the package python-rtmidi: {command}")
            return self._give_up(words.format(command="pip install 'seqgen[live]'"))
        go_through(_listed_once(), self._open)
        return None

    def stop(self) -> None:
        self._wanted = False
        ports, self._ports = self._ports, []
        for port in ports:
            with contextlib.suppress(OSError, RuntimeError):
                port.close()

    def _open(self, listed: tuple[list[str], str]) -> None:
        names, why = listed
        if not self._wanted or self._ports:
            return
        for name in names:
            try:
                self._ports.append(mido.open_input(name, callback=self._hear))
            except (ImportError, OSError, RuntimeError, ValueError) as error:
                why = in_words(reason_of_port(error))
        if self._ports:
            self.listening.emit(names)
        else:
            words = self.tr("No MIDI keyboard can be heard: {reason}") if why else self.tr("There is no MIDI keyboard.")
            self._give_up(words.format(reason=why))

    def _give_up(self, words: str) -> None:
        self.stop()
        self.problem.emit(words)
        self.stopped.emit()

    def _hear(self, message: Any) -> None:
        # called in the port's own thread; the signals are queued to that of the window
        with contextlib.suppress(RuntimeError):  # this object may be deleted by now
            if message.type == "note_on" and message.velocity > 0:
                self.pressed.emit(message.note, message.velocity)
            elif message.type in ("note_on", "note_off"):
                self.released.emit(message.note)


def _listed_once() -> Iterator[tuple[list[str], str]]:
    """Yield the names of the MIDI inputs, and why they are unknown."""
    try:
        yield list(dict.fromkeys(list_inputs())), ""
    except SeqgenError as error:
        yield [], in_words(error)
