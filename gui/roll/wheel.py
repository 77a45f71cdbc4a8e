"""Mouse wheel over a roll and the widgets aligned with it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

from gui.roll.view import RollView

ZOOM_STEP = 1.25
ROWS_A_STEP = 3.0
SHARE_A_STEP = 0.1
"""Share of the visible part that one step of the wheel scrolls in time."""


def turn(view: RollView, event: QWheelEvent, at: QPointF) -> None:
    """Scroll, or zoom around `at` (points of the view).

    Shift scrolls in time, Ctrl zooms in time, Ctrl+Shift zooms in pitch. A touchpad scrolls by as many points as the
    fingers move.
    """
    steps = event.angleDelta() / 120.0
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    # some systems report a horizontal wheel while Shift is held
    along = steps.y() or steps.x()
    points = event.pixelDelta()
    if control and shift:
        view.zoom_pitch(ZOOM_STEP**along, at.y())
    elif control:
        view.zoom_time(ZOOM_STEP**along, at.x())
    elif shift:
        view.scroll(ticks=-along * view.ticks * SHARE_A_STEP)
    elif event.phase() != Qt.ScrollPhase.NoScrollPhase and not points.isNull():
        view.scroll(ticks=-points.x() / view.points_a_tick, rows=-points.y() / view.row)
    else:
        view.scroll(ticks=-steps.x() * view.ticks * SHARE_A_STEP, rows=-steps.y() * ROWS_A_STEP)
    event.accept()
