"""The top of the Corpora page: the corpus, its totals, and buttons for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button, make_tool
from gui.controls.elided_label import ElidedLabel
from gui.corpora.corpora_list import OWN, CorpusEntry
from gui.corpora.report import CorpusReport
from gui.kinds import view_of
from seqgen.arrays import Bools


class CorpusHeader(QWidget):
    """A title, a line of totals, and three buttons."""

    train_wanted = Signal()
    remove_wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.totals = ElidedLabel()
        self.totals.setProperty("role", "muted")
        self.train = make_button(
            self.tr("Train on this"), self.tr("Learn the pieces that are ticked"), self.train_wanted, kind="primary"
        )
        tip = self.tr("Read the files again, if they have changed")
        self.again = make_tool("loop", tip, self.again_wanted, name=self.tr("Read again"), size=18)
        tip = self.tr("Take it off the list; the files stay where they are")
        self.remove = make_tool("trash", tip, self.remove_wanted, name=self.tr("Remove from the list"), size=18)
        words = in_column(self.title, self.totals, spacing=2)
        buttons = (self.remove, self.again, self.train)
        in_row((words, 1), *buttons, on=self, margins=0, spacing=theme.GAP, align=Qt.AlignmentFlag.AlignTop)
        self.train.setEnabled(False)

    def show_entry(self, entry: CorpusEntry) -> None:
        self.title.setText(entry.choice.name)
        self.totals.setText(entry.about)
        self.remove.setVisible(entry.place == OWN)
        self.again.setEnabled(not entry.needs)
        self.train.setEnabled(False)

    def show_totals(self, report: CorpusReport, used: Bools) -> None:
        rows, view = report.rows, view_of(report.kind)
        usable = int(rows.usable.sum())
        pieces, events = int(used.sum()), int(rows.events[used].sum())
        words = [
            self.tr("%Ln piece(s)", "", pieces)
            if pieces == usable
            else self.tr("{used} of {all} pieces").format(
                used=self.locale().toString(pieces), all=self.locale().toString(usable)
            ),
            view.events(events),
        ]
        words += [view.total_length(float(rows.lengths[used].sum()), report.grid), *self._problems(report)]
        self.totals.setText(" · ".join(word for word in words if word))
        self.train.setEnabled(pieces > 0)

    def _problems(self, report: CorpusReport) -> list[str]:
        count = report.rows.statuses.count
        words = []
        # only files that could not be used are counted here; the table lists repairs
        if count("skipped"):
            words.append(self.tr("{count} skipped").format(count=self.locale().toString(count("skipped"))))
        if count("duplicate"):
            words.append(self.tr("{count} duplicate").format(count=self.locale().toString(count("duplicate"))))
        return words
