"""Lane under the roll that shows the velocity of each note, and changes it by drawing."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.roll import wheel as roll_wheel
from gui.roll.canvas import KEYBOARD
from gui.roll.editing import RollEditing
from gui.roll.surprise_strip import HEIGHT
from seqgen.arrays import Floats, Ints
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet

LOUDEST = 127
NEAR = 5.0
"""Distance from the pointer, in points, up to which notes take its velocity."""
HEAD = 3.0
ROOM = 5.0
SINGLY_DRAWN = 2500
"""With more notes only the loudest of each point is drawn."""


class VelocityLane(QWidget):
    """Stems as high as the velocities, aligned with a roll. A drag draws velocities: of the chosen notes where some are
    chosen, else of all of the part that is edited."""

    def __init__(self, roll: RollEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roll = roll
        self._before: Sheet | None = None
        self._chosen: Ints = np.zeros(0, np.int64)
        self._last = QPointF()
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Velocities"))
        self.setAccessibleDescription(self.tr("Alt and arrow keys in the roll change those of the chosen notes"))
        self.setToolTip(self.tr("Drag to draw velocities, of the chosen notes where some are chosen"))
        roll.view.changed.connect(self.update)
        roll.selection_changed.connect(self.update)

    # -- painting ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours, roll = theme.colours(), self._roll
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.ground))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        label = QRectF(0, 0, KEYBOARD - 4, self.height())
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(label, right | Qt.AlignmentFlag.AlignTop, str(LOUDEST))
        painter.drawText(label, right | Qt.AlignmentFlag.AlignBottom, self.tr("vel.", "short for velocity"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(KEYBOARD, 0, roll.view.width, self.height()))
        painter.translate(KEYBOARD, 0)
        which = self._shown()
        notes = roll.sheet.notes[which]
        x = (notes["onset"] - roll.view.left) * roll.view.points_a_tick + 1.5
        y = self._y(notes["velocity"].astype(np.float64))
        chosen = np.isin(which, roll.selection.notes)
        for track in np.unique(notes["track"]).tolist():
            colour = colours.track(track)
            own = notes["track"] == track
            self._stems(painter, x[own & ~chosen], y[own & ~chosen], colour)
        self._stems(painter, x[chosen], y[chosen], QColor(colours.playhead))

    def _stems(self, painter: QPainter, x: Floats, y: Floats, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1.4))
        floor = self.height() - 1.0
        places = list(zip(x.tolist(), y.tolist(), strict=True))
        painter.drawLines([QLineF(left, floor, left, top) for left, top in places])
        if len(places) <= SINGLY_DRAWN:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for left, top in places:
                painter.drawEllipse(QPointF(left, top), HEAD, HEAD)

    def _shown(self) -> Ints:
        """Return the notes whose onsets are in sight, of very many the loudest at each point."""
        roll, view = self._roll, self._roll.view
        low, high = np.searchsorted(roll.sheet.notes["onset"], (view.left, view.left + view.ticks))
        which = roll.of_part(np.arange(low, high, dtype=np.int64))
        if len(which) > SINGLY_DRAWN:
            notes = roll.sheet.notes[which]
            point = ((notes["onset"] - view.left) * view.points_a_tick).astype(np.int64)
            order = np.lexsort((-notes["velocity"], point))
            which = which[order[np.append(True, np.diff(point[order]) > 0)]]
        return which

    def _y(self, velocity: Floats) -> Floats:
        room = self.height() - 2 * ROOM
        return ROOM + (1 - velocity / LOUDEST) * room

    # -- drawing with the mouse ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton and self._roll.editable:
            self._before, self._chosen = self._roll.sheet, self._roll.selection.notes
            self._last = event.position()
            self._draw(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._before is not None:
            self._draw(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        before, self._before = self._before, None
        if before is not None and self._roll.sheet is not before:
            self._roll.edited.emit(self._roll.sheet, self.tr("Change velocities"))
            self._roll.hear(self._chosen if len(self._chosen) else self._near(self._last.x(), self._last.x()))

    def _draw(self, event: QMouseEvent) -> None:
        """Give the notes between the last point and this one the velocities of the line between them."""
        roll, begin, end = self._roll, self._last, event.position()
        self._last = end
        low, high = sorted((begin.x(), end.x()))
        which = self._near(low, high)
        if not len(which):
            return
        x = KEYBOARD + (roll.sheet.notes["onset"][which] - roll.view.left) * roll.view.points_a_tick
        y = np.interp(x, *([low, high], [begin.y(), end.y()] if begin.x() <= end.x() else [end.y(), begin.y()]))
        velocities = np.clip((1 - (y - ROOM) / (self.height() - 2 * ROOM)) * LOUDEST, 1, LOUDEST)
        sheet = sheet_edits.set_velocities(roll.sheet, which, velocities).sheet
        # velocities do not change the order of notes, so that the selection stays
        roll.show_notes(sheet, fit=False)
        self.update()
        words = self.tr("Velocity {velocity}").format(velocity=round(float(velocities[-1])))
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def _near(self, low: float, high: float) -> Ints:
        """Return the notes that a stroke from `low` to `high` points of this widget touches; where several begin at one
        place and some are chosen, only those."""
        view, onset = self._roll.view, self._roll.sheet.notes["onset"]
        begin, end = view.tick(low - KEYBOARD - NEAR), view.tick(high - KEYBOARD + NEAR)
        first, last = np.searchsorted(onset, (begin, end))
        which = self._roll.of_part(np.arange(first, last, dtype=np.int64))
        return np.intersect1d(which, self._chosen) if len(self._chosen) else which

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        roll_wheel.turn(self._roll.view, event, event.position() - QPointF(KEYBOARD, 0))
