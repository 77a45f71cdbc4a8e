"""Plans of the new run: what would be chosen, told among the options of its form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from gui.library.library import CorpusChoice
from gui.plan_words import PlanWords
from gui.train.new_run import NewRunForm
from gui.workers.planner import Plan, Planner


class RunPlanning(QObject):
    """Asks the planner about the run that the form describes, and shows the answer there."""

    def __init__(
        self, planner: Planner, form: NewRunForm, corpus: Callable[[], CorpusChoice | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._planner, self._form, self._corpus = planner, form, corpus
        self._asked: tuple[str, ...] = ()
        form.plan_wanted.connect(self._ask)
        planner.planned.connect(self._show)
        planner.failed.connect(self._fail)

    def _ask(self) -> None:
        choice = self._corpus()
        if choice is None:
            return
        self._asked = tuple(choice.training_words(self._form.minutes, self._form.options()))
        self._form.plan.setText(self.tr("Trying what this computer has time for…"))
        self._planner.ask(self._asked)

    def _show(self, asked: tuple[str, ...], plan: Plan) -> None:
        if asked == self._asked:
            words = PlanWords()
            network = words.network(plan.cell, units=plan.units, layers=plan.layers, members=plan.members)
            self._form.plan.setText(words.plan(network, plan.readings))

    def _fail(self, asked: tuple[str, ...]) -> None:
        # what is wrong is said in full where the run is started
        if asked == self._asked:
            self._form.plan.setText(self.tr("What would be chosen could not be found out."))
