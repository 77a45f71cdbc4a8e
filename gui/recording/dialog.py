"""Dialog that records from a MIDI keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QPushButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.elided_box import ElidedBox
from gui.controls.labels import make_label
from gui.controls.number_box import NumberBox
from gui.icons import icon
from seqgen.sound.midi_ports import can_be_live

METRES = ("4/4", "3/4", "2/4", "6/8", "5/4")


class RecordDialog(QDialog):
    """Chooses keyboard, tempo and time signature, and shows the count-in and the beat."""

    record_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, qpm: float = 100.0, metre: str = "4/4") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Record from a keyboard"))
        self.port, self.metre_box = ElidedBox(), ElidedBox()
        self.metre_box.addItems(METRES)
        self.metre_box.setCurrentIndex(max(0, self.metre_box.findText(metre)))
        self.tempo = NumberBox()
        self.tempo.setRange(30, 300)
        self.tempo.setValue(round(qpm) or 100)
        self.metronome = QCheckBox(self.tr("Metronome goes on while recording"))
        self.metronome.setChecked(True)
        self._hint, self._count = make_label("muted", wrap=True), make_label("muted")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state = make_label("title")
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.record = QPushButton(icon("record", "warning"), self.tr("Record"))
        self.stop = QPushButton(icon("stop"), self.tr("Stop and keep"))
        self.stop.setProperty("kind", "primary")
        self.stop.setEnabled(False)
        self.record.clicked.connect(self.record_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        form = QFormLayout()
        form.setSpacing(theme.GAP)
        rows = ((self.tr("Keyboard"), self.port), (self.tr("Tempo"), self.tempo), (self.tr("Metre"), self.metre_box))
        for word, box in rows:
            box.setAccessibleName(word)
            box.setToolTip(word)
            form.addRow(word, box)
        buttons = in_row(None, self.record, self.stop)
        in_column(form, self.metronome, self._state, self._count, self._hint, buttons, on=self, spacing=theme.SPACE)
        self.setMinimumWidth(380)
        self.show_ports([])

    def show_ports(self, names: Sequence[str]) -> None:
        """Offer the connected keyboards."""
        before = self.port.currentText()
        if list(names) != [self.port.itemText(i) for i in range(self.port.count())]:
            self.port.clear()
            self.port.addItems(list(names))
            self.port.setCurrentIndex(max(0, self.port.findText(before)) if names else -1)
        self.record.setEnabled(bool(names) and not self.stop.isEnabled())
        found = self.tr("One bar is counted in. Play after it.")
        none = self.tr("No MIDI keyboard was found. Plug one in; it appears here.")
        if not can_be_live():
            none = self.tr("MIDI keyboards need the package python-rtmidi: {command}").format(
                command="pip install 'seqgen[live]'"
            )
        self._hint.setText(found if names else none)

    @property
    def metre(self) -> tuple[int, int]:
        """The chosen metre (time signature) as numerator and denominator."""
        numerator, _, denominator = self.metre_box.currentText().partition("/")
        return int(numerator), int(denominator)

    def show_state(self, state: str) -> None:
        """Show a state of the recorder: `idle`, `counting` or `recording`."""
        self.stop.setEnabled(state != "idle")
        self.record.setEnabled(state == "idle" and self.port.count() > 0)
        for widget in (self.port, self.tempo, self.metre_box, self.metronome):
            widget.setEnabled(state == "idle")
        if state != "recording":
            self._count.setText("")
        if state == "idle":
            self._state.setText("")

    def show_count(self, notes: int) -> None:
        """Show the number of notes that have been heard."""
        self._count.setText(self.tr("%n note(s)", "", notes))

    def show_beat(self, bar: int, beat: int) -> None:
        """Show the beat that begins; bars below 1 are the count-in."""
        words = self.tr("Bar {bar}, beat {beat}") if bar > 0 else self.tr("Get ready: {beat}")
        self._state.setText(words.format(bar=bar, beat=beat))
