"""Strip above the roll that names the bars: A B A B\u2019 C."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.roll import wheel as roll_wheel
from gui.roll.canvas import KEYBOARD
from gui.roll.view import RollView

HEIGHT = 20
SOLID, VARIED = 110, 50
"""Opacity of a bar that is as it was first, and of a varied one, of 255."""


class FormStrip(QWidget):
    """A field a bar with its name, aligned with a roll by its `view`. Bars that come back have a colour.

    `bar_chosen` says the first and last tick of a bar that was clicked.
    """

    bar_chosen = Signal(float, float)

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._edges: Sequence[float] = ()
        self._names: Sequence[tuple[str, int, bool]] = ()
        self._tips: Sequence[str] = ()
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Form"))
        view.changed.connect(self.update)

    def show_bars(self, edges: Sequence[float], names: Sequence[tuple[str, int, bool]], tips: Sequence[str]) -> None:
        """Show bars between `edges` in ticks, one more than `names`: a name, the number of its colour (-1 for one
        that stands alone), and whether it is varied; `tips` say more of each."""
        self._edges, self._names, self._tips = edges, names, tips
        self.setAccessibleDescription(" ".join(name or "-" for name, _, _ in names))
        self.setVisible(bool(names))
        self.update()

    @property
    def words(self) -> str:
        """The names of all bars."""
        return self.accessibleDescription()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours, view = theme.colours(), self._view
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.ground))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        label = QRectF(0, 0, KEYBOARD - 4, self.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("form"))
        painter.setClipRect(QRectF(KEYBOARD, 0, view.width, self.height()))
        painter.translate(QPointF(KEYBOARD, 0))
        for number, (name, colour, varied) in enumerate(self._names):
            left, right = view.x(self._edges[number]), view.x(self._edges[number + 1])
            if right < 0 or left > view.width or not name:
                continue
            field = QRectF(left + 0.5, 2, max(1.0, right - left - 1), self.height() - 4)
            ground = QColor(colours.track(colour) if colour >= 0 else colours.card)
            if colour >= 0:
                ground.setAlpha(VARIED if varied else SOLID)
            painter.fillRect(field, ground)
            if painter.fontMetrics().horizontalAdvance(name) + 2 <= field.width():
                painter.setPen(QColor(colours.text if colour >= 0 else colours.muted))
                painter.drawText(field, Qt.AlignmentFlag.AlignCenter, name)

    def _bar(self, at: QPointF) -> int:
        """Return the bar under a point, -1 for none."""
        tick = self._view.tick(at.x() - KEYBOARD)
        inside = (n for n in range(len(self._names)) if self._edges[n] <= tick < self._edges[n + 1])
        return next(inside, -1) if at.x() >= KEYBOARD else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        bar = self._bar(event.position())
        if bar >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.bar_chosen.emit(float(self._edges[bar]), float(self._edges[bar + 1]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        bar = self._bar(event.position())
        if bar < 0:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self._tips[bar], self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        roll_wheel.turn(self._view, event, event.position() - QPointF(KEYBOARD, 0))
