"""The time axis that all drawings of the Inspect page share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from seqgen.arrays import AnyInts, Floats


@dataclass(frozen=True, eq=False)
class EventAxis:
    """A visible range of time over a range of pixels.

    `begins`: float64 (events + 1,), the beginning of each event and the end of the last one, rising, in ticks or
    characters. `begin` to `end`, in the same unit, are visible over `width` pixels from `left` on.
    """

    begins: Floats = field(default_factory=lambda: np.zeros(1))
    begin: float = 0.0
    end: float = 1.0
    left: float = 0.0
    width: float = 1.0

    @property
    def events(self) -> int:
        return len(self.begins) - 1

    @property
    def scale(self) -> float:
        """Return pixels per tick or character."""
        return self.width / max(self.end - self.begin, 1e-9)

    def placed(self, left: float, width: float) -> EventAxis:
        """Return the axis with the same time range over other pixels."""
        return replace(self, left=left, width=max(1.0, width))

    def showing(self, begin: float, end: float) -> EventAxis:
        """Return the axis with another time range over the same pixels."""
        return replace(self, begin=begin, end=max(end, begin + 1e-6))

    def zoomed(self, factor: float, x: float) -> EventAxis:
        """Return the axis zoomed by a factor around pixel `x`, never wider than all events."""
        first, last = float(self.begins[0]), float(self.begins[-1])
        whole = max(last - min(first, 0.0), 1e-6)
        # at most 40 pixels for the shortest event: closer shows no more
        length = min(max((self.end - self.begin) / factor, whole * min(1.0, 8 / max(self.events, 1))), whole)
        at = self.place(x)
        return self.moved_to(at - (at - self.begin) * length / (self.end - self.begin), length)

    def moved_to(self, begin: float, length: float | None = None) -> EventAxis:
        """Return the axis scrolled, as far as there are events."""
        length = self.end - self.begin if length is None else length
        begin = max(min(begin, float(self.begins[-1]) - length), min(float(self.begins[0]), 0.0))
        return self.showing(begin, begin + length)

    def with_event(self, event: int) -> EventAxis:
        """Return the axis scrolled by as little as shows an event."""
        if not 0 <= event < self.events:
            return self
        low, high = float(self.begins[event]), float(self.begins[event + 1])
        if self.begin <= low and high <= self.end:
            return self
        length = self.end - self.begin
        return self.moved_to(low - 0.1 * length if low < self.begin else high - 0.9 * length)

    def x(self, place: float) -> float:
        """Return the pixel of a place."""
        return self.left + (place - self.begin) * self.scale

    def place(self, x: float) -> float:
        """Return the place of a pixel."""
        return self.begin + (x - self.left) / self.scale

    def span(self, event: int) -> tuple[float, float]:
        """Return the pixels at which an event begins and ends."""
        return self.x(float(self.begins[event])), self.x(float(self.begins[event + 1]))

    def event_at(self, x: float) -> int:
        """Return the event at a pixel, -1 where there is none."""
        place = self.place(x)
        if not self.events or not self.left <= x <= self.left + self.width or not 0 <= place <= self.begins[-1]:
            return -1
        event = int(np.searchsorted(self.begins, place, side="right")) - 1
        return event if 0 <= event < self.events else -1

    def columns(self, pixels: int) -> tuple[int, int, AnyInts]:
        """Return the events under the columns of a picture.

        The result is the first and last column with any event (half open), and for these the first event of each,
        followed by the end of the last one's.
        """
        edges = self.begin + np.arange(pixels + 1) * ((self.end - self.begin) / max(pixels, 1))
        inside = np.flatnonzero((edges[:-1] >= self.begins[0]) & (edges[:-1] < self.begins[-1]))
        if not self.events or not len(inside):
            return 0, 0, np.zeros(0, np.intp)
        first, last = int(inside[0]), int(inside[-1]) + 1
        starts = np.searchsorted(self.begins, edges[first : last + 1], side="right") - 1
        return first, last, np.clip(starts, 0, self.events).astype(np.intp)
