"""Actions on a run: pause, stop, resume, rename, duplicate, delete, export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from gui.library.file_name import file_name
from gui.library.library import CorpusChoice
from gui.studio import Studio
from gui.train import jobs
from gui.train.imported_models import MODEL_FILES
from gui.train.launcher import TrainingLauncher
from gui.train.run_follower import RunFollower
from gui.train.run_state import RunState
from seqgen.files import free_path
from seqgen.runs.control import PAUSE, STOP
from seqgen.runs.registry import remember
from seqgen.runs.run import MODEL
from seqgen.user_folders import home_folder

KEPT_OPTIONS = ("cell", "num_layers", "hidden_size", "members", "dropout")


class RunActions(QObject):
    """Carries out the actions of the buttons and the menu of the Train page."""

    acted = Signal()
    """An action was carried out."""
    renamed = Signal(object)
    """The new folder of a run."""
    run_wanted = Signal(object, str, float, object)
    """A new run like another: `CorpusChoice`, name, minutes, options."""

    def __init__(self, studio: Studio, launcher: TrainingLauncher, follower: RunFollower, window: QWidget) -> None:
        super().__init__(window)
        self._studio, self._launcher, self._follower, self._window = studio, launcher, follower, window

    def act(self, name: str) -> None:
        state = self._follower.state(self._follower.chosen)
        if state is not None:
            acts = {
                "pause": lambda: self._ask(state, PAUSE),
                "stop": lambda: self._ask(state, STOP),
                "resume": lambda: self._launcher.resume(state.folder),
                "create": lambda: self._create(state),
                "rename": lambda: self._rename(state),
                "duplicate": lambda: self._duplicate(state),
                "export": lambda: self._export(state),
                "folder": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(state.folder))),
                "delete": lambda: self._delete(state),
            }
            self._studio.attempt(acts[name])
            self.acted.emit()

    def _ask(self, state: RunState, what: str) -> None:
        {PAUSE: self._launcher.pause, STOP: self._launcher.stop}[what](state.folder)
        # the training takes some seconds to answer
        state.asked = what

    def _create(self, state: RunState) -> None:
        self._studio.model_wanted.emit(str(state.folder))
        self._studio.page_wanted.emit("create")

    def _rename(self, state: RunState) -> None:
        name, given = QInputDialog.getText(
            self._window, self.tr("Rename the run"), self.tr("New name"), text=state.name
        )
        if given:
            self.rename(state, name)

    def rename(self, state: RunState, name: str) -> None:
        """Rename a run and its folder. Raises `OSError`."""
        wanted = file_name(name)
        if not wanted or wanted == state.name or state.busy:
            return
        target = free_path(state.folder.with_name(wanted))
        state.folder.rename(target)
        remember(target)
        self._follower.forget(state.folder)
        self._follower.scan()
        self.renamed.emit(target)
        self._studio.models_changed.emit()

    def _duplicate(self, state: RunState) -> None:
        corpus = state.config.get("corpus")
        corpus = corpus if isinstance(corpus, dict) else {}
        read = corpus.get("options")
        read = read if isinstance(read, dict) else {}
        choice = CorpusChoice.from_json({**read, "name": state.corpus, "paths": corpus.get("paths", ())})
        kept = {name: state.setting("model", name, None) for name in KEPT_OPTIONS}
        kept |= {name: state.setting("training", name, None) for name in ("transpose", "learning_rate", "seed")}
        options = {name: value for name, value in kept.items() if value is not None}
        minutes = float(state.setting("training", "minutes", 10.0) or 10.0)
        self.run_wanted.emit(choice, state.name, minutes, options)

    def _delete(self, state: RunState) -> None:
        question = self.tr("Move “{name}” and its model to the trash?").format(name=state.name)
        if QMessageBox.question(self._window, self.tr("Delete the run"), question) == QMessageBox.StandardButton.Yes:
            self.delete(state)

    def delete(self, state: RunState) -> None:
        """Move a run to the system's trash; where there is none it stays, and a line says so."""
        if state.busy:
            return
        if not QFile(str(state.folder)).moveToTrash():
            words = self.tr("{name} could not be moved to the trash; it was left where it is: {folder}")
            self._studio.told.emit(words.format(name=state.name, folder=state.folder))
            return
        self._follower.forget(state.folder)
        self._studio.told.emit(self.tr("{name} is in the trash.").format(name=state.name))
        self._studio.models_changed.emit()

    def _export(self, state: RunState) -> None:
        wanted = str(home_folder() / f"{state.name}.safetensors")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export the model"), wanted, MODEL_FILES)
        if path:
            # the dialog has asked whether to overwrite
            self._copy(state.folder / MODEL, Path(path))

    def _copy(self, source: Path, target: Path) -> None:
        job = self._studio.scanner.start(jobs.copy_model, str(source), str(target), overwrite=True)
        job.finished.connect(self._copied)
        job.failed.connect(self._studio.told)

    def _copied(self, target: str) -> None:
        self._studio.told.emit(self.tr("Saved as {path}.").format(path=target))
