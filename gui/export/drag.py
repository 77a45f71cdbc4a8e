"""Data of takes that are dragged out of the window or copied: file URLs and text."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from gui.export.content import take_data, text_data
from gui.export.outgoing import Outgoing
from gui.kinds import view_of
from seqgen.errors import FileTaken, SeqgenError, printable, reason_of
from seqgen.files import save_numbered
from seqgen.library.file_names import take_name

KEPT_DAYS = 30
"""Lifetime of a dragged file: some programs keep reading it in place."""


class TakeDrag:
    """Writes dragged takes into a folder of the library, and removes old files there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._clear()

    def mime(self, takes: Sequence[Outgoing]) -> QMimeData:
        """Return the takes as files, texts as plain text too. Raises `SeqgenError` if one cannot be written."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._write(take))) for take in takes])
        texts = [
            text_data(take).decode("utf-8", "replace") for take in takes if "txt" in view_of(take.record.kind).formats
        ]
        if texts:
            data.setText("\n\n".join(texts))
        return data

    def _write(self, take: Outgoing) -> Path:
        """Return a file with the take's name and content, reusing an identical one."""
        content = take_data(take)
        part = f" {take.part}" if take.part else ""
        wanted = self.folder / take_name(take.record, part + take.record.path.suffix)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if wanted.is_file() and wanted.read_bytes() == content:
                wanted.touch()
                return wanted
            # no sync to disk: a power failure here loses nothing
            path, _ = save_numbered(wanted, lambda free: _write_new(free, content))
        except OSError as error:
            raise SeqgenError(
                "{file}: cannot be written: {why}", file=printable(wanted), why=reason_of(error)
            ) from error
        return path

    def _clear(self) -> None:
        oldest = time.time() - KEPT_DAYS * 86_400
        try:
            files = [path for path in self.folder.iterdir() if path.is_file()]
        except OSError:
            return  # unreadable library
        for path in files:
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()


def _write_new(path: Path, content: bytes) -> None:
    """Raises `FileTaken`, `OSError`."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise FileTaken("{file}: exists already", file=printable(path)) from None
