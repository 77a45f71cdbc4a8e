"""Read-only text with characters tinted by surprise or by the activation of a unit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gui import theme
from gui.text.text_rows import HIDDEN, LINE_END, TAB, TextRows, break_text
from seqgen.arrays import Floats32

LEADING = 1.55
MARGIN = 14.0
TINT = 0.5
"""Share of a colour at full strength, on which text keeps a contrast of 4.5."""
SIGN = 2.0


class TintedText(QAbstractScrollArea):
    """Read-only tinted text. With signs, positive values have a bar above the character, negative ones below.

    A cell for the end of the text follows the last character. `marked` is the marked character, -1 for none.
    """

    hovered = Signal(int)
    """Index of the character under the pointer, -1 for none."""
    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._tint: Floats32 | None = None
        self._signed = False
        self._tip: Callable[[int], str] | None = None
        self.marked = self._under = -1
        self._font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._font.setPointSizeF(theme.STRONG)
        self._metrics = QFontMetricsF(self._font)
        self._rows: TextRows = break_text("", self._metrics.horizontalAdvance, 100.0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setMinimumHeight(80)
        self.setAccessibleName(self.tr("Text"))
        self.setToolTip(self.tr("Click a character, or move with the arrow keys"))

    def set_text(self, text: str) -> None:
        """Show another text, without tint."""
        self.text, self._tint, self.marked, self._under = text, None, -1, -1
        self._break()
        self.verticalScrollBar().setValue(0)

    def set_tint(self, strengths: Floats32 | None, *, signed: bool) -> None:
        """Tint every character by a strength from -1 to 1; a value for the end of the text may follow."""
        self._tint, self._signed = strengths, signed
        self.viewport().update()

    def set_tips(self, tip: Callable[[int], str] | None) -> None:
        self._tip = tip

    def mark(self, event: int) -> None:
        """Mark a character and scroll to it; -1 for none."""
        self.marked = event
        if 0 <= event <= len(self.text):
            top = self._rows.row_of(event) * self._line
            bar, height = self.verticalScrollBar(), self.viewport().height() - 2 * MARGIN
            if top < bar.value():
                bar.setValue(int(top))
            elif top + self._line > bar.value() + height:
                bar.setValue(int(top + self._line - height) + 1)
        self.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(600, 300)

    # -- layout --------------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> float:
        return self._metrics.height() * LEADING

    def _break(self) -> None:
        available = max(60.0, self.viewport().width() - 2 * MARGIN)
        self._rows = break_text(self.text, self._metrics.horizontalAdvance, available)
        height = self._rows.rows * self._line + 2 * MARGIN
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, int(height - self.viewport().height())))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(int(self._line))
        self.viewport().update()

    def box(self, character: int) -> QRectF:
        rows = self._rows
        top = MARGIN + rows.row_of(character) * self._line - self.verticalScrollBar().value()
        return QRectF(MARGIN + rows.left[character], top, rows.width[character], self._line)

    def character_at(self, point: QPointF) -> int:
        """Return the character at a point, -1 if there is none."""
        row = int((point.y() - MARGIN + self.verticalScrollBar().value()) // self._line)
        character = self._rows.at(row, point.x() - MARGIN)
        if character < 0:
            return -1
        box = self.box(character)
        return character if box.left() - 1 <= point.x() <= box.right() + box.width() else -1

    # -- drawing -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        c, rows = theme.colours(), self._rows
        painter.fillRect(self.viewport().rect(), QColor(c.card))
        painter.setFont(self._font)
        first = max(0, int((self.verticalScrollBar().value() - MARGIN) // self._line))
        last = min(rows.rows, int((self.verticalScrollBar().value() + self.viewport().height()) // self._line) + 1)
        for row in range(first, last):
            start, stop = int(rows.starts[row]), int(rows.starts[row + 1])
            top = MARGIN + row * self._line - self.verticalScrollBar().value()
            if self._tint is not None:
                self._paint_tint(painter, start, min(stop, len(self._tint)), top)
            self._paint_row(painter, row, start, stop, top)
        self._paint_marks(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_tint(self, painter: QPainter, start: int, stop: int, top: float) -> None:
        assert self._tint is not None
        c = theme.colours()
        cool, warm = QColor(c.cool), QColor(c.warm)
        for character in range(start, stop):
            strength = min(1.0, max(-1.0, float(self._tint[character])))
            if abs(strength) < 0.02:
                continue
            left, width = MARGIN + self._rows.left[character], self._rows.width[character]
            painter.fillRect(QRectF(left, top, width, self._line), c.heat(strength * TINT))
            if self._signed and abs(strength) > 0.1:
                sign = warm if strength > 0 else cool
                sign.setAlphaF(abs(strength))
                edge = top if strength > 0 else top + self._line - SIGN
                painter.fillRect(QRectF(left, edge, width, SIGN), sign)

    def _paint_row(self, painter: QPainter, row: int, start: int, stop: int, top: float) -> None:
        c, shown = theme.colours(), self._rows.shown[start:stop]
        base = top + (self._line - self._metrics.height()) / 2 + self._metrics.ascent()
        painter.setPen(QColor(c.text))
        if self._rows.plain[row]:
            seen = "".join(s if s not in (LINE_END, TAB, HIDDEN) and len(s) == 1 else " " for s in shown)
            end = start + len(shown) > len(self.text)
            painter.drawText(QPointF(MARGIN, base), seen[:-1] if end else seen)
        for place, glyph in enumerate(shown):
            character = start + place
            faint = glyph in (LINE_END, TAB, HIDDEN) or character == len(self.text)
            if faint or not self._rows.plain[row] or len(glyph) > 1:
                painter.setPen(QColor(c.muted if faint else c.text))
                painter.drawText(QPointF(MARGIN + self._rows.left[character], base), glyph)

    def _paint_marks(self, painter: QPainter) -> None:
        c = theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for character, colour, width in ((self._under, c.muted, 1.0), (self.marked, c.playhead, 1.6)):
            if 0 <= character <= len(self.text):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawRoundedRect(self.box(character).adjusted(-0.5, 0.5, 0.5, -0.5), 2.0, 2.0)

    # -- events --------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(self.character_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        character = self.character_at(event.position())
        self._hover(character)
        if self._tip is not None:
            words = self._tip(character) if character >= 0 else ""
            QToolTip.showText(event.globalPosition().toPoint(), words, self.viewport())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, character: int) -> None:
        if character != self._under:
            self._under = character
            self.viewport().update()
            self.hovered.emit(character)

    def _pick(self, character: int) -> None:
        if character >= 0:
            self.mark(character)
            self.picked.emit(character)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not self.text:
            super().keyPressEvent(event)
            return
        at = max(self.marked, 0)
        page = max(1, int(self.viewport().height() / self._line) - 1)
        places = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Up: self._rows_away(at, -1),
            Qt.Key.Key_Down: self._rows_away(at, 1),
            Qt.Key.Key_PageUp: self._rows_away(at, -page),
            Qt.Key.Key_PageDown: self._rows_away(at, page),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.text),
        }
        if event.key() in places:
            self._pick(min(max(places[Qt.Key(event.key())], 0), len(self.text)))
        else:
            super().keyPressEvent(event)

    def _rows_away(self, character: int, rows: int) -> int:
        row = min(max(self._rows.row_of(character) + rows, 0), self._rows.rows - 1)
        return self._rows.at(row, float(self._rows.left[character]) + 0.1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._break()

    def focusInEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.viewport().update()
