"""What a mouse does to the notes of a roll: each gesture is begun by a press, moved, and ended by the release."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from gui.models import sheet_edits
from gui.models.roll_view import RollView
from gui.models.sheet import Ints, Sheet

EDGE_POINTS = 6.0
DRAG_POINTS = 4.0


class Kind(Enum):
    """What a press on the roll has begun."""

    SELECT = auto()
    MOVE = auto()
    RESIZE = auto()
    VELOCITY = auto()
    STRETCH = auto()


@dataclass
class Gesture:
    """A drag under way: where it began, on which note, and the sheet and selection before it."""

    kind: Kind
    begin: QPointF
    note: int
    sheet: Sheet
    selected: Ints
    moved: bool = False

    def is_drag(self, at: QPointF) -> bool:
        """Whether the pointer has gone far enough to mean a drag, now or before."""
        self.moved = self.moved or (at - self.begin).manhattanLength() >= DRAG_POINTS
        return self.moved

    def edit(self, at: QPointF, view: RollView, grid: int, *, free: bool) -> sheet_edits.Edited | None:
        """What the drag makes of the sheet; None where it edits nothing. `free` leaves the grid alone."""
        across = round((at.x() - self.begin.x()) / view.points_a_tick)
        if self.kind is Kind.MOVE:
            onset = int(self.sheet.notes["onset"][self.note])
            target = onset + across
            ticks = across if free else (target + grid // 2) // grid * grid - onset
            if abs(at.x() - self.begin.x()) < DRAG_POINTS:
                ticks = 0
            semitones = view.pitch(at.y()) - view.pitch(self.begin.y())
            return sheet_edits.move(self.sheet, self.selected, ticks=ticks, semitones=semitones)
        if self.kind is Kind.RESIZE:
            end = int(self.sheet.notes["end"][self.note])
            ticks = across if free else (end + across + grid // 2) // grid * grid - end
            return sheet_edits.resize(self.sheet, self.selected, ticks=ticks, shortest=1 if free else grid)
        if self.kind is Kind.VELOCITY:
            return sheet_edits.set_velocity(self.sheet, self.selected, by=round(self.begin.y() - at.y()))
        return None


def note_at(sheet: Sheet, view: RollView, which: Ints, at: QPointF) -> int:
    """The note (of those in sight) under a point, the topmost drawn; -1 where there is none."""
    notes = sheet.notes[which]
    tick, slack = view.tick(at.x()), 2.0 / view.points_a_tick
    hit = (notes["pitch"] == view.pitch(at.y())) & (notes["onset"] <= tick) & (notes["end"] + slack >= tick)
    found = np.flatnonzero(hit)
    return int(which[found[-1]]) if len(found) else -1


def on_edge(sheet: Sheet, view: RollView, note: int, at: QPointF) -> bool:
    """Whether a point lies on the right edge of a note, which changes its length."""
    left, right = view.x(float(sheet.notes["onset"][note])), view.x(float(sheet.notes["end"][note]))
    return at.x() >= right - min(EDGE_POINTS, (right - left) / 3)


def notes_in(sheet: Sheet, view: RollView, box: QRectF) -> Ints:
    """The notes that a rectangle touches."""
    notes = sheet.notes
    left, right = view.tick(box.left()), view.tick(box.right())
    low, high = view.pitch(box.bottom()), view.pitch(box.top())
    hit = (notes["onset"] < right) & (notes["end"] > left) & (notes["pitch"] >= low) & (notes["pitch"] <= high)
    return np.flatnonzero(hit).astype(np.int64)


def bars_between(sheet: Sheet, first: float, second: float) -> tuple[float, float]:
    """The whole bars that the ticks `first` to `second` touch, in either order, as begin and end."""
    begin, end = sorted((first, second))
    lines = sheet.bar_lines()
    low = max(0, int(np.searchsorted(lines, begin, side="right")) - 1)
    high = min(len(lines) - 1, max(low + 1, int(np.searchsorted(lines, end, side="left"))))
    return float(lines[low]), float(max(lines[high], lines[low] + 1))


def added_by_control(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether a click adds to what is selected."""
    return bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
