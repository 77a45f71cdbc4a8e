"""Strip under the roll that shows the surprise of each note."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.number_format import decimals
from gui.roll import wheel as roll_wheel
from gui.roll.canvas import KEYBOARD
from gui.roll.view import RollView
from seqgen.arrays import Floats
from seqgen.formats.sheet import Sheet

HEIGHT = 64
SHOWN_SHARE = 0.995
"""Share of notes that fit into the scale; the few above are cut off at the top."""
NEAR = 6.0
"""Largest distance of the pointer from a bar for its tooltip, in points."""
MOST_NAMED = 8
USUAL_WIDTH, UNUSUAL_WIDTH = 2.0, 3.0
UNUSUAL_SHARE = 0.02
"""Share of the most surprising notes of a piece that stand out."""
CALM = 0.55
"""Share of the colour of surprise for the other bars."""
FEWEST_NOTES = 20
"""With fewer notes none stands out."""


class SurpriseStrip(QWidget):
    """Bars of the bits of each note, aligned with a roll by its `view`."""

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._onsets: Floats = np.zeros(0)
        self._bits: Floats = np.zeros(0)
        self._highest, self._unusual, self._judge = 1.0, np.inf, ""
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Surprise"))
        view.changed.connect(self.update)

    def set_surprise(self, sheet: Sheet, bits: Floats | None) -> None:
        """Show the bits of the notes of a sheet: float64 (notes,), None while unknown."""
        if bits is None or len(bits) != len(sheet.notes):
            bits = np.zeros(0)
        known = np.isfinite(bits)
        self._bits = np.asarray(bits, dtype=np.float64)[known]
        self._onsets = sheet.notes["onset"][: len(bits)][known].astype(np.float64)
        self._unusual = unusual_from(self._bits)
        self._highest = 1.0
        if len(self._bits):
            self._highest = max(1.0, float(np.quantile(self._bits, SHOWN_SHARE)))
            words = self.tr("Mean {mean} bits a note, highest {highest}")
            words = words.format(mean=decimals(float(self._bits.mean())), highest=decimals(float(self._bits.max()), 1))
        else:
            words = self.tr("Not known yet")
        self.setAccessibleDescription(words)
        self.update()

    def set_judge(self, model: str) -> None:
        """Show the name of the model whose surprise is shown, empty for none."""
        self._judge = model
        self.update()

    @property
    def judge_words(self) -> str:
        return self.tr("Surprise to {model}").format(model=self._judge) if self._judge and len(self._bits) else ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours, view = theme.colours(), self._view
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.ground))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        label = QRectF(0, 0, KEYBOARD - 4, self.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, self.tr("bits"))
        if not len(self._bits):
            return
        top = f"{self._highest:.0f}"
        painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, top)
        low, high = np.searchsorted(self._onsets, (view.left, view.left + view.ticks))
        x = (self._onsets[low:high] - view.left) * view.points_a_tick
        bits = self._bits[low:high]
        painter.save()
        painter.setClipRect(QRectF(KEYBOARD, 0, view.width, self.height()))
        painter.translate(QPointF(KEYBOARD, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        usual = bits < self._unusual
        calm, strong = colours.surprise(CALM), colours.surprise(1)
        for own, colour, width in ((usual, calm, USUAL_WIDTH), (~usual, strong, UNUSUAL_WIDTH)):
            painter.setBrush(colour)
            painter.drawRects(self._bars(x[own], bits[own], width))
        painter.restore()
        self._paint_judge(painter)

    def _paint_judge(self, painter: QPainter) -> None:
        """Write whose surprise it is over the bars, on a ground of its own."""
        room = QRectF(KEYBOARD, 0, self._view.width - theme.GAP, self.height())
        words = painter.fontMetrics().elidedText(self.judge_words, Qt.TextElideMode.ElideMiddle, int(room.width()))
        place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        if words:
            painter.fillRect(painter.boundingRect(room, place, words), QColor(theme.colours().ground))
            painter.drawText(room, place, words)

    def _bars(self, x: Floats, bits: Floats, width: float) -> list[QRectF]:
        room = self.height() - 4.0
        if len(x) > 2 * self._view.width:
            # of the bars that fall on one point only the highest is visible
            point = np.clip(x, 0, self._view.width - 1).astype(np.int64)
            highest = np.zeros(int(self._view.width) + 1)
            np.maximum.at(highest, point, bits)
            x = np.flatnonzero(highest).astype(np.float64)
            bits = highest[highest > 0]
        height = np.clip(bits / self._highest, 0.02, 1.0) * room
        return [
            QRectF(left, room + 2 - tall, width, tall) for left, tall in zip(x.tolist(), height.tolist(), strict=True)
        ]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        tick = self._view.tick(event.position().x() - KEYBOARD)
        if not len(self._onsets):
            return
        nearest = int(np.argmin(np.abs(self._onsets - tick)))
        if abs(self._onsets[nearest] - tick) * self._view.points_a_tick > NEAR:
            QToolTip.hideText()
            return
        same = self._onsets == self._onsets[nearest]
        words = self.tr("{bits} bits").format(
            bits=", ".join(decimals(value, 1) for value in self._bits[same][:MOST_NAMED])
        )
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        roll_wheel.turn(self._view, event, event.position() - QPointF(KEYBOARD, 0))


def unusual_from(bits: Floats) -> float:
    """Return the bits from which a note stands out, infinity if none does. Values that are not finite are ignored."""
    known = bits[np.isfinite(bits)]
    return float(np.quantile(known, 1 - UNUSUAL_SHARE)) if len(known) > FEWEST_NOTES else float("inf")
