"""Controller that connects the dialog for singing with microphone, transcription and player."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.studio import Studio
from gui.workers.worker import Job
from seqgen.arrays import Floats32
from seqgen.formats.sheet import Sheet
from seqgen.sound.transcription import sheet_of_notes, voice_notes

if TYPE_CHECKING:
    from gui.recording.microphone import Microphone
    from gui.recording.sing_dialog import SingDialog


def heard(samples: Floats32, rate: int, usual_qpm: float) -> Sheet | None:
    """Return the sheet of what somebody sang, None where no note is heard: a job of a worker."""
    notes = voice_notes(samples, rate)
    return sheet_of_notes(notes, usual_qpm=usual_qpm) if len(notes) else None


class SingingController(QObject):
    """Records a primer from a microphone; `recorded` is emitted with its sheet."""

    recorded = Signal(object)

    def __init__(self, studio: Studio, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._studio, self._qpm = parent, studio, 0.0
        self.microphone: Microphone | None = None
        self.dialog: SingDialog | None = None
        self._job: Job | None = None

    def ask(self, *, qpm: float) -> None:
        """Open the dialog; of the tempos that fit, that nearest to `qpm` is taken."""
        # Qt Multimedia is loaded for those who sing
        from gui.recording.microphone import Microphone
        from gui.recording.sing_dialog import SingDialog

        self._qpm = qpm
        dialog, microphone = SingDialog(self._window), Microphone(self)
        self.dialog, self.microphone = dialog, microphone
        microphone.heard.connect(dialog.show_heard)
        microphone.full.connect(self._hear)
        microphone.problem.connect(self._tell_of_device)
        dialog.record_wanted.connect(self._record)
        dialog.stop_wanted.connect(self._hear)
        dialog.play_wanted.connect(self._play)
        dialog.use_wanted.connect(self._use)
        dialog.finished.connect(self._closed)
        dialog.show_microphones(microphone.names())
        dialog.open()

    def _record(self) -> None:
        if self.dialog is not None and self.microphone is not None:
            # what plays would be heard, too
            self._studio.player.pause()
            self.dialog.show_state("recording")
            self.microphone.start(self.dialog.microphone.currentText())

    def _hear(self) -> None:
        if self.dialog is None or self.microphone is None:
            return
        samples, rate = self.microphone.stop()
        self.dialog.show_state("listening")
        self._job = job = self._studio.engine.start(heard, samples, rate, self._qpm)
        job.finished.connect(self._show)
        job.failed.connect(self._tell)

    def _show(self, sheet: Sheet | None) -> None:
        if self.dialog is not None and sheet is not None:
            self.dialog.show_sheet(sheet)
        elif self.dialog is not None:
            self.dialog.show_problem(self.tr("No note was heard. Sing nearer to the microphone."))

    def _tell(self, words: str) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(words)

    def _tell_of_device(self) -> None:
        self._tell(self.tr("The microphone cannot be used, or is gone."))

    def _play(self) -> None:
        if self.dialog is not None:
            self._studio.player.load(self.dialog.sheet, title=self.tr("What you sang"), page="create")
            self._studio.player.play(0)

    def _use(self) -> None:
        if self.dialog is not None:
            self.recorded.emit(self.dialog.sheet)
            self.dialog.accept()

    def _closed(self) -> None:
        if self.microphone is not None:
            self.microphone.stop()
            self.microphone.deleteLater()
        if self._job is not None:
            self._job.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = self.microphone = self._job = None
