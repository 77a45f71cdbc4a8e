"""What a piano roll draws: rows, bars, notes, keyboard and ruler, as one cached picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui import theme
from gui.models.roll_view import KEYS, RollView
from gui.models.sheet import Ints, Sheet
from gui.widgets.roll_picture import BLACK

KEYBOARD = 46.0
RULER = 24.0
SINGLY_DRAWN = 6000
"""With more notes in sight they are painted as one picture, since single rectangles would take longer than a frame."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """What there is to draw: the sheet, the positions of selected notes, and the chosen stretch in ticks, if any."""

    sheet: Sheet
    selected: Ints
    stretch: tuple[float, float] | None


def visible(sheet: Sheet, view: RollView, longest: int) -> Ints:
    """The notes in sight. `longest`: the longest note of the sheet in ticks, so that a search by onset is enough."""
    onset = sheet.notes["onset"]
    low, high = np.searchsorted(onset, (view.left - longest, view.left + view.ticks))
    part = sheet.notes[low:high]
    bottom, top = view.pitch(view.height), view.pitch(0)
    seen = (part["end"] >= view.left) & (part["pitch"] >= bottom) & (part["pitch"] <= top)
    which: Ints = (np.flatnonzero(seen) + low).astype(np.int64)
    return which


def paint_ground(painter: QPainter, view: RollView, sheet: Sheet, stretch: tuple[float, float] | None) -> None:
    """Rows of the black keys, beats, bar lines, and the chosen stretch."""
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
    if stretch is not None:
        soft = QColor(colours.accent)
        soft.setAlpha(34)
        left = view.x(stretch[0])
        painter.fillRect(QRectF(left, 0, view.x(stretch[1]) - left, view.height), soft)
    bars = sheet.bar_lines()
    near = bars[(bars >= view.left - 1) & (bars <= view.left + view.ticks)].tolist()
    if len(near) < view.width / 8:
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


def _paint_beats(painter: QPainter, view: RollView, sheet: Sheet, bars: Ints) -> None:
    first = max(0, int(np.searchsorted(bars, view.left)) - 1)
    last = int(np.searchsorted(bars, view.left + view.ticks)) + 1
    lines: list[QLineF] = []
    for begin, end in zip(bars[first:last].tolist(), bars[first + 1 : last + 1].tolist(), strict=False):
        beat = sheet.beat_ticks(begin)
        if beat * view.points_a_tick < 7:
            return
        lines += [_upright(view, tick) for tick in range(begin + beat, end, beat)]
    painter.setPen(QPen(QColor(theme.colours().beat), 1))
    painter.drawLines(lines)


def paint_notes(painter: QPainter, view: RollView, drawing: Drawing, which: Ints) -> None:
    """The notes in sight, softer ones paler, those of silent tracks faint, selected ones outlined."""
    if len(which) > SINGLY_DRAWN:
        painter.drawImage(QPointF(0, 0), _many(view, drawing.sheet, which))
    else:
        _few(painter, view, drawing.sheet, which)
    chosen = np.intersect1d(which, drawing.selected)[:SINGLY_DRAWN]
    if len(chosen):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.colours().playhead), 1.6))
        boxes = zip(*_boxes(view, drawing.sheet, chosen), strict=True)
        painter.drawRects([QRectF(x, y, width, height) for x, y, width, height in boxes])


def _boxes(view: RollView, sheet: Sheet, which: Ints) -> tuple[list[float], list[float], list[float], list[float]]:
    notes = sheet.notes[which]
    x = (notes["onset"] - view.left) * view.points_a_tick
    width = np.maximum((notes["end"] - notes["onset"]) * view.points_a_tick - 1.0, 2.0)
    y = (KEYS - 1 - notes["pitch"] - view.top) * view.row + 0.75
    height = np.full(len(notes), max(2.0, view.row - 1.5))
    return x.tolist(), y.tolist(), width.tolist(), height.tolist()


def _few(painter: QPainter, view: RollView, sheet: Sheet, which: Ints) -> None:
    colours, audible = theme.colours(), sheet.audible
    notes = sheet.notes[which]
    # eight levels of loudness, so that a brush is set a few times and not once a note
    level = np.clip(notes["velocity"] // 16, 0, 7)
    radius = min(3.0, view.row / 4)
    painter.setPen(Qt.PenStyle.NoPen)
    x, y, width, height = _boxes(view, sheet, which)
    order = np.lexsort((level, notes["track"]))
    brush: tuple[int, int] | None = None
    rounded = len(which) < 1500 and view.row >= 7
    for i in order.tolist():
        track = int(notes["track"][i])
        wanted = (track, int(level[i]))
        if wanted != brush:
            colour = colours.track(track)
            colour.setAlphaF((0.62 + 0.38 * wanted[1] / 7) if audible[track] else 0.22)
            painter.setBrush(colour)
            brush = wanted
        box = QRectF(x[i], y[i], width[i], height[i])
        if rounded and width[i] > 4:
            painter.drawRoundedRect(box, radius, radius)
        else:
            painter.drawRect(box)


def _many(view: RollView, sheet: Sheet, which: Ints) -> QImage:
    """The notes as one picture: where each begins and ends is counted into a grid of keys and points."""
    colours, audible = theme.colours(), sheet.audible
    width, height = int(view.width), int(view.height)
    notes = sheet.notes[which]
    begin = np.clip((notes["onset"] - view.left) * view.points_a_tick, 0, width - 1).astype(np.int64)
    end = np.clip((notes["end"] - view.left) * view.points_a_tick - 0.5, 0, width).astype(np.int64)
    end = np.minimum(np.maximum(end, begin + 1), width)
    cells: npt.NDArray[np.uint32] = np.zeros((KEYS, width), np.uint32)
    for track in range(len(sheet.tracks)):
        own = notes["track"] == track
        if not own.any():
            continue
        edges = np.zeros((KEYS, width + 1), np.int32)
        np.add.at(edges, (notes["pitch"][own], begin[own]), 1)
        np.add.at(edges, (notes["pitch"][own], end[own]), -1)
        covered = np.cumsum(edges, axis=1)[:, :width] > 0
        colour = colours.track(track)
        opacity = 0.85 if audible[track] else 0.2
        red, green, blue = (round(part * opacity) for part in (colour.red(), colour.green(), colour.blue()))
        cells[covered] = (round(255 * opacity) << 24) | (red << 16) | (green << 8) | blue
    rows = KEYS - 1 - view.top - (np.arange(height) + 0.5) / view.row
    keys = np.clip(np.ceil(rows), 0, KEYS - 1).astype(np.int64)
    picture = np.ascontiguousarray(cells[keys])
    return QImage(picture.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def paint_keyboard(painter: QPainter, view: RollView) -> None:
    """The keys at the left, `KEYBOARD` points wide, with the names of all C."""
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


def paint_ruler(painter: QPainter, view: RollView, sheet: Sheet, stretch: tuple[float, float] | None) -> None:
    """Bar numbers, and a mark over the chosen stretch, in `RULER` points."""
    colours = theme.colours()
    painter.fillRect(QRectF(0, 0, view.width, RULER), QColor(colours.ground))
    if stretch is not None:
        left = view.x(stretch[0])
        painter.fillRect(QRectF(left, 0, view.x(stretch[1]) - left, 3), QColor(colours.accent))
    bars = sheet.bar_lines()
    painter.setFont(theme.font(theme.SMALL))
    painter.setPen(QColor(colours.muted))
    last = -1e9
    for number, tick in enumerate(bars.tolist()):
        x = view.x(tick)
        if x > view.width or tick >= sheet.end_tick:
            break
        if x >= -30 and x - last >= 30:
            painter.drawText(QRectF(x + 4, 3, 60, RULER - 3), Qt.AlignmentFlag.AlignVCenter, str(number + 1))
            last = x
    painter.fillRect(QRectF(0, RULER - 1, view.width, 1), QColor(colours.line))
