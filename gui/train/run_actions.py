"""What can be done with a run: pause, stop, resume, rename, duplicate, delete, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile, QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from gui.library.library import CorpusChoice
from gui.train.run_state import RunState
from gui.train.trainer import file_name
from seqgen.files import free_path
from seqgen.runs.control import PAUSE, STOP
from seqgen.runs.registry import remember
from seqgen.runs.run import MODEL

if TYPE_CHECKING:
    from gui.train.page import TrainPage

MODEL_FILES = "seqgen (*.safetensors)"
KEPT_OPTIONS = ("cell", "layers", "width", "members", "dropout")


class RunActions(QObject):
    """Carries out what the buttons and the menu of the Train page ask for."""

    def __init__(self, page: TrainPage) -> None:
        super().__init__(page)
        self._page, self._studio = page, page.studio

    def act(self, name: str) -> None:
        """Do what a button or an entry is called after, to the chosen run."""
        state = self._page.chosen
        if state is not None:
            acts = {
                "pause": lambda: self._ask(state, PAUSE),
                "stop": lambda: self._ask(state, STOP),
                "resume": lambda: self._page.trainer.resume(state.folder),
                "create": lambda: self._create(state),
                "rename": lambda: self._rename(state),
                "duplicate": lambda: self._duplicate(state),
                "export": lambda: self._export(state),
                "folder": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(state.folder))),
                "delete": lambda: self._delete(state),
            }
            self._page.steer(acts[name])
            self._page.refresh()

    def _ask(self, state: RunState, what: str) -> None:
        {PAUSE: self._page.trainer.pause, STOP: self._page.trainer.stop}[what](state.folder)
        # it takes some seconds until it has answered
        state.asked = what

    def _create(self, state: RunState) -> None:
        self._studio.model_wanted.emit(str(state.folder))
        self._studio.page_wanted.emit("create")

    def _rename(self, state: RunState) -> None:
        name, given = QInputDialog.getText(self._page, self.tr("Rename the run"), self.tr("New name"), text=state.name)
        if given:
            self.rename(state, name)

    def rename(self, state: RunState, name: str) -> None:
        """Call a run, and its folder, otherwise. Raises `OSError`."""
        wanted = file_name(name)
        if not wanted or wanted == state.name or state.busy:
            return
        target = free_path(state.folder.with_name(wanted))
        state.folder.rename(target)
        remember(target)
        self._page.follower.forget(state.folder)
        self._page.follower.scan()
        self._page.choose(target)
        self._studio.models_changed.emit()

    def _duplicate(self, state: RunState) -> None:
        corpus = state.config.get("corpus")
        corpus = corpus if isinstance(corpus, dict) else {}
        options = corpus.get("options")
        left_out = options.get("leave_out", ()) if isinstance(options, dict) else ()
        choice = CorpusChoice(state.corpus, tuple(map(str, corpus.get("paths", ()))), tuple(map(str, left_out)))
        kept = {name: state.setting("model", name, None) for name in KEPT_OPTIONS}
        kept |= {name: state.setting("training", name, None) for name in ("transpose", "learning_rate", "seed")}
        self._page.ask_for_run(
            choice,
            name=state.name,
            minutes=float(state.setting("training", "minutes", 10.0) or 10.0),
            options={name: value for name, value in kept.items() if value is not None},
        )

    def _delete(self, state: RunState) -> None:
        question = self.tr("Move “{name}” and its model to the trash?").format(name=state.name)
        if QMessageBox.question(self._page, self.tr("Delete the run"), question) == QMessageBox.StandardButton.Yes:
            self.delete(state)

    def delete(self, state: RunState) -> None:
        """Move a run to the system's trash; where there is none it stays, and the line says so."""
        if state.busy:
            return
        if not QFile(str(state.folder)).moveToTrash():
            words = self.tr("{name} could not be moved to the trash; it was left where it is: {folder}")
            self._studio.told.emit(words.format(name=state.name, folder=state.folder))
            return
        self._page.follower.forget(state.folder)
        self._studio.told.emit(self.tr("{name} is in the trash.").format(name=state.name))
        self._studio.models_changed.emit()

    def _export(self, state: RunState) -> None:
        wanted = str(Path.home() / f"{state.name}.safetensors")
        path, _ = QFileDialog.getSaveFileName(self._page, self.tr("Export the model"), wanted, MODEL_FILES)
        if path:
            # the dialog has asked about a file that is there
            self._copy(state.folder / MODEL, Path(path), overwrite=True)

    def bring_in(self) -> None:
        """Ask for a model file and take it into the library."""
        path, _ = QFileDialog.getOpenFileName(self._page, self.tr("Bring in a model"), str(Path.home()), MODEL_FILES)
        if path:
            self._page.steer(lambda: self.take_in(Path(path)))

    def take_in(self, path: Path) -> None:
        """Copy a model file into the library, once it was found to be sound. Raises `SeqgenError`."""
        folder = self._studio.library.make(self._studio.library.models)
        self._copy(path, free_path(folder / path.name), overwrite=False)

    def _copy(self, source: Path, target: Path, *, overwrite: bool) -> None:
        job = self._studio.scanner.start("gui.train.jobs:copy_model", str(source), str(target), overwrite=overwrite)
        job.finished.connect(self._copied)
        job.failed.connect(self._studio.told)

    def _copied(self, target: str) -> None:
        self._studio.told.emit(self.tr("Saved as {path}.").format(path=target))
        self._studio.models_changed.emit()
