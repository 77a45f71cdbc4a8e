"""Microphone: collects some seconds of sound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QIODevice, QObject, Signal, qInstallMessageHandler
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource, QMediaDevices, QtAudio

from seqgen.arrays import Floats32

MOST_SECONDS = 10.0
_WANTED_RATE = 44_100
_TYPES = {
    QAudioFormat.SampleFormat.UInt8: (np.uint8, 128.0, 128.0),
    QAudioFormat.SampleFormat.Int16: (np.int16, 0.0, 32768.0),
    QAudioFormat.SampleFormat.Int32: (np.int32, 0.0, 2147483648.0),
    QAudioFormat.SampleFormat.Float: (np.float32, 0.0, 1.0),
}
"""Type of a sample, its value in silence, and its largest distance from that."""


class Microphone(QObject):
    """Records sound until it is stopped or `MOST_SECONDS` are full."""

    heard = Signal(float, float)
    """Peak of what came last, 0 to 1, and the seconds that there are."""
    full = Signal()
    problem = Signal()
    """The device is gone, or did not open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._format = QAudioFormat()
        self._bytes = bytearray()

    @staticmethod
    def names() -> list[str]:
        """Return the names of the microphones, the usual one first."""
        with _messages_without_python():
            usual = QMediaDevices.defaultAudioInput().description()
            names = [device.description() for device in QMediaDevices.audioInputs()]
        return sorted(dict.fromkeys(names), key=lambda name: name != usual)

    def start(self, name: str) -> None:
        """Record from a microphone."""
        device = next((each for each in QMediaDevices.audioInputs() if each.description() == name), None)
        if device is None:
            self.problem.emit()
            return
        source = QAudioSource(device, _format_of(device), self)
        stream = source.start()
        if stream is None or source.error() != QtAudio.Error.NoError:
            source.deleteLater()
            self.problem.emit()
            return
        self._source = source
        source.stateChanged.connect(self._look_at_state)
        self.listen(stream, source.format())

    def listen(self, stream: QIODevice, shape: QAudioFormat) -> None:
        """Record what a stream in this format brings."""
        self._stream, self._format, self._bytes = stream, shape, bytearray()
        stream.readyRead.connect(self._take)

    def stop(self) -> tuple[Floats32, int]:
        """End the recording. Return its samples, float32 (frames,), of all channels together, and their rate."""
        self._let_go()
        return self._samples(bytes(self._bytes)), self._format.sampleRate()

    def _take(self) -> None:
        if self._stream is None:
            return
        new = bytes(self._stream.readAll().data())
        self._bytes += new
        seconds = self._format.durationForBytes(len(self._bytes)) / 1e6
        self.heard.emit(float(np.abs(self._samples(new)).max(initial=0.0)), min(seconds, MOST_SECONDS))
        if seconds >= MOST_SECONDS:
            del self._bytes[self._format.bytesForDuration(round(MOST_SECONDS * 1e6)) :]
            self._let_go()
            self.full.emit()

    def _samples(self, data: bytes) -> Floats32:
        """Return bytes as samples; a frame that is cut off at their end is left out."""
        kind, silence, most = _TYPES.get(self._format.sampleFormat(), (np.int16, 0.0, 32768.0))
        frame = max(self._format.bytesPerFrame(), 1)
        whole = np.frombuffer(data[: len(data) // frame * frame], kind).astype(np.float32)
        channels = max(self._format.channelCount(), 1)
        samples: Floats32 = ((whole - silence) / most).reshape(-1, channels).mean(axis=1, dtype=np.float32)
        return samples

    def _look_at_state(self, state: QtAudio.State) -> None:
        if self._source is not None and state == QtAudio.State.StoppedState:
            self._let_go()
            self.problem.emit()

    def _let_go(self) -> None:
        source, self._source, self._stream = self._source, None, None
        if source is not None:
            source.stop()
            source.deleteLater()


@contextmanager
def _messages_without_python() -> Iterator[None]:
    """Keep messages of Qt from a handler in Python while Qt Multimedia loads its plugin.

    The plugin logs while the dynamic loader is locked. A handler in Python waits for the interpreter then, which may be
    held by a thread that waits for the loader, such as one that lists MIDI ports.
    """
    before = qInstallMessageHandler(None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _format_of(device: QAudioDevice) -> QAudioFormat:
    wanted = QAudioFormat()
    wanted.setSampleRate(_WANTED_RATE)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return wanted if device.isFormatSupported(wanted) else device.preferredFormat()
