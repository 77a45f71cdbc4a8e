"""Dialog that records what is sung or played, and shows the notes that were heard."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QProgressBar, QPushButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.elided_box import ElidedBox
from gui.controls.labels import make_label
from gui.icons import icon
from gui.number_format import decimals
from gui.recording.microphone import MOST_SECONDS
from gui.roll.piano_roll import PianoRoll
from gui.roll.sheet_editor import SheetEditor
from seqgen.formats.sheet import Sheet

ROLL_HEIGHT = 240


class SingDialog(QDialog):
    """Chooses a microphone, records, and lets the notes be corrected before they are used."""

    record_wanted = Signal()
    stop_wanted = Signal()
    play_wanted = Signal()
    use_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sing or play it"))
        self.microphone, self.level = ElidedBox(), QProgressBar()
        self.level.setRange(0, 100)
        self.level.setTextVisible(False)
        self.level.setAccessibleName(self.tr("Loudness"))
        self.hint, self._state = make_label("muted", wrap=True), make_label("title")
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.roll, self.editor = PianoRoll(), SheetEditor(self)
        self.roll.set_editable(True)
        self.roll.set_legend(False)
        self.roll.setMinimumHeight(ROLL_HEIGHT)
        self.roll.edited.connect(self.editor.apply)
        self.editor.changed.connect(lambda sheet: self.roll.set_sheet(sheet, fit=False))
        self.record = QPushButton(icon("record", "warning"), self.tr("Record"))
        self.stop = QPushButton(icon("stop"), self.tr("Stop"))
        self.play = QPushButton(icon("play"), self.tr("Hear it"))
        self.use = QPushButton(self.tr("Begin with it"))
        self.use.setProperty("kind", "primary")
        for button, signal in (
            (self.record, self.record_wanted),
            (self.stop, self.stop_wanted),
            (self.play, self.play_wanted),
            (self.use, self.use_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        form = QFormLayout()
        form.setSpacing(theme.GAP)
        self.microphone.setAccessibleName(self.tr("Microphone"))
        form.addRow(self.tr("Microphone"), self.microphone)
        buttons = in_row(None, self.record, self.stop, self.play, self.use)
        in_column(form, self.level, self._state, (self.roll, 1), self.hint, buttons, on=self, spacing=theme.SPACE)
        self.setMinimumWidth(520)
        self.show_state("idle")

    @property
    def sheet(self) -> Sheet:
        """The notes as they were corrected."""
        return self.roll.sheet

    def show_microphones(self, names: Sequence[str]) -> None:
        self.microphone.clear()
        self.microphone.addItems(list(names))
        self.show_state("idle")

    def show_state(self, state: str) -> None:
        """Show a state: `idle`, `recording`, `listening` (notes are searched for) or `there` (they are shown)."""
        can_hear = find_spec("swift_f0") is not None
        self.record.setEnabled(state in ("idle", "there") and can_hear and self.microphone.count() > 0)
        self.stop.setEnabled(state == "recording")
        self.microphone.setEnabled(state in ("idle", "there"))
        self.level.setVisible(state in ("idle", "recording"))
        self.roll.setVisible(state == "there")
        for button in (self.play, self.use):
            button.setEnabled(state == "there")
        if state != "recording":
            self.level.setValue(0)
        self._state.setText(self.tr("Listening…") if state == "listening" else "")
        self._state.setVisible(state != "idle")
        self.hint.setText(self._hint(state, can_hear))

    def show_heard(self, level: float, seconds: float) -> None:
        """Show the loudness, 0 to 1, and how much there is."""
        self.level.setValue(round(100 * min(level, 1.0)))
        self._state.setText(
            self.tr("{seconds} of {most} s").format(seconds=decimals(seconds, 1), most=round(MOST_SECONDS))
        )

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the notes that were heard."""
        self.editor.open(sheet)
        self.show_state("there")
        self.roll.set_sheet(sheet)
        self._state.setText(
            self.tr("%n note(s), {tempo} bpm", "", len(sheet.notes)).format(tempo=round(sheet.tempos[0, 1]))
        )
        self.roll.setFocus()

    def show_problem(self, words: str) -> None:
        self.show_state("idle")
        self.hint.setText(words)

    def _hint(self, state: str, can_hear: bool) -> str:
        if not can_hear:
            words = self.tr("To hear notes, seqgen needs the package swift-f0: {command}")
            return words.format(command="pip install 'seqgen[audio]'")
        if not self.microphone.count():
            return self.tr("No microphone was found.")
        if state == "there":
            return self.tr("Correct what was heard wrongly: drag notes, delete them, add some by a double-click.")
        return self.tr("Sing, hum, whistle or play one note at a time, up to ten seconds.")
