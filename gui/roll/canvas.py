"""Painting of a roll around the notes: rows, bars and beats, keyboard and ruler."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui import theme
from gui.roll.picture import BLACK
from gui.roll.view import RollView
from seqgen.arrays import Ints
from seqgen.formats.sheet import Sheet
from seqgen.theory.general_midi import DRUM_NAMES

KEYBOARD = 46.0
NAMED_ROW = 8.0
"""Least height of rows that have room for the names of drums."""
RULER = 24.0
NARROWEST_BEAT = 7.0
NARROWEST_LINE = 9.0
GRID_OPACITY = 0.45
ROOM_OF_NUMBER = 32.0
"""Least distance between bar numbers, in points."""
LEAST_ROOM_OF_NUMBER = 18.0


def paint_ground(
    painter: QPainter, view: RollView, sheet: Sheet, chosen: tuple[float, float] | None, *, grid: int = 0
) -> None:
    """Paint rows of black keys, the lines of a grid of so many ticks, beats, bar lines and the selected range."""
    colours = theme.colours()
    area = QRectF(0, 0, view.width, view.height)
    painter.fillRect(area, QColor(colours.ground))
    for pitch in range(view.pitch(view.height), view.pitch(0) + 1):
        if pitch % 12 in BLACK:
            painter.fillRect(QRectF(0, view.y(pitch), view.width, view.row), QColor(colours.panel))
        elif pitch % 12 in (0, 5):
            painter.setPen(QPen(QColor(colours.beat), 1))
            bottom = view.y(pitch) + view.row
            painter.drawLine(QPointF(0, bottom), QPointF(view.width, bottom))
    if chosen is not None:
        soft = QColor(colours.accent)
        soft.setAlpha(34)
        left = view.x(chosen[0])
        painter.fillRect(QRectF(left, 0, view.x(chosen[1]) - left, view.height), soft)
    bars = sheet.bar_lines()
    near = bars[(bars >= view.left - 1) & (bars <= view.left + view.ticks)].tolist()
    if len(near) < view.width / 8:
        _paint_grid(painter, view, sheet, grid)
        _paint_beats(painter, view, sheet, bars)
        painter.setPen(QPen(QColor(colours.bar), 1))
        painter.drawLines([_upright(view, tick) for tick in near])
    end = view.x(sheet.end_tick)
    if end < view.width:
        beyond = QColor(colours.panel)
        beyond.setAlpha(150)
        painter.fillRect(QRectF(end, 0, view.width - end, view.height), beyond)


def _upright(view: RollView, tick: float) -> QLineF:
    return QLineF(view.x(tick), 0, view.x(tick), view.height)


def _paint_grid(painter: QPainter, view: RollView, sheet: Sheet, grid: int) -> None:
    if not grid or grid * view.points_a_tick < NARROWEST_LINE:
        return
    faint = QColor(theme.colours().beat)
    faint.setAlphaF(GRID_OPACITY)
    painter.setPen(QPen(faint, 1))
    first, last = int(view.left // grid), int(min(view.left + view.ticks, sheet.end_tick) // grid)
    painter.drawLines([_upright(view, number * grid) for number in range(first, last + 1)])


def _paint_beats(painter: QPainter, view: RollView, sheet: Sheet, bars: Ints) -> None:
    first = max(0, int(np.searchsorted(bars, view.left)) - 1)
    last = int(np.searchsorted(bars, view.left + view.ticks)) + 1
    lines: list[QLineF] = []
    for begin, end in zip(bars[first:last].tolist(), bars[first + 1 : last + 1].tolist(), strict=False):
        beat = sheet.beat_ticks(begin)
        if beat * view.points_a_tick < NARROWEST_BEAT:
            return
        lines += [_upright(view, tick) for tick in range(begin + beat, end, beat)]
    painter.setPen(QPen(QColor(theme.colours().beat), 1))
    painter.drawLines(lines)


def paint_keyboard(painter: QPainter, view: RollView) -> None:
    """Paint the keys at the left, `KEYBOARD` points wide, with the names of all C."""
    colours = theme.colours()
    painter.fillRect(QRectF(0, 0, KEYBOARD, view.height), QColor(colours.white_key))
    painter.setFont(theme.font(max(6.0, min(theme.SMALL - 1, view.row * 0.55))))
    for pitch in range(view.pitch(view.height), view.pitch(0) + 1):
        y = view.y(pitch)
        if pitch % 12 in BLACK:
            painter.fillRect(QRectF(0, y, KEYBOARD * 0.62, view.row), QColor(colours.black_key))
            painter.fillRect(QRectF(KEYBOARD * 0.62, y + view.row / 2, KEYBOARD * 0.38, 0.8), QColor(theme.LIGHT.bar))
        if pitch % 12 in (0, 5):
            painter.fillRect(QRectF(0, y + view.row - 0.8, KEYBOARD, 0.8), QColor(theme.LIGHT.bar))
        if pitch % 12 == 0:
            painter.setPen(QColor(theme.LIGHT.text))
            box = QRectF(0, y - 4, KEYBOARD - 5, view.row + 8)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"C{pitch // 12 - 1}")
    painter.fillRect(QRectF(KEYBOARD - 1, 0, 1, view.height), QColor(colours.line))


def paint_drums(painter: QPainter, view: RollView) -> None:
    """Paint the names of drums where the keys of other parts are."""
    colours = theme.colours()
    painter.fillRect(QRectF(0, 0, KEYBOARD, view.height), QColor(colours.raised))
    painter.setFont(theme.font(max(6.0, min(theme.SMALL - 1, view.row * 0.55))))
    metrics = painter.fontMetrics()
    for key in range(view.pitch(view.height), view.pitch(0) + 1):
        y = view.y(key)
        painter.fillRect(QRectF(0, y + view.row - 0.8, KEYBOARD, 0.8), QColor(colours.line))
        name = metrics.elidedText(DRUM_NAMES.get(key, ""), Qt.TextElideMode.ElideRight, round(KEYBOARD) - 5)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(3, y - 4, KEYBOARD - 5, view.row + 8), Qt.AlignmentFlag.AlignVCenter, name)
    painter.fillRect(QRectF(KEYBOARD - 1, 0, 1, view.height), QColor(colours.line))


def paint_ruler(painter: QPainter, view: RollView, sheet: Sheet, chosen: tuple[float, float] | None) -> None:
    """Paint bar numbers and a mark over the selected range, `RULER` points high."""
    colours = theme.colours()
    painter.fillRect(QRectF(0, 0, view.width, RULER), QColor(colours.ground))
    if chosen is not None:
        left = view.x(chosen[0])
        painter.fillRect(QRectF(left, 1, view.x(chosen[1]) - left, 3), QColor(colours.accent))
    bars = sheet.bar_lines()
    painter.setFont(theme.font(theme.SMALL))
    painter.setPen(QColor(colours.muted))
    every = _numbers_every(view, bars)
    first = max(0, int(np.searchsorted(bars, view.left - ROOM_OF_NUMBER / view.points_a_tick)))
    last = int(np.searchsorted(bars, min(view.left + view.ticks, sheet.end_tick)))
    before = -LEAST_ROOM_OF_NUMBER - ROOM_OF_NUMBER
    for number in range(-(-first // every) * every, last, every):
        x = view.x(int(bars[number]))
        if x - before < LEAST_ROOM_OF_NUMBER:
            # the previous bar is an upbeat or cut short
            continue
        before = x
        box = QRectF(x + 4, 3, 60, RULER - 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(number + 1))
    painter.fillRect(QRectF(0, RULER - 1, view.width, 1), QColor(colours.line))


def _numbers_every(view: RollView, bars: Ints) -> int:
    """Return the number of bars from one bar number to the next: 1, 2, 4, ..., independent of scrolling."""
    usual = float(np.median(np.diff(bars))) if len(bars) > 1 else 1.0
    every = 1
    while every * usual * view.points_a_tick < ROOM_OF_NUMBER and every < len(bars):
        every *= 2
    return every
