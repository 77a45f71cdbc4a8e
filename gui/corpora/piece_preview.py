"""A preview of one piece: its notes or its text, and a button that plays it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QToolButton

from gui import theme
from gui.controls.boxes import in_column, in_row, in_stack
from gui.controls.labels import make_label
from gui.icons import icon
from gui.roll.piano_roll import PianoRoll
from seqgen.formats.sheet import Sheet

LEAST_HEIGHT = 200


class PiecePreview(QFrame):
    """Shows a `Sheet`, a text, or a few words instead. `play_wanted` asks for the piece to be played or paused."""

    play_wanted = Signal()
    seek_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setMinimumHeight(LEAST_HEIGHT)
        self.title = make_label("heading")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.detail = make_label("muted")
        self.button = QToolButton()
        self.button.clicked.connect(self.play_wanted)
        self.roll = PianoRoll()
        self.roll.seek_wanted.connect(self.seek_wanted)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("The text of the piece"))
        self.words = make_label("muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = in_stack(self.words, self.roll, self.text)
        self._lay_out()
        self.show_playing(False)
        self.show_words(self.tr("Choose a piece to look at it."))

    def _lay_out(self) -> None:
        head = in_row(self.button, (self.title, 1), self.detail, spacing=theme.GAP)
        margins = (theme.SPACE, theme.GAP, theme.SPACE, theme.SPACE)
        in_column(head, (self._stack, 1), on=self, margins=margins, spacing=theme.GAP)

    def show_words(self, words: str, *, title: str = "") -> None:
        self._show_title(title, "")
        self.words.setText(words)
        self.button.hide()
        self._stack.setCurrentWidget(self.words)

    def show_sheet(self, sheet: Sheet, *, title: str, detail: str) -> None:
        self._show_title(title, detail)
        self.roll.set_sheet(sheet)
        self.button.show()
        self._stack.setCurrentWidget(self.roll)

    def show_text(self, text: str, *, title: str, detail: str) -> None:
        self._show_title(title, detail)
        self.text.setPlainText(text)
        self.button.hide()
        self._stack.setCurrentWidget(self.text)

    def show_playing(self, playing: bool) -> None:
        self.button.setIcon(icon("pause" if playing else "play"))
        words = self.tr("Pause") if playing else self.tr("Play this piece")
        self.button.setAccessibleName(words)
        self.button.setToolTip(words)

    def show_playhead(self, tick: float, *, playing: bool) -> None:
        self.roll.set_playhead(tick, playing)

    def _show_title(self, title: str, detail: str) -> None:
        self.title.setText(title)
        self.title.setToolTip(title)
        self.detail.setText(detail)
