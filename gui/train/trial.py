"""A trial: a first training by one click, which is heard as it learns and ends in takes."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.library.library import CorpusChoice
from gui.studio import Studio
from gui.train.launcher import NewRun, TrainingLauncher
from gui.train.run_follower import RunFollower
from gui.train.run_samples import PAGE, RunSamples
from gui.train.run_state import Phase
from seqgen.runs.run import MODEL

CORPUS = CorpusChoice("chorales", ("chorales",))
MINUTES = 1.0
ENDED = (Phase.DONE, Phase.EARLY, Phase.STOPPED)


class Trial(QObject):
    """Learns the bundled chorales for a minute. Its first sample is played at the first check; at the end takes are
    drawn from its model, and shown to whoever has watched it learn."""

    begun = Signal(object)
    """The folder of the run."""

    def __init__(
        self, studio: Studio, launcher: TrainingLauncher, follower: RunFollower, samples: RunSamples, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._studio, self._launcher, self._follower, self._samples = studio, launcher, follower, samples
        self.folder: Path | None = None
        self._heard = False
        follower.changed.connect(self._follow)

    def begin(self) -> None:
        """Begin to learn, or show the trial that is learning already."""
        state = self._follower.state(self.folder)
        if state is not None and state.busy:
            self.begun.emit(self.folder)
            return

        def start() -> None:
            self.folder, self._heard = self._launcher.start(NewRun(CORPUS, minutes=MINUTES)), False
            self.begun.emit(self.folder)

        self._studio.attempt(start)

    def _follow(self, folder: Path) -> None:
        state = self._follower.state(folder) if folder == self.folder else None
        if state is None:
            return
        if state.samples and not self._heard:
            self._heard = True
            if self._studio.settings.values.audition:
                self._samples.play_once_read(state.samples[0].path)
        if state.busy or state.unread or state.phase in (Phase.PREPARING, Phase.RUNNING):
            return
        self.folder = None
        if state.phase in ENDED and os.path.exists(folder / MODEL):
            self._studio.takes_wanted.emit(str(folder))
            if self._studio.listening.page == PAGE and self._follower.chosen == folder:
                self._studio.page_wanted.emit("create")
