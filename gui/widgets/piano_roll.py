"""The piano roll: shows a sheet, follows the playhead, and lets notes be chosen and edited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGridLayout, QScrollBar, QSizePolicy, QWidget

from gui import theme
from gui.models import sheet_edits
from gui.models.roll_view import RollView
from gui.models.sheet import Ints, Sheet
from gui.widgets import roll_canvas
from gui.widgets.roll_canvas import KEYBOARD, RULER, Drawing
from gui.widgets.roll_gestures import Gesture, Kind, added_by_control, bars_between, note_at, notes_in, on_edge

ZOOM_STEP = 1.25
NO_NOTES: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Selection:
    """What is chosen: a stretch in ticks (equal where there is none) and the positions of notes in the sheet."""

    begin_tick: float
    end_tick: float
    notes: Ints

    @property
    def is_stretch(self) -> bool:
        """Whether bars were chosen."""
        return self.end_tick > self.begin_tick


class PianoRoll(QWidget):
    """A roll with its scroll bars. `view` may be shared with widgets that stand under it."""

    edited = Signal(object, str)
    """The sheet that an edit made, and what was done, in words."""
    selection_changed = Signal(object)
    """A `Selection`."""
    seek_wanted = Signal(int)
    hovered = Signal(int)
    """The note under the pointer, -1 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = RollView(self)
        self.canvas = _Canvas(self)
        self._across, self._down = QScrollBar(Qt.Orientation.Horizontal), QScrollBar(Qt.Orientation.Vertical)
        for bar in (self._across, self._down):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.valueChanged.connect(self._scrolled)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.canvas, 0, 0)
        layout.addWidget(self._down, 0, 1)
        layout.addWidget(self._across, 1, 0)
        self.setFocusProxy(self.canvas)
        self.view.changed.connect(self._follow_view)

    # -- what it shows -------------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        """The sheet that is shown."""
        return self.canvas.sheet

    def set_sheet(self, sheet: Sheet, *, fit: bool = True) -> None:
        """Show a sheet; with `fit` all of it, otherwise the part in sight stays and so does the selection."""
        self.canvas.set_sheet(sheet, fit=fit)

    def set_editable(self, editable: bool) -> None:
        """Whether notes can be changed here."""
        self.canvas.editable = editable

    def set_playhead(self, tick: float, playing: bool = False) -> None:
        """Show where it plays; while playing the part in sight follows, page by page."""
        self.canvas.set_playhead(tick, playing)

    def set_grid(self, ticks: int) -> None:
        """Edits keep to multiples of so many ticks."""
        self.canvas.grid = max(1, ticks)

    @property
    def selection(self) -> Selection:
        """What is chosen."""
        return self.canvas.selection

    def select(self, begin_tick: float, end_tick: float) -> None:
        """Choose a stretch, and the notes that begin in it."""
        self.canvas.select_stretch((begin_tick, end_tick) if end_tick > begin_tick else None)

    def select_notes(self, notes: Ints) -> None:
        """Choose notes by their positions in the sheet, and no stretch."""
        self.canvas.select_notes(notes)

    def fit(self) -> None:
        """Show all of the sheet."""
        self.view.fit()

    # -- scrolling -----------------------------------------------------------------------------------------------------

    def _follow_view(self) -> None:
        view = self.view
        for bar, value, last, page in (
            (self._across, view.left, view.last_left, view.ticks),
            (self._down, view.top * 100, view.last_top * 100, 100 * view.height / view.row),
        ):
            bar.blockSignals(True)
            bar.setRange(0, round(last))
            bar.setPageStep(max(1, round(page)))
            bar.setSingleStep(max(1, round(page / 12)))
            bar.setValue(round(value))
            bar.blockSignals(False)
            bar.setVisible(last > 0.5)
        self.canvas.forget_picture()

    def _scrolled(self) -> None:
        self.view.left, self.view.top = float(self._across.value()), self._down.value() / 100
        self.view.changed.emit()


