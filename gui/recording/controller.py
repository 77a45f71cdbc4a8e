"""Controller that connects the recording dialog with the recorder."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.recording.dialog import RecordDialog
from gui.recording.midi_recorder import MidiRecorder
from gui.studio import Studio
from seqgen.formats.sheet import Sheet

STEP_TICKS = 120
"""Grid of recorded onsets, a sixteenth, since models of a metric grid continue from them."""


class RecordingController(QObject):
    """Records a primer from a MIDI keyboard; `recorded` is emitted with its sheet."""

    recorded = Signal(object)

    def __init__(self, studio: Studio, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._studio = parent, studio
        self._recorder = MidiRecorder(studio.player, self)
        self._recorder.problem.connect(studio.told)
        self._recorder.lost.connect(self._keep)
        self._dialog: RecordDialog | None = None

    def ask(self, *, qpm: float, metre: str) -> None:
        dialog = RecordDialog(self._window, qpm=qpm, metre=metre)
        self._dialog = dialog
        recorder = self._recorder
        recorder.ports_changed.connect(dialog.show_ports)
        recorder.state_changed.connect(dialog.show_state)
        recorder.beat.connect(dialog.show_beat)
        dialog.record_wanted.connect(self._arm)
        dialog.stop_wanted.connect(self._keep)
        dialog.finished.connect(self._closed)
        recorder.noted.connect(dialog.show_count)
        recorder.look()
        dialog.open()

    def _arm(self) -> None:
        dialog = self._dialog
        if dialog is not None:
            self._recorder.arm(
                dialog.port.currentText(),
                float(dialog.tempo.value()),
                dialog.metre,
                metronome=dialog.metronome.isChecked(),
            )

    def _keep(self) -> None:
        sheet: Sheet = self._recorder.stop(step_ticks=STEP_TICKS)
        if len(sheet.notes):
            self.recorded.emit(sheet)
        else:
            self._studio.told.emit(self.tr("Nothing was played."))
        if self._dialog is not None:
            self._dialog.accept()

    def _closed(self) -> None:
        self._recorder.look_away()
        self._recorder.cancel()
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
