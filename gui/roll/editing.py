"""Selecting and editing of a roll with the mouse."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.roll.gestures import Action, Gesture, added_by_control, bars_between, notes_in, on_edge
from gui.roll.selection import NO_NOTES, Selection
from gui.roll.surface import RollSurface
from gui.roll.view import RollView
from seqgen.arrays import Ints
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet

EDGE_MILLISECONDS = 40
SPEAK_MILLISECONDS = 300
"""Pause after a change of the selection before a screen reader says what is chosen."""
EDGE_SHARE = 0.03
"""A drag beyond the edge scrolls by this share of the visible part every `EDGE_MILLISECONDS`."""
USUAL_GRID = 120
USUAL_VELOCITY = 90
LEAST_POINTS = 8.0
"""Least width of a note that is added."""
MOST_HEARD = 8
"""Most notes of a chord that are heard at an edit."""


class RollEditing(RollSurface):
    """Surface that selects notes and, if editable, changes them. A drag shows its result at once; `edited` is emitted
    when it ends."""

    edited = Signal(object, str)
    heard = Signal(object)
    """Emitted with notes (of dtype `NOTE`) that were added, moved to another pitch or pointed at."""
    selection_changed = Signal(object)
    seek_wanted = Signal(int)

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self.grid, self.length, self.snaps = USUAL_GRID, 0, True
        self._gesture: Gesture | None = None
        self._last = QPointF()
        self._free = False
        self._edge = QTimer(self, interval=EDGE_MILLISECONDS)
        self._edge.timeout.connect(self._scroll_at_edge)
        self._speaks = QTimer(self, singleShot=True, interval=SPEAK_MILLISECONDS)
        self._speaks.timeout.connect(lambda: self.announce(self.selection_words))
        self.selection_changed.connect(lambda _: self._speaks.start())
        self.setAccessibleName(self.tr("Piano roll"))
        self.setAccessibleDescription(
            self.tr(
                "Drag in the ruler to choose bars, on the ground to choose notes; N chooses the next note, Shift+N the "
                "one before. Arrows move the chosen notes, with Ctrl by bars and octaves; Shift and arrows change "
                "lengths, Alt and arrows velocities; Insert adds a note, Delete removes those chosen. Plus and minus "
                "zoom, with Ctrl in pitch; 0 shows everything. The menu key opens a menu of all else."
            )
        )

    def set_sheet(self, sheet: Sheet, *, fit: bool) -> None:
        """Show a sheet. Without `fit` the selection is kept: the range or, after an undo, the notes that it changed."""
        self._stop()
        if fit:
            self._selected, self._range, self.mark = NO_NOTES, None, None
        elif sheet.notes is not self.sheet.notes:
            if self._range is not None:
                self._selected = _own(sheet, sheet_edits.in_ticks(sheet, *map(round, self._range)), self.part)
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
            self.mark = None
            self._selected = self.of_part(sheet_edits.in_ticks(self.sheet, round(chosen[0]), round(chosen[1])))
        self.forget_picture()
        self.selection_changed.emit(self.selection)

    def select_notes(self, notes: Ints) -> None:
        """Select notes by their indices in the sheet, without a range."""
        if self._range is None and np.array_equal(notes, self._selected):
            return
        self._range, self._selected = None, np.asarray(notes, np.int64)
        self.forget_picture()
        self.selection_changed.emit(self.selection)

    def show_part(self, part: int) -> None:
        """Edit one part, by the number of its track, while the others are ghosts; -1 for all."""
        if part != self.part:
            self.part = part
            if self._range is not None:
                # the bars stay chosen, with the notes of that part in them
                chosen, self._range = self._range, None
                self.select_range(chosen)
            else:
                self.select_notes(self.of_part(self._selected))
            self.forget_picture()

    @property
    def shown_grid(self) -> int:
        return self.grid if self.editable and self.snaps else 0

    def of_part(self, which: Ints) -> Ints:
        """Return the notes that belong to the part that is edited."""
        return _own(self.sheet, which, self.part)

    def clear_selection(self) -> bool:
        """Clear the selection. Return False if there was none."""
        if self._range is None and not len(self._selected):
            return False
        self.select_range(None)
        return True

    def walk(self, step: int) -> None:
        """Select the next (`step` 1) or previous (-1) note and scroll to it."""
        own = self.of_part(np.arange(len(self.sheet.notes)))
        if not len(own):
            return
        if len(self._selected):
            place = int(np.searchsorted(own, self._selected[-1 if step > 0 else 0])) + step
        else:
            place = int(np.searchsorted(self.sheet.notes["onset"][own], self.view.left))
        note = int(own[min(max(place, 0), len(own) - 1)])
        self.select_notes(np.array([note], np.int64))
        row = self.sheet.notes[note]
        self.view.reveal(float(row["onset"]), float(row["end"]), int(row["pitch"]))
        self.scrolled_by_hand()
        self.announce(self.describe(note))
        self.hear(np.array([note]))

    def reveal_chosen(self) -> None:
        """Scroll to the first of the selected notes."""
        if len(self._selected):
            row = self.sheet.notes[self._selected[0]]
            self.view.reveal(float(row["onset"]), float(row["end"]), int(row["pitch"]))

    def hear(self, which: Ints) -> None:
        """Emit `heard` with the notes that begin first of some, as far as their parts sound."""
        notes = self.sheet.notes[which]
        notes = notes[self.sheet.audible[notes["track"]]]
        if len(notes):
            self.heard.emit(notes[notes["onset"] == notes["onset"].min()][:MOST_HEARD])

    @property
    def selection_words(self) -> str:
        """Return what is chosen, as a screen reader says it."""
        if self._range is None and len(self._selected) == 1:
            return self.describe(int(self._selected[0]))
        notes = self.tr("%Ln note(s) chosen", "", len(self._selected))
        if self._range is None:
            return notes
        lines = self.sheet.bar_lines()
        first, last = int((lines <= self._range[0]).sum()), int((lines < self._range[1]).sum())
        return self.tr("Bars {first} to {last}: {notes}").format(first=first, last=max(first, last), notes=notes)

    def announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # -- mouse ---------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.to_view(event.position())
        if event.button() == Qt.MouseButton.MiddleButton and self._gesture is None:
            self._begin(Action.PAN, at, -1)
            return
        if event.button() != Qt.MouseButton.LeftButton or self._gesture is not None:
            return
        if at.x() < 0:
            self._choose_key(at, add=added_by_control(event.modifiers()))
            return
        if at.y() < 0:
            self._begin(Action.RANGE, at, -1)
            return
        before = self.selection
        note = self.note_under(at)
        kind = Action.SELECT
        if note >= 0:
            self._choose(note, add=added_by_control(event.modifiers()))
            self.hear(np.array([note]))
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
                self.select_notes(self.of_part(notes_in(self.sheet, self.view, self._band)))
                self.update()
        elif (edit := gesture.edit(at, self.view, self.grid, free=self._free or not self.snaps)) is not None:
            before = self.sheet.notes["pitch"][self._selected[:1]].tolist()
            self.show_edit(edit)
            if self.sheet.notes["pitch"][self._selected[:1]].tolist() != before:
                self.hear(self._selected)

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
            tick = max(0, min(round(gesture.tick), self.sheet.end_tick))
            if self.editable and gesture.kind is Action.SELECT:
                # playing goes on where it is; only the ruler moves it
                self.set_mark(self.on_grid(tick))
            else:
                self.seek_wanted.emit(tick)
        elif not added_by_control(event.modifiers()):
            self.select_notes(np.array([gesture.note], np.int64))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.to_view(event.position())
        if event.button() != Qt.MouseButton.LeftButton or not self.editable or at.x() < 0 or at.y() < 0:
            return
        if self.note_under(at) >= 0:
            return
        self.add_note(self.on_grid(self.view.tick(at.x())), self.view.pitch(at.y()))
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

    def _choose_key(self, at: QPointF, *, add: bool) -> None:
        """Select all notes of a key of the keyboard at the left."""
        if 0 <= at.y() <= self.view.height:
            found = self.of_part(sheet_edits.of_pitches(self.sheet, [self.view.pitch(at.y())]))
            self.select_notes(np.union1d(self._selected, found) if add else found)
            self.hear(found[:1])

    def _choose(self, note: int, *, add: bool) -> None:
        if add:
            self.select_notes(np.setxor1d(self._selected, [note]))
        elif note not in self._selected:
            self.select_notes(np.array([note], np.int64))

    # -- edits ---------------------------------------------------------------------------------------------------------

    def on_grid(self, tick: float) -> int:
        """Return the last line of the grid up to a tick, or the tick where edits do not snap."""
        return max(0, int(tick // self.grid) * self.grid if self.snaps else round(tick))

    @property
    def insertion(self) -> int:
        """Tick at which notes are pasted and added by key: the selected range, the mark, or the playhead."""
        if self._range is not None:
            return round(self._range[0])
        return self.mark if self.mark is not None else self.on_grid(self.playhead)

    def add_note(self, onset: int, pitch: int) -> None:
        """Add a note on the part that is edited, else on the track of the selected notes."""
        like = self.sheet.notes[self._selected[:1]]
        velocity = int(like["velocity"][0]) if len(like) else USUAL_VELOCITY
        # at least a beat, and at least as long as can be seen at this zoom
        seen = math.ceil(LEAST_POINTS / self.view.points_a_tick / self.grid) * self.grid
        end = onset + (self.length or max(self.grid, self.sheet.beat_ticks(onset), seen))
        edit = sheet_edits.add(
            self.sheet,
            onset=onset,
            end=end,
            pitch=pitch,
            velocity=velocity,
            track=self.own_track,
        )
        self.finish(edit, self.tr("Add a note"))
        self.hear(self._selected)

    @property
    def own_track(self) -> int:
        """The track of new notes: of the part that is edited, of the selected notes, or the first that is heard, whose
        notes are not faint."""
        if self.part >= 0:
            return self.part
        if len(self._selected):
            return int(self.sheet.notes["track"][self._selected[0]])
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


def _own(sheet: Sheet, which: Ints, part: int) -> Ints:
    return which if part < 0 else which[sheet.notes["track"][which] == part]
