"""Lane above the roll with the key of the sheet and its chords."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.key_names import key_sign, key_words
from gui.roll import wheel as roll_wheel
from gui.roll.canvas import KEYBOARD
from gui.roll.view import RollView
from seqgen.formats.sheet_chords import Chord

HEIGHT = 20
LEAST_ROOM = 12.0


class ChordLane(QWidget):
    """The key at the left and the chords at their places. A click emits `chord_chosen` with the ticks of the chord."""

    chord_chosen = Signal(float, float)

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._key = view, ""
        self._chords: tuple[Chord, ...] = ()
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Key and chords"))
        view.changed.connect(self.update)

    def show_chords(self, key: str, chords: Sequence[Chord]) -> None:
        self._key, self._chords = key, tuple(chords)
        words = " ".join(chord.name for chord in chords)
        self.setAccessibleDescription(f"{key_words(key)}: {words}" if key else words)
        self.update()

    @property
    def chords(self) -> tuple[Chord, ...]:
        return self._chords

    def chord_at(self, x: float) -> Chord | None:
        """Return the chord at `x` points of this widget, None if there is none."""
        tick = self._view.tick(x - KEYBOARD)
        return (
            next((chord for chord in self._chords if chord.begin <= tick < chord.end), None) if x >= KEYBOARD else None
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours, view = theme.colours(), self._view
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.ground))
        font = theme.font(theme.SMALL)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        short = key_sign(self._key)
        painter.drawText(QRectF(0, 0, KEYBOARD - 5, HEIGHT), middle | Qt.AlignmentFlag.AlignRight, short)
        painter.setClipRect(QRectF(KEYBOARD, 0, view.width, HEIGHT))
        painter.setPen(QColor(colours.text))
        metrics = painter.fontMetrics()
        free = KEYBOARD
        for chord in self._chords:
            left, right = KEYBOARD + view.x(chord.begin), KEYBOARD + view.x(chord.end)
            if right < KEYBOARD or left > self.width() or left < free:
                continue
            # one that began before what is in sight is named at its edge
            left = max(left, KEYBOARD)
            width = metrics.horizontalAdvance(chord.name)
            if right - left >= min(LEAST_ROOM, width):
                painter.drawText(QRectF(left + 3, 0, width + 2, HEIGHT), middle, chord.name)
                free = left + 3 + width
        painter.fillRect(QRectF(KEYBOARD, HEIGHT - 1, view.width, 1), QColor(colours.line))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        chord = self.chord_at(event.position().x())
        if chord is not None:
            words = self.tr("{chord}: click to choose its notes").format(chord=chord.name)
        else:
            words = self.tr("Key: {key}").format(key=key_words(self._key)) if self._key else ""
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        chord = self.chord_at(event.position().x())
        if chord is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chord_chosen.emit(float(chord.begin), float(chord.end))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        roll_wheel.turn(self._view, event, event.position() - QPointF(KEYBOARD, 0))
