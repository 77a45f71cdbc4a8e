"""Qt models of takes: all takes, and those shown after filter and order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.key_names import key_words
from gui.takes import words as take_words
from seqgen.formats.sheet import Sheet
from seqgen.library.order import NEWEST, ORDERS, rank
from seqgen.library.query import TakeQuery, words_of
from seqgen.library.take import TakeRecord

Index = QModelIndex | QPersistentModelIndex
ENTRY = int(Qt.ItemDataRole.UserRole)
"""Role of a row's `TakeEntry`."""
PICTURE = Qt.ItemDataRole.DecorationRole
"""Role of its picture, whose change moves no row."""


@dataclass(frozen=True, eq=False)
class TakeEntry:
    """Content of a row: the record, its notes or the beginning of its text once read, and whether it is new, not yet
    listened to. `revision` grows with every change of `sheet` or `text`."""

    record: TakeRecord
    sheet: Sheet | None = None
    text: str = ""
    new: bool = False
    revision: int = 0


class TakesModel(QAbstractListModel):
    """All takes in the order in which they were made. Saving is left to others."""

    new_changed = Signal()
    """Emitted when the number of new takes changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[TakeEntry] = []
        self._rows: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, take_id: object) -> bool:
        return take_id in self._rows

    @property
    def records(self) -> list[TakeRecord]:
        return [entry.record for entry in self.entries]

    @property
    def new_count(self) -> int:
        """Number of takes not listened to since they were added."""
        return sum(entry.new for entry in self.entries)

    def row(self, take_id: str) -> int:
        """Return the row of a take, -1 if there is none."""
        return self._rows.get(take_id, -1)

    def entry(self, take_id: str) -> TakeEntry | None:
        """Return the entry of a take, None if there is none."""
        row = self.row(take_id)
        return self.entries[row] if row >= 0 else None

    def record(self, take_id: str) -> TakeRecord | None:
        """Return the record of a take, None if there is none."""
        entry = self.entry(take_id)
        return entry.record if entry else None

    # -- changes -------------------------------------------------------------------------------------------------------

    def set_takes(self, records: Iterable[TakeRecord]) -> None:
        """Replace all takes; none of them is new."""
        self.beginResetModel()
        self.entries = [TakeEntry(record) for record in records]
        self._count_rows()
        self.endResetModel()
        self.new_changed.emit()

    def add(self, record: TakeRecord, *, new: bool = True) -> None:
        """Add a take, or update it if it exists."""
        if record.id in self._rows:
            self.update(record)
            return
        row = len(self.entries)
        self.beginInsertRows(QModelIndex(), row, row)
        self.entries.append(TakeEntry(record, new=new))
        self._rows[record.id] = row
        self.endInsertRows()
        if new:
            self.new_changed.emit()

    def update(self, record: TakeRecord) -> None:
        """Replace the record of a take, which is ignored if the take does not exist."""
        self._change(record.id, lambda entry: replace(entry, record=record))

    def remove(self, take_ids: Iterable[str]) -> None:
        gone = {take_id for take_id in take_ids if take_id in self._rows}
        if len(gone) == 1:
            row = self._rows[next(iter(gone))]
            self.beginRemoveRows(QModelIndex(), row, row)
            self._keep_without(gone)
            self.endRemoveRows()
        elif gone:
            # removed one by one, everything would be sorted again for each row
            self.beginResetModel()
            self._keep_without(gone)
            self.endResetModel()
        if gone:
            self.new_changed.emit()

    def set_sheet(self, take_id: str, sheet: Sheet) -> None:
        self._change(take_id, lambda entry: replace(entry, sheet=sheet, revision=entry.revision + 1), PICTURE)

    def set_text(self, take_id: str, text: str) -> None:
        self._change(take_id, lambda entry: replace(entry, text=text, revision=entry.revision + 1), PICTURE)

    def see(self, take_id: str) -> None:
        """Mark a take as listened to, no longer new."""
        entry = self.entry(take_id)
        if entry is not None and entry.new:
            self._change(take_id, lambda entry: replace(entry, new=False), PICTURE)
            self.new_changed.emit()

    def _change(
        self, take_id: str, change: Callable[[TakeEntry], TakeEntry], role: Qt.ItemDataRole | None = None
    ) -> None:
        row = self._rows.get(take_id, -1)
        if row >= 0:
            self.entries[row] = change(self.entries[row])
            self.dataChanged.emit(self.index(row), self.index(row), [role] if role is not None else [])

    def _keep_without(self, gone: set[str]) -> None:
        self.entries = [entry for entry in self.entries if entry.record.id not in gone]
        self._count_rows()

    def _count_rows(self) -> None:
        self._rows = {entry.record.id: row for row, entry in enumerate(self.entries)}

    # -- Qt's questions ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return _answer(self.entries[index.row()], role) if index.isValid() else None


def _answer(entry: TakeEntry, role: int) -> Any:
    if role == ENTRY:
        return entry
    if role == Qt.ItemDataRole.DisplayRole:
        return take_words.number(entry.record)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return take_words.spoken(entry.record, new=entry.new)
    if role == Qt.ItemDataRole.ToolTipRole:
        return take_words.tip(entry.record)
    return None


# -- shown takes -------------------------------------------------------------------------------------------------------


class ShownTakes(QAbstractListModel):
    """Sorted takes of a `TakesModel`, all or those that a query wants.

    Sorting in one go in Python takes 2 ms for a thousand takes; `QSortFilterProxyModel`, which calls back for each
    comparison, takes 60.
    """

    def __init__(self, source: TakesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.order, self.query = NEWEST, TakeQuery()
        self._texts: dict[str, tuple[TakeRecord, str]] = {}
        self._keys: dict[str, str] = {}
        self.ids: list[str] = []
        self._rows: dict[str, int] = {}
        source.modelReset.connect(self._begin_anew)
        source.rowsInserted.connect(self._arrange)
        source.rowsRemoved.connect(self._arrange)
        source.dataChanged.connect(self._source_changed)
        self._take(self._wanted())

    def id_at(self, row: int) -> str:
        return self.ids[row] if 0 <= row < len(self.ids) else ""

    def row_of(self, take_id: str) -> int:
        """Return the row of a take, -1 if it is not shown."""
        return self._rows.get(take_id, -1)

    def show_order(self, order: str) -> None:
        """Sort: newest, least surprising, least copied, longest or starred takes first."""
        self.order = order if order in ORDERS else NEWEST
        self._arrange()

    def show_query(self, query: TakeQuery) -> None:
        """Show the takes that a query wants."""
        self.query = query
        self._arrange()

    def _wanted(self) -> list[str]:
        records = self.query.found(self._source.records, self._text) if self.query.asks else self._source.records
        return [record.id for record in sorted(records, key=lambda record: rank(self.order, record))]

    def _text(self, record: TakeRecord) -> str:
        """Return the text of a take in which is searched, made once for each record."""
        known = self._texts.get(record.id)
        if known is None or known[0] is not record:
            # the words of a key are looked up once, not for thousands of takes
            if record.key not in self._keys:
                self._keys[record.key] = key_words(record.key)
            known = self._texts[record.id] = (record, words_of(record, self._keys[record.key]))
        return known[1]

    def _begin_anew(self) -> None:
        self._rearrange(self._wanted())

    def _is_out_of_place(self, entry: TakeEntry) -> bool:
        """Return True if a changed take may have to move, so that many takes can be marked without sorting for each."""
        record = entry.record
        row = self.row_of(record.id)
        if row < 0 or (self.query.asks and not self.query.found([record], self._text)):
            return row >= 0 or self.query.asks
        rows = range(max(0, row - 1), min(len(self.ids), row + 2))
        ranks = [rank(self.order, self._source.entries[self._source.row(self.ids[each])].record) for each in rows]
        return ranks != sorted(ranks)

    def _take(self, shown: list[str]) -> None:
        self.ids = shown
        self._rows = {take_id: row for row, take_id in enumerate(shown)}

    def _arrange(self) -> None:
        before, wanted = self.ids, self._wanted()
        if wanted == before:
            return
        if len(wanted) == len(before) + 1:
            row = _odd_one(wanted, before)
            if wanted[:row] + wanted[row + 1 :] == before:
                self.beginInsertRows(QModelIndex(), row, row)
                self._take(wanted)
                self.endInsertRows()
                return
        if len(wanted) == len(before) - 1:
            row = _odd_one(before, wanted)
            if before[:row] + before[row + 1 :] == wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                self._take(wanted)
                self.endRemoveRows()
                return
        self._rearrange(wanted)

    def _rearrange(self, wanted: list[str]) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        ids = [self.id_at(index.row()) for index in old]
        self._take(wanted)
        new = [self.index(self._rows[take_id]) if take_id in self._rows else QModelIndex() for take_id in ids]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _source_changed(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int] = ()) -> None:
        if PICTURE not in roles and any(map(self._is_out_of_place, self._source.entries[first.row() : last.row() + 1])):
            self._arrange()
        for row in range(first.row(), last.row() + 1):
            place = self.row_of(self._source.entries[row].record.id)
            if place >= 0:
                self.dataChanged.emit(self.index(place), self.index(place))

    # -- Qt's questions ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self.ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._source.entry(self.id_at(index.row())) if index.isValid() else None
        return _answer(entry, role) if entry is not None else None


def _odd_one(longer: Sequence[str], shorter: Sequence[str]) -> int:
    """Return the first index at which the longer list differs."""
    return next(
        (row for row, pair in enumerate(zip(longer, shorter, strict=False)) if pair[0] != pair[1]), len(shorter)
    )
