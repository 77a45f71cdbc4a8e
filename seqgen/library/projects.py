"""Folders of projects: a project is a folder among the takes that holds their files, and that a DAW can open."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import copy_new, move_new
from seqgen.library.file_names import safe_name
from seqgen.library.take import TakeRecord

DELETED = ".deleted"
"""Folder of deleted takes. The window empties it when it is opened."""
RECORD = ".json"


def folder_of(takes: Path, project: str) -> Path:
    """Return the folder of a project, that of the takes itself for none."""
    return takes / safe_name(project, "") if project else takes


def record_files(takes: Path) -> list[Path]:
    """Return the files of the records of all takes: those among the takes, and in folders of projects. Of an id that is
    there twice, since a move was interrupted or the user has copied files, the first one counts."""
    found: dict[str, Path] = {}
    for folder in (takes, *_folders(takes)):
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(folder)):
                if name.endswith(RECORD) and not name.startswith("."):
                    found.setdefault(name, folder / name)
    return [found[name] for name in sorted(found)]


def _folders(takes: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError), os.scandir(takes) as entries:
        yield from sorted(Path(entry.path) for entry in entries if entry.is_dir() and not entry.name.startswith("."))


def in_its_project(record: TakeRecord, takes: Path) -> TakeRecord:
    """Return a record with the project in whose folder it lies, which the user may have moved it to by hand."""
    folder = record.path.parent
    if folder in (takes, folder_of(takes, record.project)):
        return record
    return replace(record, project=folder.name)


def move_take(path: Path, folder: Path) -> Path:
    """Move the file of a take and its record into a folder, which is made, and return its new path.

    The record moves last, so that whenever the process ends the take is whole in one place; what else may be left is a
    second name of its file. Raises `FileTaken` where other files have these names, which stay, and `SeqgenError`.
    """
    target, record = folder / path.name, path.with_suffix(RECORD)
    moved = target.with_suffix(RECORD)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copied = not _is_same(path, target)
        if copied:
            copy_new(path, target)
        try:
            if _is_same(record, moved):
                record.unlink()
            else:
                move_new(record, moved)
        except (OSError, SeqgenError):
            if copied:
                target.unlink()
            raise
        path.unlink()
    except OSError as error:
        raise SeqgenError("{file}: cannot be moved: {why}", file=printable(path.name), why=reason_of(error)) from error
    return target


def clear_folder(folder: Path, takes: Path) -> None:
    """Remove the folder of a project if nothing is left in it."""
    if folder.parent == takes and not folder.name.startswith("."):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _is_same(path: Path, target: Path) -> bool:
    """Return True if the file stands in the target already, as after a move that was interrupted."""
    try:
        return target.is_file() and (target.samefile(path) or target.read_bytes() == path.read_bytes())
    except OSError:
        return False
