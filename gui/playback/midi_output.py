"""A MIDI port that plays the tracks: every message at its moment, and no note left hanging."""

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
from seqgen.sound.midi_ports import CLIENT, DRUM_CHANNEL, VIRTUAL, find_port, list_ports, silence

CHANNELS = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)
SONG_POSITIONS_A_QUARTER = 4
VOLUME_CONTROL = 7
PATIENCE_SECONDS = 1.0


def open_port(name: str) -> Any:
    """The output of that name, or a new virtual one. Raises `SeqgenError` where that is not possible."""
    try:
        return mido.open_output(CLIENT, virtual=True) if name == VIRTUAL else mido.open_output(find_port(name))
    except (ImportError, OSError, RuntimeError, NotImplementedError) as error:
        raise SeqgenError(str(error).strip() or type(error).__name__) from error


class MidiOutput:
    """Sends events to a port when they are due, from a thread of its own.

    `problem` says why it sends no longer; it is empty while all is well.
    """

    def __init__(self, name: str) -> None:
        self.name, self.problem = name, ""
        self._port = open_port(name)
        self._channels: dict[int, int] = {}
        self._sounding: dict[tuple[int, int], int] = {}  # channel and key -> how many tracks hold it
        self._waiting: list[tuple[float, int, mido.Message]] = []
        self._count = itertools.count()
        self._changed = threading.Condition()
        self._open = True
        self._thread = threading.Thread(target=self._send_when_due, daemon=True)
        self._thread.start()

    def set_tracks(self, tracks: Sequence[TrackInfo]) -> None:
        """Give every track a channel: drums the tenth, the others one each while there are enough."""
        others = [number for number, info in enumerate(tracks) if not info.drums]
        programs = list(dict.fromkeys(tracks[number].program for number in others))
        with self._changed:
            self._channels = {number: DRUM_CHANNEL for number, info in enumerate(tracks) if info.drums}
            for place, number in enumerate(others):
                # past fifteen, tracks of one instrument share a channel
                shared = place if len(others) <= len(CHANNELS) else programs.index(tracks[number].program)
                self._channels[number] = CHANNELS[shared % len(CHANNELS)]

    def give(self, event: Event, *, due: float) -> None:
        """Carry out an event at a moment of `time.perf_counter`."""
        channel = self._channels.get(event.track, CHANNELS[0])
        if event.kind == NOTE_ON:
            message = mido.Message("note_on", channel=channel, note=event.number, velocity=event.value)
        elif event.kind == NOTE_OFF:
            message = mido.Message("note_off", channel=channel, note=event.number)
        elif event.kind == PROGRAM:
            if event.value:  # drum kits are left as they are
                return
            message = mido.Message("program_change", channel=channel, program=event.number)
        elif event.kind == CLOCK:
            message = mido.Message("clock")
        else:
            message = mido.Message("control_change", channel=channel, control=VOLUME_CONTROL, value=event.value)
        self._queue(message, due)

    def start(self, quarters: float, *, due: float) -> None:
        """Set off whoever follows the clock, at a place counted in quarter notes from the beginning."""
        if quarters <= 0:
            self._queue(mido.Message("start"), due)
            return
        place = min(round(quarters * SONG_POSITIONS_A_QUARTER), 16383)
        self._queue(mido.Message("songpos", pos=place), due)
        self._queue(mido.Message("continue"), due)

    def halt(self, *, clock: bool) -> None:
        """Forget what is not sent yet, and be silent now; `clock` stops whoever follows it."""
        with self._changed:
            self._waiting.clear()
            held = set(self._sounding)
            self._sounding.clear()
            for message in silence(held):
                self._send(message)
            if clock:
                self._send(mido.Message("stop"))

    def look(self) -> None:
        """Notice a port that has gone; the system's MIDI does not always say so when it is sent to."""
        if self.name == VIRTUAL or self.problem:
            return
        try:
            find_port(self.name)
        except SeqgenError as error:
            self.problem = str(error)

    def close(self) -> None:
        """Be silent and let go of the port."""
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
                    self._note(heapq.heappop(self._waiting)[2])

    def _note(self, message: mido.Message) -> None:
        """Send, and keep account of what sounds: a key that two tracks hold ends with the second."""
        if message.type == "note_on":
            place = (message.channel, message.note)
            self._sounding[place] = self._sounding.get(place, 0) + 1
        elif message.type == "note_off":
            place = (message.channel, message.note)
            held = self._sounding.pop(place, 0)
            if held > 1:
                self._sounding[place] = held - 1
                return
        self._send(message)

    def _send(self, message: mido.Message) -> None:
        if self.problem:
            return
        try:
            self._port.send(message)
        except (OSError, RuntimeError, ValueError) as error:
            self.problem = str(error).strip() or type(error).__name__


def output_names() -> list[str]:
    """The MIDI outputs that there are now; none where the system has no MIDI."""
    try:
        names = list_ports()
    except SeqgenError:
        return []
    # our own virtual port would play to itself
    return [name for name in dict.fromkeys(names) if not name.startswith(f"{CLIENT}:")]
