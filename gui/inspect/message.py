"""A message in the middle of the Inspect page while there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.inspect.inspection import EventsRead

WIDTH = 380


class InspectMessage(QWidget):
    """A few words with a button that opens a file; or a bar with a button that stops reading."""

    open_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._count = QLabel(), QLabel()
        for label in (self._words, self._count):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._count.setProperty("role", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much of the piece has been read"))
        self._open, self._cancel = QPushButton(self.tr("Open file…")), QPushButton(self.tr("Cancel"))
        self._open.setToolTip(self.tr("A MIDI, ABC or text file; or drop one anywhere on the page"))
        self._cancel.setToolTip(self.tr("Stop reading"))
        self._open.clicked.connect(self.open_wanted)
        self._cancel.clicked.connect(self.cancel_wanted)
        block = QWidget()
        block.setFixedWidth(WIDTH)
        buttons = in_column(self._open, self._cancel, align=Qt.AlignmentFlag.AlignHCenter)
        in_column(self._words, self._bar, self._count, buttons, on=block, spacing=theme.SPACE)
        in_column((None, 2), in_row(None, block, None), (None, 3), on=self)

    @property
    def words(self) -> str:
        return self._words.text()

    def show_words(self, words: str) -> None:
        self._show(words, "heading", reading=False)

    def show_problem(self, problem: str) -> None:
        self._show(problem, "warning", reading=False)

    def begin(self, words: str) -> None:
        """Show that a piece is about to be read."""
        self._show(words, "heading", reading=True)
        self.show_progress(EventsRead(0, 0))

    def show_progress(self, looking: EventsRead) -> None:
        self._bar.setRange(0, looking.total)
        self._bar.setValue(looking.done)
        known = looking.total > 0
        words = self.tr("{done} of {total}") if known else ""
        done, total = self.locale().toString(looking.done), self.locale().toString(looking.total)
        self._count.setText(words.format(done=done, total=total))

    def _show(self, words: str, role: str, *, reading: bool) -> None:
        self._words.setText(words)
        self._words.setProperty("role", role)
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        for widget in (self._bar, self._count, self._cancel):
            widget.setVisible(reading)
        self._open.setVisible(not reading)
