"""Mouse gestures on a roll, from press to release."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from gui.roll.notes import paint_order
from gui.roll.selection import Selection
from gui.roll.view import KEYS, RollView
from seqgen.arrays import Ints
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet

EDGE_POINTS = 6.0
DRAG_POINTS = 4.0


class Action(Enum):
    """Action that a press on the roll begins."""

    SELECT = auto()
    MOVE = auto()
    RESIZE = auto()
    VELOCITY = auto()
    RANGE = auto()
    PAN = auto()


@dataclass
class Gesture:
    """A drag in progress.

    Its start is kept in points and, since a drag may scroll, also as a tick and as rows below the top of key 127.
    `sheet` and `selected` are the state at the start of the drag; `before` is the selection before the press.
    """

    kind: Action
    begin: QPointF
    tick: float
    row: float
    note: int
    sheet: Sheet
    selected: Ints
    before: Selection
    moved: bool = False

    def is_drag(self, at: QPointF) -> bool:
        """Return True once the pointer has moved far enough for a drag."""
        self.moved = self.moved or (at - self.begin).manhattanLength() >= DRAG_POINTS
        return self.moved

    def band(self, at: QPointF, view: RollView) -> QRectF:
        """Return the rectangle from the start of the drag to `at`, in points of the view."""
        return QRectF(QPointF(view.x(self.tick), view.y_of_row(self.row)), at).normalized()

    def edit(self, at: QPointF, view: RollView, grid: int, *, free: bool) -> sheet_edits.Edited | None:
        """Return the edit that the drag makes, None if it edits nothing. `free` ignores the grid."""
        across = round(view.tick(at.x()) - self.tick)
        if self.kind is Action.MOVE:
            return self._moved(at, view, across, 1 if free else grid)
        if self.kind is Action.RESIZE:
            end = int(self.sheet.notes["end"][self.note])
            step = 1 if free else grid
            ticks = _nearest(end + across, step) - end if across else 0
            return sheet_edits.resize(self.sheet, self.selected, ticks=ticks, shortest=step)
        if self.kind is Action.VELOCITY:
            return sheet_edits.set_velocity(self.sheet, self.selected, by=round(self.begin.y() - at.y()))
        return None

    def _moved(self, at: QPointF, view: RollView, across: int, grid: int) -> sheet_edits.Edited:
        onset = int(self.sheet.notes["onset"][self.note])
        ticks = _nearest(onset + across, grid) - onset
        if abs(across * view.points_a_tick) < DRAG_POINTS:
            # a vertical drag keeps the time of notes that are off the grid
            ticks = 0
        semitones = view.pitch(at.y()) - (KEYS - 1 - int(self.row))
        return sheet_edits.move(self.sheet, self.selected, ticks=ticks, semitones=semitones)


def _nearest(tick: int, grid: int) -> int:
    return (tick + grid // 2) // grid * grid


def note_at(sheet: Sheet, view: RollView, which: Ints, at: QPointF) -> int:
    """Return the topmost of the notes `which` under a point, -1 if there is none."""
    if not len(which):
        return -1
    notes = sheet.notes[which]
    tick, slack = view.tick(at.x()), 2.0 / view.points_a_tick
    hit = (notes["pitch"] == view.pitch(at.y())) & (notes["onset"] <= tick) & (notes["end"] + slack >= tick)
    found = np.flatnonzero(hit)
    return int(which[found[paint_order(notes[found])[-1]]]) if len(found) else -1


def on_edge(sheet: Sheet, view: RollView, note: int, at: QPointF) -> bool:
    """Return True if a point lies on the right edge of a note, where a drag changes its length."""
    left, right = view.x(float(sheet.notes["onset"][note])), view.x(float(sheet.notes["end"][note]))
    return at.x() >= right - min(EDGE_POINTS, (right - left) / 3)


def notes_in(sheet: Sheet, view: RollView, box: QRectF) -> Ints:
    """Return the notes that a rectangle touches."""
    notes = sheet.notes
    left, right = view.tick(box.left()), view.tick(box.right())
    low, high = view.pitch(box.bottom()), view.pitch(box.top())
    hit = (notes["onset"] < right) & (notes["end"] > left) & (notes["pitch"] >= low) & (notes["pitch"] <= high)
    return np.flatnonzero(hit).astype(np.int64)


def bars_between(sheet: Sheet, first: float, second: float) -> tuple[float, float]:
    """Return begin and end of the whole bars between two ticks, given in either order."""
    begin, end = sorted((first, second))
    lines = sheet.bar_lines()
    low = max(0, int(np.searchsorted(lines, begin, side="right")) - 1)
    high = min(len(lines) - 1, max(low + 1, int(np.searchsorted(lines, end, side="left"))))
    return float(lines[low]), float(max(lines[high], lines[low] + 1))


def added_by_control(modifiers: Qt.KeyboardModifier) -> bool:
    """Return True if a click adds to the selection."""
    return bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
