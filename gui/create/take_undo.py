"""Deleting takes, and undo and redo of that and of edits, in the order in which they were done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from gui.takes.take import TakeRecord
from gui.takes.undo_order import UndoOrder

if TYPE_CHECKING:
    from gui.create.page import CreatePage


class TakeUndo(QObject):
    """Steps back and forth through the edits of the open take and through deletions. A text has its editor's own
    undo, which comes first."""

    def __init__(self, page: CreatePage) -> None:
        super().__init__(page)
        self._page = page
        self._removals = QUndoStack(self)
        self.order = UndoOrder(self)
        self.order.watch(self._removals)
        self.order.changed.connect(self.show_state)

    def remove(self, ids: Sequence[str]) -> None:
        """Delete takes."""
        page = self._page
        # what is edited belongs to the take that an undo brings back
        page.editing.settle()
        records = [record for take_id in ids if (record := page.takes.record(take_id)) is not None]
        if records:
            self._removals.push(_Removal(page, records, self.tr("Delete %n take(s)", "", len(records))))

    def undo(self) -> None:
        """Take back what was done last."""
        text = self._page.view.text
        if self._text_open() and text.editor.document().isUndoAvailable():
            text.undo()
        else:
            self.order.undo(self._stacks())

    def redo(self) -> None:
        """Do again what was taken back last."""
        text = self._page.view.text
        if self._text_open() and text.editor.document().isRedoAvailable():
            text.redo()
        else:
            self.order.redo(self._stacks())

    def show_state(self) -> None:
        """Say on the buttons what can be undone and redone."""
        view, stacks = self._page.view, self._stacks()
        document = view.text.editor.document()
        text = self._text_open()
        view.undo.setEnabled((text and document.isUndoAvailable()) or self.order.can_undo(stacks))
        view.redo.setEnabled((text and document.isRedoAvailable()) or self.order.can_redo(stacks))

    def _text_open(self) -> bool:
        return self._page.view.kind == "text"

    def _stacks(self) -> list[QUndoStack]:
        return [self._removals, self._page.editing.editor.stack]


class _Removal(QUndoCommand):
    """Takes go; an undo brings them back."""

    def __init__(self, page: CreatePage, records: list[TakeRecord], what: str) -> None:
        super().__init__(what)
        self._page, self._records, self._open = page, records, ""

    def redo(self) -> None:
        open_one = self._page.editing.record
        self._open = open_one.id if open_one is not None else ""
        self._page.take_away(self._records)

    def undo(self) -> None:
        self._page.bring_back(self._records, reopen=self._open)
