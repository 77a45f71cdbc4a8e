"""Models that were brought in from files: listed, renamed, exported and deleted; and starters, which stay."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from gui.library.file_name import file_name
from gui.studio import Studio
from gui.train import jobs
from gui.train.jobs import ImportedModel
from seqgen.bundled import starters
from seqgen.files import free_path
from seqgen.user_folders import home_folder

MODEL_FILES = "seqgen (*.safetensors)"


class ImportedModels(QObject):
    """The models in the library's folder `models`, and starters, read by a worker."""

    changed = Signal()
    chosen = Signal(object)
    """The path of a model that was brought in or renamed."""

    def __init__(self, studio: Studio, window: QWidget) -> None:
        super().__init__(window)
        self._studio, self._window = studio, window
        self.models: list[ImportedModel] = []
        studio.models_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read the folder again."""
        job = self._studio.scanner.start(jobs.imported, str(self._studio.library.models), starters())
        job.finished.connect(self._take)

    def find(self, path: Path | None) -> ImportedModel | None:
        """Return the model of a path, None if it is none of these."""
        return next((model for model in self.models if Path(model.path) == path), None)

    def _take(self, models: list[ImportedModel]) -> None:
        if models != self.models:
            self.models = models
            self.changed.emit()

    def bring_in(self) -> None:
        """Ask for a model file and import it into the library."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Bring in a model"), str(home_folder()), MODEL_FILES
        )
        if path:
            self._studio.attempt(lambda: self.take_in(Path(path)))

    def take_in(self, path: Path) -> None:
        """Check a model file and copy it into the library, named after its corpus. Raises `SeqgenError`."""
        folder = self._studio.library.make(self._studio.library.models)
        job = self._studio.scanner.start(jobs.bring_in, str(path), str(folder))
        job.finished.connect(self._brought)
        job.failed.connect(self._studio.told)

    def _brought(self, target: str) -> None:
        self._studio.told.emit(
            self.tr("{name} is in the list; it can be renamed there.").format(name=Path(target).stem)
        )
        self._studio.models_changed.emit()
        self.chosen.emit(Path(target))

    def act(self, name: str, model: ImportedModel) -> None:
        acts = {"create": self._create, "rename": self._ask_for_name, "export": self._export, "delete": self._delete}
        if not (model.learned and name in ("rename", "delete")):
            self._studio.attempt(lambda: acts[name](model))

    def _create(self, model: ImportedModel) -> None:
        self._studio.model_wanted.emit(model.path)
        self._studio.page_wanted.emit("create")

    def _ask_for_name(self, model: ImportedModel) -> None:
        title, label = self.tr("Rename the model"), self.tr("New name")
        name, given = QInputDialog.getText(self._window, title, label, text=model.name)
        if given:
            self.rename(model, name)

    def rename(self, model: ImportedModel, name: str) -> None:
        """Rename a model's file. Raises `OSError`."""
        wanted, path = file_name(name), Path(model.path)
        if wanted and wanted != model.name:
            target = free_path(path.with_name(f"{wanted}.safetensors"))
            path.rename(target)
            self._studio.models_changed.emit()
            self.chosen.emit(target)

    def _export(self, model: ImportedModel) -> None:
        wanted = str(home_folder() / f"{model.name}.safetensors")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export the model"), wanted, MODEL_FILES)
        if path:
            job = self._studio.scanner.start(jobs.copy_model, model.path, path, overwrite=True)
            job.finished.connect(self._exported)
            job.failed.connect(self._studio.told)

    def _exported(self, target: str) -> None:
        self._studio.told.emit(self.tr("Saved as {path}.").format(path=target))

    def _delete(self, model: ImportedModel) -> None:
        question = self.tr("Move “{name}” to the trash?").format(name=model.name)
        yes = QMessageBox.StandardButton.Yes
        if QMessageBox.question(self._window, self.tr("Delete the model"), question) == yes:
            self.delete(model)

    def delete(self, model: ImportedModel) -> None:
        """Move a model to the system's trash; where there is none it stays, and a line says so."""
        gone = QFile(model.path).moveToTrash()
        words = self.tr("{name} is in the trash.") if gone else self.tr("{name} could not be moved to the trash.")
        self._studio.told.emit(words.format(name=model.name))
        self._studio.models_changed.emit()