class _Canvas(QWidget):
    """Draws, and turns mouse and keys into edits, selections and zoom."""

    def __init__(self, roll: PianoRoll) -> None:
        super().__init__(roll)
        self._roll = roll
        self.view = roll.view
        self.sheet = Sheet.empty()
        self.editable = False
        self.grid = 120
        self.playhead = 0.0
        self._selected: Ints = NO_NOTES
        self._stretch: tuple[float, float] | None = None
        self._longest = 1
        self._picture: QPixmap | None = None
        self._visible: Ints = NO_NOTES
        self._gesture: Gesture | None = None
        self._band: QRectF | None = None
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Piano roll"))
        self.setAccessibleDescription(
            self.tr(
                "Drag in the ruler to choose bars, on the ground to choose notes. Arrows move the chosen notes, "
                "Delete removes them, plus and minus zoom, 0 shows everything."
            )
        )

    @property
    def selection(self) -> Selection:
        begin, end = self._stretch or (0.0, 0.0)
        return Selection(begin, end, self._selected)

    def set_sheet(self, sheet: Sheet, *, fit: bool) -> None:
        self.sheet = sheet
        lengths = sheet.notes["end"] - sheet.notes["onset"]
        self._longest = int(lengths.max(initial=1))
        if fit:
            self._selected, self._stretch = NO_NOTES, None
        else:
            self._selected = self._selected[self._selected < len(sheet.notes)]
        self._hovered = -1
        self.view.show_sheet(sheet, fit=fit)
        self._roll.selection_changed.emit(self.selection)

    def set_playhead(self, tick: float, playing: bool) -> None:
        before = self.view.x(self.playhead)
        self.playhead = tick
        after = self.view.x(tick)
        if playing and self._gesture is None and not 0 <= after <= self.view.width * 0.97:
            self.view.scroll(ticks=tick - self.view.left - 0.05 * self.view.ticks)
            return
        for x in (before, after):
            self.update(round(KEYBOARD + x) - 6, 0, 12, self.height())

    def forget_picture(self) -> None:
        """The static part must be drawn anew."""
        self._picture = None
        self.update()

    # -- painting ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._picture is None:
            self._picture = self._paint_picture()
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        x = KEYBOARD + self.view.x(self.playhead)
        if KEYBOARD <= x <= self.width():
            painter.setPen(QPen(QColor(colours.playhead), 1.6))
            painter.drawLine(QLineF(x, 2, x, self.height()))
        if self._band is not None:
            soft = QColor(colours.accent)
            painter.setPen(QPen(soft, 1))
            soft.setAlpha(40)
            painter.setBrush(soft)
            painter.drawRect(self._band.translated(KEYBOARD, RULER))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.colours().ground))
        view = self.view
        self._visible = roll_canvas.visible(self.sheet, view, self._longest)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.translate(KEYBOARD, RULER)
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        roll_canvas.paint_ground(painter, view, self.sheet, self._stretch)
        roll_canvas.paint_notes(painter, view, Drawing(self.sheet, self._selected, self._stretch), self._visible)
        if not len(self.sheet.notes):
            painter.setPen(QColor(theme.colours().muted))
            hint = self.tr("No notes yet. Double-click to add one.") if self.editable else self.tr("No notes.")
            painter.drawText(QRectF(0, 0, view.width, view.height), Qt.AlignmentFlag.AlignCenter, hint)
        painter.restore()
        painter.save()
        painter.translate(KEYBOARD, 0)
        painter.setClipRect(QRectF(0, 0, view.width, RULER))
        roll_canvas.paint_ruler(painter, view, self.sheet, self._stretch)
        painter.restore()
        painter.translate(0, RULER)
        painter.setClipRect(QRectF(0, 0, KEYBOARD, view.height))
        roll_canvas.paint_keyboard(painter, view)
        painter.end()
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.view.resize(self.width() - KEYBOARD, self.height() - RULER)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self.forget_picture()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self.update()

    # -- wheel and pinch -----------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        steps = event.angleDelta() / 120.0
        at = event.position() - QPointF(KEYBOARD, RULER)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        along = steps.y() or steps.x()
        if control and shift:
            self.view.zoom_pitch(ZOOM_STEP**along, at.y())
        elif control:
            self.view.zoom_time(ZOOM_STEP**along, at.x())
        elif shift:
            self.view.scroll(ticks=-along * self.view.ticks / 10)
        else:
            self.view.scroll(ticks=-steps.x() * self.view.ticks / 10, rows=-steps.y() * 3)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.view.zoom_time(1.0 + event.value(), event.position().x() - KEYBOARD)
            return True
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self._describe(self._hovered) if self._hovered >= 0 else "")
        return super().event(event)

    def _describe(self, note: int) -> str:
        from seqgen.keys import pitch_name

        row = self.sheet.notes[note]
        track = self.sheet.tracks[int(row["track"])]
        words = self.tr("{pitch}, velocity {velocity}, {track}")
        name = track.name or self.tr("Track {number}").format(number=int(row["track"]) + 1)
        return words.format(pitch=pitch_name(int(row["pitch"])), velocity=int(row["velocity"]), track=name)

    # -- mouse ---------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() != Qt.MouseButton.LeftButton or event.position().x() < KEYBOARD:
            return
        at = event.position() - QPointF(KEYBOARD, RULER)
        if at.y() < 0:
            self._gesture = Gesture(Kind.STRETCH, at, -1, self.sheet, self._selected)
            return
        note = note_at(self.sheet, self.view, self._visible, at)
        kind = Kind.SELECT
        if note >= 0:
            self._choose(note, add=added_by_control(event.modifiers()))
            if self.editable:
                alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
                edge = on_edge(self.sheet, self.view, note, at)
                kind = Kind.VELOCITY if alt else Kind.RESIZE if edge else Kind.MOVE
        self._gesture = Gesture(kind, at, note, self.sheet, self._selected)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position() - QPointF(KEYBOARD, RULER)
        gesture = self._gesture
        if gesture is None:
            self._hover(at)
            return
        if not gesture.is_drag(at):
            return
        if gesture.kind is Kind.STRETCH:
            ends = bars_between(self.sheet, self.view.tick(gesture.begin.x()), max(0.0, self.view.tick(at.x())))
            self.select_stretch(ends)
        elif gesture.kind is Kind.SELECT:
            if gesture.note < 0:
                self._band = QRectF(gesture.begin, at).normalized()
                self._set_selected(notes_in(self.sheet, self.view, self._band))
        else:
            edit = gesture.edit(
                at, self.view, self.grid, free=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            )
            if edit is not None:
                self._show_edit(edit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        gesture, self._gesture = self._gesture, None
        self._band = None
        self.update()
        if gesture is None:
            return
        at = event.position() - QPointF(KEYBOARD, RULER)
        if not gesture.moved:
            if gesture.note < 0:
                self._clear()
                self._roll.seek_wanted.emit(max(0, min(round(self.view.tick(at.x())), self.sheet.end_tick)))
            return
        words = {
            Kind.MOVE: self.tr("Move notes"),
            Kind.RESIZE: self.tr("Change lengths"),
            Kind.VELOCITY: self.tr("Change velocities"),
        }
        if gesture.kind in words and self.sheet is not gesture.sheet:
            self._roll.edited.emit(self.sheet, words[gesture.kind])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position() - QPointF(KEYBOARD, RULER)
        if not self.editable or at.x() < 0 or at.y() < 0:
            return
        if note_at(self.sheet, self.view, self._visible, at) >= 0:
            return
        onset = int(self.view.tick(at.x()) // self.grid) * self.grid
        track = int(self.sheet.notes["track"][self._selected[0]]) if len(self._selected) else 0
        pitch = self.view.pitch(at.y())
        self._finish(
            sheet_edits.add(self.sheet, onset=onset, end=onset + self.grid, pitch=pitch, track=track),
            self.tr("Add a note"),
        )

    def _hover(self, at: QPointF) -> None:
        note = note_at(self.sheet, self.view, self._visible, at) if at.x() >= 0 and at.y() >= 0 else -1
        edge = note >= 0 and self.editable and on_edge(self.sheet, self.view, note, at)
        self.setCursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)
        if note != self._hovered:
            self._hovered = note
            self._roll.hovered.emit(note)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if self._hovered >= 0:
            self._hovered = -1
            self._roll.hovered.emit(-1)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        middle = QPointF(self.view.width / 2, self.view.height / 2)
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.view.zoom_time(ZOOM_STEP, middle.x())
        elif key == Qt.Key.Key_Minus:
            self.view.zoom_time(1 / ZOOM_STEP, middle.x())
        elif key == Qt.Key.Key_0:
            self.view.fit()
        elif key == Qt.Key.Key_Escape:
            self._clear()
        elif key == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._set_selected(np.arange(len(self.sheet.notes), dtype=np.int64))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.view.scroll(ticks=self.view.ticks * (1 if key == Qt.Key.Key_PageDown else -1))
        elif not self._edit_by_key(event):
            super().keyPressEvent(event)

    def _edit_by_key(self, event: QKeyEvent) -> bool:
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        upwards = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(key), 0)
        if not self.editable or not len(self._selected):
            if not (across or upwards):
                return False
            self.view.scroll(ticks=across * self.view.ticks / 10, rows=-upwards * 3)
            return True
        sheet, which = self.sheet, self._selected
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._finish(sheet_edits.delete(sheet, which), self.tr("Delete notes"))
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and upwards:
            self._finish(sheet_edits.set_velocity(sheet, which, by=8 * upwards), self.tr("Change velocities"))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and across:
            edit = sheet_edits.resize(sheet, which, ticks=across * self.grid, shortest=self.grid)
            self._finish(edit, self.tr("Change lengths"))
        elif across or upwards:
            onset = float(sheet.notes["onset"][which[0]])
            begin, end = bars_between(sheet, onset, onset)
            ticks = across * (round(end - begin) if control else self.grid)
            edit = sheet_edits.move(sheet, which, ticks=ticks, semitones=upwards * (12 if control else 1))
            self._finish(edit, self.tr("Move notes"))
        else:
            return False
        return True

    # -- selection and edits -------------------------------------------------------------------------------------------

    def select_stretch(self, stretch: tuple[float, float] | None) -> None:
        """Choose a stretch of ticks and the notes that begin in it."""
        self._stretch = stretch
        which = NO_NOTES if stretch is None else sheet_edits.in_ticks(self.sheet, round(stretch[0]), round(stretch[1]))
        self._selected = which
        self.forget_picture()
        self._roll.selection_changed.emit(self.selection)

    def select_notes(self, notes: Ints) -> None:
        """Choose notes by their positions in the sheet, and no stretch."""
        self._stretch = None
        self._set_selected(notes)

    def _choose(self, note: int, *, add: bool) -> None:
        if add:
            self._set_selected(np.setxor1d(self._selected, [note]))
        elif note not in self._selected:
            self._stretch = None
            self._set_selected(np.array([note], dtype=np.int64))

    def _set_selected(self, which: Ints) -> None:
        if not np.array_equal(which, self._selected):
            self._selected = which
            self.forget_picture()
            self._roll.selection_changed.emit(self.selection)
        self.update()

    def _clear(self) -> None:
        if self._stretch is not None or len(self._selected):
            self.select_stretch(None)

    def _show_edit(self, edit: sheet_edits.Edited) -> None:
        """What a drag has made so far; it is told when the drag ends."""
        self.sheet, self._selected = edit.sheet, edit.which
        self._longest = max(self._longest, int((edit.sheet.notes["end"] - edit.sheet.notes["onset"]).max(initial=1)))
        self.forget_picture()

    def _finish(self, edit: sheet_edits.Edited, what: str) -> None:
        self._show_edit(edit)
        self._roll.edited.emit(edit.sheet, what)
        self._roll.selection_changed.emit(self.selection)


if __name__ == "__main__":
    import sys

    from PySide6.QtWidgets import QApplication

    from seqgen.midi import read_scores

    app = QApplication(sys.argv)
    app.setStyleSheet(theme.style_sheet(theme.DARK))
    shown = PianoRoll()
    shown.set_editable(True)
    shown.set_sheet(Sheet.from_score(read_scores(sys.argv[1])[0].score))
    shown.edited.connect(lambda sheet, what: print(what, len(sheet.notes)))
    shown.resize(1000, 600)
    shown.show()
    app.exec()
