"""One event filter of the application for all habits that windows share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject


class Habit(QObject):
    """An event filter for some types of events."""

    TYPES: ClassVar[tuple[QEvent.Type, ...]] = ()


class Habits(QObject):
    """An event filter that shows each event to the habits of its type.

    Every event of every widget passes the filters of the application, and passing from Qt to Python takes longer than
    most habits: with one filter for each of three, a fourth of the time in which a window is made was spent in them.
    """

    def __init__(self, habits: Iterable[Habit], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of_type: dict[QEvent.Type, list[Habit]] = {}
        for habit in habits:
            for kind in habit.TYPES:
                self._of_type.setdefault(kind, []).append(habit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        habits = self._of_type.get(event.type())
        return habits is not None and any(habit.eventFilter(watched, event) for habit in habits)
