"""What the wheel does over a roll and over what stands under it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

from gui.roll.view import RollView

ZOOM_STEP = 1.25
ROWS_A_STEP = 3.0
SHARE_A_STEP = 0.1
"""So much of what is in sight one step of the wheel scrolls in time."""


def turn(view: RollView, event: QWheelEvent, at: QPointF) -> None:
    """Scroll; with Ctrl zoom in time around `at` (points of the view), with Ctrl and Shift in pitch; with Shift scroll
    in time. A touchpad scrolls by as many points as the fingers."""
    steps = event.angleDelta() / 120.0
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    # some systems turn the wheel sideways themselves while Shift is held
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
