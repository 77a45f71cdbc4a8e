"""Keyboard control of a roll."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui.roll.commands import RollCommands
from gui.roll.editing import RollEditing
from gui.roll.gestures import bars_between
from gui.roll.view import RollView
from gui.roll.wheel import ROWS_A_STEP, SHARE_A_STEP, ZOOM_STEP
from seqgen.formats import sheet_edits

VELOCITY_STEP = 8
OCTAVE = 12
MIDDLE_C = 60


class RollKeys(RollEditing):
    """Roll that handles keys; keys without a meaning here go on to the window."""

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self.commands = RollCommands(self)
        self.menu = QMenu(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Open a menu for the note under the pointer, or for the place where one would be pasted."""
        at = self.to_view(QPointF(event.pos()))
        if not self.editable or self._gesture is not None or at.x() < 0 or at.y() < 0:
            return
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            note = self.note_under(at)
            if note < 0:
                self.set_mark(self.on_grid(self.view.tick(at.x())))
            elif note not in self._selected:
                self.select_notes(np.array([note], np.int64))
        self.menu.clear()
        self.commands.fill(self.menu)
        self.menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self._gesture is None and self.editable and self.commands.press(event):
            return
        if not (self._zoom(event) or self._pick(event) or self._edit(event) or self._scroll(event)):
            super().keyPressEvent(event)

    def _zoom(self, event: QKeyEvent) -> bool:
        key, view = event.key(), self.view
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            factor = 1 / ZOOM_STEP if key == Qt.Key.Key_Minus else ZOOM_STEP
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                view.zoom_pitch(factor, view.height / 2)
            else:
                view.zoom_time(factor, view.width / 2)
        elif key == Qt.Key.Key_0:
            view.fit()
        else:
            return False
        self.scrolled_by_hand()
        return True

    def _pick(self, event: QKeyEvent) -> bool:
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            return self.cancel() or self.clear_selection()
        if key == Qt.Key.Key_A and control:
            self.select_notes(self.of_part(np.arange(len(self.sheet.notes), dtype=np.int64)))
        elif key == Qt.Key.Key_N and not control:
            self.walk(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            return False
        return True

    def _edit(self, event: QKeyEvent) -> bool:
        """Edit the selected notes, or add one."""
        if not self.editable or self._gesture is not None:
            return False
        if event.key() == Qt.Key.Key_Insert:
            self._add_at_mark()
            return True
        if not len(self._selected):
            return False
        if event.key() == Qt.Key.Key_Backspace:
            self.commands.delete()
            return True
        across, upwards = _direction(event)
        if not (across or upwards):
            return False
        sheet, which, modifiers = self.sheet, self._selected, event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier:
            if upwards:
                edit = sheet_edits.set_velocity(sheet, which, by=VELOCITY_STEP * upwards)
                self.finish(edit, self.tr("Change velocities"))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            if across:
                edit = sheet_edits.resize(sheet, which, ticks=across * self.grid, shortest=self.grid)
                self.finish(edit, self.tr("Change lengths"))
        else:
            far = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            ticks = across * (self._bar_ticks() if far else self.grid)
            edit = sheet_edits.move(sheet, which, ticks=ticks, semitones=upwards * (OCTAVE if far else 1))
            self.finish(edit, self.tr("Move notes"))
            if upwards:
                self.hear(self._selected)
            self.reveal_chosen()
        return True

    def _scroll(self, event: QKeyEvent) -> bool:
        key, view = event.key(), self.view
        across, upwards = _direction(event)
        if across or upwards:
            view.scroll(ticks=across * view.ticks * SHARE_A_STEP, rows=-upwards * ROWS_A_STEP)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            view.scroll(ticks=view.ticks * (1 if key == Qt.Key.Key_PageDown else -1))
        elif key == Qt.Key.Key_Home:
            view.scroll(ticks=-view.left)
        elif key == Qt.Key.Key_End:
            view.scroll(ticks=view.last_left - view.left)
        else:
            return False
        self.scrolled_by_hand()
        return True

    def _add_at_mark(self) -> None:
        chosen = self.sheet.notes["pitch"][self._selected]
        self.add_note(self.insertion, int(chosen[0]) if len(chosen) else MIDDLE_C)
        self.reveal_chosen()

    def _bar_ticks(self) -> int:
        onset = float(self.sheet.notes["onset"][self._selected[0]])
        begin, end = bars_between(self.sheet, onset, onset)
        return round(end - begin)


def _direction(event: QKeyEvent) -> tuple[int, int]:
    """Return the direction of an arrow key: steps to the right, steps upwards."""
    key = event.key()
    across = int(key == Qt.Key.Key_Right) - int(key == Qt.Key.Key_Left)
    return across, int(key == Qt.Key.Key_Up) - int(key == Qt.Key.Key_Down)
