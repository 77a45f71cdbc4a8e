"""Settings that are kept between starts, in a JSON file."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta
from PySide6.QtCore import QObject, QTimer

from gui.library.disk_writer import DiskWriter
from gui.library.library import is_writable
from seqgen.errors import SeqgenError, UnreadableFile, printable, reason_of
from seqgen.files import read_regular, write_atomic
from seqgen.user_folders import config_folder

MOST_BYTES = 4 << 20
SAVE_MILLISECONDS = 500
"""Pause after a change before the file is written."""

Share = Annotated[float, Meta(ge=0, le=1)]
Pixels = Annotated[int, Meta(ge=0, le=1 << 16)]
Place = Annotated[int, Meta(ge=-(1 << 16), le=1 << 16)]


@dataclass(frozen=True)
class Values:
    """All settings with their values at a first start.

    Paths are empty for none. `place`: x, y, width and height of the window; `corpus`: the paths of the chosen corpus;
    `read`: named corpora that were read once; `split`: heights of the table of pieces and of the preview;
    `settings`: a `SamplingSettings` as JSON; `beginning`: the typed primer; `begun`: a first start drew takes of a
    starter; `steps`: those of its strip that are done; `snap` and `note_length`: of the roll, names of `SNAPS`, empty
    for what the take has.
    """

    page: Literal["corpora", "train", "create", "inspect"] = "corpora"
    theme: Literal["system", "dark", "light", "contrast"] = "system"
    language: Literal["system", "en", "es"] = "system"
    place: tuple[Place, Place, Pixels, Pixels] | None = None
    maximized: bool = False
    volume: Share = 0.9
    metronome: bool = False
    count_in: bool = False
    room: bool = True
    soundfont: str = ""
    soundfonts: tuple[str, ...] = ()
    soundfont_folder: str = ""
    corpus: tuple[str, ...] = ()
    corpus_folder: str = ""
    read: tuple[str, ...] = ()
    split: tuple[Pixels, ...] = ()
    welcomed: bool = False
    begun: bool = False
    steps: tuple[str, ...] = ()
    run: str = ""
    model: str = ""
    take: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    beginning: str = ""
    audition: bool = True
    snap: str = ""
    note_length: str = ""
    hear_edits: bool = True
    roll_lane: Literal["surprise", "velocity"] = "surprise"
    chord_lane: bool = True
    order: str = "newest"
    only_starred: bool = False
    export_format: str = "midi"
    export_rate: Annotated[int, Meta(ge=8000, le=192_000)] = 44_100
    export_folder: str = ""
    inspected_model: str = ""
    unit_order: str = "trained"
    inspect_folder: str = ""


TYPES = get_type_hints(Values, include_extras=True)


class Settings(QObject):
    """The `values` of a file. A value that is missing or damaged is as at a first start; `problem` tells of it.

    Changes are written by a thread, soon after the last one. Those of another window stay, but for what both change.
    """

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = path or config_folder() / "settings.json"
        found, self._damaged = _read(self._file)
        self._kept = _may_be_written(self._file)
        self.values = replace(Values(), **found)
        self._changes: dict[str, Any] = {}
        self._writer = DiskWriter(self)
        self._later = QTimer(self, singleShot=True, interval=SAVE_MILLISECONDS)
        self._later.timeout.connect(self._write)

    def problem(self) -> str:
        """Return one line where the file cannot be written, or something in it could not be read; else ""."""
        if not self._kept:
            words = self.tr("{file} cannot be written, so nothing that you choose is remembered.")
        elif self._damaged:
            words = self.tr("{file} is damaged; what could not be read of it is as at a first start.")
        else:
            return ""
        return words.format(file=printable(self._file))

    def change(self, **values: Any) -> None:
        """Keep values, by their names in `Values`. Raises `msgspec.ValidationError` for one of another type."""
        checked = {name: msgspec.convert(value, TYPES[name]) for name, value in values.items()}
        if all(getattr(self.values, name) == value for name, value in checked.items()):
            return
        self.values = replace(self.values, **checked)
        self._changes |= checked
        self._later.start()

    def save(self) -> None:
        """Write what has changed, and wait until it is on the disk."""
        if self._damaged:
            # told once, and not again at the next start
            self._changes |= {each.name: getattr(self.values, each.name) for each in fields(Values)}
            self._damaged = False
        self._write()
        self._writer.settle()

    def _write(self) -> None:
        self._later.stop()
        if self._changes and self._kept:
            changes, file = dict(self._changes), self._file
            self._writer.submit(lambda: _merge(file, changes))


def _read(file: Path) -> tuple[dict[str, Any], bool]:
    """Return the sound values of a file by name, and whether something in it is damaged."""
    if not os.path.lexists(file):
        return {}, False
    try:
        data = json.loads(read_regular(file, most_bytes=MOST_BYTES))
        entries = data.items()
    except (UnreadableFile, ValueError, AttributeError, RecursionError):
        return {}, True
    sound, damaged = {}, False
    for name, value in entries:
        if name not in TYPES:
            continue  # of another version
        try:
            sound[name] = msgspec.convert(value, TYPES[name])
        except (msgspec.ValidationError, ValueError, RecursionError):
            damaged = True
    return sound, damaged


def _merge(file: Path, changes: dict[str, Any]) -> None:
    """Write a file's sound values with changes. Raises `SeqgenError`."""
    kept, _ = _read(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SeqgenError("{file}: cannot be written: {why}", file=printable(file), why=reason_of(error)) from error
    # escaped as ASCII, which also holds the undecodable bytes of a file name
    write_atomic(file, json.dumps({**kept, **changes}, indent=1).encode() + b"\n")


def _may_be_written(file: Path) -> bool:
    if os.path.lexists(file):
        return os.path.isfile(file) and os.access(file, os.W_OK) and is_writable(file.parent)
    return is_writable(file.parent)
