"""Where sound goes: the system's default sound device, or, where there is none, nowhere at the same pace."""

from __future__ import annotations

import time
from pathlib import Path
from typing import IO, Any, Protocol

import numpy as np
from PySide6.QtCore import QIODevice, QObject, Signal
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from seqgen.arrays import Sound

RATE = 48000
USABLE_RATES = (22050, 96000)
BUFFER_SECONDS = 0.1
"""How much is computed ahead: the computer may be busy for so long before a gap is heard."""
STALL_SECONDS = 3.0


class Outlet(Protocol):
    """Takes stereo sound, (frames, 2), and says how much of it was heard."""

    rate: int
    device: str
    """What the device calls itself; empty where there is none."""
    written: int

    def room(self, lead: int) -> int:
        """How many frames may be written so that no more than `lead` wait to be heard."""

    def write(self, sound: Sound) -> None:
        """Take frames; no more than there is room for."""

    def heard(self) -> int:
        """How many of the frames written were heard by now."""

    def close(self) -> None:
        """Be silent at once."""


class Devices(Protocol):
    """Where outlets come from: `SoundDevices`, but in tests."""

    changed: Any

    def open(self) -> Outlet:
        """The default device, or silence at its pace."""

    def is_there(self, outlet: Outlet) -> bool:
        """Whether an outlet's device is still there."""

    def give_up(self, outlet: Outlet) -> None:
        """Do not open that device again until the devices change: it takes no sound, whatever it says."""

    def is_default(self, outlet: Outlet) -> bool:
        """Whether an outlet is of the device that a new one would be of."""


