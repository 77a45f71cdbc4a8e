"""Editor of a text take or its beginning, with characters tinted by surprise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontInfo,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextLine,
)
from PySide6.QtWidgets import QCheckBox, QFrame, QPlainTextEdit, QToolTip, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.labels import make_label
from gui.number_format import shortest
from gui.text.surprise_steps import BOUNDS, STEPS, SurpriseSteps, units

STRONGEST = 0.5
"""Largest share of the colour of surprise at which text keeps a contrast of 4.5."""
EDITED_MILLISECONDS = 250
MARGIN = 18
RULE = 2.0
SWATCH = QSize(16, 14)
PARAGRAPH = "\u2029"


def tint(step: int) -> QColor:
    """Return the background of a step of surprise; step 0 has the editor's own."""
    return theme.colours().surprise(STRONGEST * step / (STEPS - 1))


class TextTake(QWidget):
    """Editor with its legend."""

    edited = Signal()
    """Emitted when the user changes the text: at once, then every quarter of a second while typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = TintedEditor()
        self.show_tint = QCheckBox(self.tr("Surprise"))
        self.show_tint.setChecked(True)
        self.show_tint.setToolTip(self.tr("Tint every character by how little the model expected it"))
        self.legend = SurpriseLegend()
        self._waiting = QTimer(self, singleShot=True, interval=EDITED_MILLISECONDS)
        self._changed_again = False
        bar = in_row(self.show_tint, self.legend, None, spacing=theme.GAP)
        in_column(bar, (self.editor, 1), on=self, margins=(theme.WIDE, 0, theme.WIDE, theme.SPACE), spacing=theme.GAP)
        self.show_tint.toggled.connect(self._toggle)
        self.editor.changed.connect(self._changed)
        self._waiting.timeout.connect(self._waited)
        self._show_legend()

    def text(self) -> str:
        return self.editor.text()

    def set_text(self, text: str, bits: npt.ArrayLike | None = None, *, primed: int = 0) -> None:
        """Show another text and clear the undo history.

        Args:
            text: the text.
            bits: bits of each character, None if unknown; values past the end are ignored.
            primed: characters at the beginning that the model did not write.
        """
        self._waiting.stop()
        self._changed_again = False
        self.editor.set_text(text, bits, primed)
        self._show_legend()

    def set_bits(self, bits: npt.ArrayLike | None) -> None:
        """Set the bits of the same text, None if unknown."""
        self.editor.set_bits(bits)
        self._show_legend()

    def _toggle(self, on: bool) -> None:
        self.editor.show_tint(on)
        self._show_legend()

    def _show_legend(self) -> None:
        known = self.editor.surprise.known
        self.show_tint.setEnabled(known)
        self.legend.setVisible(known and self.show_tint.isChecked())

    def _changed(self) -> None:
        # the first edit is reported at once, so that it can be saved before another text is shown
        if self._waiting.isActive():
            self._changed_again = True
            return
        self._waiting.start()
        self.edited.emit()

    def _waited(self) -> None:
        if self._changed_again:
            self._changed_again = False
            self._waiting.start()
            self.edited.emit()


class TintedEditor(QPlainTextEdit):
    """Text editor that tints only the visible text while painting, so that the cost is independent of the length and
    the tint is no part of the undo history."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.surprise = SurpriseSteps()
        self._tinted, self._quiet, self._primed = True, False, 0
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.STRONG)
        self._fixed = QFontInfo(font).fixedPitch()
        self._tints: list[QColor] = []
        self._full = QColor()
        self.setFont(font)
        self.setStyleSheet(f"font-family: '{font.family()}'; font-size: {theme.STRONG}pt;")
        self.document().setDocumentMargin(MARGIN)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Text of the take"))
        self.setAccessibleDescription(self.tr("Edit it as in any editor; Ctrl+Z takes an edit back"))
        self.setPlaceholderText(self.tr("Type a beginning, and let the model continue it."))
        self.document().contentsChange.connect(self._follow)

    def text(self) -> str:
        """Return the text with its non-breaking spaces, which `toPlainText` would replace."""
        return self.document().toRawText().replace(PARAGRAPH, "\n")

    def set_text(self, text: str, bits: npt.ArrayLike | None, primed: int) -> None:
        given = None if bits is None else np.asarray(bits, dtype=np.float64).ravel()
        if "\r" in text:
            # Qt counts "\r\n" as one position
            kept = [i for i, sign in enumerate(text) if not (sign == "\r" and text[i + 1 : i + 2] == "\n")]
            given = given[[i for i in kept if i < len(given)]] if given is not None else None
            primed = sum(i < primed for i in kept)
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._quiet = True
        try:
            self.setPlainText(text)
        finally:
            self._quiet = False
        self.surprise.set(text, given)
        self.set_primed(primed)

    def set_bits(self, bits: npt.ArrayLike | None) -> None:
        self.surprise.set(self.text(), bits)
        self.viewport().update()

    def set_primed(self, characters: int) -> None:
        """Mark the characters at the beginning that the model did not write."""
        self._primed = int(units(self.text()[: max(0, characters)]).sum())
        self.viewport().update()

    def show_tint(self, on: bool) -> None:
        self._tinted = on
        self.viewport().update()

    def _follow(self, place: int, removed: int, added: int) -> None:
        if self._quiet:
            return
        length = self.document().characterCount() - 1
        # Qt includes the end of the text if everything is replaced
        removed = min(removed, len(self.surprise.bits) - place)
        added = min(added, length - place)
        self.surprise.splice(place, removed, added)
        self._primed = min(self._primed, place) if place < self._primed else self._primed
        if len(self.surprise.bits) != length:
            self.surprise.set(self.text(), None)
        self.changed.emit()

    # -- tooltip -------------------------------------------------------------------------------------------------------

    def place_at(self, point: QPoint) -> int:
        """Return the position of the character under a point, -1 if there is none."""
        cursor = self.cursorForPosition(point)
        box = self.cursorRect(cursor)
        place = cursor.position() - (1 if point.x() < box.left() else 0)
        seen = 0 <= place < len(self.surprise.bits) and box.top() <= point.y() <= box.bottom()
        return place if seen else -1

    def tip_at(self, place: int) -> str:
        if not 0 <= place < len(self.surprise.bits):
            return ""
        cursor = QTextCursor(self.document())
        cursor.setPosition(place)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        sign = {PARAGRAPH: self.tr("line end"), " ": self.tr("space"), "\t": self.tr("tab")}.get(
            cursor.selectedText(), cursor.selectedText()
        )
        bits = float(self.surprise.bits[place])
        if bits < 0:
            return self.tr("your beginning") if place < self._primed else ""
        words = self.tr("{sign}: {bits} bits, expected about 1 time in {times}")
        times = self.locale().toString(round(2.0 ** min(bits, 40.0), 1), "f", 1 if bits < 3 else 0)
        return words.format(sign=sign, bits=self.locale().toString(bits, "f", 2), times=times)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.tip_at(self.place_at(event.pos())) if self._tinted else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    # -- drawing -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        self._tints, self._full = [tint(step) for step in range(STEPS)], theme.colours().surprise(1)
        painter.setPen(Qt.PenStyle.NoPen)
        area, offset = QRectF(event.rect()), self.contentOffset()
        block = self.firstVisibleBlock()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > area.bottom():
                break
            if block.isVisible() and box.bottom() >= area.top():
                self._paint_block(painter, block, box.topLeft(), area)
            block = block.next()
        painter.end()
        super().paintEvent(event)

    def _paint_block(self, painter: QPainter, block: QTextBlock, corner: QPointF, area: QRectF) -> None:
        layout, first, text = block.layout(), block.position(), block.text()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            top, height = corner.y() + line.y(), line.height()
            if top + height < area.top() or top > area.bottom():
                continue
            begin, end = line.textStart(), line.textStart() + line.textLength()
            if self._tinted:
                self._paint_line(painter, line, text, first, corner.x(), top)
            if first + begin < self._primed:
                self._paint_primed(painter, line, self._primed - first, corner.x(), top, last=first + end)

    def _paint_line(self, painter: QPainter, line: QTextLine, text: str, first: int, left: float, top: float) -> None:
        begin, end = line.textStart(), line.textStart() + line.textLength()
        height = line.height()
        x_of = self._even(line, text[begin:end]) or (lambda place: _x(line, place))
        boxes: list[list[QRectF]] = [[] for _ in range(STEPS)]
        for low, high, step in self.surprise.runs(first + begin, first + end):
            x, right = left + x_of(low - first), left + x_of(high - first)
            boxes[step].append(QRectF(min(x, right), top, abs(right - x), height))
        for step, own in enumerate(boxes):
            if own:
                painter.setBrush(self._tints[step])
                painter.drawRects(own)
        for box in boxes[-1]:
            painter.fillRect(QRectF(box.left(), box.bottom() - RULE, box.width(), RULE), self._full)

    def _even(self, line: QTextLine, text: str) -> Callable[[int], float] | None:
        """Return the x of a position in a line of equally wide characters, None for other lines. Asking Qt for each
        position takes six times as long as the rest of painting."""
        seen = text.rstrip()
        if not self._fixed or not seen or not seen.isascii() or "\t" in seen:
            return None
        begin = line.textStart()
        left = _x(line, begin)
        advance = (_x(line, begin + len(seen)) - left) / len(seen)
        return lambda place: left + advance * (place - begin)

    def _paint_primed(
        self, painter: QPainter, line: QTextLine, until: int, left: float, top: float, *, last: int
    ) -> None:
        accent = QColor(theme.colours().accent)
        painter.fillRect(QRectF(MARGIN / 2, top, RULE, line.height()), accent)
        if self._primed < last or until == line.textStart() + line.textLength():
            x = left + _x(line, until)
            painter.setPen(QPen(accent, 1.0))
            painter.drawLine(QPointF(x, top + 1), QPointF(x, top + line.height() - 1))
            painter.setPen(Qt.PenStyle.NoPen)


