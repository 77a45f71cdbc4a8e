"""Surface of a roll: paints a sheet and the playhead, scrolls and zooms."""

from __future__ import annotations

import sys

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from gui import theme
from gui.number_format import decimals
from gui.roll import canvas as roll_canvas
from gui.roll import notes as roll_notes
from gui.roll import wheel as roll_wheel
from gui.roll.canvas import KEYBOARD, RULER
from gui.roll.gestures import note_at
from gui.roll.selection import NO_NOTES, Selection
from gui.roll.surprise_strip import unusual_from
from gui.roll.view import RollView
from seqgen.arrays import Floats, Ints
from seqgen.formats.sheet import Sheet
from seqgen.formats.sheet_edits import key_of
from seqgen.theory.general_midi import drum_name
from seqgen.theory.spelling import spelled_pitch

PAGE_END = 0.97
"""Share of the visible part at which the page turns."""
PAGE_BEGIN = 0.05
HEAD = 5.0


class RollSurface(QWidget):
    """Roll that caches everything static as one picture, and paints playhead and selection rectangle over it."""

    hovered = Signal(int)

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.sheet = Sheet.empty()
        self.editable = False
        self.playhead = 0.0
        self.mark: int | None = None
        """Tick of the insertion mark, None for none."""
        self.part = -1
        """Number of the track that is edited, the others being ghosts; -1 for all."""
        self.key = ""
        self._playing = self._held = False
        self._follows = True
        self._selected: Ints = NO_NOTES
        self._range: tuple[float, float] | None = None
        self._bits: Floats | None = None
        self._unusual: Ints = NO_NOTES
        self._longest = 1
        self.picture: QPixmap | None = None
        self._visible: Ints | None = None
        self._band: QRectF | None = None
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if sys.platform != "darwin":
            # macOS sends a native gesture too, and both would zoom twice
            self.grabGesture(Qt.GestureType.PinchGesture)

    @property
    def selection(self) -> Selection:
        begin, end = self._range or (0.0, 0.0)
        return Selection(begin, end, self._selected)

    def show_notes(self, sheet: Sheet, *, fit: bool) -> None:
        """Show a sheet: all of it with `fit`, else the visible part is kept."""
        if sheet.notes is not self.sheet.notes:
            self._bits, self._unusual = None, NO_NOTES
            self._longest = int((sheet.notes["end"] - sheet.notes["onset"]).max(initial=1))
            self._hovered = -1
        if sheet.notes is not self.sheet.notes or sheet.key != self.sheet.key:
            self.key = key_of(sheet)
        self.sheet = sheet
        self.view.show_sheet(sheet, fit=fit)
        self.forget_picture()

    def set_surprise(self, bits: Floats | None) -> None:
        """Show the bits of each note in tooltips, and mark unusual notes."""
        if bits is None or len(bits) != len(self.sheet.notes):
            self._bits, self._unusual = None, NO_NOTES
        else:
            self._bits = np.asarray(bits, np.float64)
            self._unusual = np.flatnonzero(self._bits >= unusual_from(self._bits)).astype(np.int64)
        self.forget_picture()

    def set_playhead(self, tick: float, playing: bool) -> None:
        """Move the playhead. While playing the page turns with it, except during a drag or after the user scrolled
        away; scrolling back to the playhead resumes it."""
        if playing and not self._playing:
            self._follows = True
        before = self.view.x(self.playhead)
        self.playhead, self._playing = tick, playing
        after = self.view.x(tick)
        if playing and not self._held:
            if 0 <= after <= self.view.width * PAGE_END:
                self._follows = True
            elif self._follows:
                self.view.scroll(ticks=tick - self.view.left - PAGE_BEGIN * self.view.ticks)
                return
        for x in (before, after):
            self.update(round(KEYBOARD + x) - 7, 0, 14, self.height())

    def set_mark(self, tick: int | None) -> None:
        """Show where notes are pasted and added by key."""
        self.mark = tick
        self.update()

    def scrolled_by_hand(self) -> None:
        """Stop following the playhead if it is out of sight."""
        self._follows = 0 <= self.view.x(self.playhead) <= self.view.width

    def forget_picture(self) -> None:
        """Redraw the static picture at the next paint."""
        self.picture = self._visible = None
        self.update()

    @property
    def shown_grid(self) -> int:
        """Ticks between the lines of the grid, 0 for none."""
        return 0

    @property
    def shows_drums(self) -> bool:
        """True if the part that is edited, or every part that plays, is one of drums."""
        parts = [self.part] if self.part >= 0 else np.unique(self.sheet.notes["track"]).tolist()
        return bool(parts) and all(self.sheet.tracks[part].drums for part in parts)

    @property
    def in_sight(self) -> Ints:
        """Indices of the visible notes."""
        if self._visible is None:
            self._visible = roll_notes.visible(self.sheet, self.view, self._longest)
        return self._visible

    def note_under(self, at: QPointF) -> int:
        """Return the note under a point of the view, -1 for none. Ghosts do not count."""
        if at.x() < 0 or at.y() < 0:
            return -1
        which = self.in_sight
        if self.part >= 0:
            which = which[self.sheet.notes["track"][which] == self.part]
        return note_at(self.sheet, self.view, which, at)

    # -- painting ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.picture is None:
            self.picture = self._paint_picture()
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self.picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        x = KEYBOARD + self.view.x(self.playhead)
        if KEYBOARD <= x <= self.width():
            painter.setPen(QPen(QColor(colours.playhead), 1.6))
            painter.drawLine(QLineF(x, RULER - HEAD, x, self.height()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.playhead))
            top = RULER - 1 - HEAD
            painter.drawPolygon(QPolygonF([QPointF(x - HEAD, top), QPointF(x + HEAD, top), QPointF(x, RULER)]))
        self._paint_mark(painter)
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

    def _paint_mark(self, painter: QPainter) -> None:
        x = KEYBOARD + self.view.x(self.mark) if self.mark is not None else -1.0
        if KEYBOARD <= x <= self.width():
            painter.setPen(QPen(QColor(theme.colours().accent), 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(x, RULER, x, self.height()))

    def _paint_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.colours().ground))
        view = self.view
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.translate(KEYBOARD, RULER)
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        roll_canvas.paint_ground(painter, view, self.sheet, self._range, grid=self.shown_grid)
        drawing = roll_notes.Drawing(self.sheet, self._selected, self._unusual, self.part, self.key)
        roll_notes.paint_notes(painter, view, drawing, self.in_sight)
        if not len(self.sheet.notes):
            painter.setPen(QColor(theme.colours().muted))
            hint = self.tr("No notes yet. Double-click to add one.") if self.editable else self.tr("No notes.")
            painter.drawText(QRectF(0, 0, view.width, view.height), Qt.AlignmentFlag.AlignCenter, hint)
        painter.restore()
        painter.save()
        painter.translate(KEYBOARD, 0)
        painter.setClipRect(QRectF(0, 0, view.width, RULER))
        roll_canvas.paint_ruler(painter, view, self.sheet, self._range)
        painter.restore()
        painter.translate(0, RULER)
        painter.setClipRect(QRectF(0, 0, KEYBOARD, view.height))
        if self.shows_drums and view.row >= roll_canvas.NAMED_ROW:
            roll_canvas.paint_drums(painter, view)
        else:
            roll_canvas.paint_keyboard(painter, view)
        painter.end()
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.view.resize(self.width() - KEYBOARD, self.height() - RULER)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange:
            self.forget_picture()
        super().changeEvent(event)

    # -- wheel and pinch -----------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        roll_wheel.turn(self.view, event, self.to_view(event.position()))
        self.scrolled_by_hand()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.view.zoom_time(1.0 + event.value(), event.position().x() - KEYBOARD)
            self.scrolled_by_hand()
            return True
        if isinstance(event, QGestureEvent):
            return self._pinch(event)
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.describe(self._hovered) if self._hovered >= 0 else "")
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self.forget_picture()
        return super().event(event)

    def _pinch(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        around = self.to_view(QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint())))
        self.view.zoom_time(pinch.scaleFactor(), around.x())
        self.scrolled_by_hand()
        event.accept(Qt.GestureType.PinchGesture)
        return True

    def to_view(self, at: QPointF) -> QPointF:
        """Convert a point of this widget to the view, which begins right of the keyboard and below the ruler."""
        return at - QPointF(KEYBOARD, RULER)

    # -- the note under the pointer ------------------------------------------------------------------------------------

    def pitch_words(self, pitch: int, track: int) -> str:
        """Return the name of a pitch as the sheet's key spells it, or that of a drum."""
        return drum_name(pitch) if self.sheet.tracks[track].drums else spelled_pitch(pitch, self.key)

    def describe(self, note: int) -> str:
        row = self.sheet.notes[note]
        number = int(row["track"])
        words = self.tr("{pitch}, velocity {velocity}, {track}").format(
            pitch=self.pitch_words(int(row["pitch"]), number),
            velocity=int(row["velocity"]),
            track=self.sheet.tracks[number].name or self.tr("Track {number}").format(number=number + 1),
        )
        if self._bits is not None and np.isfinite(self._bits[note]):
            words += "\n" + self.tr("{bits} bits").format(bits=decimals(self._bits[note], 1))
        return words

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._set_hovered(self.note_under(self.to_view(event.position())))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._set_hovered(-1)

    def _set_hovered(self, note: int) -> None:
        if note != self._hovered:
            self._hovered = note
            self.hovered.emit(note)
