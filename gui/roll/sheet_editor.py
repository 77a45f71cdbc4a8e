"""The sheet that is being edited, with what can be undone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from seqgen.formats.sheet import Sheet

MOST_STEPS, FEWEST_STEPS = 500, 50
MOST_BYTES = 128 << 20
"""The notes of all steps together take about so much memory, so that a sheet of very many notes has fewer steps."""


class SheetEditor(QObject):
    """Holds one sheet; every change is one step of `stack`. A sheet never changes, so a step keeps two of them."""

    changed = Signal(object)
    """The sheet, after an edit, an undo or a redo."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_STEPS)
        self._sheet = Sheet.empty()

    @property
    def sheet(self) -> Sheet:
        """The sheet as it is now."""
        return self._sheet

    def open(self, sheet: Sheet) -> None:
        """Edit another sheet; what was done to the one before is forgotten. `changed` is not emitted."""
        self.stack.clear()
        # the limit can be set on an empty stack only
        self.stack.setUndoLimit(max(FEWEST_STEPS, min(MOST_STEPS, MOST_BYTES // max(1, sheet.notes.nbytes))))
        self._sheet = sheet

    def replace(self, sheet: Sheet) -> None:
        """Take another sheet without a step to undo: the same notes in another mix. `changed` is not emitted."""
        self._sheet = sheet

    def apply(self, sheet: Sheet, what: str) -> None:
        """Replace the sheet by an edited one; `what` says in the undo menu what was done."""
        if sheet is not self._sheet:
            self.stack.push(_Step(self, self._sheet, sheet, what))

    def _show(self, sheet: Sheet) -> None:
        if len(sheet.tracks) == len(self._sheet.tracks):
            # an undo brings back notes and instruments, not the mix of that time
            pairs = zip(sheet.tracks, self._sheet.tracks, strict=True)
            mixed = [replace(old, volume=new.volume, muted=new.muted, solo=new.solo) for old, new in pairs]
            sheet = replace(sheet, tracks=tuple(mixed))
        self._sheet = sheet
        self.changed.emit(sheet)


class _Step(QUndoCommand):
    """From one sheet to the next."""

    def __init__(self, editor: SheetEditor, before: Sheet, after: Sheet, what: str) -> None:
        super().__init__(what)
        self._editor, self._before, self._after = editor, before, after

    def undo(self) -> None:
        self._editor._show(self._before)

    def redo(self) -> None:
        self._editor._show(self._after)
