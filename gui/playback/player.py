"""The player: what is loaded, where it stands, and what is to be heard of it. The performer's process does the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.playback.performer_process import PerformerProcess
from seqgen.formats.sheet import Sheet

STOPPED, PLAYING, PAUSED = "stopped", "playing", "paused"
SLOWEST, FASTEST = 0.25, 4.0


class Player(QObject):
    """Plays one sheet at a time, to the system's sound device, to a MIDI port, or silently where there is neither.

    The process is started by `warm_up` or the first `play`. If it dies, playing pauses, and the next `play` starts
    another.
    """

    tick_changed = Signal(float)
    state_changed = Signal(str)
    sheet_changed = Signal()
    """Another sheet was loaded, or the loaded one was changed."""
    problem = Signal(str)
    loop_changed = Signal()
    tempo_changed = Signal(float)
    volume_changed = Signal(float)
    output_changed = Signal(str)
    """The MIDI port that is played to; empty for sound."""
    outputs_changed = Signal(list)
    """The names of the MIDI ports, as asked for by `refresh_outputs`."""
    soundfont_changed = Signal(str)
    device_changed = Signal(str)
    """The name of the sound device; empty where there is none."""
    clicked = Signal(float)
    """When the first click of `click` is heard, of `time.perf_counter`."""
    sounded = Signal(float)
    """When the first sound since `play` was handed to the device, of `time.perf_counter`."""

    def __init__(self, parent: QObject | None = None, *, keep: Path | None = None) -> None:
        super().__init__(parent)
        self._keep = keep  # instead of a device, a file: for tests
        self._process: PerformerProcess | None = None
        self._sheet, self._title = Sheet.empty(), ""
        self._state, self._tick, self._serial = STOPPED, 0.0, 0
        self._range: tuple[int, int] | None = None
        self._looping = False
        self._tempo, self._volume = 1.0, 1.0
        self._output = self._soundfont = ""
        self._device: str | None = None

    # -- what is -------------------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        """What is loaded."""
        return self._sheet

    @property
    def title(self) -> str:
        """What the loaded sheet is called."""
        return self._title

    @property
    def tick(self) -> float:
        """Where in the sheet it stands: what is heard now, not what is computed ahead."""
        return self._tick

    @property
    def seconds(self) -> float:
        """The same as a time, at the tempo that is played."""
        return float(self._sheet.seconds(self._tick)) / self._tempo

    @property
    def duration(self) -> float:
        """Seconds of the whole sheet at the tempo that is played."""
        return self._sheet.duration / self._tempo

    @property
    def state(self) -> str:
        """`stopped`, `playing` or `paused`."""
        return self._state

    @property
    def looping(self) -> bool:
        """Whether the loop's range, or the whole sheet, is repeated."""
        return self._looping

    @property
    def loop(self) -> tuple[int, int] | None:
        """The ticks that are repeated now."""
        return (self._range or (0, self._sheet.end_tick)) if self._looping else None

    @property
    def tempo(self) -> float:
        """How many times as fast as the sheet says."""
        return self._tempo

    @property
    def volume(self) -> float:
        """The loudness of everything, 0 to 1."""
        return self._volume

    @property
    def output(self) -> str:
        """The MIDI port that is played to; empty for sound."""
        return self._output

    @property
    def soundfont(self) -> str:
        """The path of the SoundFont; empty for the built-in one."""
        return self._soundfont

    @property
    def device(self) -> str | None:
        """The sound device's name; empty where there is none, None while it is not known yet."""
        return self._device

    # -- what is heard -------------------------------------------------------------------------------------------------

    def load(self, sheet: Sheet, *, title: str = "") -> None:
        """Take another sheet, and stand at its beginning. The range of the loop is forgotten."""
        self._sheet, self._title, self._range = sheet, title, None
        self._serial += 1
        self._send("load", self._serial, sheet)
        self._send("set_loop", self.loop)
        self._become(STOPPED)
        self._stand(0.0)
        self.sheet_changed.emit()
        self.loop_changed.emit()

    def update_sheet(self, sheet: Sheet) -> None:
        """Go on with a changed sheet: mix, instruments, notes and tempo are heard to change at once."""
        self._sheet = sheet
        self._send("update_sheet", sheet)
        self._send("set_loop", self.loop)
        if self._tick > sheet.end_tick:
            self._stand(float(sheet.end_tick))
        self.sheet_changed.emit()

    def play(self, tick: float | None = None) -> None:
        """Play from a tick, or from where it stands."""
        begin = self._tick if tick is None else float(tick)
        loop = self.loop
        if loop is not None and not loop[0] <= begin < loop[1]:
            begin = float(loop[0])
        if begin >= self._sheet.end_tick or begin < 0:
            begin = 0.0
        if not self._launched():
            return
        self._serial += 1
        self._send("play", self._serial, begin)
        self._stand(begin)
        self._become(PLAYING)

    def pause(self) -> None:
        """Hold."""
        if self._state == PLAYING:
            self._serial += 1
            self._send("pause", self._serial)
            self._become(PAUSED)

    def toggle(self) -> None:
        """Play, or pause."""
        if self._state == PLAYING:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Be silent, and stand at the beginning."""
        self._serial += 1
        self._send("stop", self._serial)
        self._become(STOPPED)
        self._stand(0.0)

    def seek(self, tick: float) -> None:
        """Stand at a tick, or go on from it."""
        tick = min(max(0.0, float(tick)), float(self._sheet.end_tick))
        self._serial += 1
        self._send("seek", self._serial, tick)
        self._stand(tick)

    def set_loop(self, begin_tick: int | None, end_tick: int = 0) -> None:
        """Repeat a range of ticks; None plays on."""
        self._range = None if begin_tick is None or end_tick <= begin_tick else (int(begin_tick), int(end_tick))
        self._set_looping(self._range is not None)

    def set_loop_range(self, begin_tick: int | None, end_tick: int = 0) -> None:
        """What is repeated if anything is: a selection, or with None the whole sheet."""
        self._range = None if begin_tick is None or end_tick <= begin_tick else (int(begin_tick), int(end_tick))
        self._set_looping(self._looping)

    def set_looping(self, on: bool) -> None:
        """Repeat the range, or the whole sheet where there is none; or play on."""
        self._set_looping(on)

    def _set_looping(self, on: bool) -> None:
        self._looping = on
        self._send("set_loop", self.loop)
        self.loop_changed.emit()

    def set_tempo(self, scale: float) -> None:
        """Play so many times as fast as the sheet says."""
        self._tempo = min(max(float(scale), SLOWEST), FASTEST)
        self._send("set_tempo", self._tempo)
        self.tempo_changed.emit(self._tempo)

    def set_volume(self, volume: float) -> None:
        """The loudness of everything, 0 to 1."""
        self._volume = min(max(float(volume), 0.0), 1.0)
        self._send("set_volume", self._volume)
        self.volume_changed.emit(self._volume)

    def set_output(self, name: str) -> None:
        """Play to a MIDI port of that name, to a new one (`virtual`), or to the sound device (empty)."""
        self._output = name
        if name:
            self._launched()
        self._send("set_output", name)
        self.output_changed.emit(name)

    def refresh_outputs(self) -> None:
        """Ask which MIDI ports there are; `outputs_changed` answers."""
        if self._launched():
            self._send("list_outputs")

    def set_soundfont(self, path: str) -> None:
        """Take the instruments of a SoundFont; the built-in one with an empty path."""
        self._soundfont = path
        self._send("set_font", path)
        self.soundfont_changed.emit(path)

    # -- beside the sheet ----------------------------------------------------------------------------------------------

    def note(self, key: int, velocity: int, *, program: int = 0, drums: bool = False) -> None:
        """Begin a single note now, or end it with a velocity of 0. From any thread once the process runs."""
        self._send("echo", key, velocity, program, drums)

    def click(self, sheet: Sheet | None) -> None:
        """Play a sheet of clicks over and over, or end them. `clicked` says when the first is heard."""
        if self._launched():
            self._send("click", sheet)

    def set_live(self, live: bool) -> None:
        """Compute less ahead, for somebody who plays along."""
        if self._launched():
            self._send("set_live", live)

    # -- the process ---------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Make ready what the first note would otherwise wait for."""
        if self._launched():
            self._send("warm_up")

    def close(self) -> None:
        """End for good."""
        self._become(STOPPED)
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _launched(self) -> bool:
        if self._process is not None:
            return True
        try:
            self._process = PerformerProcess(self, keep=self._keep)
        except OSError as error:
            self.problem.emit(self.tr("Nothing can be played: {reason}").format(reason=error))
            return False
        self._process.told.connect(self._take)
        self._process.died.connect(self._died)
        for command in (
            ("set_volume", self._volume),
            ("set_tempo", self._tempo),
            ("load", self._serial, self._sheet),
            ("set_loop", self.loop),
        ):
            self._send(*command)
        if self._soundfont:
            self._send("set_font", self._soundfont)
        if self._output:
            self._send("set_output", self._output)
        return True

    def _send(self, *command: Any) -> None:
        # what is set before there is a process is told to it when it starts
        if self._process is not None:
            self._process.send(*command)

    def _died(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()
            process.deleteLater()
        if self._state == PLAYING:
            self._become(PAUSED)
        self.problem.emit(self.tr("The sound stopped unexpectedly; play goes on with it."))

    def _take(self, news: tuple[Any, ...]) -> None:
        what, rest = news[0], news[1:]
        if what in ("at", "ended", "paused", "sounded"):
            if rest[0] == self._serial:
                self._take_progress(what, rest[1:])
        elif what == "device":
            self._device = rest[0]
            self.device_changed.emit(rest[0])
        elif what == "outputs":
            self.outputs_changed.emit(rest[0])
        elif what == "output":
            self._output = rest[0]
            self.output_changed.emit(rest[0])
        elif what == "font" and rest[0] != self._soundfont:
            self._soundfont = rest[0]
            self.soundfont_changed.emit(rest[0])
        elif what == "clicked":
            self.clicked.emit(rest[0])
        elif what == "problem":
            self.problem.emit(self._words(*rest))

    def _take_progress(self, what: str, rest: tuple[Any, ...]) -> None:
        if what == "at":
            self._stand(rest[0])
        elif what == "sounded":
            self.sounded.emit(rest[0])
        elif what == "ended":
            self._become(STOPPED)
            self._stand(0.0)
        elif self._state == PLAYING:
            self._become(PAUSED)
            self._stand(rest[0])

    def _words(self, what: str, detail: str) -> str:
        sentences = {
            "device": self.tr("The sound device “{detail}” has gone; play goes on with another."),
            "port": self.tr("The MIDI port does not play: {detail}"),
            "font": self.tr("The SoundFont cannot be used: {detail}"),
        }
        return sentences.get(what, "{detail}").format(detail=detail)

    def _stand(self, tick: float) -> None:
        self._tick = tick
        self.tick_changed.emit(tick)

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
