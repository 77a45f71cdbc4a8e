"""A card with a sample of a run: a small roll or a text, and a button to play it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.labels import make_label
from gui.icons import icon
from gui.roll.small_roll import SmallRoll
from seqgen.formats.sheet import Sheet

MOST_CHARACTERS = 400


class SampleCard(QFrame):
    """One sample. Its button emits `play_wanted`."""

    play_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._time, self._bits = make_label("muted"), make_label("small")
        head = in_row(self._time, None, self._bits)
        self._roll = SmallRoll()
        self._text = _SmallText()
        self.play_button = QToolButton()
        self.play_button.setIcon(icon("play"))
        self.play_button.setIconSize(QSize(14, 14))
        self.play_button.setToolTip(self.tr("Hear this sample"))
        self.play_button.clicked.connect(self.play_wanted)
        parts = ((self._roll, 1), (self._text, 1), (self.play_button, Qt.AlignmentFlag.AlignRight))
        in_column(head, *parts, on=self, margins=(theme.SPACE, theme.GAP), spacing=theme.TIGHT)
        self.setMinimumSize(150, 130)

    def show_words(self, time: str, bits: str) -> None:
        """Show when the sample was written, and the figure at that time."""
        self._time.setText(time)
        self._bits.setText(bits)
        self.play_button.setAccessibleName(self.tr("Hear the sample of {time}").format(time=time))

    def show_sheet(self, sheet: Sheet | None) -> None:
        self._roll.show_sheet(sheet)
        self._roll.show()
        self._text.hide()
        self.play_button.setVisible(sheet is not None)

    def show_text(self, text: str) -> None:
        self._text.show_text(text[:MOST_CHARACTERS])
        self._text.setToolTip(text[: 4 * MOST_CHARACTERS])
        self._text.show()
        self._roll.hide()
        self.play_button.hide()


class _SmallText(QWidget):
    """Paints as much of a text as there is room for: a label that wraps would ask the whole page for more height."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def show_text(self, text: str) -> None:
        self._words = text
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(QRectF(self.rect()), Qt.TextFlag.TextWordWrap, self._words)
