"""Deletion and marking of takes, and undo and redo of these and of edits in common order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from gui.create.open_take import OpenTake
from gui.takes.undo_order import UndoOrder
from seqgen.library.take import TakeRecord, marked


class TakeUndo(QObject):
    """Undoes and redoes edits of the open take, deletions and marks. An editor's own history comes first."""

    def __init__(self, opened: OpenTake, order: UndoOrder, parent: QObject) -> None:
        super().__init__(parent)
        self._opened, self._order = opened, order
        self._editing, self._view = opened.editing, opened.view
        self._steps = QUndoStack(self)
        order.watch(self._steps)
        order.changed.connect(self.show_state)
        opened.shown.connect(self.show_state)

    def remove(self, ids: Sequence[str]) -> None:
        # save edits first, so that an undo restores them with the take
        self._editing.settle()
        records = self._known(ids)
        if records:
            self._steps.push(_Removal(self._opened, records, self.tr("Delete %n take(s)", "", len(records))))

    def rate(self, ids: Sequence[str], rating: int) -> None:
        self.mark([marked(record, rating=rating) for record in self._known(ids)])

    def mark(self, records: Sequence[TakeRecord]) -> None:
        """Give takes the marks of these records."""
        before = self._known([record.id for record in records])
        if any(old != new for old, new in zip(before, records, strict=True)):
            self._steps.push(_Marking(self._opened, before, list(records), self.tr("Mark %n take(s)", "", len(before))))

    def _known(self, ids: Sequence[str]) -> list[TakeRecord]:
        return [record for take_id in ids if (record := self._opened.takes.record(take_id)) is not None]

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
        return [self._steps, own] if own is not None else [self._steps]


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


class _Marking(QUndoCommand):
    """Undo step of names, ratings, tags, projects and notes."""

    def __init__(self, opened: OpenTake, before: list[TakeRecord], after: list[TakeRecord], what: str) -> None:
        super().__init__(what)
        self._opened, self._before, self._after = opened, before, after

    def redo(self) -> None:
        self._opened.mark(self._after)

    def undo(self) -> None:
        self._opened.mark(self._before)
