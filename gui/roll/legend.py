"""Legend of the tracks in their colours, above the roll."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.roll.canvas import KEYBOARD
from seqgen.arrays import Bools
from seqgen.formats.sheet import TrackInfo

HEIGHT = 22
DOT = 9.0
WIDEST_NAME = 130.0


class RollLegend(QWidget):
    """Dots and names; silent tracks are faint and labelled as silent. The tooltip lists all full names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tracks: tuple[TrackInfo, ...] = ()
        self._audible: Bools = np.zeros(0, bool)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Tracks"))

    def show_tracks(self, tracks: Sequence[TrackInfo], audible: Bools) -> None:
        """Show these tracks and whether each is `audible`."""
        self._tracks, self._audible = tuple(tracks), audible
        self.setToolTip("\n".join(self.names()))
        self.setAccessibleDescription(", ".join(self.names()))
        self.update()

    @property
    def tells_something(self) -> bool:
        """True if there are several tracks, or one with a name."""
        return len(self._tracks) > 1 or any(track.name for track in self._tracks)

    def names(self) -> list[str]:
        names = []
        for number, track in enumerate(self._tracks):
            name = track.name or self.tr("Track {number}").format(number=number + 1)
            names.append(name if self._audible[number] else self.tr("{name} (silent)").format(name=name))
        return names

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.ground))
        font = theme.font(theme.SMALL)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        x, middle = KEYBOARD + theme.TIGHT, self.height() / 2
        names = self.names()
        for number, name in enumerate(names):
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, WIDEST_NAME)
            width = metrics.horizontalAdvance(text)
            more = self.tr("+{count}").format(count=len(names) - number)
            is_last = number == len(names) - 1
            room = self.width() - (0 if is_last else metrics.horizontalAdvance(more) + theme.SPACE)
            painter.setPen(QColor(colours.muted))
            if x + DOT + theme.TIGHT + width > room:
                painter.drawText(QRectF(x, 0, 60, self.height()), Qt.AlignmentFlag.AlignVCenter, more)
                return
            x += DOT + theme.TIGHT + 2
            painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            colour = colours.track(number)
            colour.setAlphaF(1.0 if self._audible[number] else 0.4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            dot = QPointF(x - DOT - theme.TIGHT - 2, middle - DOT / 2)
            painter.drawRoundedRect(QRectF(dot.x(), dot.y(), DOT, DOT), 3, 3)
            x += width + theme.SPACE
