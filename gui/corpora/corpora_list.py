"""A list of all corpora: the user's own, the bundled ones, and those of installed packages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import invalidate_caches
from importlib.util import find_spec
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QUndoCommand

from gui.library.library import CorpusChoice
from seqgen import interpreter
from seqgen.corpus.named import BUNDLED, MUSIC21

OWN, COMES_WITH, INSTALLED = "own", "bundled", "installed"
SLOW = ("bach-chorales", "essen")
"""Corpora whose first reading takes minutes, so that the page asks first."""

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class CorpusEntry:
    """One corpus of the list.

    `about`: a few words; `missing`: its paths that have vanished; `needs`: the command that installs its package, empty
    if nothing is needed; `slow`: reading it for the first time takes minutes.
    """

    choice: CorpusChoice
    place: str = OWN
    about: str = ""
    missing: tuple[str, ...] = ()
    needs: str = ""
    slow: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading between entries."""

    text: str


def _about(name: str) -> str:
    """Return a description of a named corpus in a few words."""
    # named so that the tool that gathers texts for translation finds its calls
    translate = QCoreApplication.translate
    return {
        "folk": translate("Corpora", "Traditional dances and songs"),
        "chorales": translate("Corpora", "Four voices, composed by rule"),
        "grooves": translate("Corpora", "Drum patterns in many styles"),
        "verse": translate("Corpora", "Poems, as text"),
        "python-docs": translate("Corpora", "Python's language reference, as text"),
        "bach-chorales": translate("Corpora", "Bach's four-part chorales"),
        "oneills": translate("Corpora", "O'Neill's Music of Ireland"),
        "ryans-mammoth": translate("Corpora", "Ryan's Mammoth Collection"),
        "essen": translate("Corpora", "The Essen folk-song collection"),
    }.get(name, "")


def named_entries() -> list[CorpusEntry]:
    """Return every named corpus. Those of a package that is not installed are one entry, with the paths of the first;
    a bundle, into which nothing can be installed, does not name them."""
    needs = "" if find_spec("music21") else "pip install seqgen[music21]"
    entries = [CorpusEntry(CorpusChoice(name, (name,)), COMES_WITH, _about(name)) for name in BUNDLED]
    entries.append(CorpusEntry(CorpusChoice("python-docs", ("python-docs",)), INSTALLED, _about("python-docs")))
    if needs and interpreter.bundled():
        return entries
    if needs:
        about = ", ".join(map(_about, MUSIC21))
        choice = CorpusChoice(Corpora().further(len(MUSIC21)), (next(iter(MUSIC21)),))
        return [*entries, CorpusEntry(choice, INSTALLED, about, needs=needs)]
    for name in MUSIC21:
        choice = CorpusChoice(name, (name,))
        entries.append(CorpusEntry(choice, INSTALLED, _about(name), slow=name in SLOW))
    return entries


