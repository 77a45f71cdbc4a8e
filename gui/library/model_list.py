"""A list of all models: those of runs, imported ones, and starters, which come with seqgen."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from gui.library.library import Library
from seqgen.bundled import starters
from seqgen.runs.registry import known_runs
from seqgen.runs.run import MODEL


class ModelList(QObject):
    """Finds models in the library and in the runs known on this computer."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library

    def find(self) -> list[tuple[str, str]]:
        """Return the path and name of every model, the newest first, starters behind all others."""
        found: dict[Path, str] = {}
        for run in [*_inside(self._library.runs), *known_runs()]:
            if os.path.isfile(run / MODEL):
                found.setdefault((run / MODEL).absolute(), run.name)
        for file in _inside(self._library.models):
            if file.suffix == ".safetensors" and os.path.isfile(file):
                found.setdefault(file.absolute(), file.stem)
        newest = sorted(found, key=_age, reverse=True)
        own = [(str(path), found[path]) for path in newest]
        return own + [(str(each.path), starter_words(each.name)) for each in starters()]


def starter_words(name: str) -> str:
    """Return the name of a starter where it stands among other models."""
    return QCoreApplication.translate("ModelList", "{name} (included)").format(name=name)


def is_model(path: Path) -> bool:
    """Return whether a path is a model file, or a run's folder that has one."""
    return path.suffix == ".safetensors" or os.path.isfile(path / MODEL)


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        return []  # not there yet


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
