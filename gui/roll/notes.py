"""Painting of the notes of a roll: singly or, if very many are visible, as one coarse picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from gui import theme
from gui.roll.view import KEYS, RollView
from seqgen.arrays import Bools, Ints, Records, Words32
from seqgen.formats.sheet import Sheet
from seqgen.theory.spelling import spelled_pitch

SINGLY_DRAWN = 2500
"""With more visible notes than this, one picture is painted, since single rectangles would exceed a frame's time."""
ROUNDED = 1500
LEVELS = 8
"""Steps of loudness, so that a brush is set a few times instead of once per note."""
MOST_CELLS = 2_000_000
SILENT_OPACITY = 0.22
SOFTEST_OPACITY = 0.62
LEAST_WIDTH = 2.0
LEAST_NAMED_ROW, LEAST_NAMED_WIDTH = 12.0, 32.0
"""Least height and width of a note with its name on it."""
MOST_NAMED = 400


@dataclass(frozen=True, eq=False)
class Drawing:
    """The sheet to draw, and the indices of its selected notes and of those that the model found unusual.

    `part`: number of the track whose notes are drawn as ever, those of all others as ghosts; -1 for all. `key` spells
    the names on notes that have room for one.
    """

    sheet: Sheet
    selected: Ints
    unusual: Ints
    part: int = -1
    key: str = ""

    @property
    def full(self) -> Bools:
        """Mask of the tracks that are neither silent nor ghosts."""
        audible = self.sheet.audible
        return audible if self.part < 0 else audible & (np.arange(len(self.sheet.tracks)) == self.part)


def visible(sheet: Sheet, view: RollView, longest: int) -> Ints:
    """Return the visible notes. `longest`: longest note of the sheet in ticks, so that a search by onset is enough."""
    onset = sheet.notes["onset"]
    low, high = np.searchsorted(onset, (view.left - longest, view.left + view.ticks))
    part = sheet.notes[low:high]
    bottom, top = view.pitch(view.height), view.pitch(0)
    seen = (part["end"] >= view.left) & (part["pitch"] >= bottom) & (part["pitch"] <= top)
    which: Ints = (np.flatnonzero(seen) + low).astype(np.int64)
    return which


def paint_notes(painter: QPainter, view: RollView, drawing: Drawing, which: Ints) -> None:
    """Paint the visible notes: soft ones paler, those of silent tracks faint, selected ones outlined, unusual ones
    with a mark above."""
    if not len(which):
        return
    chosen = _both(which, drawing.selected, len(drawing.sheet.notes))
    if len(which) > SINGLY_DRAWN:
        _paint_coarse(painter, view, drawing, which, chosen)
    else:
        _paint_singly(painter, view, drawing, which)
        _paint_names(painter, view, drawing, which)
        if len(chosen):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.colours().playhead), 1.4))
            radius = _radius(view)
            for box in _boxes(view, drawing.sheet.notes[chosen]):
                painter.drawRoundedRect(box, min(radius, box.width() / 3), radius)
        marked = _both(which, drawing.unusual, len(drawing.sheet.notes))
        _paint_marks(painter, view, drawing.sheet, marked)


def _both(which: Ints, others: Ints, count: int) -> Ints:
    """Return the indices in `which` that are in `others` too; all are below `count`."""
    if not len(others):
        return others
    marked = np.zeros(count, bool)
    marked[others] = True
    return which[marked[which]]


def _boxes(view: RollView, notes: Records) -> list[QRectF]:
    x = (notes["onset"] - view.left) * view.points_a_tick
    width = np.maximum((notes["end"] - notes["onset"]) * view.points_a_tick - 1.0, LEAST_WIDTH)
    y = (KEYS - 1 - notes["pitch"] - view.top) * view.row + 0.75
    height = max(2.0, view.row - 1.5)
    return [QRectF(*box, height) for box in zip(x.tolist(), y.tolist(), width.tolist(), strict=True)]


def _radius(view: RollView) -> float:
    return min(3.0, view.row / 4)


def _opacity(level: int, audible: bool) -> float:
    """Return the opacity of notes of a loudness level, 0 to `LEVELS` - 1."""
    return SOFTEST_OPACITY + (1 - SOFTEST_OPACITY) * level / (LEVELS - 1) if audible else SILENT_OPACITY