class CorporaList(QAbstractListModel):
    """Headings and entries, one a row. `ENTRY_ROLE` gives the `CorpusEntry` or the `Heading`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._named = named_entries()
        self._rows: list[CorpusEntry | Heading] = []
        self._missing: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._choices: list[CorpusChoice] = []
        self.show_choices([])

    def show_choices(self, choices: Sequence[CorpusChoice]) -> None:
        """Show the user's corpora beside the named ones; a selection of pieces of a named corpus takes its place."""
        self._choices = list(choices)
        named = {entry.choice.paths for entry in self._named}
        mine = {choice.paths: choice for choice in choices}
        own = [
            CorpusEntry(choice, OWN, choice.paths[0] if choice.paths else "", self._missing.get(choice.paths, ()))
            for choice in choices
            if choice.paths not in named
        ]
        others = [
            replace(e, choice=replace(mine.get(e.choice.paths, e.choice), name=e.choice.name)) for e in self._named
        ]
        self.beginResetModel()
        self._rows = []
        for place, text in (
            (OWN, self.tr("Yours")),
            (COMES_WITH, self.tr("Come with seqgen")),
            (INSTALLED, self.tr("Installed")),
        ):
            entries = [entry for entry in (*own, *others) if entry.place == place]
            self._rows += [Heading(text), *entries] if entries else []
        self.endResetModel()

    def look_again(self) -> bool:
        """Look once more for the package that some corpora need. Return whether it is there."""
        invalidate_caches()
        self._named = named_entries()
        self.show_choices(self._choices)
        return not any(entry.needs for entry in self._named)

    def show_missing(self, missing: dict[tuple[str, ...], tuple[str, ...]]) -> None:
        if missing != self._missing:
            self._missing = missing
            for row, entry in enumerate(self._rows):
                if isinstance(entry, CorpusEntry) and entry.place == OWN:
                    self._rows[row] = replace(entry, missing=missing.get(entry.choice.paths, ()))
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    @property
    def choices(self) -> list[CorpusChoice]:
        """Return the corpora that the library should keep."""
        return list(self._choices)

    def row_of(self, paths: tuple[str, ...]) -> int:
        """Return the row of a corpus, or -1."""
        for row, entry in enumerate(self._rows):
            if isinstance(entry, CorpusEntry) and entry.choice.paths == paths:
                return row
            if isinstance(entry, CorpusEntry) and entry.needs and len(paths) == 1 and paths[0] in MUSIC21:
                return row
        return -1

    def entry(self, row: int) -> CorpusEntry | None:
        """Return the corpus of a row; None for a heading or no row."""
        entry = self._rows[row] if 0 <= row < len(self._rows) else None
        return entry if isinstance(entry, CorpusEntry) else None

    # -- Qt's questions ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entry(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ENTRY_ROLE:
            return row
        if isinstance(row, Heading):
            return row.text if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.choice.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((row.choice.name, row.about, *(row.choice.paths[1:] if row.place == OWN else ())))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.choice.name}, {state_words(row)}"
        return None


class Corpora(QObject):
    """Context of counted words: the translation tool knows plurals only where `tr` says them."""

    def left_out(self, count: int) -> str:
        return self.tr("%Ln piece(s) left out", "", count)

    def further(self, count: int) -> str:
        return self.tr("%Ln further corpora", "", count)


def state_words(entry: CorpusEntry) -> str:
    """Return the words under a corpus' name."""
    if entry.missing:
        return _gone(entry)
    if entry.needs:
        return QCoreApplication.translate("Corpora", "needs music21")
    if entry.choice.leave_out:
        return Corpora().left_out(len(entry.choice.leave_out))
    return entry.about


def _gone(entry: CorpusEntry) -> str:
    if len(entry.missing) == len(entry.choice.paths):
        return QCoreApplication.translate("Corpora", "not there any more")
    return QCoreApplication.translate("Corpora", "partly not there any more")


def with_choice(choices: Sequence[CorpusChoice], changed: CorpusChoice) -> list[CorpusChoice]:
    """Return the list with one corpus changed, or added at its top. A named corpus
    with all its pieces, read as usual, is not kept."""
    named = {entry.choice.paths for entry in named_entries()}
    if changed.paths in named and not (changed.leave_out or changed.with_takes or changed.of_kind):
        return [choice for choice in choices if choice.paths != changed.paths]
    if any(choice.paths == changed.paths for choice in choices):
        return [changed if choice.paths == changed.paths else choice for choice in choices]
    return [changed, *choices]


class ChangeCorpora(QUndoCommand):
    """An undoable change of the list of corpora. `keep` receives the new list."""

    def __init__(
        self,
        text: str,
        before: list[CorpusChoice],
        after: list[CorpusChoice],
        keep: Callable[[list[CorpusChoice]], None],
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._keep = before, after, keep

    def redo(self) -> None:
        self._keep(self._after)

    def undo(self) -> None:
        self._keep(self._before)
