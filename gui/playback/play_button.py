"""Round button that plays and pauses."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui import theme

DIAMETER = 38


class PlayButton(QAbstractButton):
    """Disc with a triangle, or with two bars while playing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.playing = False
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_playing(False)

    def set_playing(self, playing: bool) -> None:
        """Show what a press will do: pause or play."""
        self.playing = playing
        self.setAccessibleName(self.tr("Pause") if playing else self.tr("Play"))
        self.setToolTip(self.tr("Pause (space)") if playing else self.tr("Play (space)"))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(DIAMETER + 6, DIAMETER + 6)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        radius = DIAMETER / 2 - (1 if self.isDown() else 0)
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("accent"), 2))
            painter.drawEllipse(middle, radius + 2, radius + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("accent" if self.underMouse() and self.isEnabled() else "text"))
        if not self.isEnabled():
            painter.setOpacity(0.4)
        painter.drawEllipse(middle, radius - 1, radius - 1)
        painter.setBrush(colours.colour("ground"))
        if self.playing:
            for left in (-6.5, 2.0):
                painter.drawRoundedRect(QRectF(middle.x() + left, middle.y() - 7.5, 4.5, 15), 1, 1)
        else:
            corners = [(-5.0, -8.0), (8.5, 0.0), (-5.0, 8.0)]
            painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))
        painter.end()