def _x(line: QTextLine, place: int) -> float:
    answer: Any = line.cursorToX(place)  # a pair, unlike in the stubs
    return float(answer[0])


class SurpriseLegend(QFrame):
    """Legend of the tints."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        low, high = make_label("small", self.tr("expected")), make_label("small", self.tr("surprising"))
        self._judge = make_label("small")
        in_row(low, _Swatches(), high, theme.GAP, self._judge, on=self, margins=0, spacing=theme.TIGHT)
        words = self.tr("From under {low} bit to {high} bits and more a character")
        self.setToolTip(words.format(low=shortest(BOUNDS[0]), high=shortest(BOUNDS[-1])))
        self.setAccessibleName(self.toolTip())

    def set_judge(self, model: str) -> None:
        """Show the name of the model whose surprise is shown, empty for none."""
        self._judge.setText(self.tr("to {model}", "surprising to a model").format(model=model) if model else "")


class _Swatches(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SWATCH.width() * STEPS, SWATCH.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        width, height = float(SWATCH.width()), float(SWATCH.height())
        for step in range(STEPS):
            painter.fillRect(QRectF(step * width, 0, width, height), tint(step))
        last = QRectF((STEPS - 1) * width, height - RULE, width, RULE)
        painter.fillRect(last, theme.colours().surprise(1))
        painter.setPen(QPen(QColor(theme.colours().line), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
