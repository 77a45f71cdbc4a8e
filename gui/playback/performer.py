"""The performer: plays sheets, clicks and single notes to the sound device or a MIDI port, a few blocks ahead.

It lives in a process of its own (`performer_main`). A thread of the window's would not do: beside a Python thread that
sorts a long list, a buffer of 100 ms ran dry for 4.1 of 6 seconds, because the interpreter's lock was not to be had
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
from gui.playback.position import Event, Playback
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
"""How much is computed ahead while somebody plays on a keyboard, or to a MIDI port: less delay, less patience."""
KEEP_OPEN_SECONDS = 120.0
"""How long the device stays open in silence, so that the next note is heard at once."""
LOOK_SECONDS = 2.0
FIRST_SOUND = 1e-4

Tell = Callable[[tuple[Any, ...]], None]


class Performer(QObject):
    """Carries out commands (its public methods, by name) and tells what becomes of them.

    It tells: `("at", serial, tick)` some sixty times a second while something is heard; `("ended", serial)`;
    `("sounded", serial, moment)` when the first sound of a `play` was handed over, `moment` of `time.perf_counter`;
    `("clicked", moment)` when the first click will be heard; `("device", name)`, empty without one; `("paused",
    serial, tick)` when it had to; `("problem", what, detail)`; `("outputs", names)`; `("font", path)`.
    """

    def __init__(self, devices: Devices, tell: Tell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices, self._tell = devices, tell
        self._playback = Playback(Sheet.empty())
        self._clicks: Clicks | None = None
        self._serial, self._playing, self._end_frame = 0, False, -1
        self._loudness = Loudness()
        self._live = False
        self._font = SoundFont.load(default_soundfont())
        self._fonts = FontReader(self)
        self._instruments: Instruments | None = None
        self._midi: MidiOutput | None = None
        self._outlet: Outlet | None = None
        self._timeline = Timeline()
        self._told = self._looked = self._quiet_since = 0.0
        self._stall = StallWatch()
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
        """One command from the window."""
        getattr(self, command)(*arguments)

    # -- commands ------------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Open the device, so that the first note need not wait for it."""
        outlet = self._opened()
        if isinstance(outlet, DeviceOutlet):
            # some servers take a second for the first sound of a stream
            outlet.write(np.zeros((min(outlet.room(BLOCK), BLOCK), 2), np.float32))

    def load(self, serial: int, sheet: Sheet) -> None:
        """Take another sheet, and be silent at its beginning."""
        self.stop(serial)
        scale, clock = self._playback.scale, self._playback.clock
        self._playback = Playback(sheet)
        self._playback.scale, self._playback.clock = scale, clock
        if self._midi is not None:
            self._midi.set_tracks(sheet.tracks)

    def play(self, serial: int, tick: float) -> None:
        """Play from a tick."""
        self._serial = serial
        self._opened()
        self._halt()
        self._timeline.clear()
        self._playing, self._end_frame, self._silent = True, -1, True
        self._give(self._playback.begin(tick))
        if self._midi is not None:
            quarters = self._playback.tick / self._playback.sheet.ticks_per_quarter
            self._midi.start(quarters, due=self._due())
        self._start_pumping()

    def pause(self, serial: int) -> None:
        """Hold where it stands; what was computed ahead is still heard."""
        self._serial = serial
        self._halt()

    def stop(self, serial: int) -> None:
        """Be silent, and stand at the beginning."""
        self._serial = serial
        self._halt()
        self._playback.jump(0.0, chase=False)
        self._timeline.clear()

    def seek(self, serial: int, tick: float) -> None:
        """Stand at, or go on from, a tick."""
        if self._playing:
            self.play(serial, tick)
        else:
            self._serial = serial
            self._timeline.clear()
            self._playback.jump(tick, chase=False)

    def update_sheet(self, sheet: Sheet) -> None:
        """Go on with a changed sheet."""
        if self._midi is not None:
            self._midi.set_tracks(sheet.tracks)
        events = self._playback.change(sheet)
        if self._playing:
            self._give(events)
        else:
            self._playback.silence()

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Repeat a range of ticks."""
        self._playback.set_loop(loop)

    def set_tempo(self, scale: float) -> None:
        """Play so many times as fast as the sheet says."""
        self._playback.scale = min(max(scale, 0.1), 10.0)

    def set_volume(self, volume: float) -> None:
        """The loudness of everything, 0 to 1."""
        self._loudness.set(volume)

    def set_live(self, live: bool) -> None:
        """Compute less ahead, for somebody who plays along."""
        self._live = live
        self._pump_timer.setInterval(PUMP_MILLISECONDS // 2 if live else PUMP_MILLISECONDS)

    def set_output(self, name: str) -> None:
        """Play to a MIDI port; to the sound device again with an empty name."""
        if name == (self._midi.name if self._midi is not None else ""):
            return
        was_playing, tick = self._playing, self._playback.tick
        self._halt()
        self._close_outlet()
        if self._midi is not None:
            self._midi.close()
            self._midi = None
        if name:
            try:
                self._midi = MidiOutput(name)
                self._midi.set_tracks(self._playback.sheet.tracks)
            except SeqgenError as error:
                self._tell(("output", ""))
                self._tell(("problem", "port", str(error)))
        self._playback.clock = self._midi is not None
        if was_playing:
            self.play(self._serial, tick)
        elif self._midi is None:
            self.warm_up()

    def set_font(self, path: str) -> None:
        """Take the instruments of another SoundFont, the built-in one with an empty path."""
        self._fonts.start(path)

    def click(self, sheet: Sheet | None) -> None:
        """Play a sheet of clicks over and over, beside everything else, or end them."""
        if self._clicks is not None:
            self._give(self._clicks.silence())
        self._clicks = Clicks(sheet) if sheet is not None else None
        if self._clicks is not None:
            self._opened()
            self._give(self._clicks.begin())
            self._tell(("clicked", self._due()))
            self._start_pumping()

    def echo(self, key: int, velocity: int, program: int, drums: bool) -> None:
        """Begin a single note, or end it with a velocity of 0."""
        self._opened()
        self._give(echo_events(key, velocity, program, drums=drums))
        self._start_pumping()

    def list_outputs(self) -> None:
        """Tell which MIDI outputs there are."""
        self._tell(("outputs", output_names()))

    def close(self) -> None:
        """Be silent for good."""
        self._halt()
        self._pump_timer.stop()
        if self._midi is not None:
            self._midi.close()
        self._close_outlet()

    # -- the pump ------------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether there is anything to compute."""
        return self._playing or self._clicks is not None or bool(self._instruments and self._instruments.sounding)

    def pump(self) -> None:
        """Fill the outlet up to the lead, and tell what is heard."""
        outlet = self._opened()
        room = outlet.room(round(self._lead * outlet.rate))
        while room >= BLOCK and self.busy:
            outlet.write(self._block(outlet))
            room -= BLOCK
        self._report(outlet)
        self._watch(outlet)
        self._look()
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
            stretch = self._playback.advance(BLOCK / outlet.rate)
            events += stretch.events
            self._timeline.add(stretch.path, frame=outlet.written, rate=outlet.rate)
            if self._playback.ended:
                self._playing = False
                self._end_frame = outlet.written + round(stretch.path[-1].seconds * outlet.rate)
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
        """Carry out events in the next block."""
        if self._midi is not None:
            due = self._due()
            for event in events:
                self._midi.give(event, due=due + event.seconds)
        elif self._instruments is not None:
            for event in events:
                self._instruments.give(event, at=round(event.seconds * self._opened().rate))

    def _due(self) -> float:
        """Return when the next block will be heard, of `time.perf_counter`."""
        outlet = self._opened()
        return time.perf_counter() + (outlet.written - outlet.heard()) / outlet.rate

    def _halt(self) -> None:
        """End the sheet's notes; clicks and single notes go on."""
        was_playing, self._playing = self._playing, False
        self._give(self._playback.silence())
        if self._midi is not None:
            self._midi.halt(clock=was_playing)

    def _report(self, outlet: Outlet) -> None:
        now, heard = time.monotonic(), outlet.heard()
        ended = 0 <= self._end_frame <= heard
        if self._timeline and (ended or now - self._told >= REPORT_SECONDS):
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
        self._instruments = Instruments(self._font, outlet.rate) if outlet else None

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
        """Follow the system's default device. A device that has gone pauses: nobody wants loudspeakers instead of
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
        self._playback.silence()
        if lost and playing:
            self._playback.jump(tick, chase=False)
            self._tell(("paused", self._serial, tick))
            self._tell(("problem", "device", name))
        self._tell_device(self._opened().device)
        if playing and not lost:
            self.play(self._serial, tick)

    def _watch(self, outlet: Outlet) -> None:
        """Notice a device that takes no sound any more. A sound server whose last device has gone tells nobody."""
        if self._stall.noticed(outlet):
            self._devices.give_up(outlet)
            self._devices_changed()

    def _heard_tick(self) -> float:
        assert self._outlet is not None
        return self._timeline.at(self._outlet.heard()) if self._timeline else self._playback.tick

    def _look(self) -> None:
        """Notice now and then what no signal tells."""
        if self._instruments is not None and self._instruments.problem:
            self._tell(("problem", "font", self._instruments.problem))
            self._instruments.problem = ""
        if self._midi is None:
            return
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._looked = time.monotonic()
            self._midi.look()
        if self._midi.problem:
            problem, playing = self._midi.problem, self._playing
            self._playing = False
            self.set_output("")
            self._tell(("output", ""))
            if playing:
                self._tell(("paused", self._serial, self._playback.tick))
            self._tell(("problem", "port", problem))

    def _rest(self) -> None:
        """Let go of a device that was silent for long."""
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
            self._give(self._playback.begin(self._playback.tick))
        if self._clicks is not None:
            self._give(self._clicks.resume())
        self._tell(("font", path))
