"""Editor of takes that are a text."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.text.text_take import TextTake
from gui.views.take_editor import TakeEditor
from seqgen.arrays import Floats
from seqgen.library.take import TakeRecord


class TextEditor(TakeEditor):
    """A text that the user may change where it is `editable`, which is then the file's exact content."""

    widget: TextTake

    def __init__(self, *, editable: bool, parent: QObject | None = None) -> None:
        super().__init__(TextTake(), parent)
        self._editable = editable
        self.widget.editor.setReadOnly(not editable)
        self.widget.edited.connect(self.edited)
        for available in (self.widget.editor.undoAvailable, self.widget.editor.redoAvailable):
            available.connect(lambda on: self.undo_changed.emit())

    @property
    def content(self) -> str:
        return self.widget.text()

    def open(self, record: TakeRecord | None, content: str, bits: Floats | None) -> None:
        # what is shown of a read-only take is not the text that `primed` counts in
        primed = record.primed if record is not None and self._editable else 0
        self.widget.set_text(content, bits, primed=primed)

    def show_bits(self, bits: Floats | None) -> None:
        self.widget.set_bits(bits)

    def show_judge(self, model: str) -> None:
        self.widget.legend.set_judge(model)

    def primer(self) -> str | None:
        return self.content if self._editable else None

    @property
    def can_undo(self) -> bool:
        return self._editable and self.widget.editor.document().isUndoAvailable()

    @property
    def can_redo(self) -> bool:
        return self._editable and self.widget.editor.document().isRedoAvailable()

    def undo(self) -> None:
        self.widget.editor.undo()

    def redo(self) -> None:
        self.widget.editor.redo()
