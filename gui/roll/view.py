"""Visible part of a sheet and its zoom, shared by the roll and the widgets aligned with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from seqgen.formats.sheet import Sheet

LARGEST_ROW = 40.0
SMALLEST_ROW = 1.0
USUAL_ROW = 13.0
SMALLEST_FITTED_ROW, LARGEST_FITTED_ROW = 1.0, 22.0
KEYS = 128
ROOM_AFTER_END = 1.04
MOST_POINTS_A_QUARTER = 400.0


class RollView(QObject):
    """A viewport of `width` x `height` points on a sheet. Ticks run to the right, keys upwards.

    `points_a_tick` and `row` (points per key) are the zoom, `left` (ticks) and `top` (rows below key 127) the offset.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.width, self.height = 800.0, 400.0
        self.points_a_tick, self.row = 0.05, USUAL_ROW
        self.left, self.top = 0.0, 0.0
        self.end_tick, self.quarter = 1920, 480
        self._low, self._high = 48, 72

    # -- coordinates ---------------------------------------------------------------------------------------------------

    def x(self, tick: float) -> float:
        """Return the points from the left edge to a tick."""
        return (tick - self.left) * self.points_a_tick

    def tick(self, x: float) -> float:
        """Return the tick at `x` points from the left edge."""
        return self.left + x / self.points_a_tick

    def y(self, pitch: float) -> float:
        """Return the upper edge of a key's row, in points from the top."""
        return (KEYS - 1 - pitch - self.top) * self.row

    def pitch(self, y: float) -> int:
        """Return the key at `y` points from the top, 0 to 127."""
        return max(0, min(127, int(KEYS - 1 - self.top - y // self.row)))

    def row_at(self, y: float) -> float:
        """Return the rows from the top of key 127 to `y` points below the top of the viewport."""
        return self.top + y / self.row

    def y_of_row(self, row: float) -> float:
        """Invert `row_at`."""
        return (row - self.top) * self.row

    @property
    def ticks(self) -> float:
        return self.width / self.points_a_tick

    @property
    def last_left(self) -> float:
        """Largest `left` that scrolling reaches."""
        return max(0.0, self.end_tick * ROOM_AFTER_END - self.ticks)

    @property
    def last_top(self) -> float:
        """Largest `top` that scrolling reaches."""
        return max(0.0, KEYS - self.height / self.row)

    # -- changes -------------------------------------------------------------------------------------------------------

    def resize(self, width: float, height: float) -> None:
        """Change the size of the viewport; a sheet that was wholly visible stays so."""
        filled = self._fills()
        self.width, self.height = max(1.0, width), max(1.0, height)
        if filled:
            self._fit_time()
            self._fit_pitch()
        self._settle()

    def show_sheet(self, sheet: Sheet, *, fit: bool) -> None:
        """Use another sheet; `fit` shows all of it."""
        self.end_tick, self.quarter = max(1, sheet.end_tick), sheet.ticks_per_quarter
        if len(sheet.notes):
            self._low, self._high = int(sheet.notes["pitch"].min()), int(sheet.notes["pitch"].max())
        if fit:
            self.fit()
        else:
            self._settle()

    def fit(self) -> None:
        """Show the whole sheet, with rows of a point where there is no room for more."""
        self.left = 0.0
        self._fit_time()
        self._fit_pitch()
        self._settle()

    def zoom_time(self, factor: float, around: float) -> None:
        """Zoom in time; the tick at `around` points stays there."""
        held = self.tick(around)
        smallest = self.width / (self.end_tick * ROOM_AFTER_END)
        largest = max(smallest, MOST_POINTS_A_QUARTER / self.quarter)
        self.points_a_tick = max(smallest, min(largest, self.points_a_tick * factor))
        self.left = held - around / self.points_a_tick
        self._settle()

    def show_time(self, begin: float, end: float) -> None:
        """Zoom and scroll so that a stretch of time fills the viewport, with a little room around it."""
        room = 0.02 * max(1.0, end - begin)
        self.zoom_time(self.width / (end - begin + 2 * room) / self.points_a_tick, 0.0)
        self.left = begin - room
        self._settle()

    def zoom_pitch(self, factor: float, around: float) -> None:
        """Zoom in pitch; the key at `around` points stays there."""
        held = self.top + around / self.row
        self.row = max(SMALLEST_ROW, self.height / KEYS, min(LARGEST_ROW, self.row * factor))
        self.top = held - around / self.row
        self._settle()

    def scroll(self, ticks: float = 0.0, rows: float = 0.0) -> None:
        self.left += ticks
        self.top += rows
        self._settle()

    def reveal(self, begin: float, end: float, pitch: int) -> None:
        """Scroll as little as needed to make a note visible."""
        room = 0.05 * self.ticks
        if begin < self.left:
            self.left = begin - room
        elif end > self.left + self.ticks:
            self.left = min(begin - room, end - self.ticks + room)
        row, rows = KEYS - 1 - pitch, self.height / self.row
        if row < self.top:
            self.top = row - 2
        elif row + 1 > self.top + rows:
            self.top = row + 3 - rows
        self._settle()

    def reveal_time(self, begin: float, end: float) -> None:
        """Scroll as little as needed to make a stretch of time visible."""
        if begin < self.left or end > self.left + self.ticks:
            self.left = begin if begin < self.left else end - self.ticks
            self._settle()

    def _fills(self) -> bool:
        return self.left <= 0.0 and self.ticks >= self.end_tick

    def _fit_time(self) -> None:
        largest = MOST_POINTS_A_QUARTER / self.quarter
        self.points_a_tick = min(largest, self.width / (self.end_tick * ROOM_AFTER_END))

    def _fit_pitch(self) -> None:
        span = self._high - self._low + 5
        self.row = max(SMALLEST_FITTED_ROW, min(LARGEST_FITTED_ROW, self.height / span))
        middle = KEYS - 1 - (self._high + self._low) / 2 + 0.5
        self.top = middle - self.height / self.row / 2

    def _settle(self) -> None:
        self.left = max(0.0, min(self.left, self.last_left))
        self.top = max(0.0, min(self.top, self.last_top))
        self.changed.emit()
