"""The top of the Corpora page: the corpus, its totals, and buttons for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button, make_tool
from gui.controls.elided_label import ElidedLabel
from gui.controls.labels import make_label
from gui.corpora.corpora_list import OWN, CorpusEntry
from gui.corpora.report import CorpusReport
from gui.kinds import view_of
from gui.plan_words import PlanWords
from gui.verdict_words import verdict_word
from gui.workers.planner import Plan
from seqgen.arrays import Bools
from seqgen.network.standing import NO_COMPLAINT, expected_verdict

TIMES = (10.0, 60.0, 480.0)
"""Minutes that are offered, the shortest that is enough."""


class CorpusHeader(QWidget):
    """A title, a line of totals, and buttons: one click learns in the time that stands on it."""

    learn_wanted = Signal(float)
    """Emitted with the minutes."""
    train_wanted = Signal()
    remove_wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.totals = ElidedLabel()
        self.totals.setProperty("role", "muted")
        self._minutes, self._words = TIMES[0], PlanWords()
        tip = self.tr("Begin to learn the pieces that are ticked")
        self.learn = make_button("", tip, lambda: self.learn_wanted.emit(self._minutes), kind="primary")
        self.expected = make_label("small")
        self.expected.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.train = make_button(
            self.tr("Options…"), self.tr("Choose the time and the rest before it is learned"), self.train_wanted
        )
        tip = self.tr("Read the files again, if they have changed")
        self.again = make_tool("loop", tip, self.again_wanted, name=self.tr("Read again"), size=18)
        tip = self.tr("Take it off the list; the files stay where they are")
        self.remove = make_tool("trash", tip, self.remove_wanted, name=self.tr("Remove from the list"), size=18)
        words = in_column(self.title, self.totals, spacing=2)
        buttons = in_row(self.remove, self.again, self.train, self.learn, margins=0, spacing=theme.GAP)
        right = in_column(buttons, self.expected, spacing=2)
        in_row((words, 1), right, on=self, margins=0, spacing=theme.GAP, align=Qt.AlignmentFlag.AlignTop)
        self._enable(False)
        self.show_time(TIMES[0])

    def _enable(self, may: bool) -> None:
        self.train.setEnabled(may)
        self.learn.setEnabled(may)

    def show_time(self, minutes: float, expected: str = "") -> None:
        """Offer to learn for so long, and say what to expect of it."""
        self._minutes = minutes
        self.learn.setText(self.tr("Learn: {time}").format(time=self._words.time(minutes)))
        self.expected.setText(expected)

    def show_plan(self, plan: Plan, events: int) -> None:
        """Offer the shortest time from which a good model can be expected, by the plan for one of them."""
        verdicts = {}
        for minutes in TIMES:
            share = minutes / plan.minutes
            verdicts[minutes] = expected_verdict(
                readings=share * plan.readings, updates=share * plan.updates, events=events
            )
        chosen = next((minutes for minutes, verdict in verdicts.items() if verdict in NO_COMPLAINT), TIMES[0])
        verdict = verdict_word(verdicts[chosen])
        words = self.tr("{time}: {verdict}").format(time=self._words.time(chosen), verdict=verdict)
        self.show_time(chosen, words if verdict else "")
        network = self._words.network(plan.cell, units=plan.units, layers=plan.layers, members=plan.members)
        self.expected.setToolTip(self._words.plan(network, plan.readings * chosen / plan.minutes))

    def show_entry(self, entry: CorpusEntry) -> None:
        self.title.setText(entry.choice.name)
        self.totals.setText(entry.about)
        self.remove.setVisible(entry.place == OWN)
        self.again.setEnabled(not entry.needs)
        self._enable(False)
        self.show_time(TIMES[0])

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
        self._enable(pieces > 0)

    def _problems(self, report: CorpusReport) -> list[str]:
        count = report.rows.statuses.count
        words = []
        # only files that could not be used are counted here; the table lists repairs
        if count("skipped"):
            words.append(self.tr("{count} skipped").format(count=self.locale().toString(count("skipped"))))
        if count("duplicate"):
            words.append(self.tr("{count} duplicate").format(count=self.locale().toString(count("duplicate"))))
        return words
