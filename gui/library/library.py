"""The library: the user's folder of runs, takes, models and corpora."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from seqgen.corpus.options import CorpusOptions
from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import write_atomic
from seqgen.records import decoded
from seqgen.user_folders import data_folder


@dataclass(frozen=True)
class CorpusChoice:
    """A corpus to train on: its name, its files, folders or named corpora, and the pieces to leave out.

    `with_takes` and `of_kind` say how it is read, as in `CorpusOptions`.
    """

    name: str
    paths: tuple[str, ...]
    leave_out: tuple[str, ...] = ()
    with_takes: bool = False
    of_kind: dict[str, Any] = field(default_factory=dict)

    @property
    def options(self) -> CorpusOptions:
        """Return how it is read, with all its pieces."""
        return CorpusOptions(with_takes=self.with_takes, of_kind=self.of_kind)

    @property
    def key(self) -> tuple[str, ...]:
        """Return what tells it from other corpora, and from itself read in another way."""
        return (*self.paths, repr(self.options))

    def training_words(self, minutes: float, options: Mapping[str, Any]) -> list[str]:
        """Return the words of `seqgen train` for it, but for its pieces that are left out. `options`: further ones
        by name, {"cell": "gru"}."""
        words = list(self.paths)
        if not {"steps", "epochs"} & set(options):
            words += ["--minutes", f"{minutes:g}"]
        words += self.options.words()
        for name, value in options.items():
            words += [f"--{name.replace('_', '-')}", str(value)]
        return words

    @staticmethod
    def from_json(data: Any) -> CorpusChoice:
        """Return the corpus of an entry of the list. Raises `KeyError`, `TypeError` or `AttributeError`."""
        own, leave_out = data.get("of_kind", {}), tuple(map(str, data.get("leave_out", ())))
        return CorpusChoice(
            str(data["name"]),
            tuple(map(str, data["paths"])),
            leave_out,
            with_takes=data.get("with_takes") is True,
            of_kind=dict(own) if isinstance(own, dict) else {},
        )


class Library(QObject):
    """A folder with `runs/`, `takes/`, `models/`, `corpora.json` and `sound.json`.

    Folders are made when something is put there, so that one which vanished while the window was open comes back with
    the next thing saved.
    """

    changed = Signal()

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder or data_folder()
        self.runs, self.takes, self.models = (self.folder / name for name in ("runs", "takes", "models"))

    def make(self, folder: Path) -> Path:
        """Return the folder, made if it is not there. Raises `SeqgenError`."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SeqgenError("{file}: cannot be made: {why}", file=printable(folder), why=reason_of(error)) from error
        return folder

    def problem(self) -> str:
        """Return one line where nothing can be kept in the folder, which need not be there yet; else ""."""
        if is_writable(self.folder):
            return ""
        words = self.tr("Nothing that you make can be kept: {folder} is no folder that can be written to.")
        return words.format(folder=printable(_existing(self.folder)))

    # -- sound ---------------------------------------------------------------------------------------------------------

    def soundfont(self) -> str | None:
        """Return the path of the SoundFont that this library is played with, "" for the built-in one, None if none was
        chosen yet."""
        try:
            path = decoded((self.folder / "sound.json").read_bytes())["soundfont"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return path if isinstance(path, str) else None

    def keep_soundfont(self, path: str) -> None:
        """Save which SoundFont this library is played with. Raises `SeqgenError` where it cannot be written."""
        if path != self.soundfont():
            self.make(self.folder)
            write_atomic(self.folder / "sound.json", json.dumps({"soundfont": path}).encode() + b"\n")

    # -- corpora -------------------------------------------------------------------------------------------------------

    def corpora(self) -> list[CorpusChoice]:
        """Return the corpora that the user has added, without damaged entries of the list."""
        try:
            entries: Any = decoded((self.folder / "corpora.json").read_bytes())
        except (OSError, ValueError):
            return []
        found = []
        for entry in entries if isinstance(entries, list) else []:
            try:
                choice = CorpusChoice.from_json(entry)
            except (KeyError, TypeError, AttributeError):
                continue
            found.append(choice)
        return found

    def keep_corpora(self, corpora: list[CorpusChoice]) -> None:
        """Save the list of corpora. Raises `SeqgenError` where it cannot be written."""
        self.make(self.folder)
        data = json.dumps([asdict(choice) for choice in corpora], indent=2)
        write_atomic(self.folder / "corpora.json", data.encode() + b"\n")
        self.changed.emit()


def is_writable(folder: Path) -> bool:
    """Return whether files can be kept in a folder, which need not be there yet."""
    place = _existing(folder)
    return os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK)


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that is there."""
    place = folder.absolute()
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent
    return place
