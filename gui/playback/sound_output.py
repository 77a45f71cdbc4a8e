"""Output of sound: the system's default device or, without one, a silent clock."""

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
"""Sound computed ahead: the longest time that the computer may be busy before a gap is heard."""
STALL_SECONDS = 3.0


class Outlet(Protocol):
    """Takes stereo sound of shape (frames, 2) and counts the frames heard."""

    rate: int
    device: str
    """Name of the device; empty if there is none."""
    written: int

    def room(self, lead: int) -> int:
        """Return the number of frames that can be written so that at most `lead` wait to be heard."""

    def write(self, sound: Sound) -> None:
        """Write frames, at most `room`."""

    def heard(self) -> int:
        """Return the number of written frames that were heard so far."""

    def close(self) -> None:
        """Stop the sound at once."""


class Devices(Protocol):
    """Opens outlets; `SoundDevices` outside tests."""

    changed: Any

    def open(self) -> Outlet:
        """Open the default device, or a silent clock."""

    def is_there(self, outlet: Outlet) -> bool:
        """Return True if the outlet's device is still connected and working."""

    def give_up(self, outlet: Outlet) -> None:
        """Avoid a device that takes no sound, until the devices change."""

    def is_default(self, outlet: Outlet) -> bool:
        """Return True if `open` would choose the outlet's device."""


class ClockOutlet:
    """Silent outlet: frames pass in real time. With `keep` they are written to that file, as raw 32-bit floats."""

    device = ""

    def __init__(self, *, rate: int = RATE, keep: Path | None = None) -> None:
        self.rate, self.written = rate, 0
        self._origin = 0.0  # time at which frame 0 would have been heard
        self._file: IO[bytes] | None = keep.open("ab") if keep is not None else None

    def room(self, lead: int) -> int:
        return lead - (self.written - self.heard())

    def write(self, sound: Sound) -> None:
        if self.heard() >= self.written:  # after a gap, the new frames are heard from now on
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
    """Sound device. Qt moves sound from the buffer to the device in a thread that runs no Python."""

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
        self._sink.stateChanged.connect(self._check)

    @property
    def working(self) -> bool:
        """True if the device accepted the format and has not failed since."""
        # by name, because QAudio.Error became QtAudio.Error between Qt versions and the two compare unequal
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
        self._sink.stateChanged.disconnect(self._check)
        self._pipe = None
        self._sink.stop()
        self._sink.deleteLater()

    def _waiting(self) -> int:
        return max(0, self._sink.bufferSize() - self._sink.bytesFree()) // self._frame_bytes

    def _check(self) -> None:
        # an empty buffer is no failure; there was nothing to play
        if self._pipe is not None and not self.working:
            self.failed.emit()


class SoundDevices(QObject):
    """Follows the system's sound devices and opens the default one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, keep: Path | None = None) -> None:
        super().__init__(parent)
        self._keep = keep
        self._given_up = b""
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._changed)

    def open(self) -> Outlet:
        """Open the default device, or a silent clock if there is none or it cannot be opened."""
        device = QMediaDevices.defaultAudioOutput()
        if self._keep is not None or device.isNull() or _key(device) == self._given_up:
            return ClockOutlet(keep=self._keep)
        outlet = DeviceOutlet(device)
        if outlet.working:
            return outlet
        outlet.close()
        return ClockOutlet()

    def is_there(self, outlet: Outlet) -> bool:
        """Return True if the outlet's device is still connected and working."""
        if not isinstance(outlet, DeviceOutlet):
            return True
        known = outlet.key in [_key(device) for device in QMediaDevices.audioOutputs()]
        return known and outlet.working and outlet.key != self._given_up

    def give_up(self, outlet: Outlet) -> None:
        """Avoid a device that takes no sound, until the devices change."""
        if isinstance(outlet, DeviceOutlet):
            self._given_up = outlet.key

    def is_default(self, outlet: Outlet) -> bool:
        """Return True if `open` would choose the outlet's device."""
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
    """Return stereo floats at the device's own rate if it accepts them, else its preferred format."""
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
    """Detects an outlet that stopped taking sound."""

    def __init__(self, seconds: float = STALL_SECONDS) -> None:
        self._seconds = seconds
        self._heard, self._moved_at = 0, 0.0

    def restart(self) -> None:
        self._moved_at = time.monotonic()

    def noticed(self, outlet: Outlet) -> bool:
        """Return True if the outlet made no progress for so many seconds with sound left to play."""
        now, heard = time.monotonic(), outlet.heard()
        moving = heard != self._heard or heard >= outlet.written
        if not moving and now - self._moved_at <= self._seconds:
            return False
        self._heard, self._moved_at = heard, now
        return not moving