class ClockOutlet:
    """No sound: frames pass at the pace of the clock. With a file they are kept there, as raw 32-bit floats."""

    device = ""

    def __init__(self, *, rate: int = RATE, keep: Path | None = None) -> None:
        self.rate, self.written = rate, 0
        self._origin = 0.0  # when frame 0 would have been heard
        self._file: IO[bytes] | None = keep.open("ab") if keep is not None else None

    def room(self, lead: int) -> int:
        return lead - (self.written - self.heard())

    def write(self, sound: Sound) -> None:
        if self.heard() >= self.written:  # it had run dry: these are heard from now on
            self._origin = time.perf_counter() - self.written / self.rate
        self.written += len(sound)
        if self._file is not None:
            self._file.write(np.ascontiguousarray(sound, np.float32).tobytes())
            self._file.flush()

    def heard(self) -> int:
        return min(self.written, int((time.perf_counter() - self._origin) * self.rate))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class DeviceOutlet(QObject):
    """A sound device. Qt moves the sound from its buffer to the device in a thread that runs no Python."""

    failed = Signal()

    def __init__(self, device: QAudioDevice) -> None:
        super().__init__()
        wanted = _format(device)
        self.rate, self.device, self.written = wanted.sampleRate(), device.description(), 0
        self.key = _key(device)
        self._channels = wanted.channelCount()
        self._floats = wanted.sampleFormat() == QAudioFormat.SampleFormat.Float
        self._frame_bytes = wanted.bytesPerFrame()
        self._sink = QAudioSink(device, wanted, self)
        self._sink.setBufferSize(round(BUFFER_SECONDS * self.rate) * self._frame_bytes)
        self._pipe: QIODevice | None = self._sink.start()
        self._sink.stateChanged.connect(self._look)

    @property
    def working(self) -> bool:
        """Whether the device took the format and has not failed since."""
        # by name: QAudio.Error became QtAudio.Error between Qt's versions, and the two are not equal
        return self._pipe is not None and self._sink.error().name in ("NoError", "UnderrunError")

    def room(self, lead: int) -> int:
        waiting = self._waiting()
        return min(lead - waiting, self._sink.bytesFree() // self._frame_bytes)

    def write(self, sound: Sound) -> None:
        if self._pipe is None:
            return
        if self._channels == 1:
            sound = sound.mean(axis=1, keepdims=True, dtype=np.float32)
        elif self._channels > 2:
            sound = np.pad(sound, ((0, 0), (0, self._channels - 2)))
        data = sound.astype("<f4") if self._floats else (sound * 32767).astype("<i2")
        self._pipe.write(data.tobytes())
        self.written += len(sound)

    def heard(self) -> int:
        return self.written - self._waiting()

    def close(self) -> None:
        self._sink.stateChanged.disconnect(self._look)
        self._pipe = None
        self._sink.stop()
        self._sink.deleteLater()

    def _waiting(self) -> int:
        return max(0, self._sink.bufferSize() - self._sink.bytesFree()) // self._frame_bytes

    def _look(self) -> None:
        # a buffer that ran empty is no failure: nothing was to be heard
        if self._pipe is not None and not self.working:
            self.failed.emit()


class SoundDevices(QObject):
    """The system's sound devices; opens the default one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, keep: Path | None = None) -> None:
        super().__init__(parent)
        self._keep = keep
        self._given_up = b""
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._changed)

    def open(self) -> Outlet:
        """The default device, or silence at its pace where there is none or it cannot be opened."""
        device = QMediaDevices.defaultAudioOutput()
        if self._keep is not None or device.isNull() or _key(device) == self._given_up:
            return ClockOutlet(keep=self._keep)
        outlet = DeviceOutlet(device)
        if outlet.working:
            return outlet
        outlet.close()
        return ClockOutlet()

    def is_there(self, outlet: Outlet) -> bool:
        """Whether the device of an outlet is still among the system's."""
        if not isinstance(outlet, DeviceOutlet):
            return True
        known = outlet.key in [_key(device) for device in QMediaDevices.audioOutputs()]
        return known and outlet.working and outlet.key != self._given_up

    def give_up(self, outlet: Outlet) -> None:
        """Do not open that device again until the devices change: it takes no sound, whatever it says."""
        if isinstance(outlet, DeviceOutlet):
            self._given_up = outlet.key

    def is_default(self, outlet: Outlet) -> bool:
        """Whether a newly opened outlet would be of the same device."""
        if self._keep is not None:
            return True
        default = QMediaDevices.defaultAudioOutput()
        if default.isNull() or not isinstance(outlet, DeviceOutlet):
            return default.isNull() and not isinstance(outlet, DeviceOutlet)
        return outlet.key == _key(default)

    def _changed(self) -> None:
        self._given_up = b""
        self.changed.emit()


def _key(device: QAudioDevice) -> bytes:
    return bytes(device.id().data())


def _format(device: QAudioDevice) -> QAudioFormat:
    """Stereo floats at the device's own rate where it takes them, otherwise what it prefers."""
    preferred = device.preferredFormat()
    rate = preferred.sampleRate() if USABLE_RATES[0] <= preferred.sampleRate() <= USABLE_RATES[1] else RATE
    for channels in (2, max(1, preferred.channelCount())):
        for kind in (QAudioFormat.SampleFormat.Float, QAudioFormat.SampleFormat.Int16):
            wanted = QAudioFormat()
            wanted.setSampleRate(rate)
            wanted.setChannelCount(channels)
            wanted.setSampleFormat(kind)
            if device.isFormatSupported(wanted):
                return wanted
    return wanted


class StallWatch:
    """Notices an outlet that takes no sound any more."""

    def __init__(self) -> None:
        self._heard, self._moved_at = 0, 0.0

    def restart(self) -> None:
        """Wait for the outlet from now on."""
        self._moved_at = time.monotonic()

    def noticed(self, outlet: Outlet) -> bool:
        """Return whether the outlet has stood still for `STALL_SECONDS` with sound to be heard."""
        now, heard = time.monotonic(), outlet.heard()
        moving = heard != self._heard or heard >= outlet.written
        if not moving and now - self._moved_at <= STALL_SECONDS:
            return False
        self._heard, self._moved_at = heard, now
        return not moving
