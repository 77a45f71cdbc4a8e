"""Takes of a library on the disk: found, and marked with names, ratings, tags and notes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from seqgen.errors import SeqgenError, printable
from seqgen.files import read_regular, write_atomic
from seqgen.library.lock import LibraryLock
from seqgen.library.query import TakeQuery
from seqgen.library.take import TakeRecord, marked
from seqgen.user_folders import data_folder

MOST_BYTES = 1 << 22
UNREADABLE = (SeqgenError, OSError, ValueError, KeyError, TypeError, RecursionError)
"""Errors that reading a damaged record may raise."""


class Takes:
    """The takes in the folder of a library, by default the one that the window opens.

    from seqgen.library.takes import Takes

    takes = Takes()
    for take in takes.find(TakeQuery(text="waltz", rating=4)):
        takes.mark(take, tags=[*take.tags, "album"])
    """

    def __init__(self, library: Path | None = None) -> None:
        self.library = library or data_folder()
        self.folder = self.library / "takes"

    def find(self, query: TakeQuery | None = None) -> list[TakeRecord]:
        """Return the takes that a query wants, all if it is None, in the order in which they were made. Damaged ones
        are left out."""
        records = []
        for entry in sorted(self.folder.glob("*.json")):
            try:
                record = read_take(entry)[0]
            except UNREADABLE:
                continue
            records.append(record)
        records.sort(key=lambda record: record.number)
        return (query or TakeQuery()).found(records)

    def mark(self, take: TakeRecord, **marks: Any) -> TakeRecord:
        """Save other `MARKS` of a take and return its record. Raises `SeqgenError` where the window has the library
        open, the take is gone, or nothing can be written."""
        lock = LibraryLock(self.library)
        if not lock.take():
            raise SeqgenError(
                "{file}: is open in the window; close it, or change its takes there", file=printable(self.library)
            )
        try:
            entry = self.folder / f"{take.id}.json"
            record, data = read_take(entry)
            record = marked(record, **marks)
            write_atomic(entry, record_bytes(record, data))
        finally:
            lock.free()
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
