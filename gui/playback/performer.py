"""Performer: plays sheets, clicks and single notes to the sound device or a MIDI port, a few blocks ahead.

It runs in its own process (`performer_main`). A thread in the window's process is not enough: beside a Python thread
that sorts a long list, a buffer of 100 ms ran empty for 4.1 of 6 seconds, waiting for the interpreter's lock
(tests/benchmarks/playing.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

from gui.playback.extra_notes import Clicks, echo_events
from gui.playback.font_reader import FontReader
from gui.playback.instruments import Instruments
from gui.playback.loudness import Loudness
from gui.playback.midi_output import MidiOutput, output_names
from gui.playback.position import Event, PlayPosition
from gui.playback.sound_output import BUFFER_SECONDS, ClockOutlet, DeviceOutlet, Devices, Outlet, StallWatch
from gui.playback.timeline import Timeline
from seqgen.arrays import Sound
from seqgen.errors import SeqgenError
from seqgen.formats.sheet import Sheet
from seqgen.sound.soundfont import SoundFont, default_soundfont

BLOCK = 512
PUMP_MILLISECONDS = 8
REPORT_SECONDS = 0.014  # with the pump, every 16 ms
LIVE_SECONDS = 0.03
"""Sound computed ahead while somebody plays on a keyboard, or to a MIDI port, for less delay."""
KEEP_OPEN_SECONDS = 120.0
"""Time that the device stays open in silence, so that the next note is heard at once."""
CHECK_SECONDS = 2.0
FIRST_SOUND = 1e-4

Tell = Callable[[tuple[Any, ...]], None]


class Performer(QObject):
    """Carries out commands (its public methods, by name) and reports news through `tell`.

    The news, with times of `time.perf_counter`: `("at", serial, tick)` about sixty times a second while something is
    heard; `("sounded", serial, time)`, `("paused", serial, tick)` and `("ended", serial)`; `("clicked", time)`;
    `("device", name)`, empty without one; `("output", name)`, `("outputs", names)` and `("font", path)`; and
    `("problem", source, detail)` of a device, port or font.
    """

    def __init__(
        self, devices: Devices, tell: Tell, *, report: float = REPORT_SECONDS, stall: StallWatch | None = None
    ) -> None:
        super().__init__()
        self._devices, self._tell = devices, tell
        self._position = PlayPosition(Sheet.empty())
        self._clicks: Clicks | None = None
        self._serial, self._playing, self._end_frame = 0, False, -1
        self._loudness = Loudness()
        self._live, self._room = False, True
        self._font = SoundFont.load(default_soundfont())
        self._fonts = FontReader(self)
        self._instruments: Instruments | None = None
        self._midi: MidiOutput | None = None
        self._outlet: Outlet | None = None
        self._timeline = Timeline()
        self._told = self._checked = self._quiet_since = 0.0
        self._report_seconds = report
        self._stall = stall or StallWatch()
        self._silent = True  # since `play`
        self._device_told: str | None = None
        self._pump_timer = QTimer(self, interval=PUMP_MILLISECONDS)
        self._pump_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._pump_timer.timeout.connect(self.pump)
        self._idle_timer = QTimer(self, interval=10_000)
        self._idle_timer.timeout.connect(self._rest)
        self._idle_timer.start()
        self._devices.changed.connect(self._devices_changed)
        self._fonts.read.connect(self._take_font)

    def carry_out(self, command: str, *arguments: Any) -> None:
        getattr(self, command)(*arguments)

    def warm_up(self) -> None:
        """Open the device, so that the first note comes without delay."""
        outlet = self._opened()
        if isinstance(outlet, DeviceOutlet):
            # some servers take a second for the first sound of a stream
            outlet.write(np.zeros((min(outlet.room(BLOCK), BLOCK), 2), np.float32))

    def load(self, serial: int, sheet: Sheet) -> None:
        """Load a sheet and stop at its beginning."""
        self.stop(serial)
        scale, clock = self._position.scale, self._position.clock
        self._position = PlayPosition(sheet)
        self._position.scale, self._position.clock = scale, clock
        self._set_tracks(sheet)

    def play(self, serial: int, tick: float, count_in: Sheet | None = None) -> None:
        self._serial = serial
        self._opened()
        self._halt()
        self._timeline.clear()
        self._playing, self._end_frame, self._silent = True, -1, True
        self._give(self._position.begin(tick, count_in=count_in))
        if self._midi is not None:
            quarters = self._position.tick / self._position.sheet.ticks_per_quarter
            self._midi.start(quarters, due=self._due())
        self._start_pumping()

    def pause(self, serial: int) -> None:
        """Pause; sound already computed is still heard."""
        self._serial = serial
        self._halt()

    def stop(self, serial: int) -> None:
        self._serial = serial
        self._halt()
        self._position.jump(0.0, chase=False)
        self._timeline.clear()

    def seek(self, serial: int, tick: float) -> None:
        if self._playing:
            self.play(serial, tick)
        else:
            self._serial = serial
            self._timeline.clear()
            self._position.jump(tick, chase=False)

    def update_sheet(self, sheet: Sheet) -> None:
        """Replace the sheet by an edited version."""
        self._set_tracks(sheet)
        events = self._position.change(sheet)
        if self._playing:
            self._give(events)
        else:
            self._position.silence()

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        self._position.set_loop(loop)

    def set_tempo(self, scale: float) -> None:
        """Set the speed relative to the sheet's own tempo."""
        self._position.scale = min(max(scale, 0.1), 10.0)

    def set_volume(self, volume: float) -> None:
        self._loudness.set(volume)

    def set_room(self, on: bool) -> None:
        """Let the room be heard, or not. A MIDI port has its own."""
        self._room = on
        if self._instruments is not None:
            self._instruments.set_room(on)

    def set_live(self, live: bool) -> None:
        self._live = live
        self._pump_timer.setInterval(PUMP_MILLISECONDS // 2 if live else PUMP_MILLISECONDS)

    def set_output(self, name: str) -> None:
        """Play to a MIDI port, or to the sound device if the name is empty."""
        if name == (self._midi.name if self._midi is not None else ""):
            return
        was_playing, tick = self._playing, self._position.tick
        self._halt()
        self._close_outlet()
        if self._midi is not None:
            self._midi.close()
            self._midi = None
        if name:
            try:
                self._midi = MidiOutput(name)
                self._midi.set_tracks(self._position.sheet.tracks)
            except SeqgenError as error:
                self._tell(("output", ""))
                self._tell(("problem", "port", error.sentence))
        self._position.clock = self._midi is not None
        if was_playing:
            self.play(self._serial, tick)
        elif self._midi is None:
            self.warm_up()

    def set_font(self, path: str) -> None:
        """Use the SoundFont at `path`, the built-in one if empty."""
        self._fonts.start(path)

    def click(self, sheet: Sheet | None) -> None:
        """Repeat a sheet of clicks beside everything else, or stop them with None."""
        if self._clicks is not None:
            self._give(self._clicks.silence())
        self._clicks = Clicks(sheet) if sheet is not None else None
        if self._clicks is not None:
            self._opened()
            self._give(self._clicks.begin())
            self._tell(("clicked", self._due()))
            self._start_pumping()

    def echo(self, key: int, velocity: int, program: int, drums: bool) -> None:
        """Begin a single note, or end it if `velocity` is 0."""
        self._opened()
        self._give(echo_events(key, velocity, program, drums=drums))
        self._start_pumping()

    def list_outputs(self) -> None:
        self._tell(("outputs", output_names()))

    def close(self) -> None:
        self._halt()
        self._pump_timer.stop()
        if self._midi is not None:
            self._midi.close()
        self._close_outlet()

    # -- the pump ------------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """True while there is sound to compute."""
        return self._playing or self._clicks is not None or bool(self._instruments and self._instruments.sounding)

    def pump(self) -> None:
        """Fill the outlet up to the lead, and report what is heard."""
        outlet = self._opened()
        room = outlet.room(round(self._lead * outlet.rate))
        while room >= BLOCK and self.busy:
            outlet.write(self._block(outlet))
            room -= BLOCK
        self._report(outlet)
        if self._stall.noticed(outlet):  # a sound server whose last device is gone does not report it
            self._devices.give_up(outlet)
            self._devices_changed()
        self._check()
        if not self.busy and outlet.heard() >= outlet.written:
            self._pump_timer.stop()
            self._quiet_since = time.monotonic()

    @property
    def _lead(self) -> float:
        return LIVE_SECONDS if self._live or self._midi is not None else BUFFER_SECONDS

    def _start_pumping(self) -> None:
        self._stall.restart()
        self._pump_timer.start()
        self.pump()

    def _block(self, outlet: Outlet) -> Sound:
        events: list[Event] = []
        if self._playing:
            played = self._position.advance(BLOCK / outlet.rate)
            events += played.events
            self._timeline.add(played.path, frame=outlet.written, rate=outlet.rate)
            if self._position.ended:
                self._playing = False
                self._end_frame = outlet.written + round(played.path[-1].seconds * outlet.rate)
        if self._clicks is not None:
            events += self._clicks.advance(BLOCK / outlet.rate)
            events.sort(key=lambda event: event.seconds)
        self._give(events)
        if self._instruments is None:
            return np.zeros((BLOCK, 2), np.float32)
        sound = self._loudness.apply(self._instruments.block(BLOCK))
        if self._silent and self._playing and float(np.abs(sound).max(initial=0.0)) > FIRST_SOUND:
            self._silent = False
            self._tell(("sounded", self._serial, time.perf_counter()))
        return sound

    def _give(self, events: list[Event]) -> None:
        """Perform events in the next block."""
        if self._midi is not None:
            due = self._due()
            for event in events:
                self._midi.give(event, due=due + event.seconds)
        elif self._instruments is not None:
            for event in events:
                self._instruments.give(event, at=round(event.seconds * self._opened().rate))

    def _due(self) -> float:
        """Return the time of `time.perf_counter` at which the next block will be heard."""
        outlet = self._opened()
        return time.perf_counter() + (outlet.written - outlet.heard()) / outlet.rate

    def _halt(self) -> None:
        """End the sheet's notes; clicks and single notes go on."""
        was_playing, self._playing = self._playing, False
        self._give(self._position.silence())
        if self._midi is not None:
            self._midi.halt(clock=was_playing)

    def _report(self, outlet: Outlet) -> None:
        now, heard = time.monotonic(), outlet.heard()
        ended = 0 <= self._end_frame <= heard
        if self._timeline and (ended or now - self._told >= self._report_seconds):
            self._told = now
            self._tell(("at", self._serial, self._timeline.at(heard)))
        if ended:
            self._end_frame = -1
            self._timeline.clear()
            if self._midi is not None:
                self._midi.halt(clock=True)
            self._tell(("ended", self._serial))
        elif not self._playing and self._timeline.settled:
            self._timeline.clear()

    # -- devices, ports, fonts -----------------------------------------------------------------------------------------

    def _opened(self) -> Outlet:
        if self._outlet is None:
            self._outlet = ClockOutlet() if self._midi is not None else self._devices.open()
            if isinstance(self._outlet, DeviceOutlet):
                self._outlet.failed.connect(self._devices_changed)
            self._make_instruments()
            if self._midi is None:
                self._tell_device(self._outlet.device)
        return self._outlet

    def _make_instruments(self) -> None:
        outlet = self._outlet if self._midi is None else None
        self._instruments = Instruments(self._font, outlet.rate, room=self._room) if outlet else None
        if self._instruments is not None:
            self._instruments.set_tracks(self._position.sheet.tracks)

    def _set_tracks(self, sheet: Sheet) -> None:
        for player in (self._midi, self._instruments):
            if player is not None:
                player.set_tracks(sheet.tracks)

    def _close_outlet(self) -> None:
        if self._outlet is not None:
            self._outlet.close()
        self._outlet = self._instruments = None
        self._timeline.clear()

    def _tell_device(self, name: str) -> None:
        if name != self._device_told:
            self._device_told = name
            self._tell(("device", name))

    def _devices_changed(self) -> None:
        """Follow the system's default device. If the device in use is gone, pause: nobody wants loudspeakers instead of
        the headphones that were just unplugged."""
        if self._midi is not None:
            return
        if self._outlet is None:
            self._opened()
            return
        lost = not self._devices.is_there(self._outlet)
        if not lost and self._devices.is_default(self._outlet):
            return
        name, tick, playing = self._outlet.device, self._heard_tick(), self._playing
        self._playing = False
        self._close_outlet()
        self._position.silence()
        if lost and playing:
            self._position.jump(tick, chase=False)
            self._tell(("paused", self._serial, tick))
            self._tell(("problem", "device", name))
        self._tell_device(self._opened().device)
        if playing and not lost:
            self.play(self._serial, tick)

    def _heard_tick(self) -> float:
        assert self._outlet is not None
        return self._timeline.at(self._outlet.heard()) if self._timeline else self._position.tick

    def _check(self) -> None:
        """Check for problems that no signal reports."""
        if self._instruments is not None and self._instruments.problem:
            self._tell(("problem", "font", self._instruments.problem))
            self._instruments.problem = ""
        if self._midi is None:
            return
        if time.monotonic() - self._checked >= CHECK_SECONDS:
            self._checked = time.monotonic()
            self._midi.check()
        if self._midi.problem:
            problem, playing = self._midi.problem, self._playing
            self._playing = False
            self.set_output("")
            self._tell(("output", ""))
            if playing:
                self._tell(("paused", self._serial, self._position.tick))
            self._tell(("problem", "port", problem))

    def _rest(self) -> None:
        """Close a device that was silent for long."""
        quiet = not self._pump_timer.isActive() and time.monotonic() - self._quiet_since > KEEP_OPEN_SECONDS
        if quiet and isinstance(self._outlet, DeviceOutlet):
            self._close_outlet()

    def _take_font(self, font: SoundFont | None, path: str, problem: str) -> None:
        if font is None:
            self._tell(("font", ""))
            return self._tell(("problem", "font", problem))
        self._font = font
        self._make_instruments()
        if self._playing:
            self._give(self._position.begin(self._position.tick))
        if self._clicks is not None:
            self._give(self._clicks.resume())
        self._tell(("font", path))
