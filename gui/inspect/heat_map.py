"""The activity of many units through time as a heat map with selectable cells."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.inspect.event_axis import EventAxis
from gui.inspect.heat_picture import HeatLevels, heat_image
from gui.inspect.inspection import Heat
from gui.inspect.time_strip import TimeStrip
from gui.shortcuts import Handled

WHEEL_STEP = 120.0
ZOOM = 1.25
FEWEST_ROWS = 4.0
KEYS = (
    "event-before", "event-after", "unit-above", "unit-below", "units-above", "units-below", "first-event",
    "last-event", "more-units", "fewer-units",
)  # fmt: skip


class HeatMap(TimeStrip):
    """Units from top to bottom, events from left to right.

    A click or the arrow keys pick an event and a unit. Ctrl and the wheel zoom in time; Ctrl, Shift and the wheel (or +
    and -) zoom the units; the wheel scrolls. `marked` and `unit` are the marked event and unit, -1 for none.
    """

    picked = Signal(int, int)
    """An event and a unit."""
    hovered = Signal(int, int)
    """The event and unit under the pointer; -1 and -1 where it has left."""
    view_changed = Signal(float, float)
    """The first and last visible place, after the user has zoomed or scrolled in time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heat: Heat | None = None
        self._levels: HeatLevels | None = None
        self._order = np.zeros(0, np.int64)
        self._order_name = "trained"
        self._row_of_unit = self._order
        self._top, self._rows = 0.0, 1.0
        self.unit = -1
        self._picture: QImage | None = None
        self._keys = Handled(*KEYS)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(80)
        self.setAccessibleName(self.tr("Activity of the units"))
        self.setToolTip(self.tr("Click a cell, or move with the arrow keys. Ctrl and wheel: zoom"))

    # -- what is shown -------------------------------------------------------------------------------------------------

    def set_heat(self, heat: Heat | None) -> None:
        """Show other activities; keep the order, the marks and the view where they still apply."""
        same = heat is not None and self.heat is not None and heat.units == self.heat.units
        self.heat = heat
        self._levels = HeatLevels(heat.keys) if heat is not None and heat.units else None
        if not same:
            self._top, self._rows = 0.0, float(heat.units if heat is not None else 1)
            self.unit = min(self.unit, heat.units - 1) if heat is not None else -1
        self.set_order(self._order_name)

    def set_order(self, name: str) -> None:
        """Set the order of the units: `trained`, `variance` or `clustered`."""
        self._order_name = name
        units = self.heat.units if self.heat is not None else 0
        self._order = (self.heat.orders if self.heat is not None else {}).get(name, np.arange(units))
        self._row_of_unit = np.argsort(self._order)
        self._redraw()

    def mark(self, event: int, unit: int) -> None:
        """Mark an event and a unit (-1: none), and scroll the unit into view."""
        self.marked, self.unit = event, unit
        if unit >= 0 and self.heat is not None:
            row = float(self._row_of_unit[unit])
            if not self._top <= row <= self._top + self._rows - 1:
                self._scroll_to(row - self._rows / 2)
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self.heat is None or not (0 <= self.marked < self.heat.events and 0 <= self.unit < self.heat.units):
            self.setAccessibleDescription("")
            return
        words = self.tr("event {event}, unit {unit}: {value}")
        self.setAccessibleDescription(self._words(words, self.marked, self.unit))

    def _words(self, words: str, event: int, unit: int) -> str:
        assert self.heat is not None
        value = self.heat.value(event, unit)
        sign = "+.2f" if self.heat.two_sided else ".2f"
        figure = format(value, sign).replace("-", "\u2212").replace(".", self.locale().decimalPoint())
        return words.format(event=event + 1, unit=unit, value=figure)

    # -- drawing -------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(600, 220)

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        c, area = theme.colours(), self._area()
        painter.fillRect(self.rect(), QColor(c.ground))
        painter.fillRect(area, QColor(c.card))
        if self._levels is not None and self.heat is not None and self.heat.events:
            self._paint_cells(painter, area)
            self._paint_marks(painter, area)
            self._paint_numbers(painter, area)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_cells(self, painter: QPainter, area: QRectF) -> None:
        assert self._levels is not None
        scale = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != scale:
            size = (max(1, round(area.width() * scale)), max(1, round(area.height() * scale)))
            keys = self._levels.picture(self.axis, *size, self._order, self._top, self._rows)
            self._picture = heat_image(keys, theme.colours(), scale=scale)
        painter.drawImage(area.topLeft(), self._picture)

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        c = theme.colours()
        painter.save()
        painter.setClipRect(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if 0 <= self.marked < self.axis.events:
            begin, end = self.axis.span(self.marked)
            painter.setPen(QPen(QColor(c.playhead), 1.0))
            painter.drawRect(QRectF(begin, area.top() - 2, max(end - begin, 2.0), area.height() + 4))
        if 0 <= self.unit < len(self._order):
            height = self._row_height(area)
            y = area.top() + (float(self._row_of_unit[self.unit]) - self._top) * height
            painter.setPen(QPen(QColor(c.accent), 1.5))
            painter.drawRect(QRectF(area.left() - 2, y - 1, area.width() + 4, max(height, 1.0) + 2))
        painter.restore()

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        """Paint numbers of units at the left where there is room, that of the marked one always."""
        c, height = theme.colours(), self._row_height(area)
        painter.setFont(theme.font(theme.SMALL))
        line = painter.fontMetrics().height()
        every = max(1, int(np.ceil(line * 1.5 / height)))
        marked = float(self._row_of_unit[self.unit]) if 0 <= self.unit < len(self._order) else -1e9
        first = int(np.ceil(self._top / every) * every)
        painter.setPen(QColor(c.muted))
        for row in range(first, min(int(self._top + self._rows) + 1, len(self._order)), every):
            if abs(row - marked) * height > line:
                self._number(painter, area, row, line)
        if marked >= 0:
            painter.setPen(QColor(c.accent))
            painter.setFont(theme.font(theme.SMALL, bold=True))
            self._number(painter, area, int(marked), line)

    def _number(self, painter: QPainter, area: QRectF, row: int, line: float) -> None:
        height = self._row_height(area)
        middle = area.top() + (row + 0.5 - self._top) * height
        if area.top() <= middle <= area.bottom():
            top = min(max(middle - line / 2, area.top()), area.bottom() - line)
            box = QRectF(0, top, area.left() - theme.TIGHT - 2, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self._order[row]))

    def _row_height(self, area: QRectF) -> float:
        return area.height() / max(self._rows, 1e-6)

    # -- picking -------------------------------------------------------------------------------------------------------

    def cell_at(self, point: QPointF) -> tuple[int, int]:
        """Return the event and unit at a point, both -1 where there is none."""
        area = self._area()
        event = self.axis.event_at(point.x())
        row = int(np.floor(self._top + point.y() / self._row_height(area)))
        if event < 0 or self.heat is None or event >= self.heat.events or not 0 <= row < len(self._order):
            return -1, -1
        return event, int(self._order[row])

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(*self.cell_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at, unit = self.cell_at(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pick(at, unit)
            return
        self.hovered.emit(at, unit)
        if at >= 0:
            words = self._words(self.tr("unit {unit}: {value}"), at, unit)
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.hovered.emit(-1, -1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self.heat is None or not self.heat.events or not self.heat.units:
            super().keyPressEvent(event)
            return
        row = int(self._row_of_unit[self.unit]) if 0 <= self.unit < len(self._order) else 0
        at, last = max(self.marked, 0), self.heat.events - 1
        page = max(1, round(self._rows / 8))
        places = {
            "event-before": (at - 1, row),
            "event-after": (at + 1, row),
            "unit-above": (at, row - 1),
            "unit-below": (at, row + 1),
            "units-above": (at, row - page),
            "units-below": (at, row + page),
            "first-event": (0, row),
            "last-event": (last, row),
        }
        zooms = {"fewer-units": ZOOM, "more-units": 1 / ZOOM}
        name = self._keys.name(event)
        if name in zooms:
            self._zoom_units(zooms[name], self.height() / 2)
        elif name not in places:
            super().keyPressEvent(event)
            return
        at, row = places.get(name, (at, row))
        at, row = min(max(at, 0), last), min(max(row, 0), len(self._order) - 1)
        moved = self.axis.with_event(at)
        if moved is not self.axis:
            self._move_time(moved)
        self._pick(at, int(self._order[row]))

    def _pick(self, event: int, unit: int) -> None:
        if event >= 0 and unit >= 0:
            self.mark(event, unit)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleDescription()))
            self.picked.emit(event, unit)

    # -- zooming -------------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.accept()
        x, y = event.position().x(), event.position().y()
        turn = event.angleDelta()
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            factor = ZOOM ** ((turn.y() or turn.x()) / WHEEL_STEP)
            if keys & Qt.KeyboardModifier.ShiftModifier:
                self._zoom_units(factor, y)
            else:
                self._move_time(self.axis.zoomed(factor, x))
            return
        across = turn.y() if keys & Qt.KeyboardModifier.ShiftModifier else turn.x()
        if across:
            length = self.axis.end - self.axis.begin
            self._move_time(self.axis.moved_to(self.axis.begin - across / WHEEL_STEP * length / 10))
        elif turn.y():
            self._scroll_to(self._top - turn.y() / WHEEL_STEP * self._rows / 10)

    def _move_time(self, axis: EventAxis) -> None:
        self.axis = axis
        self._redraw()
        self.view_changed.emit(axis.begin, axis.end)

    def _zoom_units(self, factor: float, y: float) -> None:
        units = float(len(self._order))
        rows = min(max(self._rows / factor, min(FEWEST_ROWS, units)), units)
        at = self._top + y / max(self.height(), 1) * self._rows
        top = at - (at - self._top) * rows / self._rows
        self._rows = rows
        self._scroll_to(top)

    def _scroll_to(self, top: float) -> None:
        self._top = max(0.0, min(top, len(self._order) - self._rows))
        self._redraw()
