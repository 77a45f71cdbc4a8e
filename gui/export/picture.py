"""Pictures of takes as PNG files, drawn in a thread because worker processes have no Qt."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal

from gui.export.jobs import PNG, Written, make_folder, place_for, write_as
from gui.export.outgoing import Outgoing
from gui.reasons import in_words
from gui.roll.picture import roll_image
from gui.workers.going_through import go_through
from seqgen.errors import SeqgenError
from seqgen.formats.sheet import Sheet

HEIGHT, RATIO = 720, 2.0
NARROWEST, WIDEST = 960, 8000
POINTS_A_BAR = 110


class PictureJob(QObject):
    """Draws takes one by one, with the signals of a `Job`."""

    yielded = Signal(object)
    finished = Signal()
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self, takes: Sequence[Outgoing], folder: Path, file: Path | None, parent: QObject, *, replace: bool
    ) -> None:
        super().__init__(parent)
        self._unwanted = threading.Event()
        steps = draw_takes(takes, folder, file, replace=replace)
        go_through(_events(steps, self._unwanted), self._tell)

    def cancel(self) -> None:
        """Stop after the current picture."""
        self._unwanted.set()

    def _tell(self, event: tuple[str, object]) -> None:
        what, value = event
        if what == "yielded":
            self.yielded.emit(value)
            return
        if what == "failed":
            self.failed.emit(value)
        elif what == "cancelled":
            self.cancelled.emit()
        else:
            self.finished.emit()
        self.deleteLater()


def _events(steps: Iterable[Written], unwanted: threading.Event) -> Iterator[tuple[str, object]]:
    """Yield the name and the value of each signal of a `PictureJob`."""
    try:
        for written in steps:
            yield "yielded", written
            if unwanted.is_set():
                yield "cancelled", None
                return
        yield "finished", None
    except (SeqgenError, OSError, MemoryError) as error:
        yield "failed", in_words(error)


def draw_takes(
    takes: Sequence[Outgoing], folder: Path, file: Path | None, *, replace: bool = True
) -> Iterator[Written]:
    """Write pictures one by one, each atomically. Raises `SeqgenError`."""
    make_folder(folder)
    for number, take in enumerate(takes):
        path, existing = place_for(take, PNG, folder, file, replace=replace)
        yield Written(number, 0.0)
        path = write_as(path, existing, picture(_sheet_of(take)))
        yield Written(number, 1.0, str(path))


def picture(sheet: Sheet) -> bytes:
    """Return the roll of a sheet as PNG data, wide enough for its bars."""
    bars = len(sheet.bar_lines()) - 1
    image = roll_image(sheet, min(max(NARROWEST, bars * POINTS_A_BAR), WIDEST), HEIGHT, RATIO)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs lack the overload for devices
    buffer.close()
    return bytes(data.data())


def _sheet_of(take: Outgoing) -> Sheet:
    if take.sheet is not None:
        return take.sheet
    from seqgen.formats.midi import read_scores

    return Sheet.from_score(read_scores(take.record.path)[0].score)
