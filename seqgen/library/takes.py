"""Takes of a library on the disk: found, marked with names, ratings, tags and notes, deleted and brought back."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from seqgen.errors import SeqgenError, printable
from seqgen.files import read_regular, write_atomic
from seqgen.library.lock import LibraryLock
from seqgen.library.projects import DELETED, RECORD, clear_folder, folder_of, in_its_project, move_take, record_files
from seqgen.library.query import TakeQuery
from seqgen.library.take import TakeRecord, marked
from seqgen.user_folders import data_folder

MOST_BYTES = 1 << 22
PATIENCE = 1.0
"""Seconds to wait for another program that marks a take, which takes milliseconds; a window holds a library longer."""
UNREADABLE = (SeqgenError, OSError, ValueError, KeyError, TypeError, RecursionError)
"""Errors that reading a damaged record may raise."""


class Takes:
    """The takes in the folder of a library, by default the one that the window opens.

    from seqgen.library.takes import Takes

    takes = Takes()
    for take in takes.find(TakeQuery(text="waltz", rating=4)):
        takes.mark(take, tags=[*take.tags, "album"], project="Sea songs")

    What changes takes raises `SeqgenError` where the window has the library open, a take is gone, or nothing can be
    written.
    """

    def __init__(self, library: Path | None = None) -> None:
        self.library = library or data_folder()
        self.folder = self.library / "takes"

    def find(self, query: TakeQuery | None = None) -> list[TakeRecord]:
        """Return the takes that a query wants, all if it is None, in the order in which they were made. Damaged ones
        are left out."""
        return (query or TakeQuery()).found(self._read(record_files(self.folder)))

    def deleted(self) -> list[TakeRecord]:
        """Return the takes that `restore` can bring back."""
        return self._read(sorted((self.folder / DELETED).glob(f"*{RECORD}")))

    def family(self, take: TakeRecord) -> list[TakeRecord]:
        """Return all takes that a take descends from or that descend from the first of these, itself among them, each
        behind the one that it was made from."""
        known = {each.id: each for each in self.find()} | {take.id: take}
        first, seen = take, {take.id}
        while first.parent in known and first.parent not in seen:
            first = known[first.parent]
            seen.add(first.id)
        found, waiting = list[TakeRecord](), [first]
        while waiting:
            found.append(waiting.pop())
            ids = {each.id for each in found}
            children = [each for each in known.values() if each.parent == found[-1].id and each.id not in ids]
            waiting += sorted(children, key=lambda each: -each.number)
        return found

    def mark(self, take: TakeRecord, **marks: Any) -> TakeRecord:
        """Save other `MARKS` of a take and return its record. With another project its files move into the folder of
        that, where they refuse to replace others (`FileTaken`)."""
        with self._held():
            entry = self._entry(take)
            record, data = read_take(entry)
            before = in_its_project(record, self.folder)
            record = marked(before, **marks)
            folder = folder_of(self.folder, record.project)
            if record.project != before.project or (record.project and entry.parent == self.folder):
                record = _moved(record, folder, self.folder)
            write_atomic(record.path.with_suffix(RECORD), record_bytes(record, data))
        return record

    def remove(self, takes: Iterable[TakeRecord]) -> None:
        """Delete takes. Until the window is opened the next time, `restore` brings them back."""
        with self._held():
            for take in takes:
                entry = self._entry(take)
                record, data = read_take(entry)
                told, record = record.project, in_its_project(record, self.folder)
                if record.project != told:
                    # it comes back to where it lies now
                    write_atomic(entry, record_bytes(record, data))
                _moved(record, self.folder / DELETED, self.folder)

    def restore(self, takes: Iterable[TakeRecord]) -> list[TakeRecord]:
        """Bring deleted takes back and return their records."""
        with self._held():
            return [_moved(take, folder_of(self.folder, take.project), self.folder) for take in takes]

    def _read(self, entries: Iterable[Path]) -> list[TakeRecord]:
        records = []
        for entry in entries:
            with contextlib.suppress(*UNREADABLE):
                record = read_take(entry)[0]
                records.append(record if entry.parent.name == DELETED else in_its_project(record, self.folder))
        return sorted(records, key=lambda record: record.number)

    def _entry(self, take: TakeRecord) -> Path:
        """Return the file of a take's record, also where the take has moved since it was found."""
        entry = take.path.with_suffix(RECORD)
        if entry.is_file():
            return entry
        return next((each for each in record_files(self.folder) if each.name == entry.name), entry)

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        lock = LibraryLock(self.library)
        if not lock.take(patience=PATIENCE):
            raise SeqgenError(
                "{file}: is open in the window; close it, or change its takes there", file=printable(self.library)
            )
        try:
            yield
        finally:
            lock.free()


def _moved(record: TakeRecord, folder: Path, takes: Path) -> TakeRecord:
    """Move a take into a folder; one that it leaves empty is removed."""
    before = record.path.parent
    if before != folder:
        record = replace(record, path=move_take(record.path, folder))
        clear_folder(before, takes)
    return record


def read_take(entry: Path) -> tuple[TakeRecord, dict[str, Any]]:
    """Return the record of a take, and all that its file says. Raises one of `UNREADABLE`."""
    # not `decoded`, which refuses all of a record for one figure that is no number
    data = json.loads(read_regular(entry, most_bytes=MOST_BYTES))
    record = TakeRecord.from_json(entry, data)
    if not record.path.is_file():
        raise SeqgenError("its file {name} is gone", name=printable(record.path.name))
    return record, data


def record_bytes(record: TakeRecord, further: dict[str, Any]) -> bytes:
    """Return the file of a record. `further`: what it says beside; the record's own values come first."""
    return json.dumps({**further, **record.to_json()}, indent=1).encode() + b"\n"
