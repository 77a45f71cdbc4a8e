"""In which order several stacks were changed, so that undo takes back what was done last, wherever that was."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack


class UndoOrder(QObject):
    """Notes every step of the stacks that it watches. Undo and redo go through the steps of the stacks that are active
    now; those of others wait until theirs are active again."""

    changed = Signal()
    """What can be undone or redone may be something else now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[QUndoStack] = []
        self._undone: list[QUndoStack] = []
        self._stepping = False

    def watch(self, stack: QUndoStack) -> None:
        """Note the steps of a stack from now on."""
        # a method, not a lambda: a stack speaks once more while it and this object are being deleted
        stack.indexChanged.connect(self._moved)

    def forget(self, stack: QUndoStack) -> None:
        """Leave out the steps of a stack that is gone or was cleared."""
        self._done = [each for each in self._done if each is not stack]
        self._undone = [each for each in self._undone if each is not stack]
        self.changed.emit()

    def can_undo(self, active: Collection[QUndoStack]) -> bool:
        """Whether one of the active stacks has a step to take back."""
        return _latest(self._done, active, QUndoStack.canUndo) is not None

    def can_redo(self, active: Collection[QUndoStack]) -> bool:
        """Whether one of the active stacks has a step to make again."""
        return _latest(self._undone, active, QUndoStack.canRedo) is not None

    def undo(self, active: Collection[QUndoStack]) -> None:
        """Take back the latest step of the active stacks."""
        place = _latest(self._done, active, QUndoStack.canUndo)
        if place is not None:
            stack = self._done.pop(place)
            self._undone.append(stack)
            self._step(stack.undo)

    def redo(self, active: Collection[QUndoStack]) -> None:
        """Make again what was taken back last."""
        place = _latest(self._undone, active, QUndoStack.canRedo)
        if place is not None:
            stack = self._undone.pop(place)
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
    """The place of the last step whose stack is active and able; a stack that is full has dropped its oldest steps."""
    for place in reversed(range(len(steps))):
        if any(steps[place] is stack for stack in active) and able(steps[place]):
            return place
    return None
