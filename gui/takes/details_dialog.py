"""Dialog for what the user says of takes: name, tags, project and note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QLineEdit, QPlainTextEdit, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button
from gui.controls.labels import make_label
from gui.shortcuts import Handled
from gui.takes import words as take_words
from seqgen.library.take import LONGEST_NAME, TakeRecord, marked, tags_of

WIDTH = 420


class DetailsDialog(QDialog):
    """For one take all of them, for several the tags and the project that they share. `saved` gives the records as
    they are to be."""

    saved = Signal(list)

    def __init__(
        self, records: Sequence[TakeRecord], tags: Sequence[str], projects: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._records = list(records)
        self._one = self._records[0] if len(self._records) == 1 else None
        self._tags = [tag for tag in self._records[0].tags if all(tag in record.tags for record in self._records)]
        shared = {record.project for record in self._records}
        self._project = shared.pop() if len(shared) == 1 else ""
        self._keys = Handled("save-details")
        self._make(tags, projects)
        self._lay_out()

    def _make(self, tags: Sequence[str], projects: Sequence[str]) -> None:
        first = self._records[0]
        count = len(self._records)
        title = take_words.title(first) if self._one else self.tr("%n take(s)", "", count)
        self.setWindowTitle(title)
        self.name = QLineEdit(first.name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("Take {number}").format(number=first.number))
        self.name.setAccessibleName(self.tr("Name"))
        self.tags = QLineEdit(", ".join(self._tags))
        self.tags.setPlaceholderText(self.tr("slow, for Ana"))
        self.tags.setAccessibleName(self.tr("Tags"))
        self.tags.setCompleter(_LastWordCompleter(tags, self))
        self.project = QComboBox()
        self.project.setEditable(True)
        self.project.setAccessibleName(self.tr("Project"))
        self.project.setToolTip(self.tr("The song or album that it belongs to: a folder of the library with its files"))
        self.project.addItems(["", *projects])
        self.project.setCurrentText(self._project)
        self.note = QPlainTextEdit(first.note)
        self.note.setTabChangesFocus(True)
        self.note.setAccessibleName(self.tr("Note"))

    def _lay_out(self) -> None:
        alone = [(self.tr("Name"), self.name)] if self._one else []
        shared = [(self.tr("Tags, with commas between"), self.tags), (self.tr("Project"), self.project)]
        last = [(self.tr("Note"), self.note)] if self._one else []
        parts: list[QWidget | int] = []
        for words, field in [*alone, *shared, *last]:
            label = make_label("muted", words)
            label.setBuddy(field)
            parts += [label, field, theme.TIGHT]
        dismiss = make_button(self.tr("Cancel"), self.tr("Change nothing"), self.reject, kind="quiet")
        save = make_button(self.tr("Save"), self.tr("Keep what is written here"), self.accept, kind="primary")
        save.setDefault(True)
        buttons = in_row(None, dismiss, save, spacing=theme.GAP)
        in_column(*parts, theme.SPACE, buttons, on=self, margins=theme.WIDE, spacing=theme.TIGHT)
        self.setMinimumWidth(WIDTH)
        (self.name if self._one else self.tags).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Save by its key, also in the note."""
        if self._keys.name(event) == "save-details":
            self.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        self.saved.emit(self.records())
        super().accept()

    def records(self) -> list[TakeRecord]:
        """Return the records as they are to be. Of several takes, each keeps the tags that the others do not have."""
        tags, project = tags_of(self.tags.text().split(",")), self.project.currentText()
        if self._one:
            note = self.note.toPlainText()
            return [marked(self._one, name=self.name.text(), tags=tags, project=project, note=note)]
        made = []
        for record in self._records:
            own = [tag for tag in record.tags if tag not in self._tags]
            belongs = project if project != self._project else record.project
            made.append(marked(record, tags=[*own, *tags], project=belongs))
        return made


class _LastWordCompleter(QCompleter):
    """Completes the word behind the last comma."""

    def __init__(self, words: Sequence[str], parent: QWidget) -> None:
        super().__init__(list(words), parent)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 - Qt's name
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: object) -> str:  # noqa: N802 - Qt's name
        word = super().pathFromIndex(index)  # type: ignore[arg-type]  # Qt's index
        field = self.widget()
        before = field.text().rpartition(",")[0] if isinstance(field, QLineEdit) else ""
        return f"{before}, {word}" if before else word
