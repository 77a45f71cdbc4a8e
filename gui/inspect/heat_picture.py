"""A heat map as a picture: many units by many events, the strongest of those that share a pixel."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, qRgb

from gui.inspect.event_axis import EventAxis
from gui.inspect.inspection import FULL
from gui.theme import Colours
from seqgen.arrays import AnyInts, Bytes, Ints

MOST_STEPS = 12
"""Largest number of rows compared for a pixel; where more share one, a coarser level is used."""


class HeatLevels:
    """Keys (events, units) at their own and at coarser resolutions, each half of the one before.

    `numpy.maximum.reduceat` over the keys themselves takes 170 ms for 20,000 events of 1,024 units; this takes 5.
    """

    def __init__(self, keys: Bytes) -> None:
        self._levels = [keys]
        while len(self._levels[-1]) > 1024:
            fine = self._levels[-1]
            even = len(fine) // 2 * 2
            coarse = np.maximum(fine[0:even:2], fine[1:even:2])
            self._levels.append(np.concatenate([coarse, fine[even:]]))

    def picture(self, axis: EventAxis, width: int, height: int, order: Ints, top: float, rows: float) -> Bytes:
        """Return the strongest key under each pixel: uint8 (height, width), 0 where there is no event.

        `order` gives the unit of each row; rows `top` to `top + rows` of it are visible.
        """
        picture = np.zeros((height, width), np.uint8)
        first, last, events = axis.columns(width)
        if last <= first or not len(order):
            return picture
        across = self._columns(events[:-1], np.maximum(events[1:], events[:-1] + 1))
        edges = np.clip(top + np.arange(height + 1) * (rows / height), 0, len(order)).astype(np.intp)
        low, high = int(edges[0]), min(max(int(edges[-1]) + 1, int(edges[0]) + 1), len(order))
        shown = np.ascontiguousarray(across.T)[order[low:high]]
        starts = np.minimum(edges[:-1] - low, high - low - 1)
        picture[:, first:last] = _strongest(shown, starts, np.maximum(edges[1:] - low, starts + 1))
        return picture

    def _columns(self, starts: AnyInts, stops: AnyInts) -> Bytes:
        level = 0
        while int((stops - starts).max()) > MOST_STEPS << level and level + 1 < len(self._levels):
            level += 1
        keys = self._levels[level]
        starts = np.minimum(starts >> level, len(keys) - 1)
        return _strongest(keys, starts, np.maximum(-(-stops >> level), starts + 1))


def _strongest(keys: Bytes, starts: AnyInts, stops: AnyInts) -> Bytes:
    """Return the largest of the rows from each start to its stop, or of the last row."""
    result = keys[starts]
    last = np.minimum(stops, len(keys)) - 1
    for step in range(1, int((stops - starts).max())):
        np.maximum(result, keys[np.minimum(starts + step, last)], out=result)
    return result


def heat_image(picture: Bytes, colours: Colours, *, scale: float = 1.0) -> QImage:
    """Return a picture of keys in the theme's colours; `scale` is device pixels a point."""
    height, width = picture.shape
    padded = np.zeros((height, -(-width // 4) * 4), np.uint8)
    padded[:, :width] = picture
    image = QImage(padded.data, width, height, padded.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable(colour_table(colours))
    # the image only borrows the array's bytes
    own = image.copy()
    own.setDevicePixelRatio(scale)
    return own


def colour_table(colours: Colours) -> list[int]:
    """Return the colour of every key."""
    table = []
    for key in range(256):
        strength = (key >> 1) / FULL
        # small activities would hardly be seen on a linear scale
        colour = colours.heat((strength**0.8) * (-1 if key & 1 else 1))
        table.append(qRgb(colour.red(), colour.green(), colour.blue()))
    return table
