"""Menu of what takes differ in: rating, date, key, metre, tag, project, model and corpus."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gui.key_names import key_words
from seqgen.library.query import TakeQuery
from seqgen.library.take import BEST, TakeRecord

MOST_CHOICES = 30
"""Most values of one figure in the menu, the commonest ones."""
LONGEST = 60
Choice = tuple[str, dict[str, Any]]
"""Words, and the fields of a query that they stand for."""


class FilterMenu(QMenu):
    """Made anew whenever it opens. `asked` gives the fields of a query that are chosen."""

    asked = Signal(object)

    def __init__(self, records: Callable[[], Sequence[TakeRecord]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.query = TakeQuery()
        self._records = records
        self.aboutToShow.connect(self.fill)

    def words(self) -> list[str]:
        """Return what is asked for, but for words and star, in words."""
        query = self.query
        said = [key_words(query.key), query.metre, query.tag, query.project, query.model, query.corpus]
        if query.rating:
            said.insert(0, _rating(query.rating))
        if query.since or query.before < math.inf:
            said.append(next((text for text, wanted in self._dates() if self._holds(wanted)), self.tr("Date")))
        return [each for each in said if each]

    def fill(self) -> None:
        """Offer what the takes differ in now."""
        self.clear()
        records = self._records()
        ratings: list[Choice] = [(_rating(least), {"rating": least}) for least in range(BEST, 0, -1)]
        self._add(self.tr("Rating"), {"rating": 0}, ratings)
        self._add(self.tr("Date"), {"since": 0.0, "before": math.inf}, self._dates())
        self.addSeparator()
        self._add_values(self.tr("Key"), "key", (record.key for record in records), key_words)
        self._add_values(self.tr("Metre"), "metre", (record.metre for record in records))
        self._add_values(self.tr("Tag"), "tag", (tag for record in records for tag in record.tags))
        self._add_values(self.tr("Project"), "project", (record.project for record in records))
        self._add_values(self.tr("Model"), "model", (record.model_name for record in records))
        self._add_values(self.tr("Corpus"), "corpus", (record.corpus for record in records))

    def _add_values(self, title: str, name: str, values: Iterable[str], words: Callable[[str], str] = str) -> None:
        counts = Counter(value for value in values if value)
        if counts:
            number = QLocale().toString
            choices: list[Choice] = [
                (f"{words(value)[:LONGEST]}   ({number(count)})", {name: value})
                for value, count in counts.most_common(MOST_CHOICES)
            ]
            self._add(title, {name: ""}, choices)

    def _add(self, title: str, usual: dict[str, Any], choices: Sequence[Choice]) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for text, wanted in [(self.tr("Any"), usual), *choices]:
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(partial(self.asked.emit, wanted))
            action.setCheckable(True)
            action.setChecked(self._holds(wanted))
            group.addAction(action)

    def _holds(self, wanted: dict[str, Any]) -> bool:
        return all(getattr(self.query, name) == value for name, value in wanted.items())

    def _dates(self) -> list[Choice]:
        return [
            (self.tr("Today"), {"since": _midnight(0), "before": math.inf}),
            (self.tr("Yesterday"), {"since": _midnight(1), "before": _midnight(0)}),
            (self.tr("The last 7 days"), {"since": _midnight(6), "before": math.inf}),
            (self.tr("The last 30 days"), {"since": _midnight(29), "before": math.inf}),
            (self.tr("Earlier"), {"since": 0.0, "before": _midnight(29)}),
        ]


def _rating(least: int) -> str:
    return "★" * least + ("" if least == BEST else "+")


def _midnight(days: int) -> float:
    """Return the beginning of the day so many days ago, in seconds of the epoch."""
    now = time.localtime()
    return time.mktime((now.tm_year, now.tm_mon, now.tm_mday - days, 0, 0, 0, 0, 0, -1))
