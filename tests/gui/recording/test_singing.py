"""Singing a beginning: a microphone whose sound comes from a file, and the dialog that shows what was heard."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtMultimedia import QAudioFormat
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.recording.microphone import MOST_SECONDS, Microphone
from gui.recording.singing import SingingController
from gui.studio import Studio
from seqgen.arrays import Floats32
from tests.support.sung import RATE, write_sung


def shape_of(kind: QAudioFormat.SampleFormat, channels: int = 1) -> QAudioFormat:
    shape = QAudioFormat()
    shape.setSampleFormat(kind)
    shape.setSampleRate(RATE)
    shape.setChannelCount(channels)
    return shape


def sing(microphone: Microphone, samples: Floats32) -> None:
    """Let a microphone hear samples in two blocks."""
    stream = QBuffer(microphone)
    microphone.listen(stream, shape_of(QAudioFormat.SampleFormat.Int16))
    data = (samples * 32767).astype(np.int16).tobytes()
    for block in (data[:5001], data[5001:]):
        stream.close()
        stream.setData(QByteArray(block))
        stream.open(QBuffer.OpenModeFlag.ReadOnly)
        stream.readyRead.emit()


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Floats32:
    path = tmp_path_factory.mktemp("song") / "song.wav"
    write_sung(path)
    samples: Floats32 = soundfile.read(path, dtype="float32")[0]
    return samples


@pytest.fixture
def singing(qtbot: QtBot, studio: Studio) -> SingingController:
    window = QWidget()
    qtbot.addWidget(window)
    made = SingingController(studio, window)
    made.ask(qpm=110.0)
    return made


def test_every_format_is_heard_alike(qtbot: QtBot, song: Floats32) -> None:
    formats = QAudioFormat.SampleFormat
    blocks = {
        formats.UInt8: (song * 127 + 128).astype(np.uint8),
        formats.Int16: (song * 32767).astype(np.int16),
        formats.Int32: (song * 2147483000.0).astype(np.int32),
        formats.Float: song,
    }
    for kind, block in blocks.items():
        microphone, stream = Microphone(), QBuffer()
        stream.setData(QByteArray(np.repeat(block, 2).tobytes()))
        stream.open(QBuffer.OpenModeFlag.ReadOnly)
        microphone.listen(stream, shape_of(kind, 2))
        stream.readyRead.emit()
        samples, rate = microphone.stop()
        assert rate == RATE
        assert np.abs(samples - song).max() < 0.02


def test_ten_seconds_are_enough(qtbot: QtBot) -> None:
    microphone = Microphone()
    with qtbot.waitSignal(microphone.full):
        sing(microphone, np.zeros(11 * RATE, np.float32))
    samples, rate = microphone.stop()
    assert len(samples) / rate == MOST_SECONDS


def test_what_is_sung_is_shown_corrected_and_used(qtbot: QtBot, singing: SingingController, song: Floats32) -> None:
    dialog, microphone = singing.dialog, singing.microphone
    assert dialog is not None
    assert microphone is not None
    assert not dialog.use.isEnabled()
    dialog.show_state("recording")
    sing(microphone, song)
    assert dialog.level.value() > 20
    dialog.stop.click()
    qtbot.waitUntil(dialog.use.isEnabled)
    assert dialog.sheet.notes["pitch"].tolist() == [67, 69, 71, 72, 71, 69]
    dialog.roll.edited.emit(dialog.sheet.with_notes(dialog.sheet.notes[:-1]), "Delete")
    with qtbot.waitSignal(singing.recorded) as told:
        dialog.use.click()
    assert told.args[0].notes["pitch"].tolist() == [67, 69, 71, 72, 71]


def test_what_cannot_be_heard_is_said(qtbot: QtBot, singing: SingingController) -> None:
    dialog, microphone = singing.dialog, singing.microphone
    assert dialog is not None
    assert microphone is not None
    assert dialog.hint.text() == "No microphone was found."
    dialog.show_state("recording")
    sing(microphone, np.zeros(RATE, np.float32))
    dialog.stop.click()
    qtbot.waitUntil(lambda: "No note was heard" in dialog.hint.text())
    dialog.show_state("recording")
    microphone.start("a microphone that was unplugged")
    assert "cannot be used" in dialog.hint.text()
    dialog.reject()
    assert singing.dialog is None
