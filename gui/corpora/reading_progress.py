"""The progress of reading a corpus, with a button that cancels it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.controls.buttons import make_button
from gui.controls.labels import make_label
from seqgen.corpus.reading import Progress

STEPS = 1000
WIDTH = 380


class ReadingProgress(QWidget):
    """A bar, one line of words, and `cancel_wanted`."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = make_label("heading")
        self._words = make_label("muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(WIDTH)
        self._bar.setAccessibleName(self.tr("How much of the corpus has been read"))
        self.cancel = make_button(self.tr("Cancel"), self.tr("Stop reading"), self.cancel_wanted)
        parts = (self._title, self._bar, self._words, self.cancel)
        in_column((None, 2), *parts, (None, 3), on=self, spacing=theme.SPACE, align=Qt.AlignmentFlag.AlignHCenter)

    def begin(self, name: str) -> None:
        self._title.setText(self.tr("Reading {name}").format(name=name))
        self.show_progress(Progress(0, 0, 0.0))

    @property
    def words(self) -> str:
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