def paint_order(notes: Records, part: int = -1) -> Ints:
    """Return the order in which notes are painted: by track, the one that is edited last, then by loudness."""
    order: Ints = np.lexsort((notes["velocity"] * LEVELS // 128, notes["track"], notes["track"] == part))
    return order


def _paint_singly(painter: QPainter, view: RollView, drawing: Drawing, which: Ints) -> None:
    colours, audible = theme.colours(), drawing.full
    notes = drawing.sheet.notes[which]
    notes = notes[paint_order(notes, drawing.part)]
    group = notes["track"].astype(np.int64) * LEVELS + notes["velocity"] * LEVELS // 128
    begins = np.flatnonzero(np.diff(group, prepend=-1)).tolist()
    radius = _radius(view)
    rounded = len(which) < ROUNDED and view.row >= 7
    painter.setPen(Qt.PenStyle.NoPen)
    boxes = _boxes(view, notes)
    for begin, end in zip(begins, [*begins[1:], len(notes)], strict=True):
        track, level = divmod(int(group[begin]), LEVELS)
        colour = colours.track(track)
        colour.setAlphaF(_opacity(level, bool(audible[track])))
        painter.setBrush(colour)
        if not rounded:
            painter.drawRects(boxes[begin:end])
            continue
        for box in boxes[begin:end]:
            painter.drawRoundedRect(box, min(radius, box.width() / 3), radius)


def _paint_marks(painter: QPainter, view: RollView, sheet: Sheet, which: Ints) -> None:
    """Paint a small triangle over the onset of each note, distinct from notes by shape as well as colour."""
    colours = theme.colours()
    painter.setPen(QPen(QColor(colours.ground), 1))
    painter.setBrush(colours.surprise(1))
    for note in sheet.notes[which].tolist():
        x, y = view.x(note[0]), view.y(note[2])
        painter.drawPolygon(QPolygonF([QPointF(x - 1, y - 6), QPointF(x + 8, y - 6), QPointF(x + 3.5, y + 1)]))


def _paint_names(painter: QPainter, view: RollView, drawing: Drawing, which: Ints) -> None:
    """Write the names of pitches on the notes that have room for them."""
    if view.row < LEAST_NAMED_ROW:
        return
    notes = drawing.sheet.notes[which]
    pitched = ~np.array([track.drums for track in drawing.sheet.tracks], bool)
    wide = (notes["end"] - notes["onset"]) * view.points_a_tick >= LEAST_NAMED_WIDTH
    notes = notes[wide & (pitched & drawing.full)[notes["track"]]]
    if len(notes) > MOST_NAMED:
        return
    painter.setFont(theme.font(min(theme.SMALL - 1, view.row * 0.5)))
    painter.setPen(QColor(theme.colours().on_accent))
    for box, pitch in zip(_boxes(view, notes), notes["pitch"].tolist(), strict=True):
        inside = box.adjusted(4, -2, -2, 2)
        inside.setLeft(max(inside.left(), 4))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, spelled_pitch(pitch, drawing.key))


def _paint_coarse(painter: QPainter, view: RollView, drawing: Drawing, which: Ints, chosen: Ints) -> None:
    """Paint notes as cells one pixel wide and one key high, later tracks over earlier ones and over ghosts."""
    sheet = drawing.sheet
    ratio = painter.device().devicePixelRatio()
    width, scale = max(1, round(view.width * ratio)), view.points_a_tick * ratio
    lowest, highest = view.pitch(view.height), view.pitch(0)
    keys = highest - lowest + 1
    is_chosen = np.zeros(len(sheet.notes), bool)
    is_chosen[chosen] = True
    track = sheet.notes["track"][which]
    above = track + ((track == drawing.part).astype(np.int16) + is_chosen[which]) * np.int16(len(sheet.tracks))
    which = which[np.argsort(above, kind="stable")]
    notes = sheet.notes[which]
    begin = np.clip((notes["onset"] - view.left) * scale, 0, width - 1).astype(np.int64)
    end = np.clip((notes["end"] - view.left) * scale - 0.5 * ratio, 0, width).astype(np.int64)
    length = np.maximum(end - begin, 1)
    row = highest - notes["pitch"].astype(np.int64)
    if length.sum() > MOST_CELLS:
        # notes that cover each other all along the piece: draw equal cells once
        cells = (row * width + begin) * (width + 1) + length
        first = len(cells) - 1 - np.unique(cells[::-1], return_index=True)[1]
        keep = np.sort(first)[: max(1, MOST_CELLS // width)]
        notes, begin, length, row, which = notes[keep], begin[keep], length[keep], row[keep], which[keep]
    start = row * width + begin
    picture = np.zeros(keys * width, np.uint32)
    step = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    level = notes["velocity"].astype(np.int64) * LEVELS // 128
    inks = _inks(drawing)[notes["track"], level, is_chosen[which].astype(np.int64)]
    picture[np.repeat(start, length) + step] = np.repeat(inks, length)
    image = QImage(picture.data, width, keys, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    gap = 0.75 if view.row >= 4 else 0.0
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for key in range(keys):
        target = QRectF(0, view.y(highest - key) + gap, view.width, view.row - 2 * gap)
        painter.drawImage(target, image, QRectF(0, key + 0.25, width, 0.5))


def _inks(drawing: Drawing) -> Words32:
    """Return the premultiplied pixels of notes: uint32 (tracks, loudness levels, not selected or selected)."""
    colours, audible, sheet = theme.colours(), drawing.full, drawing.sheet
    bright = QColor(colours.playhead)
    inks = np.zeros((len(sheet.tracks), LEVELS, 2), np.uint32)
    for track in range(len(sheet.tracks)):
        colour = colours.track(track)
        for level in range(LEVELS):
            colour.setAlphaF(_opacity(level, bool(audible[track])))
            # too small for an outline, a selected note is painted almost in the outline's colour
            inks[track, level] = _pixel(colour), _pixel(theme.mixed(colour, bright, 0.7))
    return inks


def _pixel(colour: QColor) -> int:
    alpha = colour.alphaF()
    red, green, blue = (round(part * alpha) for part in (colour.red(), colour.green(), colour.blue()))
    return (round(255 * alpha) << 24) | (red << 16) | (green << 8) | blue
