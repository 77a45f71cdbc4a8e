"""Output of takes: drag, copy and export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.export.controller import SELECTED, THIS, ExportController, ExportOffer
from gui.export.drag import TakeDrag
from gui.export.outgoing import Outgoing
from gui.kinds import view_of
from gui.library.file_manager import reveal
from gui.studio import Studio
from gui.takes.editing import TakeEditing
from gui.takes.list import TakeList
from gui.takes.model import TakesModel
from gui.takes.store import TakeStore
from seqgen.errors import SeqgenError
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet
from seqgen.library.take import TakeRecord


class TakeOutput(QObject):
    """Collects the takes to output with their current edits and mix."""

    went_out = Signal()
    """Emitted when takes were dragged or copied out, or exported."""

    def __init__(
        self, studio: Studio, store: TakeStore, takes: TakesModel, editing: TakeEditing, rows: TakeList, window: QWidget
    ) -> None:
        super().__init__(window)
        self._studio, self._store, self._takes, self._editing, self._list = studio, store, takes, editing, rows
        self._drag = TakeDrag(studio.library.takes / ".dragged")
        self.controller = ExportController(studio, self._outgoing, window)
        self.controller.exporter.finished.connect(self.went_out)

    def mime(self, ids: list[str]) -> QMimeData | None:
        """Return takes as files. Raises `SeqgenError`."""
        self._editing.settle()
        self._store.settle()
        takes = self._outgoing(self._known(ids))
        if not takes:
            return None
        data = self._drag.mime(takes)
        self.went_out.emit()
        return data

    def mime_of_open(self) -> QMimeData | None:
        """Return the chosen bars or the edited part of the open take, the take or the selected ones as files. Raises
        `SeqgenError`."""
        open_one, part = self._editing.record, self._editing.editor.part
        track, _ = self._editing.editor.track
        if open_one is not None and track >= 0 and len(self._list.selected_ids()) < 2:
            return self.mime_of_track(track)
        if open_one is not None and part is not None and len(self._list.selected_ids()) < 2:
            content = self._editing.editor.content_of(part)
            if isinstance(content, Sheet):
                words = self.tr("bars {first}-{last}").format(first=part.first, last=part.last)
                return self._drag.mime([Outgoing(open_one, sheet=content, part=words)])
        return self.mime(self._list.selected_ids() or ([open_one.id] if open_one is not None else []))

    def mime_of_track(self, number: int) -> QMimeData | None:
        """Return one track of the open take, or of its chosen bars, as a file. Raises `SeqgenError`."""
        open_one, editor = self._editing.record, self._editing.editor
        part = editor.part
        content = editor.content if part is None else editor.content_of(part)
        if open_one is None or not isinstance(content, Sheet) or number >= len(content.tracks):
            return None
        name = content.tracks[number].name or self.tr("Track {number}").format(number=number + 1)
        alone = sheet_edits.alone(content, number)
        if not len(alone.notes):
            raise SeqgenError("{track} has no notes here", track=name)
        bars = "" if part is None else self.tr("bars {first}-{last}").format(first=part.first, last=part.last)
        words = " ".join(filter(None, (name, bars)))
        data = self._drag.mime([Outgoing(open_one, sheet=alone, part=words)])
        self.went_out.emit()
        return data

    def drag_track(self, number: int, picture: QPixmap) -> None:
        """Let the user drop one track of the open take into another program."""
        self._studio.attempt(lambda: self._drag_out(self.mime_of_track(number), picture))

    def copy_track(self, number: int) -> None:
        """Copy one track of the open take as a file."""
        self._studio.attempt(lambda: _copy(self.mime_of_track(number)))

    def _drag_out(self, data: QMimeData | None, picture: QPixmap) -> None:
        if data is not None:
            drag = QDrag(self._list)
            drag.setMimeData(data)
            drag.setPixmap(picture)
            drag.setHotSpot(QPoint(theme.WIDE, theme.WIDE))
            drag.exec(Qt.DropAction.CopyAction)

    def show_file(self, take_id: str) -> None:
        """Show the file of a take, in the folder of its project, in the system's file manager."""
        self._editing.settle()
        self._store.settle()
        reveal([record.path for record in self._known([take_id])])

    def export(self, ids: list[str]) -> None:
        """Open the export dialog for these takes, the open one or the starred ones."""
        self._editing.settle()
        self._store.settle()
        records = self._takes.records
        selected = self._known(ids)
        if records:
            offer = ExportOffer(
                this=self._editing.record or (selected[0] if selected else records[-1]),
                selected=selected,
                starred=[record for record in records if record.starred],
            )
            self.controller.open(offer, SELECTED if len(selected) > 1 else THIS)

    def _known(self, ids: Sequence[str]) -> list[TakeRecord]:
        return [record for take_id in ids if (record := self._takes.record(take_id)) is not None]

    def _outgoing(self, records: Sequence[TakeRecord]) -> list[Outgoing]:
        return [self._as_shown(record) for record in records]

    def _as_shown(self, record: TakeRecord) -> Outgoing:
        if not view_of(record.kind).editable:
            return Outgoing(record)
        content = self._store.content(record.id)
        return Outgoing(record, sheet=content) if isinstance(content, Sheet) else Outgoing(record, text=content)


def _copy(data: QMimeData | None) -> None:
    if data is not None:
        QGuiApplication.clipboard().setMimeData(data)
