"""Pictures of sheets: thumbnails for lists and cards, and the picture for export."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui import theme
from seqgen.formats.sheet import Sheet

BLACK = frozenset((1, 3, 6, 8, 10))
FEWEST_KEYS = 13
KEYBOARD_SHARE = 0.035
RULER_SHARE = 0.05
MOST_OF_A_TRACK = 4000
"""Most notes of a track that a thumbnail draws; more would only cover each other."""


def pitch_span(sheet: Sheet, *, fewest: int = FEWEST_KEYS) -> tuple[int, int]:
    """Return the lowest and highest key of a picture: those used, and at least `fewest` keys."""
    if not len(sheet.notes):
        return 60 - fewest // 2, 60 + fewest // 2
    low, high = int(sheet.notes["pitch"].min()), int(sheet.notes["pitch"].max())
    missing = max(0, fewest - (high - low + 1))
    low = max(0, low - missing // 2)
    return low, min(127, max(high, low + fewest - 1))


def paint_roll(painter: QPainter, rect: QRectF, sheet: Sheet, *, bars: bool = False) -> None:
    """Draw all notes of a sheet into `rect`, tracks in the colours of the theme; `bars` adds bar lines.

    Notes have a minimal width, so that short notes of a long piece stay visible.
    """
    colours = theme.colours()
    low, high = pitch_span(sheet)
    row = rect.height() / (high - low + 1)
    scale = rect.width() / max(1, sheet.end_tick)
    if bars:
        painter.setPen(QPen(QColor(colours.bar), 0.8))
        for tick in sheet.bar_lines().tolist():
            x = rect.left() + min(tick, sheet.end_tick) * scale
            painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))
    notes = sheet.notes
    x = rect.left() + notes["onset"] * scale
    width = np.maximum((notes["end"] - notes["onset"]) * scale - 0.5, 1.5)
    height = min(max(row * 0.82, 1.5), 9.0)
    y = rect.top() + (high - notes["pitch"]) * row + (row - height) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    for number in range(len(sheet.tracks)):
        own = np.flatnonzero(notes["track"] == number)
        if len(own) > MOST_OF_A_TRACK:
            own = own[np.linspace(0, len(own) - 1, MOST_OF_A_TRACK).astype(np.int64)]
        painter.setBrush(colours.track(number))
        painter.drawRects(
            [QRectF(*box, height) for box in zip(x[own].tolist(), y[own].tolist(), width[own].tolist(), strict=True)]
        )


def roll_image(sheet: Sheet, width: int, height: int, ratio: float = 1.0) -> QImage:
    """Return a picture of a whole sheet with keyboard, bar numbers, grid and notes, `width` x `height` points at
    `ratio` pixels per point."""
    colours = theme.colours()
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(colours.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    keyboard = max(28.0, width * KEYBOARD_SHARE)
    ruler = min(24.0, height * RULER_SHARE + 8)
    area = QRectF(keyboard, ruler, width - keyboard, height - ruler)
    low, high = pitch_span(sheet, fewest=24)
    _paint_rows(painter, area, low, high)
    _paint_keys(painter, QRectF(0, ruler, keyboard - 2, area.height()), low, high)
    _paint_bars(painter, area, sheet, ruler)
    notes = sheet.notes
    row, scale = area.height() / (high - low + 1), area.width() / max(1, sheet.end_tick)
    painter.setPen(Qt.PenStyle.NoPen)
    for onset, end, pitch, _, track in notes.tolist():
        box = QRectF(
            area.left() + onset * scale, area.top() + (high - pitch) * row + 0.5, (end - onset) * scale - 0.6, row - 1
        )
        painter.setBrush(colours.track(track))
        painter.drawRoundedRect(box, min(2.5, row / 3), min(2.5, row / 3))
    painter.end()
    return image


def _paint_rows(painter: QPainter, area: QRectF, low: int, high: int) -> None:
    colours = theme.colours()
    row = area.height() / (high - low + 1)
    for pitch in range(low, high + 1):
        if pitch % 12 in BLACK:
            painter.fillRect(
                QRectF(area.left(), area.top() + (high - pitch) * row, area.width(), row), QColor(colours.panel)
            )


def _paint_keys(painter: QPainter, area: QRectF, low: int, high: int) -> None:
    colours = theme.colours()
    row = area.height() / (high - low + 1)
    painter.setFont(theme.font(max(6.0, min(theme.SMALL, row * 0.6))))
    for pitch in range(low, high + 1):
        box = QRectF(area.left(), area.top() + (high - pitch) * row, area.width(), row)
        black = pitch % 12 in BLACK
        painter.fillRect(box.adjusted(0, 0.4, 0, -0.4), QColor(colours.black_key if black else colours.white_key))
        if pitch % 12 == 0:
            painter.setPen(QColor(theme.LIGHT.text))
            painter.drawText(box.adjusted(4, -4, 0, 4), Qt.AlignmentFlag.AlignVCenter, f"C{pitch // 12 - 1}")
            painter.setPen(Qt.PenStyle.NoPen)


def _paint_bars(painter: QPainter, area: QRectF, sheet: Sheet, ruler: float) -> None:
    colours = theme.colours()
    scale = area.width() / max(1, sheet.end_tick)
    lines = sheet.bar_lines()
    every = max(1, int(np.ceil(36 * len(lines) / max(area.width(), 1))))
    painter.setFont(theme.font(theme.SMALL))
    for number, tick in enumerate(lines.tolist()):
        x = area.left() + tick * scale
        painter.setPen(QPen(QColor(colours.bar), 0.8))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        if number % every == 0 and tick < sheet.end_tick:
            painter.setPen(QColor(colours.muted))
            painter.drawText(QRectF(x + 3, 0, 60, ruler), Qt.AlignmentFlag.AlignVCenter, str(number + 1))
    painter.setPen(Qt.PenStyle.NoPen)
