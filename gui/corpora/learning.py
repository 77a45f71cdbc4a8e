"""Learning a corpus from the Corpora page: one click, and the time that it will need."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from gui.corpora.header import TIMES, CorpusHeader
from gui.library.library import CorpusChoice
from gui.studio import Studio
from gui.workers.planner import Plan


class CorpusLearning(QObject):
    """Begins to learn the corpus that is shown. `try_out` finds out how long it will need."""

    def __init__(
        self,
        studio: Studio,
        header: CorpusHeader,
        choice: Callable[[], CorpusChoice | None],
        events: Callable[[], int],
        parent: QObject,
    ) -> None:
        """`choice`: the corpus that is shown; `events`: how many events of it are used."""
        super().__init__(parent)
        self._studio, self._header, self._choice, self._events = studio, header, choice, events
        self._asked: tuple[str, ...] = ()
        header.learn_wanted.connect(self._learn)
        studio.planner.planned.connect(self._show)
        studio.planner.failed.connect(self._forget)

    def try_out(self) -> None:
        """Ask the planner, which takes seconds to try the corpus on this computer."""
        choice = self._choice()
        if choice is not None:
            self._header.show_time(TIMES[0], self.tr("trying how long it will need…"))
            self._asked = tuple(choice.training_words(TIMES[0], {}))
            self._studio.planner.ask(self._asked)

    def _learn(self, minutes: float) -> None:
        choice = self._choice()
        if choice is not None:
            self._studio.learn_wanted.emit(choice, minutes)
            self._studio.page_wanted.emit("train")

    def _show(self, asked: tuple[str, ...], plan: Plan) -> None:
        choice = self._choice()
        if choice is not None and asked == self._asked == tuple(choice.training_words(TIMES[0], {})):
            self._header.show_plan(plan, self._events())

    def _forget(self, asked: tuple[str, ...]) -> None:
        if asked == self._asked:
            self._asked = ()
            self._header.show_time(TIMES[0])
