"""Deletion of takes, and undo and redo of deletions and edits in common order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from gui.create.open_take import OpenTake
from gui.takes.undo_order import UndoOrder
from seqgen.library.take import TakeRecord


class TakeUndo(QObject):
    """Undoes and redoes edits of the open take and deletions. An editor's own history comes first."""

    def __init__(self, opened: OpenTake, order: UndoOrder, parent: QObject) -> None:
        super().__init__(parent)
        self._opened, self._order = opened, order
        self._editing, self._view = opened.editing, opened.view
        self._removals = QUndoStack(self)
        order.watch(self._removals)
        order.changed.connect(self.show_state)
        opened.shown.connect(self.show_state)

    def remove(self, ids: Sequence[str]) -> None:
        # save edits first, so that an undo restores them with the take
        self._editing.settle()
        records = [record for take_id in ids if (record := self._opened.takes.record(take_id)) is not None]
        if records:
            self._removals.push(_Removal(self._opened, records, self.tr("Delete %n take(s)", "", len(records))))

    def undo(self) -> None:
        if self._editing.editor.can_undo:
            self._editing.editor.undo()
        else:
            self._order.undo(self._stacks())

    def redo(self) -> None:
        if self._editing.editor.can_redo:
            self._editing.editor.redo()
        else:
            self._order.redo(self._stacks())

    def show_state(self) -> None:
        """Show on the buttons what can be undone and redone."""
        editor, stacks = self._editing.editor, self._stacks()
        self._view.undo.setEnabled(editor.can_undo or self._order.can_undo(stacks))
        self._view.redo.setEnabled(editor.can_redo or self._order.can_redo(stacks))

    def _stacks(self) -> list[QUndoStack]:
        own = self._editing.editor.stack
        return [self._removals, own] if own is not None else [self._removals]


class _Removal(QUndoCommand):
    """Undo step of a deletion."""

    def __init__(self, opened: OpenTake, records: list[TakeRecord], what: str) -> None:
        super().__init__(what)
        self._opened, self._records, self._open = opened, records, ""

    def redo(self) -> None:
        open_one = self._opened.editing.record
        self._open = open_one.id if open_one is not None else ""
        self._opened.take_away(self._records)

    def undo(self) -> None:
        self._opened.bring_back(self._records, reopen=self._open)
