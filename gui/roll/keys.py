"""Keyboard control of a roll."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gui.roll.editing import RollEditing
from gui.roll.gestures import bars_between
from gui.roll.wheel import ROWS_A_STEP, SHARE_A_STEP, ZOOM_STEP
from seqgen.formats import sheet_edits

VELOCITY_STEP = 8
OCTAVE = 12
MIDDLE_C = 60


class RollKeys(RollEditing):
    """Roll that handles keys; keys without a meaning here go on to the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
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
            self.select_notes(np.arange(len(self.sheet.notes), dtype=np.int64))
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
            self._add_at_playhead()
            return True
        if not len(self._selected):
            return False
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.finish(sheet_edits.delete(self.sheet, self._selected), self.tr("Delete notes"))
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
            self._reveal_chosen()
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

    def _add_at_playhead(self) -> None:
        chosen = self.sheet.notes["pitch"][self._selected]
        pitch = int(chosen[0]) if len(chosen) else MIDDLE_C
        onset = int(self.playhead // self.grid) * self.grid
        self.finish(self.note_added(onset, pitch), self.tr("Add a note"))
        self._reveal_chosen()

    def _bar_ticks(self) -> int:
        onset = float(self.sheet.notes["onset"][self._selected[0]])
        begin, end = bars_between(self.sheet, onset, onset)
        return round(end - begin)

    def _reveal_chosen(self) -> None:
        if len(self._selected):
            row = self.sheet.notes[self._selected[0]]
            self.view.reveal(float(row["onset"]), float(row["end"]), int(row["pitch"]))


def _direction(event: QKeyEvent) -> tuple[int, int]:
    """Return the direction of an arrow key: steps to the right, steps upwards."""
    key = event.key()
    across = int(key == Qt.Key.Key_Right) - int(key == Qt.Key.Key_Left)
    return across, int(key == Qt.Key.Key_Up) - int(key == Qt.Key.Key_Down)
