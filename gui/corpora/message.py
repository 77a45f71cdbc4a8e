"""A message in place of a corpus that cannot be shown: the reason, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.labels import make_label
from gui.corpora.corpora_list import CorpusEntry

WIDTH = 460


class CorpusMessage(QWidget):
    """A heading, a few words, and a button that reads the corpus."""

    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.words = (make_label(role, wrap=True) for role in ("heading", "muted"))
        for label in (self.heading, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.button = QPushButton()
        self.button.clicked.connect(self.again_wanted)
        block = QWidget()
        block.setFixedWidth(WIDTH)
        in_column(self.heading, self.words, (self.button, Qt.AlignmentFlag.AlignHCenter), on=block, spacing=theme.SPACE)
        # no alignment here: a layout gives wrapped words their height only where it may stretch them
        in_column((None, 2), in_row(None, block, None), (None, 3), on=self)

    def _show(self, heading: str, words: str, button: str, tip: str) -> None:
        self.heading.setText(heading)
        self.words.setText(words)
        self.button.setText(button)
        self.button.setToolTip(tip)

    def show_problem(self, entry: CorpusEntry, problem: str) -> None:
        heading = self.tr("{name} cannot be used").format(name=entry.choice.name)
        if entry.missing:
            heading = self.tr("{name} is not there any more").format(name=entry.choice.name)
            problem = self.tr("Looked for: {paths}").format(paths="\n".join(entry.missing))
        self._show(heading, problem, self.tr("Read again"), self.tr("Read it once it is mended"))

    def show_needs(self, entry: CorpusEntry) -> None:
        words = self.tr("These come with music21. Install that with:\n\n{command}\n\nand look again.")
        self._show(
            entry.about,
            words.format(command=entry.needs),
            self.tr("Look again"),
            self.tr("See whether it is installed now"),
        )

    def show_slow(self, entry: CorpusEntry) -> None:
        words = self.tr("Reading it for the first time takes some minutes; after that it is there at once.")
        self._show(entry.about, words, self.tr("Read it"), self.tr("Begin; it can be cancelled"))

    def show_cancelled(self, entry: CorpusEntry) -> None:
        heading = self.tr("{name} has not been read").format(name=entry.choice.name)
        self._show(heading, self.tr("Reading was stopped."), self.tr("Read it"), self.tr("Begin again"))
