"""The edited sheet with its undo history."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from seqgen.formats.sheet import Sheet

MOST_STEPS, FEWEST_STEPS = 500, 50
MOST_BYTES = 128 << 20
"""Memory for the notes of all undo steps, so that a sheet of very many notes has fewer steps."""


class SheetEditor(QObject):
    """Holds one sheet; every change is one step of `stack`. A step keeps two immutable sheets."""

    changed = Signal(object)
    """Emitted with the sheet after an edit, undo or redo."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_STEPS)
        self.sheet = Sheet.empty()

    def open(self, sheet: Sheet) -> None:
        """Edit another sheet and clear the undo history. `changed` is not emitted."""
        self.stack.clear()
        # the limit can only be set on an empty stack
        self.stack.setUndoLimit(max(FEWEST_STEPS, min(MOST_STEPS, MOST_BYTES // max(1, sheet.notes.nbytes))))
        self.sheet = sheet

    def replace(self, sheet: Sheet) -> None:
        """Replace the sheet without an undo step, for the same notes in another mix. `changed` is not emitted."""
        self.sheet = sheet

    def apply(self, sheet: Sheet, what: str) -> None:
        """Replace the sheet by an edited one; `what` names the edit in the undo menu."""
        if sheet is not self.sheet:
            self.stack.push(_Step(self, self.sheet, sheet, what))

    def _show(self, sheet: Sheet) -> None:
        if len(sheet.tracks) == len(self.sheet.tracks):
            # an undo restores notes and instruments, but keeps the current mix
            pairs = zip(sheet.tracks, self.sheet.tracks, strict=True)
            mixed = [replace(old, volume=new.volume, muted=new.muted, solo=new.solo) for old, new in pairs]
            sheet = replace(sheet, tracks=tuple(mixed))
        self.sheet = sheet
        self.changed.emit(sheet)


class _Step(QUndoCommand):
    """Undo step from one sheet to the next."""

    def __init__(self, editor: SheetEditor, before: Sheet, after: Sheet, what: str) -> None:
        super().__init__(what)
        self._editor, self._before, self._after = editor, before, after

    def undo(self) -> None:
        self._editor._show(self._before)

    def redo(self) -> None:
        self._editor._show(self._after)
