"""One event filter of the application for all habits that windows share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication


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

    def catch_up(self) -> None:
        """Show all that is polished to the habits that wait for it."""
        polish = QEvent(QEvent.Type.Polish)
        for widget in QApplication.allWidgets():
            if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                for habit in self._of_type.get(QEvent.Type.Polish, ()):
                    habit.eventFilter(widget, polish)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        habits = self._of_type.get(event.type())
        return habits is not None and any(habit.eventFilter(watched, event) for habit in habits)


@contextmanager
def put_off() -> Iterator[None]:
    """Let the application's habits wait while many events that are none of theirs come, and show them then what was
    polished meanwhile.

    A window is made with 13,000 events, hardly one of which is for a habit; passing them took a third of its time.
    """
    app = QApplication.instance()
    assert app is not None
    waiting = app.findChildren(Habits, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for habits in waiting:
        app.removeEventFilter(habits)
    try:
        yield
    finally:
        for habits in waiting:
            app.installEventFilter(habits)
            habits.catch_up()
