"""MIDI port that plays the tracks, each message when it is due, without hanging notes."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
import time
from collections.abc import Sequence
from typing import Any

import mido

from gui.playback.position import CLOCK, NOTE_OFF, NOTE_ON, PROGRAM, Event
from seqgen.errors import SeqgenError
from seqgen.formats.sheet import TrackInfo
from seqgen.sound.midi_ports import CLIENT, VIRTUAL, channels_of, find_port, list_ports, reason_of_port, silence

SONG_POSITIONS_A_QUARTER = 4
VOLUME_CONTROL = 7
PATIENCE_SECONDS = 1.0


def open_port(name: str) -> Any:
    """Open the output of that name, or a new virtual one for `VIRTUAL`.

    Raises:
        SeqgenError: if the port cannot be opened.
    """
    try:
        return mido.open_output(CLIENT, virtual=True) if name == VIRTUAL else mido.open_output(find_port(name))
    except (ImportError, OSError, RuntimeError, NotImplementedError) as error:
        raise SeqgenError(reason_of_port(error)) from error


class MidiOutput:
    """Sends events to a port when they are due, from its own thread.

    `problem` is the reason why it stopped sending, empty while it works.
    """

    def __init__(self, name: str) -> None:
        self.name, self.problem = name, ""
        self._port = open_port(name)
        self._channels: list[int] = []
        self._programs: dict[int, int] = {}  # of each track
        self._playing: dict[int, int] = {}  # the program that each channel was set to last
        self._sounding: dict[tuple[int, int], int] = {}  # (channel, key) -> number of tracks that hold it
        self._waiting: list[tuple[float, int, mido.Message]] = []
        self._count = itertools.count()
        self._changed = threading.Condition()
        self._open = True
        self._thread = threading.Thread(target=self._send_when_due, daemon=True)
        self._thread.start()

    def set_tracks(self, tracks: Sequence[TrackInfo]) -> None:
        """Assign channels: the tenth to drums, one each to the other tracks while there are enough."""
        with self._changed:
            self._channels = channels_of([(info.program, info.drums) for info in tracks])
            self._programs.clear()
            self._playing.clear()

    def channel(self, track: int) -> int:
        return self._channels[track] if track < len(self._channels) else 0

    def give(self, event: Event, *, due: float) -> None:
        """Send an event at time `due` of `time.perf_counter`."""
        channel = self.channel(event.track)
        if event.kind == NOTE_ON:
            program = self._programs.get(event.track)
            if program is not None and self._playing.get(channel) != program:
                # more programs than channels: each sets its own before its turn
                self._set_program(channel, program, due)
            message = mido.Message("note_on", channel=channel, note=event.number, velocity=event.value)
        elif event.kind == NOTE_OFF:
            message = mido.Message("note_off", channel=channel, note=event.number)
        elif event.kind == PROGRAM:
            if event.value:  # drum kits are left as they are
                return
            self._programs[event.track] = event.number
            self._set_program(channel, event.number, due)
            return
        elif event.kind == CLOCK:
            message = mido.Message("clock")
        else:
            message = mido.Message("control_change", channel=channel, control=VOLUME_CONTROL, value=event.value)
        self._queue(message, due)

    def _set_program(self, channel: int, program: int, due: float) -> None:
        self._playing[channel] = program
        self._queue(mido.Message("program_change", channel=channel, program=program), due)

    def start(self, quarters: float, *, due: float) -> None:
        """Start devices that follow the MIDI clock, `quarters` quarter notes from the beginning."""
        if quarters <= 0:
            self._queue(mido.Message("start"), due)
            return
        position = min(round(quarters * SONG_POSITIONS_A_QUARTER), 16383)
        self._queue(mido.Message("songpos", pos=position), due)
        self._queue(mido.Message("continue"), due)

    def halt(self, *, clock: bool) -> None:
        """Drop unsent messages and end all notes now. With `clock`, stop the devices that follow the MIDI clock too."""
        with self._changed:
            self._waiting.clear()
            held = set(self._sounding)
            self._sounding.clear()
            for message in silence(held):
                self._send(message)
            if clock:
                self._send(mido.Message("stop"))

    def check(self) -> None:
        """Set `problem` if the port has gone. Sending to it does not always fail."""
        if self.name == VIRTUAL or self.problem:
            return
        try:
            find_port(self.name)
        except SeqgenError as error:
            self.problem = error.sentence

    def close(self) -> None:
        self.halt(clock=False)
        with self._changed:
            self._open = False
            self._changed.notify()
        self._thread.join(PATIENCE_SECONDS)
        with contextlib.suppress(OSError, RuntimeError):
            self._port.close()

    def _queue(self, message: mido.Message, due: float) -> None:
        with self._changed:
            heapq.heappush(self._waiting, (due, next(self._count), message))
            if self._waiting[0][2] is message:
                self._changed.notify()

    def _send_when_due(self) -> None:
        with self._changed:
            while self._open:
                wait = self._waiting[0][0] - time.perf_counter() if self._waiting else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                else:
                    self._send_counted(heapq.heappop(self._waiting)[2])

    def _send_counted(self, message: mido.Message) -> None:
        """Send a message, and count the tracks that hold each key: a key held by two tracks ends with the second."""
        if message.type == "note_on":
            key = (message.channel, message.note)
            self._sounding[key] = self._sounding.get(key, 0) + 1
        elif message.type == "note_off":
            key = (message.channel, message.note)
            held = self._sounding.pop(key, 0)
            if held > 1:
                self._sounding[key] = held - 1
                return
        self._send(message)

    def _send(self, message: mido.Message) -> None:
        if self.problem:
            return
        try:
            self._port.send(message)
        except (OSError, RuntimeError, ValueError) as error:
            self.problem = reason_of_port(error)


def output_names() -> list[str]:
    """Return the names of the current MIDI outputs, empty if the system has no MIDI."""
    try:
        names = list_ports()
    except SeqgenError:
        return []
    # seqgen's own virtual port would play to itself
    return [name for name in dict.fromkeys(names) if not name.startswith(f"{CLIENT}:")]
