"""Open take of the Create page: selecting, comparing, removing and restoring takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from gui.create.model_choice import ModelChoice
from gui.kinds import view_of
from gui.studio import Studio
from gui.takes import words as take_words
from gui.takes.details_dialog import DetailsDialog
from gui.takes.editing import TakeEditing
from gui.takes.list import TakeList
from gui.takes.model import TakesModel
from gui.takes.pictures import TakePictures
from gui.takes.store import TakeStore
from gui.takes.view import TakeView
from seqgen.library.take import MARKS, TakeRecord


class OpenTake(QObject):
    """Connects the list of takes with the view of the open one."""

    shown = Signal()
    """Emitted when another take, or none, is shown."""
    details_given = Signal(list)
    """Emitted with the records of takes as the user wants them marked."""

    def __init__(
        self,
        studio: Studio,
        store: TakeStore,
        takes: TakesModel,
        rows: TakeList,
        editing: TakeEditing,
        view: TakeView,
        models: ModelChoice,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._studio, self._store, self.takes, self._list = studio, store, takes, rows
        self.editing, self.view, self._models = editing, view, models
        self.pictures = TakePictures(store, takes, self)
        self.pictures.problem.connect(studio.told)
        rows.picture_wanted.connect(self.pictures.want)
        self._pair: list[str] = []
        store.changed.connect(self._record_changed)
        view.part_chosen.connect(self._show_bars)

    def open_take(self, take_id: str) -> None:
        """Show a take, and play it if auditioning is on; an open one is played again."""
        record = self.takes.record(take_id)
        if record is None:
            return
        if self.editing.record is not None and self.editing.record.id == take_id:
            if self.view.audition.isChecked():
                self.editing.editor.play(self.editing.editor.beginning)
            return
        self._pair = [self.editing.record.id, take_id] if self.editing.record is not None else []
        self.show(record, play=self.view.audition.isChecked())

    def compare(self) -> None:
        """Switch to the other one of the last two takes at the same position; it plays if this one did."""
        now = self.editing.record
        other = next((each for each in self._pair if now is None or each != now.id), "")
        record = self.takes.record(other)
        if record is not None:
            playing, position = self._studio.player.state == "playing", self.editing.editor.position
            self._list.choose(record.id)
            self.show(record, play=playing, position=position)

    def _show_pair(self) -> None:
        now = self.editing.record
        pair = [record for take_id in self._pair if (record := self.takes.record(take_id)) is not None]
        both = now is not None and len(pair) == 2 and now.id in self._pair
        shown = self._pair.index(now.id) if both and now is not None else -1
        self.view.show_pair([take_words.title(record) for record in pair] if both else [], shown)

    def show(self, record: TakeRecord | None, *, play: bool, position: float | None = None) -> None:
        """Show a take, or None; play it from its beginning or from a position."""
        if record is not None:
            self.editing.open(record, play=play, position=position)
            record = self.editing.record  # None where its file cannot be read
        if record is not None:
            self.view.show_kind(record.kind, self.editing.editor.widget)
        else:
            kind = self._models.kind if view_of(self._models.kind).new_words()[0] else ""
            self.editing.open_none(kind)
            self.view.show_kind(kind, self.editing.editor.widget if kind else None, kept=False)
        self._show_title()
        self._show_bars()
        self._show_pair()
        self.shown.emit()
        if record is not None:
            self.takes.see(record.id)
            self._studio.settings.change(take=record.id)

    def take_away(self, records: Sequence[TakeRecord]) -> None:
        """Remove takes from the list and the library."""
        ids = self._store.remove([record.id for record in records])
        was_open = self.editing.record is not None and self.editing.record.id in ids
        self.editing.forget(ids)
        self.pictures.forget(ids)
        self.takes.remove(ids)
        self._show_pair()
        if was_open:
            self.show(self.takes.record(self._list.current_id()), play=False)

    def bring_back(self, records: Sequence[TakeRecord], *, reopen: str) -> None:
        """Restore removed takes, and show the one that was open."""
        restored = self._store.restore([record.id for record in records])
        for record in restored:
            self.takes.add(record, new=False)
        for record in restored:
            if record.id == reopen:
                self._list.choose(record.id)
                self.show(record, play=False)

    def star(self, take_id: str, starred: bool) -> None:
        record = self.takes.record(take_id)
        if record is not None:
            self._studio.attempt(lambda: self._store.update(replace(record, starred=starred)))

    def keep(self) -> None:
        """Give the open take a star, or take it away."""
        record = self.editing.record
        if record is not None:
            self.star(record.id, not record.starred)

    def mark(self, records: Sequence[TakeRecord]) -> None:
        """Give takes the marks of these records; all else of them stays as it is now."""
        for marks in records:
            record = self.takes.record(marks.id)
            if record is not None:
                made = replace(record, **{name: getattr(marks, name) for name in MARKS})
                self._studio.attempt(partial(self._store.update, made))

    def ask_for_details(self, ids: Sequence[str]) -> None:
        """Let the user name, tag and describe takes; `details_given` tells what was said."""
        records = [record for take_id in ids if (record := self.takes.record(take_id)) is not None]
        if not records:
            return
        known = self.takes.records
        tags = sorted({tag for record in known for tag in record.tags}, key=str.casefold)
        projects = sorted({record.project for record in known if record.project}, key=str.casefold)
        dialog = DetailsDialog(records, tags, projects, self.view.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self.details_given)
        dialog.open()

    def _record_changed(self, record: TakeRecord) -> None:
        self.takes.update(record)
        if self.editing.record is not None and self.editing.record.id == record.id:
            self.editing.record = record
            self._show_title()
            self._studio.attempt(lambda: self.pictures.show(record))

    def _show_title(self) -> None:
        record = self.editing.record
        if record is None:
            self.view.show_title(*(view_of(self.view.kind).new_words() if self.view.kind else ("", "")))
            return
        self.view.show_copies(much=record.copies_much)
        facts = [take_words.facts(record), self.tr("edited") if record.edited else ""]
        if record.name:
            facts.insert(0, take_words.number(record))
        self.view.show_title(
            take_words.title(record), " · ".join(part for part in facts if part), take_words.remarks(record)
        )

    def bars(self) -> tuple[int, int]:
        """Return the first and last selected bar, counted from 1; (0, 0) for none."""
        part = self.editing.editor.part
        return (part.first, part.last) if part is not None else (0, 0)

    def _show_bars(self) -> None:
        self.view.show_bars(*self.bars(), self.editing.editor.track[1])
