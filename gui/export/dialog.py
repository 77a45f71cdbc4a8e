"""Dialog that exports takes: choices of takes, format and folder, then the progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)
from superqt import QElidingLabel

from gui import theme
from gui.controls.boxes import in_column, in_row, in_stack, keep_room
from gui.controls.buttons import make_button
from gui.controls.elided_box import ElidedBox
from gui.controls.labels import make_label
from gui.number_format import shortest

SOUNDS = ("wav", "flac", "ogg", "mp3")
RATES = (44_100, 48_000, 96_000)
MOST_MP3_RATE = 48_000
WIDTH = 500


@dataclass(frozen=True)
class ExportGroup:
    """Takes that can be exported together: key and title of the group, their number, and how many fit each format."""

    key: str
    title: str
    total: int = 0
    forms: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ExportChoice:
    """Choices of the dialog."""

    group: str
    form: str
    sample_rate: int


class ExportDialog(QDialog):
    """Shows choices and progress; the controller does the work."""

    changed = Signal()
    """Emitted when `choice` changes."""
    folder_wanted = Signal()
    save_as_wanted = Signal()
    export_wanted = Signal()
    cancel_wanted = Signal()
    reveal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(WIDTH)
        self._groups: tuple[ExportGroup, ...] = ()
        self._busy = False
        self.takes, self.forms = QButtonGroup(self), QButtonGroup(self)
        self._takes_row, self._forms_row = QHBoxLayout(), QHBoxLayout()
        self._about, self._left_out = make_label("small", wrap=True), make_label("small", wrap=True)
        self.rate = ElidedBox()
        self.rate.setAccessibleName(self.tr("Sample rate"))
        self.rate.setToolTip(self.tr("Samples a second; 44.1 kHz suits everything, 48 kHz suits video"))
        for rate in RATES:
            self.rate.addItem(self.tr("{rate} kHz").format(rate=shortest(rate / 1000)), rate)
        self.folder = QElidingLabel()
        self.folder.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.names = QElidingLabel()
        self.names.setProperty("role", "small")
        self._make_forms()
        self._make_footers()
        self._lay_out()
        self.forms.idClicked.connect(self._follow)
        self.takes.idClicked.connect(self._follow)
        self.rate.activated.connect(self._follow)

    # -- choices -------------------------------------------------------------------------------------------------------

    def offer(self, groups: Sequence[ExportGroup], choice: ExportChoice) -> None:
        """Offer groups of takes; the previous `choice` is selected as far as possible."""
        for button in self.takes.buttons():
            self.takes.removeButton(button)
            self._takes_row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._groups = tuple(groups)
        for number, group in enumerate(groups):
            button = _choice(group.title, self.tr("Export these takes"))
            button.setEnabled(bool(group.forms))
            button.setChecked(group.key == choice.group and button.isEnabled())
            self.takes.addButton(button, number)
            self._takes_row.insertWidget(number, button)
        if self.takes.checkedId() < 0:
            possible = [button for button in self.takes.buttons() if button.isEnabled()]
            if possible:
                possible[0].setChecked(True)
        if choice.form in self.form_buttons:
            self.form_buttons[choice.form].setChecked(True)
        self.rate.setCurrentIndex(max(0, self.rate.findData(choice.sample_rate)))
        self.show_choices()
        self._follow()
        self.export.setFocus()

    @property
    def choice(self) -> ExportChoice:
        group = self._group
        form = next((name for name, button in self.form_buttons.items() if button.isChecked()), "midi")
        rate = int(self.rate.currentData())
        if form == "mp3":
            rate = min(rate, MOST_MP3_RATE)
        return ExportChoice(group.key if group else "", form, rate)

    @property
    def _group(self) -> ExportGroup | None:
        number = self.takes.checkedId()
        return self._groups[number] if 0 <= number < len(self._groups) else None

    @property
    def count(self) -> int:
        """Number of takes that the choice exports."""
        group = self._group
        return group.forms.get(self.choice.form, 0) if group is not None else 0

    def show_destination(self, folder: str, names: str) -> None:
        self.folder.setText(folder)
        self.folder.setToolTip(folder)
        self.names.setText(names)
        self.names.setToolTip(names)

    # -- progress ------------------------------------------------------------------------------------------------------

    def show_choices(self) -> None:
        self._busy = False
        self._enable(True)
        self._footer.setCurrentIndex(0)

    def show_progress(self, share: float, words: str) -> None:
        """Show the progress, 0 to 1."""
        self._busy = True
        self._enable(False)
        self._footer.setCurrentIndex(1)
        self.bar.setValue(round(share * self.bar.maximum()))
        self._doing.setText(words)
        self.bar.setAccessibleName(words)

    def show_end(self, words: str, *, good: bool, something: bool) -> None:
        """Show the result, and a button for the folder if there is `something` in it."""
        self._busy = False
        self._enable(True)
        self._footer.setCurrentIndex(2)
        for label, shown in ((self._good, good), (self._bad, not good)):
            label.setText(words)
            label.setVisible(shown)
        self.reveal.setVisible(something)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
        (self.reveal if something else self.close_button).setFocus()

    def _enable(self, on: bool) -> None:
        for button in self.form_buttons.values():
            button.setEnabled(on)
        for number, group in enumerate(self._groups):
            self.takes.button(number).setEnabled(on and bool(group.forms))
        self.rate.setEnabled(on)
        self.choose_folder.setEnabled(on)

    # -- construction --------------------------------------------------------------------------------------------------

    def _make_forms(self) -> None:
        self._abouts = {
            "midi": self.tr("Notes with tracks, tempo, metre and key, for a DAW or a score"),
            "wav": self.tr("Sound, not compressed: the largest files, which everything opens"),
            "flac": self.tr("Sound, compressed without loss: half as large as WAV"),
            "ogg": self.tr("Sound, compressed: small files"),
            "mp3": self.tr("Sound, compressed: small files, which everything plays"),
            "png": self.tr("A picture of the piano roll"),
            "txt": self.tr("The text as UTF-8"),
            "file": self.tr("The file as the model wrote it"),
        }
        titles = {"png": self.tr("Picture"), "txt": self.tr("Text"), "file": self.tr("File")}
        self.form_buttons: dict[str, QPushButton] = {}
        for number, (form, about) in enumerate(self._abouts.items()):
            button = _choice(titles.get(form, form.upper()), about)
            self.form_buttons[form] = button
            self.forms.addButton(button, number)
            self._forms_row.addWidget(button, 1)
        self.form_buttons["midi"].setChecked(True)

    def _make_footers(self) -> None:
        tip = self.tr("Choose a name and a place for this one")
        self.save_as = make_button(self.tr("Save as…"), tip, self.save_as_wanted)
        tip = self.tr("Write into the folder; nothing there is written over")
        self.export = make_button(self.tr("Export"), tip, self.export_wanted, kind="primary")
        self.export.setDefault(True)
        dismiss = make_button(self.tr("Cancel"), self.tr("Close without exporting"), self.reject)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self._doing = QElidingLabel()
        self._doing.setProperty("role", "muted")
        tip = self.tr("What is written stays, the rest is left out")
        self.stop = make_button(self.tr("Stop"), tip, self.cancel_wanted)
        self._good, self._bad = _verdict("good"), _verdict("bad")
        tip = self.tr("Open the folder in the file manager")
        self.reveal = make_button(self.tr("Show in folder"), tip, self.reveal_wanted)
        self.close_button = make_button(self.tr("Close"), self.tr("Close this dialog"), self.accept)
        self._footer = in_stack(
            _at_bottom(in_row(self.save_as, None, dismiss, self.export, spacing=theme.GAP)),
            _at_bottom(in_row((self._doing, 1), (self.bar, 1), self.stop, spacing=theme.GAP)),
            _at_bottom(
                in_row((self._good, 1), (self._bad, 1), spacing=theme.GAP),
                in_row(None, self.reveal, self.close_button, spacing=theme.GAP),
            ),
        )

    def _lay_out(self) -> None:
        self.choose_folder = make_button(self.tr("Choose…"), self.tr("Choose another folder"), self.folder_wanted)
        self.choose_folder.setAccessibleName(self.tr("Choose the folder"))
        self._takes_row.addStretch(1)
        self._takes_row.setSpacing(theme.GAP)
        self._forms_row.setSpacing(theme.GAP)
        about = in_row((self._about, 1), self.rate)
        keep_room(self.rate)
        destination = QGridLayout()
        destination.setSpacing(theme.TIGHT)
        destination.addWidget(self.folder, 0, 0)
        destination.addWidget(self.choose_folder, 0, 1)
        destination.addWidget(self.names, 1, 0, 1, 2)
        destination.setColumnStretch(0, 1)
        in_column(
            make_label("section", self.tr("TAKES")),
            self._takes_row,
            self._left_out,
            theme.GAP,
            make_label("section", self.tr("FORMAT")),
            self._forms_row,
            about,
            theme.GAP,
            make_label("section", self.tr("FOLDER")),
            destination,
            theme.SPACE,
            None,
            self._footer,
            on=self,
            margins=theme.WIDE,
            spacing=theme.GAP,
        )

    # -- updates -------------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        group = self._group
        possible = [form for form in self._abouts if group is not None and form in group.forms]
        for form, button in self.form_buttons.items():
            button.setVisible(form in possible)
        if possible and self.choice.form not in possible:
            self.form_buttons[possible[0]].setChecked(True)
        choice, count = self.choice, self.count
        self._about.setText(self._abouts[choice.form])
        self.rate.setVisible(choice.form in SOUNDS)
        left_out = (group.total - count) if group else 0
        self._left_out.setText(self.tr("%n take(s) of another kind are left out", "", left_out))
        self._left_out.setVisible(left_out > 0)
        self.export.setText(self.tr("Export %n take(s)", "", count) if count > 1 else self.tr("Export"))
        self.export.setEnabled(count > 0)
        self.save_as.setVisible(count == 1)
        if not self._busy:
            self._footer.setCurrentIndex(0)
        self.changed.emit()

    def reject(self) -> None:
        """Close on Escape, or stop a running export first."""
        if self._busy:
            self.cancel_wanted.emit()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._busy:
            self.cancel_wanted.emit()
        super().closeEvent(event)


def _choice(text: str, tip: str) -> QPushButton:
    button = make_button(text, tip)
    button.setCheckable(True)
    button.setAutoDefault(False)
    return button


def _verdict(role: str) -> QLabel:
    label = make_label(role, wrap=True)
    label.setContentsMargins(theme.SPACE, theme.GAP, theme.SPACE, theme.GAP)
    return label


def _at_bottom(*rows: QHBoxLayout) -> QWidget:
    page = QWidget()
    in_column(None, *rows, on=page, margins=0, spacing=theme.GAP)
    return page
