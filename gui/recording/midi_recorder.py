"""Recorder for a MIDI keyboard, with metronome and live sound."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

import mido
from PySide6.QtCore import QObject, QTimer, Signal

from gui.playback.player import Player
from gui.reasons import in_words
from gui.recording.recording import Recording
from gui.workers.going_through import go_through
from seqgen.errors import SeqgenError
from seqgen.formats.metronome import metronome_bar
from seqgen.formats.sheet import Sheet, TrackInfo
from seqgen.sound.midi_ports import list_inputs, reason_of_port

IDLE, COUNTING, RECORDING = "idle", "counting", "recording"
BEAT_MILLISECONDS = 15
LOOK_MILLISECONDS = 2000


class MidiRecorder(QObject):
    """Records one track at a time, heard through the player's instruments.

    `look` lists the keyboards now and again, until `look_away`. `arm` starts a count-in, after which notes are
    recorded; `stop` ends the recording and returns its sheet. If the keyboard is unplugged, `problem` and `lost` are
    emitted, and `stop` still returns the notes so far.
    """

    ports_changed = Signal(list)
    """Names of the MIDI inputs, in answer to `refresh`."""
    state_changed = Signal(str)
    """`idle`, `counting` or `recording`."""
    beat = Signal(int, int)
    """Bar (0 or less during the count-in) and beat that begin, both counted from 1."""
    noted = Signal(int)
    """Number of notes recorded so far."""
    lost = Signal()
    problem = Signal(str)

    def __init__(
        self, player: Player, parent: QObject | None = None, *, look_milliseconds: int = LOOK_MILLISECONDS
    ) -> None:
        super().__init__(parent)
        self._player = player
        self._input: Any = None
        self._port = ""
        self.state = IDLE
        self._lock = threading.Lock()
        self._recording: Recording | None = None
        self._qpm, self._metre, self._bars_in = 120.0, (4, 4), 1
        self._track = TrackInfo("")
        self._origin: float | None = None  # time of the first click, once known
        self._metronome, self._beat = True, -1
        self._beats = QTimer(self, interval=BEAT_MILLISECONDS)
        self._beats.timeout.connect(self._count)
        self._looks = QTimer(self, interval=look_milliseconds)
        self._looks.timeout.connect(self.refresh)
        player.clicked.connect(self._clicked)

    def ports(self) -> list[str]:
        """Return the names of the MIDI inputs. The first call takes longer than a frame; `refresh` does not block."""
        return next(_listed_once())

    def refresh(self) -> None:
        """Request the MIDI inputs; `ports_changed` brings the answer."""
        go_through(_listed_once(), self._take_ports)

    def look(self) -> None:
        """List the MIDI inputs now and whenever some seconds have passed."""
        self.refresh()
        self._looks.start()

    def look_away(self) -> None:
        """End what `look` began."""
        self._looks.stop()

    def arm(
        self,
        port: str,
        qpm: float,
        metre: tuple[int, int] = (4, 4),
        *,
        bars_count_in: int = 1,
        metronome: bool = True,
        track: TrackInfo | None = None,
    ) -> bool:
        """Open a port and start the count-in. Return False if the port cannot be opened.

        Without `metronome`, the clicks end with the count-in.
        """
        self.cancel()
        try:
            self._input = mido.open_input(port, callback=self._hear)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            reason = in_words(reason_of_port(error))
            self.problem.emit(self.tr("“{port}” cannot be recorded from: {reason}").format(port=port, reason=reason))
            return False
        self._port, self._qpm, self._metre, self._bars_in = port, float(qpm), metre, max(0, bars_count_in)
        self._track = track or TrackInfo(self.tr("Recorded"))
        self._metronome, self._origin, self._beat = metronome, None, -1
        with self._lock:
            self._recording = Recording()
        self._player.pause()
        self._player.set_live(True)
        self._player.click(metronome_bar(self._qpm, self._metre))
        self._beats.start()
        self._become(COUNTING)
        return True

    def stop(self, *, step_ticks: int = 0) -> Sheet:
        """Stop, and return the notes played after the count-in.

        Args:
            step_ticks: grid of onsets and lengths in ticks of 1/480 quarter note, 0 for none.
        """
        recording = self._end()
        if recording is None or self._origin is None:
            return Sheet.empty()
        origin = self._origin + self._count_seconds
        return recording.sheet(origin=origin, qpm=self._qpm, metre=self._metre, track=self._track, step=step_ticks)

    def cancel(self) -> None:
        """Stop and discard the notes."""
        self._end()

    # -- the keyboard --------------------------------------------------------------------------------------------------

    def _hear(self, message: Any) -> None:
        # called in the port's own thread
        moment = time.perf_counter()
        with self._lock:
            if self._recording is None:
                return
            for key, velocity in self._recording.take(message, moment):
                self._player.note(key, velocity, program=self._track.program, drums=self._track.drums)
            count = self._recording.count
        if message.type == "note_on":
            with contextlib.suppress(RuntimeError):  # this object may be deleted by now
                self.noted.emit(count)

    def _end(self) -> Recording | None:
        port, self._input = self._input, None
        if port is not None:
            with contextlib.suppress(OSError, RuntimeError):
                port.close()
        with self._lock:
            recording, self._recording = self._recording, None
        self._beats.stop()
        if recording is None:
            return None
        for key, velocity in recording.end(time.perf_counter()):
            self._player.note(key, velocity, program=self._track.program, drums=self._track.drums)
        self._player.click(None)
        self._player.set_live(False)
        self._become(IDLE)
        return recording

    def _take_ports(self, names: list[str]) -> None:
        self.ports_changed.emit(names)
        if self._input is not None and self._port not in names:
            port, self._input = self._input, None
            with contextlib.suppress(OSError, RuntimeError):
                port.close()
            self.problem.emit(self.tr("“{port}” is not there any more.").format(port=self._port))
            self.lost.emit()

    # -- the beat ------------------------------------------------------------------------------------------------------

    @property
    def _beat_seconds(self) -> float:
        sheet = metronome_bar(self._qpm, self._metre)
        return float(sheet.seconds(sheet.beat_ticks(0)))

    @property
    def _count_seconds(self) -> float:
        return self._bars_in * metronome_bar(self._qpm, self._metre).duration

    def _clicked(self, moment: float) -> None:
        if self._recording is not None and self._origin is None:
            self._origin = moment

    def _count(self) -> None:
        if self._origin is None:
            return
        passed = time.perf_counter() - self._origin
        if passed < 0:
            return
        beat = int(passed / self._beat_seconds)
        if beat != self._beat:
            self._beat = beat
            beats_a_bar = round(metronome_bar(self._qpm, self._metre).duration / self._beat_seconds)
            self.beat.emit(beat // beats_a_bar + 1 - self._bars_in, beat % beats_a_bar + 1)
        if self.state == COUNTING and passed >= self._count_seconds - self._beat_seconds / 2:
            self._become(RECORDING)
        if not self._metronome and self.state == RECORDING and passed >= self._count_seconds:
            self._metronome = True  # end the clicks only once
            self._player.click(None)

    def _become(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _listed_once() -> Iterator[list[str]]:
    """Yield the names of the MIDI inputs."""
    try:
        yield list(dict.fromkeys(list_inputs()))
    except SeqgenError:
        yield []
