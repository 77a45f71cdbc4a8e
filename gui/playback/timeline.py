"""Map from frames to the ticks heard at them, for the sound computed ahead."""

from __future__ import annotations

from collections import deque

from gui.playback.position import Point


class Timeline:
    """Ticks at frames with linear interpolation between them; a jump is two ticks at one frame."""

    def __init__(self) -> None:
        self._points: deque[tuple[int, float]] = deque()

    def __bool__(self) -> bool:
        return bool(self._points)

    def clear(self) -> None:
        self._points.clear()

    def add(self, path: list[Point], *, frame: int, rate: int) -> None:
        """Append a path that begins at `frame`."""
        points = [(frame + round(point.seconds * rate), point.tick) for point in path]
        # a path begins where the previous one ended
        self._points.extend(points[1:] if self._points and self._points[-1] == points[0] else points)

    def at(self, frame: int) -> float:
        """Return the tick at a frame, and drop the points before it. The timeline must not be empty."""
        while len(self._points) > 1 and self._points[1][0] <= frame:
            self._points.popleft()
        begin, tick = self._points[0]
        end, until = self._points[min(1, len(self._points) - 1)]
        share = (frame - begin) / (end - begin) if end > begin else 0.0
        return tick + (until - tick) * min(max(share, 0.0), 1.0)

    @property
    def settled(self) -> bool:
        """True if the last point was reached."""
        return len(self._points) == 1
