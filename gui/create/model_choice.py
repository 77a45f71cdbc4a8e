"""Choice of the model that writes takes."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.library.model_list import ModelList
from gui.sampling import jobs
from gui.sampling.settings import ModelAbout
from gui.studio import Studio
from seqgen.runs.run import MODEL


class ModelChoice(QObject):
    """Finds models, remembers the chosen one and describes it in `about`. Unreadable models are reported once and not
    chosen again automatically."""

    listed = Signal(list, str)
    """Emitted with the models as (path, name) pairs and the path of the chosen one."""
    described = Signal(object)
    """Emitted with the `ModelAbout` of the chosen model, also after further training; None if there is none."""

    def __init__(self, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self._studio = studio
        self._list = ModelList(studio.library, self)
        self.about: ModelAbout | None = None
        self._asked = ""
        self._unreadable: set[tuple[str, int]] = set()
        self._seen = ("", 0)

    @property
    def kind(self) -> str:
        """Kind of sequence that the model writes; empty if there is no model."""
        return self.about.kind if self.about is not None else ""

    def refresh(self) -> None:
        """List the models again; choose one if none is chosen or the chosen one is gone."""
        found = self._list.find()
        chosen = self.about.path if self.about is not None else ""
        if chosen and not os.path.isfile(chosen):
            self.about, chosen = None, ""
            self.described.emit(None)
        if self.about is None:
            self._choose_one([path for path, _ in found])
        elif _version(chosen) != self._seen and chosen != self._asked:
            self.choose(chosen)
        if self.about is not None and chosen not in [path for path, _ in found]:
            found.append((chosen, self.about.name))
        self.listed.emit(found, chosen or self._asked)

    def choose(self, path: str) -> None:
        """Choose a model: a file or the folder of a run."""
        file = str(Path(path) / MODEL if os.path.isdir(path) else Path(path))
        self._asked = file
        version = _version(file)
        job = self._studio.engine.start(jobs.describe, file)
        job.finished.connect(lambda about: self._described(about, version))
        job.failed.connect(lambda problem: self._failed(problem, version))

    def _choose_one(self, paths: list[str]) -> None:
        readable = [path for path in paths if _version(path) not in self._unreadable]
        wanted = self._studio.settings.values.model
        if wanted not in readable and os.path.isfile(wanted) and _version(wanted) not in self._unreadable:
            readable.append(wanted)
        if readable and self._asked not in readable:
            self.choose(wanted if wanted in readable else readable[0])

    def _described(self, about: ModelAbout, version: tuple[str, int]) -> None:
        if self._asked == about.path:
            self._asked = ""
        self.about, self._seen = about, version
        self._studio.settings.change(model=about.path)
        self.described.emit(about)
        self.refresh()

    def _failed(self, problem: str, version: tuple[str, int]) -> None:
        self._unreadable.add(version)
        if self._asked == version[0]:
            self._asked = ""
        self._seen = version
        self._studio.told.emit(problem)
        self.refresh()


def _version(path: str) -> tuple[str, int]:
    """Return path and modification time of a file."""
    try:
        return path, os.stat(path).st_mtime_ns
    except OSError:
        return path, 0
