"""Player: state of the loaded sheet and its playback. The sound itself is made in the performer's process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.playback.performer_process import PerformerProcess
from gui.reasons import in_words
from seqgen.formats.metronome import count_in, with_metronome
from seqgen.formats.sheet import Sheet

STOPPED, PLAYING, PAUSED = "stopped", "playing", "paused"
SLOWEST, FASTEST = 0.25, 4.0


class Player(QObject):
    """Plays one sheet at a time to the sound device or a MIDI port, or silently if there is neither.

    The process is started by `warm_up` or the first `play`. If it dies, playback pauses and the next `play` starts a
    new one. `tick` is heard now, behind what is already computed; `tempo` is relative to the sheet's own. `output` is a
    MIDI port, empty for the sound device; `soundfont` a path, empty for the built-in one; `device` a name, empty if
    there is none, None while unknown. All are set through methods. `title` and `page` say what is loaded and which page
    of the window shows it; without anything loaded nothing plays.
    """

    metronome_changed = Signal()
    """Emitted when the metronome or the count-in is switched on or off."""
    tick_changed = Signal(float)
    state_changed = Signal(str)
    sheet_changed = Signal()
    """Emitted when another sheet is loaded or the loaded one is edited."""
    problem = Signal(str)
    loop_changed = Signal()
    tempo_changed = Signal(float)
    volume_changed = Signal(float)
    room_changed = Signal(bool)
    output_changed = Signal(str)
    """Name of the MIDI port in use; empty for the sound device."""
    outputs_changed = Signal(list)
    """Names of the MIDI ports, in answer to `refresh_outputs`."""
    soundfont_changed = Signal(str)
    device_changed = Signal(str)
    """Name of the sound device; empty if there is none."""
    clicked = Signal(float)
    """Time of `time.perf_counter` at which the first click of `click` is heard."""
    sounded = Signal(float)
    """Time of `time.perf_counter` at which the first sound since `play` went to the device."""

    def __init__(self, parent: QObject | None = None, *, keep: Path | None = None) -> None:
        super().__init__(parent)
        self._keep = keep  # for tests: a file that gets the sound instead of a device
        self.process: PerformerProcess | None = None
        self.sheet, self.title, self.page, self.loaded = Sheet.empty(), "", "", False
        self.state, self.tick, self._serial = STOPPED, 0.0, 0
        self._range: tuple[int, int] | None = None
        self.looping = False
        self.tempo, self.volume = 1.0, 1.0
        self.metronome, self.counts_in, self.room = False, False, True
        self.output = self.soundfont = ""
        self.device: str | None = None

    # -- state ---------------------------------------------------------------------------------------------------------

    @property
    def seconds(self) -> float:
        """Position in seconds at the current playback tempo."""
        return float(self.sheet.seconds(self.tick)) / self.tempo

    @property
    def duration(self) -> float:
        """Length of the sheet in seconds at the current playback tempo."""
        return self.sheet.duration / self.tempo

    @property
    def loop(self) -> tuple[int, int] | None:
        """Range of ticks that is repeated, None if none is."""
        return (self._range or (0, self.sheet.end_tick)) if self.looping else None

    @property
    def _performed(self) -> Sheet:
        """The sheet as it is performed, with the metronome if that is on."""
        return with_metronome(self.sheet) if self.metronome and self.loaded else self.sheet

    # -- playing -------------------------------------------------------------------------------------------------------

    def load(self, sheet: Sheet, *, title: str = "", page: str = "") -> None:
        """Load a sheet, go to its beginning and reset the loop range."""
        self._hold(sheet, title, page, loaded=True)

    def unload(self) -> None:
        """Hold nothing."""
        self._hold(Sheet.empty(), "", "", loaded=False)

    def _hold(self, sheet: Sheet, title: str, page: str, *, loaded: bool) -> None:
        self.sheet, self.title, self.page, self.loaded, self._range = sheet, title, page, loaded, None
        self._serial += 1
        self._send("load", self._serial, self._performed)
        self._send("set_loop", self.loop)
        self._become(STOPPED)
        self._stand(0.0)
        self.sheet_changed.emit()
        self.loop_changed.emit()

    def update_sheet(self, sheet: Sheet) -> None:
        """Replace the loaded sheet by an edited version; the change is heard at once."""
        self.sheet = sheet
        self._send("update_sheet", self._performed)
        self._send("set_loop", self.loop)
        if self.tick > sheet.end_tick:
            self._stand(float(sheet.end_tick))
        self.sheet_changed.emit()

    def play(self, tick: float | None = None) -> None:
        """Play from `tick`, by default from the current position."""
        if not self.loaded:
            return
        begin = self.tick if tick is None else float(tick)
        loop = self.loop
        if loop is not None and not loop[0] <= begin < loop[1]:
            begin = float(loop[0])
        if begin >= self.sheet.end_tick or begin < 0:
            begin = 0.0
        if not self._launched():
            return
        self._serial += 1
        counted = count_in(self.sheet, round(begin)) if self.counts_in else None
        self._send("play", self._serial, begin, counted)
        self._stand(begin)
        self._become(PLAYING)

    def pause(self) -> None:
        if self.state == PLAYING:
            self._serial += 1
            self._send("pause", self._serial)
            self._become(PAUSED)

    def toggle(self) -> None:
        if self.state == PLAYING:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stop and go back to the beginning."""
        self._serial += 1
        self._send("stop", self._serial)
        self._become(STOPPED)
        self._stand(0.0)

    def seek(self, tick: float) -> None:
        """Move to a tick, and keep playing if playing."""
        tick = min(max(0.0, float(tick)), float(self.sheet.end_tick))
        self._serial += 1
        self._send("seek", self._serial, tick)
        self._stand(tick)

    def set_loop(self, begin_tick: int | None, end_tick: int = 0) -> None:
        """Repeat a range of ticks; None switches looping off."""
        self._range = None if begin_tick is None or end_tick <= begin_tick else (int(begin_tick), int(end_tick))
        self.set_looping(self._range is not None)

    def set_loop_range(self, begin_tick: int | None, end_tick: int = 0) -> None:
        """Set the range that looping repeats, without switching it on or off; None is the whole sheet."""
        self._range = None if begin_tick is None or end_tick <= begin_tick else (int(begin_tick), int(end_tick))
        self.set_looping(self.looping)

    def set_looping(self, on: bool) -> None:
        """Switch looping of the range, or of the whole sheet if no range is set, on or off."""
        self.looping = on
        self._send("set_loop", self.loop)
        self.loop_changed.emit()

    def set_tempo(self, scale: float) -> None:
        """Set the playback speed relative to the sheet's own tempo."""
        self.tempo = min(max(float(scale), SLOWEST), FASTEST)
        self._send("set_tempo", self.tempo)
        self.tempo_changed.emit(self.tempo)

    def set_metronome(self, on: bool, *, counts_in: bool) -> None:
        """Let clicks sound on the beats of what is played, and a bar of them before it begins."""
        changed = on != self.metronome
        self.metronome, self.counts_in = on, counts_in
        if changed and self.loaded:
            self._send("update_sheet", self._performed)
        self.metronome_changed.emit()

    def set_volume(self, volume: float) -> None:
        """Set the volume, 0 to 1."""
        self.volume = min(max(float(volume), 0.0), 1.0)
        self._send("set_volume", self.volume)
        self.volume_changed.emit(self.volume)

    def set_room(self, on: bool) -> None:
        """Let a small room be heard around the instruments of the SoundFont, or not."""
        self.room = on
        self._send("set_room", on)
        self.room_changed.emit(on)

    def set_output(self, name: str) -> None:
        """Play to the MIDI port of that name, to a new virtual one (`virtual`) or to the sound device (empty)."""
        self.output = name
        if name:
            self._launched()
        self._send("set_output", name)
        self.output_changed.emit(name)

    def refresh_outputs(self) -> None:
        """Request the MIDI ports; `outputs_changed` brings the answer."""
        if self._launched():
            self._send("list_outputs")

    def set_soundfont(self, path: str) -> None:
        """Use the SoundFont at `path`, the built-in one if empty."""
        self.soundfont = path
        self._send("set_font", path)
        self.soundfont_changed.emit(path)

    # -- single notes and clicks ---------------------------------------------------------------------------------------

    def note(self, key: int, velocity: int, *, program: int = 0, drums: bool = False) -> None:
        """Begin a single note now, or end it if `velocity` is 0. Safe from any thread once the process runs."""
        self._send("echo", key, velocity, program, drums)

    def click(self, sheet: Sheet | None) -> None:
        """Repeat a sheet of clicks, or stop them with None. `clicked` tells when the first is heard."""
        if self._launched():
            self._send("click", sheet)

    def set_live(self, live: bool) -> None:
        if self._launched():
            self._send("set_live", live)

    # -- the process ---------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Start the process and open the device, so that the first note comes without delay."""
        if self._launched():
            self._send("warm_up")

    def close(self) -> None:
        self._become(STOPPED)
        process, self.process = self.process, None
        if process is not None:
            process.close()

    def _launched(self) -> bool:
        if self.process is not None:
            return True
        try:
            self.process = PerformerProcess(self, keep=self._keep)
        except OSError as error:
            self.problem.emit(self.tr("Nothing can be played: {reason}").format(reason=in_words(error)))
            return False
        self.process.told.connect(self._take)
        self.process.died.connect(self._died)
        for command in (
            ("set_volume", self.volume),
            ("set_tempo", self.tempo),
            ("set_room", self.room),
            ("load", self._serial, self._performed),
            ("set_loop", self.loop),
        ):
            self._send(*command)
        if self.soundfont:
            self._send("set_font", self.soundfont)
        if self.output:
            self._send("set_output", self.output)
        return True

    def _send(self, *command: Any) -> None:
        # settings made before the process starts are sent to it by `_launched`
        if self.process is not None:
            self.process.send(*command)

    def _died(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.close()
            process.deleteLater()
        if self.state == PLAYING:
            self._become(PAUSED)
        self.problem.emit(self.tr("The sound stopped unexpectedly; play goes on with it."))

    def _take(self, news: tuple[Any, ...]) -> None:
        name, rest = news[0], news[1:]
        if name in ("at", "ended", "paused", "sounded"):
            if rest[0] == self._serial:
                self._take_progress(name, rest[1:])
        elif name == "device":
            self.device = rest[0]
            self.device_changed.emit(rest[0])
        elif name == "outputs":
            self.outputs_changed.emit(rest[0])
        elif name == "output":
            self.output = rest[0]
            self.output_changed.emit(rest[0])
        elif name == "font" and rest[0] != self.soundfont:
            self.soundfont = rest[0]
            self.soundfont_changed.emit(rest[0])
        elif name == "clicked":
            self.clicked.emit(rest[0])
        elif name == "problem":
            self.problem.emit(self._problem(*rest))

    def _take_progress(self, name: str, rest: tuple[Any, ...]) -> None:
        if name == "at":
            self._stand(rest[0])
        elif name == "sounded":
            self.sounded.emit(rest[0])
        elif name == "ended":
            self._become(STOPPED)
            self._stand(0.0)
        elif self.state == PLAYING:
            self._become(PAUSED)
            self._stand(rest[0])

    def _problem(self, source: str, detail: str) -> str:
        sentences = {
            "device": self.tr("The sound device “{detail}” has gone; play goes on with another."),
            "port": self.tr("The MIDI port does not play: {detail}"),
            "font": self.tr("The SoundFont cannot be used: {detail}"),
        }
        return sentences.get(source, "{detail}").format(detail=in_words(detail))

    def _stand(self, tick: float) -> None:
        self.tick = tick
        self.tick_changed.emit(tick)

    def _become(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
