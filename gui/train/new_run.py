"""The form of a new run: corpus, name, time, and advanced options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button
from gui.controls.elided_box import ElidedBox
from gui.controls.fold import Fold
from gui.controls.labels import make_label
from gui.controls.number_box import DecimalBox, NumberBox
from gui.controls.wheel_guard import WheelGuard
from gui.plan_words import CELL_NAMES, PlanWords
from seqgen.network.config import SIZES

MINUTES = (1, 10, 60, 480)
ASK_MILLISECONDS = 500
OF_NETWORK = ("cell", "size", "num_layers", "hidden_size", "members")


class NewRunForm(QFrame):
    """Asks for a new run. `wanted` gives (number of the corpus, name, minutes, options by name)."""

    wanted = Signal(int, str, float, dict)
    cancelled = Signal()
    plan_wanted = Signal()
    """Emitted when the options are open, and what they lead to is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setMaximumWidth(560)
        self.corpus = ElidedBox()
        self.corpus.setToolTip(self.tr("What is learned"))
        self.name = QLineEdit()
        self.name.setToolTip(self.tr("What the run and its model are called"))
        self.name.setPlaceholderText(self.tr("Named after the corpus"))
        self._times = QButtonGroup(self)
        title = make_label("title", self.tr("New run"))
        form = QFormLayout()
        form.setSpacing(theme.SPACE)
        form.addRow(self._label(self.tr("Corpus"), self.corpus), self.corpus)
        form.addRow(self._label(self.tr("Name"), self.name), self.name)
        form.addRow(QLabel(self.tr("Time")), self._make_times())
        self.initial = ElidedBox()
        self.initial.setToolTip(self.tr("A model that knows something like it; its network stays"))
        form.addRow(self._label(self.tr("Start from"), self.initial), self.initial)
        self.plan = make_label("muted", wrap=True)
        self.advanced = self._make_advanced()
        parts = (title, form, self.advanced, self._make_buttons())
        in_column(*parts, on=self, margins=theme.WIDE, spacing=theme.SPACE)
        self._asking = QTimer(self, singleShot=True, interval=ASK_MILLISECONDS)
        self._asking.timeout.connect(self._ask_for_plan)
        self._watch()
        self.corpus.currentIndexChanged.connect(self._follow_corpus)
        self.initial.currentIndexChanged.connect(self._follow_initial)

    def _watch(self) -> None:
        """Ask for a plan when the options are opened, and after each change of what it depends on."""
        self.advanced.toggled.connect(self._ask_soon)
        self._times.buttonClicked.connect(self._ask_soon)
        for box in (self.corpus, *self._boxes.values()):
            box.currentIndexChanged.connect(self._ask_soon)
        for spin in self._numbers.values():
            spin.valueChanged.connect(self._ask_soon)

    def _ask_soon(self, *_: object) -> None:
        self._asking.start()

    def _ask_for_plan(self) -> None:
        if self.advanced.isExpanded() and self.corpus.currentIndex() >= 0 and self.isVisible():
            self.plan_wanted.emit()

    def show_models(self, models: Sequence[tuple[str, str]]) -> None:
        """Offer models to start from, as (path, name) pairs, and choose none."""
        self.initial.clear()
        for path, name in [("", self.tr("nothing: learn from scratch")), *models]:
            self.initial.addItem(name, path)

    def show_corpora(self, names: Sequence[str], current: int = 0) -> None:
        self.corpus.clear()
        self.corpus.addItems(list(names))
        if names:
            self.corpus.setCurrentIndex(max(0, min(current, len(names) - 1)))

    def set_values(
        self, *, name: str = "", minutes: float | None = None, options: dict[str, Any] | None = None
    ) -> None:
        """Fill the form, for a run like another one."""
        self.name.setText(name)
        if minutes is not None:
            closest = min(MINUTES, key=lambda choice: abs(choice - minutes))
            self._times.button(closest).setChecked(True)
        options = options or {}
        for key, box in self._boxes.items():
            box.setCurrentIndex(max(0, box.findData(options.get(key, ""))))
        for key, spin in self._numbers.items():
            spin.setValue(options.get(key, spin.minimum()))

    @property
    def minutes(self) -> float:
        return float(self._times.checkedId())

    def options(self) -> dict[str, Any]:
        """Return the options that differ from the presets."""
        chosen: dict[str, Any] = {}
        for key, box in self._boxes.items():
            if box.isEnabled() and box.currentData():
                chosen[key] = box.currentData()
        for key, spin in self._numbers.items():
            if spin.isEnabled() and spin.value() != spin.minimum():
                value = spin.value()
                chosen[key] = round(value, 5) if isinstance(spin, QDoubleSpinBox) else value
        return chosen

    def _make_times(self) -> QWidget:
        words = {1: self.tr("1 minute"), 10: self.tr("10 minutes"), 60: self.tr("1 hour"), 480: self.tr("Overnight")}
        row = QWidget()
        for minutes in MINUTES:
            button = make_button(words[minutes], self.tr("Learn for %n minute(s), everything included", "", minutes))
            button.setCheckable(True)
            self._times.addButton(button, minutes)
        self._times.button(10).setChecked(True)
        in_row(*self._times.buttons(), on=row, margins=0)
        return row

    def _make_advanced(self) -> Fold:
        inside = QWidget()
        form = QFormLayout()
        form.setSpacing(theme.GAP)
        in_column(self.plan, form, on=inside, margins=(theme.GAP, theme.GAP, theme.GAP, 0), spacing=theme.GAP)
        preset = self.tr("chosen for you")
        self._cell, self.size_box = _choice(CELL_NAMES, preset), _choice(self._sizes(), preset)
        self.device_box = _choice(self._devices(), preset)
        self._boxes = {"cell": self._cell, "size": self.size_box, "device": self.device_box, "init_from": self.initial}
        self.show_models(())
        layers, width, members, seed = NumberBox(), NumberBox(), NumberBox(), NumberBox()
        layers.setRange(0, 8)
        width.setRange(0, 4096)
        width.setSingleStep(64)
        members.setRange(0, 16)
        seed.setRange(0, 2**31 - 1)
        dropout, transpose = DecimalBox(), NumberBox()
        dropout.setRange(-0.05, 0.9)
        dropout.setSingleStep(0.05)
        transpose.setRange(-1, 12)
        rate = DecimalBox()
        rate.setDecimals(5)
        rate.setRange(0.0, 0.1)
        rate.setSingleStep(0.0005)
        self._numbers: dict[str, Any] = {
            "num_layers": layers,
            "hidden_size": width,
            "members": members,
            "dropout": dropout,
            "transpose": transpose,
            "learning_rate": rate,
            "seed": seed,
        }
        for spin in self._numbers.values():
            spin.setSpecialValueText(preset)
            # align the text with that of the other boxes
            spin.lineEdit().setTextMargins(theme.GAP, 0, 0, 0)
            spin.setValue(spin.minimum())
        rows = (
            (self.tr("Cell"), self._cell, self.tr("The recurrent cell")),
            (self.tr("Size"), self.size_box, self.tr("Layers and hidden size at once")),
            (self.tr("Layers"), layers, self.tr("Stacked recurrent layers")),
            (self.tr("Units"), width, self.tr("Hidden units in a recurrent layer")),
            (self.tr("Members"), members, self.tr("How many networks learn side by side and decide together")),
            (self.tr("Dropout"), dropout, self.tr("Share of units left out while learning")),
            (self.tr("Transpose"), transpose, self.tr("Move pieces by up to so many semitones while learning")),
            (self.tr("Learning rate"), rate, self.tr("The highest one; take less where a run diverges")),
            (self.tr("Device"), self.device_box, self.tr("Where to compute")),
            (self.tr("Seed"), seed, self.tr("Decides the first weights and the order of the pieces")),
        )
        guard = WheelGuard(self)
        guard.guard(self.initial)
        for word, box, tip in rows:
            guard.guard(box)
            box.setToolTip(tip)
            form.addRow(self._label(word, box), box)
        return Fold(self.tr("Advanced"), inside)

    def _sizes(self) -> dict[str, str]:
        names = {"small": self.tr("small"), "medium": self.tr("medium"), "large": self.tr("large")}
        words = PlanWords()
        return {
            size: f"{name}: {words.network('', units=SIZES[size]['hidden_size'], layers=SIZES[size]['num_layers'])}"
            for size, name in names.items()
        }

    def _devices(self) -> dict[str, str]:
        return {
            "cpu": self.tr("processor"),
            "cuda": self.tr("graphics card (CUDA)"),
            "mps": self.tr("graphics of Apple (MPS)"),
        }

    def _make_buttons(self) -> QHBoxLayout:
        tip = self.tr("Begin the run; it goes on without this window, too")
        self._start = make_button(self.tr("Start learning"), tip, self._want, kind="primary")
        cancel = make_button(self.tr("Cancel"), self.tr("Back to the runs"), self.cancelled)
        return in_row(None, cancel, self._start)

    def _label(self, word: str, box: QWidget) -> QLabel:
        box.setAccessibleName(word)
        label = QLabel(word)
        label.setBuddy(box)
        return label

    def _follow_corpus(self) -> None:
        self._start.setEnabled(self.corpus.currentIndex() >= 0)

    def _follow_initial(self) -> None:
        """A model to start from brings its own network."""
        for name in OF_NETWORK:
            (self._boxes.get(name) or self._numbers[name]).setEnabled(not self.initial.currentData())

    def _want(self) -> None:
        if self.corpus.currentIndex() >= 0:
            self.wanted.emit(self.corpus.currentIndex(), self.name.text().strip(), self.minutes, self.options())


def _choice(words: Mapping[str, str], preset: str) -> QComboBox:
    box = ElidedBox()
    box.addItem(preset, "")
    for value, name in words.items():
        box.addItem(name, value)
    return box
