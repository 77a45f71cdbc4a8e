"""Keyboard control of a roll."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui.roll.commands import RollCommands
from gui.roll.editing import RollEditing
from gui.roll.gestures import bars_between
from gui.roll.view import RollView
from gui.roll.wheel import ROWS_A_STEP, SHARE_A_STEP, ZOOM_STEP
from gui.shortcuts import Handled
from seqgen.formats import sheet_edits

VELOCITY_STEP = 8
OCTAVE = 12
MIDDLE_C = 60
OWN = (
    "zoom-in", "zoom-out", "zoom-in-pitch", "zoom-out-pitch", "all", "none", "next-note", "previous-note", "add-note",
    "louder", "softer", "shorter", "longer", "page-back", "page-on", "begin", "end",
)  # fmt: skip
"""Names of keys beside those of arrows and commands."""
DIRECTIONS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
"""Steps to the right and upwards of the arrow keys."""


class RollKeys(RollEditing):
    """Roll that handles keys; keys without a meaning here go on to the window."""

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self.commands = RollCommands(self)
        moves = (*DIRECTIONS, *(f"far-{name}" for name in DIRECTIONS))
        self._keys = Handled(*self.commands.names, *OWN, *moves)
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
        name = self._keys.name(event)
        if self._gesture is None and self.editable and self.commands.carry_out(name):
            return
        if not (self._zoom(name) or self._pick(name) or self._edit(name) or self._scroll(name)):
            super().keyPressEvent(event)

    def _zoom(self, name: str) -> bool:
        view = self.view
        if name in ("zoom-in", "zoom-out"):
            view.zoom_time(ZOOM_STEP if name == "zoom-in" else 1 / ZOOM_STEP, view.width / 2)
        elif name in ("zoom-in-pitch", "zoom-out-pitch"):
            view.zoom_pitch(ZOOM_STEP if name == "zoom-in-pitch" else 1 / ZOOM_STEP, view.height / 2)
        elif name == "fit":
            view.fit()
        else:
            return False
        self.scrolled_by_hand()
        return True

    def _pick(self, name: str) -> bool:
        if name == "none":
            return self.cancel() or self.clear_selection()
        if name == "all":
            self.select_notes(self.of_part(np.arange(len(self.sheet.notes), dtype=np.int64)))
        elif name in ("next-note", "previous-note"):
            self.walk(1 if name == "next-note" else -1)
        else:
            return False
        return True

    def _edit(self, name: str) -> bool:
        """Edit the selected notes, or add one."""
        if not self.editable or self._gesture is not None:
            return False
        if name == "add-note":
            self._add_at_mark()
            return True
        if not len(self._selected):
            return False
        sheet, which = self.sheet, self._selected
        across, upwards = DIRECTIONS.get(name.removeprefix("far-"), (0, 0))
        if name in ("louder", "softer"):
            edit = sheet_edits.set_velocity(sheet, which, by=VELOCITY_STEP if name == "louder" else -VELOCITY_STEP)
            self.finish(edit, self.tr("Change velocities"))
        elif name in ("shorter", "longer"):
            ticks = self.grid if name == "longer" else -self.grid
            edit = sheet_edits.resize(sheet, which, ticks=ticks, shortest=self.grid)
            self.finish(edit, self.tr("Change lengths"))
        elif across or upwards:
            far = name.startswith("far-")
            ticks = across * (self._bar_ticks() if far else self.grid)
            edit = sheet_edits.move(sheet, which, ticks=ticks, semitones=upwards * (OCTAVE if far else 1))
            self.finish(edit, self.tr("Move notes"))
            if upwards:
                self.hear(self._selected)
            self.reveal_chosen()
        else:
            return False
        return True

    def _scroll(self, name: str) -> bool:
        view = self.view
        across, upwards = DIRECTIONS.get(name.removeprefix("far-"), (0, 0))
        if across or upwards:
            view.scroll(ticks=across * view.ticks * SHARE_A_STEP, rows=-upwards * ROWS_A_STEP)
        elif name in ("page-back", "page-on"):
            view.scroll(ticks=view.ticks * (1 if name == "page-on" else -1))
        elif name == "begin":
            view.scroll(ticks=-view.left)
        elif name == "end":
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
