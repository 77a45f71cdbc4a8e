"""Common undo order of several undo stacks, so that undo takes back the latest change of all."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack


class UndoOrder(QObject):
    """Records every step of the watched stacks. Undo and redo step through the stacks that are active now; steps of
    the others wait until their stack is active again."""

    changed = Signal()
    """Emitted when the next step to undo or redo may have changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[QUndoStack] = []
        self._undone: list[QUndoStack] = []
        self._stepping = False

    def watch(self, stack: QUndoStack) -> None:
        # a method, not a lambda: a stack still emits while it and this object are being deleted
        stack.indexChanged.connect(self._moved)

    def forget(self, stack: QUndoStack) -> None:
        """Drop the steps of a stack that was deleted or cleared."""
        self._done = [each for each in self._done if each is not stack]
        self._undone = [each for each in self._undone if each is not stack]
        self.changed.emit()

    def can_undo(self, active: Collection[QUndoStack]) -> bool:
        return _latest(self._done, active, QUndoStack.canUndo) is not None

    def can_redo(self, active: Collection[QUndoStack]) -> bool:
        return _latest(self._undone, active, QUndoStack.canRedo) is not None

    def undo(self, active: Collection[QUndoStack]) -> None:
        index = _latest(self._done, active, QUndoStack.canUndo)
        if index is not None:
            stack = self._done.pop(index)
            self._undone.append(stack)
            self._step(stack.undo)

    def redo(self, active: Collection[QUndoStack]) -> None:
        index = _latest(self._undone, active, QUndoStack.canRedo)
        if index is not None:
            stack = self._undone.pop(index)
            self._done.append(stack)
            self._step(stack.redo)

    def _step(self, act: Callable[[], None]) -> None:
        self._stepping = True
        try:
            act()
        finally:
            self._stepping = False
        self.changed.emit()

    def _moved(self, index: int) -> None:
        stack = self.sender()
        if self._stepping or not isinstance(stack, QUndoStack):
            return
        if index == 0:
            self.forget(stack)  # it was cleared
            return
        self._done.append(stack)
        self._undone.clear()
        self.changed.emit()


def _latest(steps: list[QUndoStack], active: Collection[QUndoStack], able: Callable[[QUndoStack], bool]) -> int | None:
    """Return the index of the last step of an active stack that has steps left; a full stack drops its oldest ones."""
    for index in reversed(range(len(steps))):
        if any(steps[index] is stack for stack in active) and able(steps[index]):
            return index
    return None
