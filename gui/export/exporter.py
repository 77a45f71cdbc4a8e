"""Exporter: writes takes as files of any format in the background."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.export.jobs import PNG, Written, write_takes
from gui.export.outgoing import Outgoing
from gui.export.picture import PictureJob
from gui.kinds import view_of
from gui.workers.worker import Job, Worker
from seqgen.files import sweep_parts


@dataclass(frozen=True, eq=False)
class Export:
    """An export: takes in a format, written into `folder` under free names, or one take into `file` in that folder,
    chosen by the user: where it exists, it is overwritten if `replace` is set, else the take gets a number."""

    takes: tuple[Outgoing, ...]
    form: str
    folder: Path
    file: Path | None = None
    replace: bool = True
    sample_rate: int = 44100
    soundfont: str = ""
    room: bool = True


@dataclass
class _Under:
    """The running export."""

    export: Export
    written: list[Path] = field(default_factory=list)


class Exporter(QObject):
    """Runs one export at a time, in a process of its own, so that takes can be generated and scored meanwhile, or in
    that of a given worker."""

    progress = Signal(float, int)
    """Progress, 0 to 1, and the number, from 0, of the take that is being written."""
    finished = Signal(list)
    """Paths of the written files."""
    failed = Signal(str, list)
    """Error message, and paths of the files written before."""
    cancelled = Signal(list)

    def __init__(self, parent: QObject | None = None, *, worker: Worker | None = None) -> None:
        super().__init__(parent)
        self._worker = worker or Worker(self)
        self._job: Job | PictureJob | None = None
        self._under: _Under | None = None

    @property
    def busy(self) -> bool:
        """True while an export runs."""
        return self._under is not None

    def start(self, export: Export) -> None:
        """Start an export, unless one is running or there is nothing to write."""
        takes = tuple(take for take in export.takes if fits(take, export.form))
        if self.busy or not takes:
            return
        self._under = _Under(replace(export, takes=takes))
        if export.form == PNG:
            self._job = PictureJob(takes, export.folder, export.file, self, replace=export.replace)
        else:
            self._job = self._worker.start(
                write_takes,
                takes,
                export.form,
                str(export.folder),
                str(export.file or ""),
                replace=export.replace,
                sample_rate=export.sample_rate,
                soundfont=export.soundfont,
                room=export.room,
            )
        self._job.yielded.connect(self._hear)
        self._job.finished.connect(self._end)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._stopped)

    def cancel(self) -> None:
        """Stop; complete files stay, incomplete ones are removed."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """End the process and a running export."""
        self._worker.close()

    # -- the job -------------------------------------------------------------------------------------------------------

    def _hear(self, told: Written) -> None:
        if self._under is None:
            return
        if told.path:
            self._under.written.append(Path(told.path))
        self.progress.emit((told.number + told.share) / len(self._under.export.takes), told.number)

    def _end(self) -> None:
        self.finished.emit(self._over())

    def _fail(self, why: str) -> None:
        self._clear_parts()
        self.failed.emit(why, self._over())

    def _stopped(self) -> None:
        self._clear_parts()
        self.cancelled.emit(self._over())

    def _over(self) -> list[Path]:
        under, self._under, self._job = self._under, None, None
        return under.written if under is not None else []

    def _clear_parts(self) -> None:
        """Remove incomplete files left by an interrupted process."""
        if self._under is not None:
            sweep_parts(self._under.export.folder)


def fits(take: Outgoing, form: str) -> bool:
    """Return True if a take can be written in a format."""
    return form in view_of(take.record.kind).formats
