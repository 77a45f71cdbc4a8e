"""A curve that grows for hours and stays small enough to draw."""

from __future__ import annotations

MOST_POINTS = 2000


class Trace:
    """Points (x, y) in order; `latest` is the last one, unaveraged.

    Past `MOST_POINTS` neighbours are averaged, and so are later points: the resolution is the same everywhere.
    """

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.latest: tuple[float, float] | None = None
        self._waiting: list[tuple[float, float]] = []
        self._together = 1

    def __len__(self) -> int:
        return len(self.points)

    def add(self, x: float, y: float) -> None:
        self.latest = (x, y)
        self._waiting.append((x, y))
        if len(self._waiting) == self._together:
            self.points.append(_mean(self._waiting))
            self._waiting = []
        if len(self.points) >= MOST_POINTS:
            self.points = [_mean(self.points[i : i + 2]) for i in range(0, len(self.points), 2)]
            self._together *= 2

    def cut(self, end: float) -> None:
        """Drop all points after `end`."""
        self.points = [point for point in self.points if point[0] <= end]
        self._waiting = [point for point in self._waiting if point[0] <= end]
        self.latest = [*self.points, *self._waiting][-1] if self.points or self._waiting else None

    def mean(self, begin: float, end: float) -> float | None:
        """Return the mean of y between two values of x; None where there is no point."""
        found = [y for x, y in self.points if begin <= x <= end]
        return sum(found) / len(found) if found else None


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
