"""Selecting and editing of a roll with the mouse."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gui.roll.gestures import Action, Gesture, added_by_control, bars_between, notes_in, on_edge
from gui.roll.selection import NO_NOTES, Selection
from gui.roll.surface import RollSurface
from gui.roll.view import RollView
from seqgen.arrays import Ints
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet

EDGE_MILLISECONDS = 40
EDGE_SHARE = 0.03
"""A drag beyond the edge scrolls by this share of the visible part every `EDGE_MILLISECONDS`."""
USUAL_GRID = 120
USUAL_VELOCITY = 90
LEAST_POINTS = 8.0
"""Least width of a note that is added."""


class RollEditing(RollSurface):
    """Surface that selects notes and, if editable, changes them. A drag shows its result at once; `edited` is emitted
    when it ends."""

    edited = Signal(object, str)
    selection_changed = Signal(object)
    seek_wanted = Signal(int)

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self.grid = USUAL_GRID
        self._gesture: Gesture | None = None
        self._last = QPointF()
        self._free = False
        self._seek_tick = 0
        # a click on the ground may be the first of a double click, which adds a note and moves nothing
        self._seek = QTimer(self, singleShot=True)
        self._seek.timeout.connect(lambda: self.seek_wanted.emit(self._seek_tick))
        self._edge = QTimer(self, interval=EDGE_MILLISECONDS)
        self._edge.timeout.connect(self._scroll_at_edge)
        self.setAccessibleName(self.tr("Piano roll"))
        self.setAccessibleDescription(
            self.tr(
                "Drag in the ruler to choose bars, on the ground to choose notes; N chooses the next note, Shift+N the "
                "one before. Arrows move the chosen notes, with Ctrl by bars and octaves; Shift and arrows change "
                "lengths, Alt and arrows velocities; Insert adds a note, Delete removes those chosen. Plus and minus "
                "zoom, with Ctrl in pitch; 0 shows everything."
            )
        )

    def set_sheet(self, sheet: Sheet, *, fit: bool) -> None:
        """Show a sheet. Without `fit` the selection is kept: the range or, after an undo, the notes that it changed."""
        self._stop()
        if fit:
            self._selected, self._range = NO_NOTES, None
        elif sheet.notes is not self.sheet.notes:
            if self._range is not None:
                self._selected = sheet_edits.in_ticks(sheet, *map(round, self._range))
            elif len(self._selected):
                self._selected = sheet_edits.differing(self.sheet, sheet)
        self.show_notes(sheet, fit=fit)
        self.selection_changed.emit(self.selection)

    # -- selection -----------------------------------------------------------------------------------------------------

    def select_range(self, chosen: tuple[float, float] | None) -> None:
        """Select a range of ticks and the notes that begin in it."""
        if chosen == self._range and chosen is not None:
            return
        self._range = chosen
        self._selected = NO_NOTES
        if chosen is not None:
            self._selected = sheet_edits.in_ticks(self.sheet, round(chosen[0]), round(chosen[1]))
        self.forget_picture()
        self.selection_changed.emit(self.selection)

    def select_notes(self, notes: Ints) -> None:
        """Select notes by their indices in the sheet, without a range."""
        if self._range is None and np.array_equal(notes, self._selected):
            return
        self._range, self._selected = None, np.asarray(notes, np.int64)
        self.forget_picture()
        self.selection_changed.emit(self.selection)

    def clear_selection(self) -> bool:
        """Clear the selection. Return False if there was none."""
        if self._range is None and not len(self._selected):
            return False
        self.select_range(None)
        return True

    def walk(self, step: int) -> None:
        """Select the next (`step` 1) or previous (-1) note and scroll to it."""
        if not len(self.sheet.notes):
            return
        if len(self._selected):
            note = int(self._selected[-1 if step > 0 else 0]) + step
        else:
            note = int(np.searchsorted(self.sheet.notes["onset"], self.view.left))
        note = min(max(note, 0), len(self.sheet.notes) - 1)
        self.select_notes(np.array([note], np.int64))
        row = self.sheet.notes[note]
        self.view.reveal(float(row["onset"]), float(row["end"]), int(row["pitch"]))
        self.scrolled_by_hand()
        self.announce(self.describe(note))

    def announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # -- mouse ---------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.to_view(event.position())
        if event.button() == Qt.MouseButton.MiddleButton and self._gesture is None:
            self._begin(Action.PAN, at, -1)
            return
        if event.button() != Qt.MouseButton.LeftButton or at.x() < 0 or self._gesture is not None:
            return
        if at.y() < 0:
            self._begin(Action.RANGE, at, -1)
            return
        before = self.selection
        note = self.note_under(at)
        kind = Action.SELECT
        if note >= 0:
            self._choose(note, add=added_by_control(event.modifiers()))
            if self.editable and note in self._selected:
                alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
                edge = on_edge(self.sheet, self.view, note, at)
                kind = Action.VELOCITY if alt else Action.RESIZE if edge else Action.MOVE
        self._begin(kind, at, note, before)

    def _begin(self, kind: Action, at: QPointF, note: int, before: Selection | None = None) -> None:
        tick, row = self.view.tick(at.x()), self.view.row_at(at.y())
        self._gesture = Gesture(kind, at, tick, row, note, self.sheet, self._selected, before or self.selection)
        self._held = True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        gesture = self._gesture
        if gesture is None:
            super().mouseMoveEvent(event)
            edge = self._hovered >= 0 and self.editable
            edge = edge and on_edge(self.sheet, self.view, self._hovered, self.to_view(event.position()))
            self.setCursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)
            return
        self._last = self.to_view(event.position())
        self._free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if not gesture.is_drag(self._last):
            return
        self._drag(gesture, self._last)
        if gesture.kind is Action.VELOCITY:
            velocity = int(self.sheet.notes["velocity"][self._selected].max(initial=0))
            words = self.tr("Velocity {velocity}").format(velocity=velocity)
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
        outside = not 0 <= self._last.x() <= self.view.width or not 0 <= self._last.y() <= self.view.height
        if outside and gesture.kind not in (Action.PAN, Action.VELOCITY):
            self._edge.start()
        else:
            self._edge.stop()

    def _drag(self, gesture: Gesture, at: QPointF) -> None:
        if gesture.kind is Action.RANGE:
            self.select_range(bars_between(self.sheet, gesture.tick, max(0.0, self.view.tick(at.x()))))
        elif gesture.kind is Action.PAN:
            self.view.scroll(ticks=gesture.tick - self.view.tick(at.x()), rows=gesture.row - self.view.row_at(at.y()))
            self.scrolled_by_hand()
        elif gesture.kind is Action.SELECT:
            if gesture.note < 0:
                self._band = gesture.band(at, self.view)
                self.select_notes(notes_in(self.sheet, self.view, self._band))
                self.update()
        elif (edit := gesture.edit(at, self.view, self.grid, free=self._free)) is not None:
            self.show_edit(edit)

    def _scroll_at_edge(self) -> None:
        gesture, at, view = self._gesture, self._last, self.view
        if gesture is None:
            self._edge.stop()
            return
        across = int(at.x() > view.width) - int(at.x() < 0)
        down = 0 if gesture.kind is Action.RANGE else int(at.y() > view.height) - int(at.y() < 0)
        view.scroll(ticks=across * EDGE_SHARE * view.ticks, rows=down)
        self._drag(gesture, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        gesture = self._gesture
        self._stop()
        if gesture is None or gesture.kind is Action.PAN:
            return
        if not gesture.moved:
            self._click(gesture, event)
        elif self.sheet is not gesture.sheet:
            words = {Action.MOVE: self.tr("Move notes"), Action.RESIZE: self.tr("Change lengths")}
            self.edited.emit(self.sheet, words.get(gesture.kind, self.tr("Change velocities")))
            self.selection_changed.emit(self.selection)

    def _click(self, gesture: Gesture, event: QMouseEvent) -> None:
        if gesture.note < 0:
            self.clear_selection()
            self._seek_tick = max(0, min(round(gesture.tick), self.sheet.end_tick))
            if self.editable and gesture.kind is Action.SELECT:
                self._seek.start(QApplication.doubleClickInterval())
            else:
                self.seek_wanted.emit(self._seek_tick)
        elif not added_by_control(event.modifiers()):
            self.select_notes(np.array([gesture.note], np.int64))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.to_view(event.position())
        if event.button() != Qt.MouseButton.LeftButton or not self.editable or at.x() < 0 or at.y() < 0:
            return
        self._seek.stop()
        if self.note_under(at) >= 0:
            return
        onset = max(0, int(self.view.tick(at.x()) // self.grid) * self.grid)
        self.finish(self.note_added(onset, self.view.pitch(at.y())), self.tr("Add a note"))
        if len(self._selected):
            # dragging on changes its length
            self._begin(Action.RESIZE, at, int(self._selected[0]))

    def cancel(self) -> bool:
        """Undo the current drag. Return False if there is none."""
        gesture = self._gesture
        self._stop()
        if gesture is None:
            return False
        if self.sheet is not gesture.sheet:
            self.show_notes(gesture.sheet, fit=False)
        before = gesture.before
        self._range = (before.begin_tick, before.end_tick) if before.is_range else None
        self._selected = before.notes
        self.forget_picture()
        self.selection_changed.emit(self.selection)
        return True

    def _stop(self) -> None:
        self._gesture, self._band, self._held = None, None, False
        self._edge.stop()
        self.update()

    def _choose(self, note: int, *, add: bool) -> None:
        if add:
            self.select_notes(np.setxor1d(self._selected, [note]))
        elif note not in self._selected:
            self.select_notes(np.array([note], np.int64))

    # -- edits ---------------------------------------------------------------------------------------------------------

    def note_added(self, onset: int, pitch: int) -> sheet_edits.Edited:
        """Return the sheet with one more note, on the track of the selected notes."""
        like = self.sheet.notes[self._selected[:1]]
        track = int(like["track"][0]) if len(like) else self._audible_track()
        velocity = int(like["velocity"][0]) if len(like) else USUAL_VELOCITY
        # at least a beat, and at least as long as can be seen at this zoom
        seen = math.ceil(LEAST_POINTS / self.view.points_a_tick / self.grid) * self.grid
        end = onset + max(self.grid, self.sheet.beat_ticks(onset), seen)
        return sheet_edits.add(self.sheet, onset=onset, end=end, pitch=pitch, track=track, velocity=velocity)

    def _audible_track(self) -> int:
        """Return the first track that is heard, whose notes are not faint."""
        return int(np.argmax(self.sheet.audible)) if len(self.sheet.tracks) else 0

    def show_edit(self, edit: sheet_edits.Edited) -> None:
        self._selected = edit.which
        self.show_notes(edit.sheet, fit=False)

    def finish(self, edit: sheet_edits.Edited, what: str) -> None:
        """Show an edit and emit `edited`."""
        self.show_edit(edit)
        self.edited.emit(edit.sheet, what)
        self.selection_changed.emit(self.selection)
        self.announce(what)
