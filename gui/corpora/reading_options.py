"""The options by which a corpus is read, as the command has them, and the remarks on its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, in_scroll
from gui.controls.fold import Fold
from gui.controls.labels import make_label
from gui.corpora.report import CorpusReport
from gui.kinds import view_of
from gui.library.library import CorpusChoice
from gui.reasons import in_words
from gui.views.reading_controls import ReadingControl
from seqgen.errors import printable
from seqgen.kinds import all_kinds, kind_named

MOST_HEIGHT = 96
"""Height of the remarks, which scroll where there are more."""


class ReadingOptions(QWidget):
    """A fold with the controls of a corpus, whose heading says what differs from the usual.

    `changed`: whether takes are used, and the options of its kind that are not the usual ones, by name.
    """

    changed = Signal(bool, dict)

    def __init__(self) -> None:
        super().__init__()
        self.takes = QCheckBox(self.tr("Use takes"))
        self.takes.setToolTip(self.tr("Learn from files that seqgen wrote, too; they are skipped otherwise"))
        self.controls: dict[str, ReadingControl] = {}
        self._kind, self._shown, self._count = "", CorpusChoice("", ()), 0
        self._of_kind = QWidget()
        self._row = in_row(on=self._of_kind, margins=0, spacing=theme.GAP)
        self.remarks = make_label("small", wrap=True)
        self.remarks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.area = in_scroll(self.remarks, across=False)
        self.area.setMaximumHeight(MOST_HEIGHT)
        inside = QWidget()
        row = in_row(self._of_kind, self.takes, None, spacing=theme.SPACE)
        in_column(row, self.area, on=inside, margins=(theme.SPACE, 0, 0, 0), spacing=theme.GAP)
        self.fold = Fold(self.tr("How it is read"), inside)
        in_column(self.fold, on=self, margins=0)
        self.takes.toggled.connect(self._tell)
        self._show_remarks(())

    def show_choice(self, choice: CorpusChoice) -> None:
        """Show how a corpus is read, with the controls of the kind that its options are for."""
        if choice.paths != self._shown.paths:
            self._show_remarks(())
        self._shown = choice
        if not set(choice.of_kind) <= set(self.controls):
            self._make(_kind_with(choice.of_kind))
        self._fill()

    def show_report(self, report: CorpusReport) -> None:
        """Show the controls of the corpus' kind, and what was remarked while it was read."""
        self._make(report.kind)
        self._show_remarks([printable(in_words(each)) for each in report.remarks])
        self._fill()

    def _show_remarks(self, words: Sequence[str]) -> None:
        self._count = len(words)
        self.remarks.setText("\n".join(words))
        self.area.setVisible(bool(words))

    def _make(self, kind: str) -> None:
        """Make the controls of a kind, in the order of the options."""
        if kind == self._kind:
            return
        self._kind = kind
        for old in self._of_kind.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.controls = view_of(kind).reading_controls(kind) if kind else {}
        before: QWidget = self.fold.toggleButton()
        for own in self.controls.values():
            widget = own.control.widget
            widget.setToolTip(own.tip)
            widget.setAccessibleName(own.word)
            if isinstance(widget, QCheckBox):
                widget.setText(own.word)
            else:
                label = QLabel(own.word)
                label.setBuddy(widget)
                self._row.addWidget(label)
            self._row.addWidget(widget)
            # a line or number is done when it is left, not at each key
            getattr(widget, "editingFinished", own.control.changed).connect(self._tell)
            QWidget.setTabOrder(before, widget)
            before = widget
        QWidget.setTabOrder(before, self.takes)

    def _fill(self) -> None:
        usual = kind_named(self._kind).options() if self._kind else None
        with QSignalBlocker(self.takes):
            self.takes.setChecked(self._shown.with_takes)
        for name, own in self.controls.items():
            with QSignalBlocker(own.control.widget):
                own.control.show(self._shown.of_kind.get(name, getattr(usual, name)))
        self._show_heading()

    def _show_heading(self) -> None:
        words = [self.tr("How it is read")]
        for name, value in self._shown.of_kind.items():
            if name in self.controls:
                words.append(f"{self.controls[name].word} {value}")
        if self._shown.with_takes:
            words.append(self.tr("with takes"))
        if self._count:
            words.append(self.tr("%Ln remark(s)", "", self._count))
        self.fold.setText(" · ".join(words))

    def _tell(self) -> None:
        usual = kind_named(self._kind).options() if self._kind else None
        found = {name: own.control.value() for name, own in self.controls.items()}
        own = {
            # as a JSON file gives it back
            name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()
            if value != getattr(usual, name)
        }
        if self.takes.isChecked() != self._shown.with_takes or own != self._shown.of_kind:
            self.changed.emit(self.takes.isChecked(), own)


def _kind_with(options: Mapping[str, Any]) -> str:
    """Return a kind that has all these options, "" where there is none."""
    kinds = all_kinds().items()
    return next((name for name, kind in kinds if set(options) <= {each.name for each in fields(kind.options)}), "")
