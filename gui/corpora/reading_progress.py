"""The progress of reading a corpus, with a button that cancels it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui import theme
from seqgen.corpus.reading import Progress

STEPS = 1000
WIDTH = 380


class ReadingProgress(QWidget):
    """A bar, one line of words, and `cancel_wanted`."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(WIDTH)
        self._bar.setAccessibleName(self.tr("How much of the corpus has been read"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop reading"))
        self.cancel.clicked.connect(self.cancel_wanted)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACE)
        layout.addStretch(2)
        for widget in (self._title, self._bar, self._words, self.cancel):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def begin(self, name: str) -> None:
        """Show that a corpus is about to be read."""
        self._title.setText(self.tr("Reading {name}").format(name=name))
        self.show_progress(Progress(0, 0, 0.0))

    @property
    def words(self) -> str:
        """Return the line under the bar."""
        return self._words.text()

    def show_progress(self, progress: Progress) -> None:
        """Show the number of files read; a total of 0 means that they are being looked for."""
        if not progress.total:
            self._bar.setRange(0, 0)
            self._words.setText(self.tr("Looking for files…"))
            return
        self._bar.setRange(0, STEPS)
        self._bar.setValue(round(STEPS * progress.done / progress.total))
        if progress.done >= progress.total:
            self._bar.setRange(0, 0)
            self._words.setText(self.tr("Putting the pieces in order…"))
            return
        rate = progress.done / progress.seconds if progress.seconds > 0 else 0.0
        left = (progress.total - progress.done) / rate if rate > 0 else 0.0
        words = self.tr("{done} of {total} files · {rate} files/s · {left} left")
        self._words.setText(
            words.format(
                done=self.locale().toString(progress.done),
                total=self.locale().toString(progress.total),
                rate=self.locale().toString(round(rate)),
                left=self._time(left),
            )
        )

    def _time(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("{seconds} s").format(seconds=max(1, round(seconds)))
        return self.tr("{minutes} min").format(minutes=round(seconds / 60))
