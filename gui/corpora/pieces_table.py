"""The pieces of a corpus as a table that can be sorted, filtered and ticked.

Sorting and filtering are done here, over columns: a proxy model would ask for some hundred thousand cells one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from gui import theme
from gui.corpora.report import PieceRows, ranks_of
from gui.key_names import key_words
from gui.kinds import view_of
from gui.number_format import clock
from gui.reasons import in_words
from seqgen.arrays import Bools, Ints
from seqgen.errors import printable

Index = QModelIndex | QPersistentModelIndex

NAME, LENGTH, EVENTS, KEY = "name", "length", "events", "key"
METRE, TEMPO, LABEL, PROBLEM = "metre", "tempo", "label", "problem"
NUMBERS = (LENGTH, EVENTS, TEMPO)


class PiecesTable(QAbstractTableModel):
    """One row for each piece or unused file. The tick in the first column shows whether it is used."""

    use_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._locale = QLocale()
        self._text, self._problems_only = "", False
        self._in_bars = True
        none, nothing = np.zeros(0), np.zeros(0, np.int64)
        self.show_rows(PieceRows([], none, nothing, [], [], none, [], [], [], nothing), kind="")

    def show_rows(self, rows: PieceRows, *, kind: str, grid: str = "metric") -> None:
        """Show another corpus, all of it used."""
        self.beginResetModel()
        self.rows, self._in_bars = rows, grid == "metric"
        self._view = view_of(kind)
        self.columns = self._view.piece_columns
        self._usable = rows.usable
        self._used = self._usable.copy()
        self._searched: list[str] = []
        self._sorted = np.arange(len(rows))
        self._shown = self._filtered()
        self.endResetModel()

    # -- what is used --------------------------------------------------------------------------------------------------

    @property
    def used(self) -> Bools:
        """Return which rows of the corpus (not of the sorted table) are used."""
        return np.array(self._used)

    def left_out(self) -> tuple[str, ...]:
        """Return the names of the pieces that are not used, in the order of the corpus."""
        return tuple(self.rows.names[i] for i in np.flatnonzero(self._usable & ~self._used).tolist())

    def leave_out(self, unwanted: Bools) -> None:
        """Use all pieces but these rows of the corpus, without emitting `use_changed`."""
        self._used = self._usable & ~unwanted
        self._changed()

    def use(self, shown: list[int], wanted: bool) -> None:
        """Use or leave out some rows of the table."""
        places = self._shown[np.array(shown, np.int64)]
        places = places[self._usable[places]]
        if (self._used[places] != wanted).any():
            self._used[places] = wanted
            self._changed()
            self.use_changed.emit()

    def is_used(self, row: int) -> bool:
        """Return whether a row of the table is used, or is a file that cannot be."""
        place = self.place(row)
        return bool(self._used[place] or not self._usable[place])

    def use_shown(self, wanted: bool) -> None:
        """Use or leave out all rows that pass the filter."""
        self.use(list(range(len(self._shown))), wanted)

    def can_use_shown(self, wanted: bool) -> bool:
        """Return whether `use_shown` would change anything."""
        places = self._shown[self._usable[self._shown]]
        return bool((self._used[places] != wanted).any())

    def _changed(self) -> None:
        if len(self._shown):
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- sorting and filtering -----------------------------------------------------------------------------------------

    def place(self, row: int) -> int:
        """Return the row of the corpus in a row of the table."""
        return int(self._shown[row])

    def row_of(self, place: int) -> int:
        """Return the row of the table for a row of the corpus, or -1."""
        found = np.flatnonzero(self._shown == place)
        return int(found[0]) if len(found) else -1

    def filter(self, text: str, *, problems_only: bool = False) -> None:
        """Show the rows that hold all words of `text` in any column and, if wanted, only those with a problem."""
        self._text, self._problems_only = text, problems_only
        self._rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of the corpus."""
        self._sorted = self._in_order(column, order)
        self._rearrange()

    def _in_order(self, column: int, order: Qt.SortOrder) -> Ints:
        if not 0 <= column < len(self.columns):
            return np.arange(len(self.rows))
        keys: Any = self._column(self.columns[column])
        if self.columns[column] in NUMBERS:
            ranks, empty = keys, keys == 0
        else:
            ranks = self.rows.ranks if self.columns[column] == NAME else ranks_of(keys)
            empty = np.array([not key for key in keys], bool)
        places = np.argsort(ranks, kind="stable")
        if order == Qt.SortOrder.DescendingOrder:
            places = places[::-1]
        # empty cells come last in both orders
        return np.concatenate([places[~empty[places]], places[empty[places]]])

    def _filtered(self) -> Ints:
        words, rows = self._text.casefold().split(), self.rows
        keep = np.ones(len(rows), bool)
        if words and not self._searched:
            # search keys as they are shown
            shown = {key: key_words(key) for key in set(rows.keys)}
            problems = map(in_words, rows.problems)
            columns = (rows.names, [shown[key] for key in rows.keys], rows.labels, problems)
            self._searched = ["\0".join(cells).casefold() for cells in zip(*columns, strict=True)]
        for word in words:
            # a search with a stroke means a metre; "4" alone is looked for in names
            found = np.array([word in text for text in self._searched], bool)
            if "/" in word:
                found |= np.array([word in metre for metre in rows.metres], bool)
            keep &= found
        if self._problems_only:
            keep &= np.array([bool(problem) for problem in rows.problems], bool)
        return np.asarray(self._sorted[keep[self._sorted]])

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = [self.place(index.row()) for index in before]
        self._shown = self._filtered()
        after = np.full(len(self.rows), -1, np.int64)
        after[self._shown] = np.arange(len(self._shown))
        rows = [int(after[place]) for place in places]
        moved = [
            self.index(row, old.column()) if row >= 0 else QModelIndex() for row, old in zip(rows, before, strict=True)
        ]
        self.changePersistentIndexList(before, moved)
        self.layoutChanged.emit()

    # -- Qt's questions ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heading(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Sort by this column")
        return None

    def _heading(self, column: str) -> str:
        return {
            NAME: self.tr("Name"),
            LENGTH: self.tr("Bars") if self._in_bars else self.tr("Length"),
            EVENTS: self._view.events_word().capitalize(),
            KEY: self.tr("Key"),
            METRE: self.tr("Metre"),
            TEMPO: self.tr("Tempo"),
            LABEL: self.tr("Label"),
            PROBLEM: self.tr("Problem"),
        }[column]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.isValid() and index.column() == 0 and self._usable[self.place(index.row())]:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, column = self.place(index.row()), self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text_of(place, column)
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_state(place) if column == NAME else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text_of(place, column) if column in (NAME, LABEL, PROBLEM) else None
        if role == Qt.ItemDataRole.ForegroundRole and not self._used[place]:
            return QBrush(theme.colours().colour("muted"))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == NAME:
            state = self.tr("used") if self._used[place] else self.tr("not used")
            return f"{self._text_of(place, column)}, {state}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.use([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _check_state(self, place: int) -> Qt.CheckState | None:
        if not self._usable[place]:
            return None
        return Qt.CheckState.Checked if self._used[place] else Qt.CheckState.Unchecked

    def _column(self, column: str) -> Any:
        rows = self.rows
        return {
            NAME: rows.names,
            LENGTH: rows.lengths,
            EVENTS: rows.events,
            KEY: rows.keys,
            METRE: rows.metres,
            TEMPO: rows.tempos,
            LABEL: rows.labels,
            PROBLEM: rows.problems,
        }[column]

    def _text_of(self, place: int, column: str) -> str:
        value = self._column(column)[place]
        if column == PROBLEM:
            return self._problem(place)
        if column == KEY:
            return printable(key_words(value))
        if column not in NUMBERS:
            return printable(value)
        if not value:
            return ""
        if column == LENGTH:
            return self._length(float(value))
        return self._locale.toString(round(float(value)))

    def _length(self, value: float) -> str:
        if self._in_bars:
            return self._locale.toString(round(value, 1), "f", 0 if round(value, 1) == round(value) else 1)
        return clock(value)

    def _problem(self, place: int) -> str:
        status, problem = self.rows.statuses[place], self.rows.problems[place]
        if not problem:
            return ""
        words = {
            "repaired": self.tr("repaired: {reason}"),
            "skipped": self.tr("skipped: {reason}"),
            "duplicate": self.tr("left out: {reason}"),
        }
        return words.get(status, "{reason}").format(reason=printable(in_words(problem)))


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
