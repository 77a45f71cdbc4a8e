"""The settings of new takes: model, sampling, music or text, where to start from, seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.controls.elided_box import ElidedBox
from gui.controls.fold import Fold
from gui.controls.labelled_slider import LabelledSlider
from gui.controls.number_box import NumberBox
from gui.controls.wheel_guard import WheelGuard
from gui.create.pitch_range import PitchRange
from gui.create.primer_box import PrimerBox
from gui.create.seed_box import SeedBox
from gui.icons import icon
from gui.key_names import scale_words, tonic_and_scale, tonic_words
from gui.number_format import decimals
from gui.sampling.settings import ModelAbout, SamplingSettings
from seqgen.theory.keys import SCALES, TONICS

GRIDS = ("1/4", "1/8", "1/16", "1/32", "1/8T", "1/16T")
USUAL = SamplingSettings()
SAMPLING = ("temperature", "temperatures", "top_p", "top_k", "min_p", "max_copy")
MUSIC = ("key", "metre", "grid", "low", "high", "polyphony", "instruments", "bars", "seconds", "tempo")
TEXT = ("characters", "allowed", "stop")
"""The settings of each group, which its reset brings back."""


class SamplingPanel(QWidget):
    """Shows `SamplingSettings` and lets them be changed; what does not apply to the model is hidden."""

    changed = Signal()
    model_chosen = Signal(str)
    generate_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about: ModelAbout | None = None
        self._quiet = False
        self._busy = False
        self._settings = USUAL
        self.primer = PrimerBox()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(theme.WIDE, theme.SPACE, theme.WIDE, theme.SPACE)
        self._column.setSpacing(theme.GAP)
        self._make_model()
        self._make_sampling()
        self._make_music()
        self._make_text()
        self._make_start()
        self._make_seed()
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        # rows that would like more room must not push the column's right edge out of sight
        inside.setMaximumWidth(theme.PANEL_WIDTH - 10)
        inside.setMinimumWidth(0)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._make_foot())
        guard = WheelGuard(self)
        boxes = (self.model, self.tonic, self.scale, self.metre, self.grid)
        for control in (*boxes, self.range.slider, self.seed.number, self.takes):
            guard.guard(control)
        self.set_settings(USUAL)
        self.set_about(None)

    # -- the groups ----------------------------------------------------------------------------------------------------

    def _make_model(self) -> None:
        self._column.addWidget(self._section(self.tr("MODEL")))
        self.model = ElidedBox()
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setPlaceholderText(self.tr("none yet"))
        self.model.activated.connect(lambda: self.model_chosen.emit(self.model.currentData()))
        self._column.addWidget(self._row(self.tr("Model"), self.model, self.tr("What writes the takes")))

    def _make_sampling(self) -> None:
        self._column.addLayout(self._head(self.tr("SAMPLING"), self.tr("Reset the sampling settings"), SAMPLING))
        self.temperature = self._slider(
            self.tr("Temperature"),
            0.1,
            1.6,
            0.01,
            1.0,
            decimals,
            self.tr("Lower is tamer, higher is wilder"),
        )
        self.top_p = self._slider(
            self.tr("Keep top p"),
            0.5,
            1.0,
            0.01,
            USUAL.top_p,
            decimals,
            self.tr("Leave out the unlikeliest values"),
        )
        more = QWidget()
        column = QVBoxLayout(more)
        column.setContentsMargins(0, 0, 0, 0)
        self.top_k = self._slider(
            self.tr("Keep top k"), 0, 100, 1, 0, self._any, self.tr("Only so many of the likeliest values"), column
        )
        self.min_p = self._slider(
            self.tr("Min p"),
            0,
            0.3,
            0.01,
            0,
            self._off,
            self.tr("Only values this likely beside the likeliest"),
            column,
        )
        self.max_copy = self._slider(
            self.tr("Longest copy"), 0, 48, 1, 0, self._any, self.tr("Draw again what copies a longer run"), column
        )
        self._columns_box = QVBoxLayout()
        column.addLayout(self._columns_box)
        self._column_sliders: dict[str, LabelledSlider] = {}
        self._column.addWidget(Fold(self.tr("More"), more))

    def _make_music(self) -> None:
        self._music = self._group(self._head(self.tr("MUSIC"), self.tr("Reset the music settings"), MUSIC))
        column = self._music.layout()
        assert isinstance(column, QVBoxLayout)
        self.tonic, self.scale = ElidedBox(), ElidedBox()
        self.tonic.addItem(self.tr("Any key"), "")
        for tonic in TONICS:
            self.tonic.addItem(tonic_words(tonic), tonic)
        for scale in SCALES:
            self.scale.addItem(scale_words(scale), scale)
        column.addWidget(self._row(self.tr("Key"), self.tonic, self.tr("The key that every note keeps to")))
        self._scale_row = self._row(self.tr("Scale"), self.scale, self.tr("The scale that every note keeps to"))
        self.tonic.currentIndexChanged.connect(lambda: self._scale_row.setVisible(bool(self.tonic.currentData())))
        column.addWidget(self._scale_row)
        self.metre, self.grid = ElidedBox(), ElidedBox()
        self.grid.addItem(self.tr("Any grid"), "")
        for grid in GRIDS:
            self.grid.addItem(grid, grid)
        self._metre_row = self._row(self.tr("Metre"), self.metre, self.tr("The metre of new takes"))
        self._grid_row = self._row(self.tr("Grid"), self.grid, self.tr("Where notes may begin"))
        column.addWidget(self._metre_row)
        column.addWidget(self._grid_row)
        self.bars = self._slider(self.tr("Length"), 1, 64, 1, 16, self._bars_words, self.tr("How long"), column)
        self.seconds = self._slider(
            self.tr("Length"), 2, 120, 1, 30, lambda v: self.tr("{n:.0f} s").format(n=v), self.tr("How long"), column
        )
        self.tempo = self._slider(
            self.tr("Tempo"), 29, 240, 1, 29, self._tempo_words, self.tr("Quarter notes a minute"), column
        )
        self.range = PitchRange()
        self.range.changed.connect(self._tell)
        column.addWidget(self.range)
        self.polyphony = self._slider(
            self.tr("Most notes at once"), 0, 12, 1, 0, self._any, self.tr("Most notes that sound together"), column
        )
        self._make_instruments(column)

    def _make_instruments(self, column: QVBoxLayout) -> None:
        self.instruments = QListWidget()
        self.instruments.setMaximumHeight(140)
        self.instruments.setAccessibleName(self.tr("Instruments"))
        self.instruments.setToolTip(self.tr("Which instruments play; with none chosen, all may"))
        self.instruments.itemChanged.connect(self._tell)
        self._instruments_fold = Fold(self.tr("Instruments"), self.instruments)
        column.addWidget(self._instruments_fold)

    def _make_text(self) -> None:
        self._text = self._group(self._head(self.tr("TEXT"), self.tr("Reset the text settings"), TEXT))
        column = self._text.layout()
        assert isinstance(column, QVBoxLayout)
        self.characters = self._slider(
            self.tr("Length"), 20, 4000, 20, 400, lambda v: self.tr("{n:.0f} characters").format(n=v),
            self.tr("How long"), column,
        )  # fmt: skip
        self.allowed, self.stop = QLineEdit(), QLineEdit()
        self.allowed.setPlaceholderText(self.tr("all"))
        self.stop.setPlaceholderText(self.tr("none"))
        for edit in (self.allowed, self.stop):
            edit.textChanged.connect(self._tell)
        column.addWidget(self._row(self.tr("Only"), self.allowed, self.tr("The only characters that may be written")))
        column.addWidget(
            self._row(self.tr("Stop at"), self.stop, self.tr("A text that ends a take; \\n is a new line"))
        )

    def _make_start(self) -> None:
        self._column.addSpacing(theme.GAP)
        self._column.addWidget(self._section(self.tr("START FROM")))
        self._column.addWidget(self.primer)
        self.primer_bars = self._slider(
            self.tr("Its first bars"), 0, 32, 1, 0, self._all, self.tr("How much of it to go on from")
        )

    def _make_seed(self) -> None:
        self._column.addSpacing(theme.GAP)
        self._column.addWidget(self._section(self.tr("SEED")))
        self.seed = SeedBox()
        self.seed.changed.connect(self._tell)
        self._column.addWidget(self.seed)

    def _make_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("kind", "panel")
        self.takes = NumberBox()
        self.takes.setObjectName("takes")
        self.takes.setRange(1, 256)
        self.takes.setAccessibleName(self.tr("Takes"))
        self.takes.setToolTip(self.tr("How many takes to write at once"))
        self.takes.setFixedWidth(64)
        self.takes.valueChanged.connect(self._tell)
        self.takes.valueChanged.connect(self._show_button)
        self.generate = QPushButton()
        self.generate.setProperty("kind", "primary")
        self.generate.setMinimumHeight(44)
        self.generate.clicked.connect(self._pressed)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Takes written"))
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, theme.SPACE)
        layout.setSpacing(theme.GAP)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Takes")), 1)
        row.addWidget(self.takes)
        layout.addLayout(row)
        layout.addWidget(self.generate)
        layout.addWidget(self._progress)
        return foot

    @property
    def kind(self) -> str:
        """What the model writes: `music`, `text`, or `` while there is none."""
        return self._about.kind if self._about is not None else ""

    @property
    def has_models(self) -> bool:
        """Whether there is any model to choose."""
        return self.model.count() > 0

    # -- values --------------------------------------------------------------------------------------------------------

    def settings(self) -> SamplingSettings:
        """What is chosen now."""
        kept, (low, high), tonic = self._settings, self.range.range, self.tonic.currentData()
        items = [self.instruments.item(i) for i in range(self.instruments.count())]
        shown = [item.text() for item in items]
        chosen = [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        columns = {name: round(each.value, 2) for name, each in self._column_sliders.items() if each.value > 0}
        # what this model does not know stays as it was, for one that does
        elsewhere = {name: value for name, value in kept.temperatures.items() if name not in self._column_sliders}
        metre = self.metre.currentData() or (kept.metre if self.metre.findData(kept.metre) < 0 else "")
        return replace(
            kept,
            temperature=round(self.temperature.value, 2),
            temperatures={**elsewhere, **columns},
            top_p=round(self.top_p.value, 2),
            top_k=round(self.top_k.value),
            min_p=round(self.min_p.value, 2),
            key=f"{tonic} {self.scale.currentData()}" if tonic else "",
            metre=metre,
            grid=self.grid.currentData() or "",
            low=low,
            high=high,
            polyphony=round(self.polyphony.value),
            instruments=(*(name for name in kept.instruments if name not in shown), *chosen),
            bars=round(self.bars.value),
            seconds=self.seconds.value,
            tempo=self.tempo.value if self.tempo.value >= 30 else 0.0,
            max_copy=round(self.max_copy.value),
            characters=round(self.characters.value),
            allowed=self.allowed.text(),
            stop=self.stop.text(),
            primer_bars=round(self.primer_bars.value),
            seed=self.seed.seed,
            seed_locked=self.seed.kept,
            takes=self.takes.value(),
        )

    def set_settings(self, s: SamplingSettings) -> None:
        """Show these settings; `changed` is not emitted."""
        self._quiet = True
        self._settings = s
        for slider, value in (
            (self.temperature, s.temperature),
            (self.top_p, s.top_p),
            (self.top_k, s.top_k),
            (self.min_p, s.min_p),
            (self.polyphony, s.polyphony),
            (self.bars, s.bars),
            (self.seconds, s.seconds),
            (self.tempo, s.tempo or 29),
            (self.max_copy, s.max_copy),
            (self.characters, s.characters),
            (self.primer_bars, s.primer_bars),
        ):
            slider.set_value(value)
        tonic, scale = tonic_and_scale(s.key)
        for box, wanted in (
            (self.tonic, tonic),
            (self.scale, scale),
            (self.metre, s.metre),
            (self.grid, s.grid),
        ):
            box.setCurrentIndex(max(0, box.findData(wanted)))
        self._scale_row.setVisible(bool(tonic))
        self.range.set_range(s.low, s.high)
        self.allowed.setText(s.allowed)
        self.stop.setText(s.stop)
        self.seed.set_seed(s.seed, kept=s.seed_locked)
        self.takes.setValue(s.takes)
        for i in range(self.instruments.count()):
            item = self.instruments.item(i)
            item.setCheckState(Qt.CheckState.Checked if item.text() in s.instruments else Qt.CheckState.Unchecked)
        for name, each in self._column_sliders.items():
            each.set_value(s.temperatures.get(name, 0.0))
        self._quiet = False
        self._show_button()

    def set_models(self, models: Sequence[tuple[str, str]], current: str) -> None:
        """The models that can be chosen, as path and name."""
        with QSignalBlocker(self.model):
            self.model.clear()
            for path, name in models:
                self.model.addItem(name, path)
                self.model.setItemData(self.model.count() - 1, path, Qt.ItemDataRole.ToolTipRole)
            self.model.setCurrentIndex(self.model.findData(current))
        # a long name does not fit into the box
        self.model.setToolTip(self.model.currentText() or self.tr("What writes the takes"))

    def set_about(self, about: ModelAbout | None) -> None:
        """Fit the panel to a model; None while there is none."""
        settings, self._about = self.settings(), about
        music = about is None or about.kind == "music"
        metric = about is None or about.grid == "metric"
        self._music.setVisible(music)
        self._text.setVisible(not music)
        for widget, wanted in (
            (self._metre_row, metric),
            (self._grid_row, metric),
            (self.bars, metric),
            (self.seconds, not metric),
            (self.max_copy, about is not None and about.has_index),
            (self.primer_bars, music),
            (self.range, music and (about is None or about.high > about.low)),
        ):
            widget.setVisible(wanted)
        self.primer.show_kind("music" if music else "text")
        self._fit_lists(about)
        self.set_settings(settings)
        self._show_button()

    def _fit_lists(self, about: ModelAbout | None) -> None:
        self._quiet = True
        self.metre.clear()
        self.metre.addItem(self.tr("The model's"), "")
        for metre in about.metres if about is not None else ():
            self.metre.addItem(metre, metre)
        self.instruments.clear()
        names = about.instruments if about is not None else ()
        for name in names:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.instruments.addItem(item)
        self._instruments_fold.setVisible(len(names) > 1)
        low, high = (about.low, about.high) if about is not None and about.high > about.low else (0, 127)
        self.range.set_limits(low, high)
        while self._columns_box.count():
            place = self._columns_box.takeAt(0)
            widget = place.widget() if place is not None else None
            if widget is not None:
                widget.deleteLater()
        self._column_sliders.clear()
        names_of = self._column_names()
        for column in about.columns if about is not None and len(about.columns) > 1 else ():
            self._column_sliders[column] = self._slider(
                names_of.get(column, column), 0, 1.6, 0.05, 0, self._as_above,
                self.tr("A temperature of its own for this part of a note"), self._columns_box,
            )  # fmt: skip
        self._quiet = False

    def _column_names(self) -> dict[str, str]:
        return {
            "shift": self.tr("Rhythm temperature"),
            "instrument": self.tr("Instrument temperature"),
            "pitch": self.tr("Pitch temperature"),
            "duration": self.tr("Length temperature"),
            "velocity": self.tr("Loudness temperature"),
        }

    # -- the button ----------------------------------------------------------------------------------------------------

    def set_busy(self, done: int, total: int) -> None:
        """Takes that are there of those asked for; (0, 0) when none are being written."""
        self._busy = total > 0
        self._progress.setRange(0, max(1, total))
        self._progress.setValue(done)
        self._show_button()

    def _show_button(self) -> None:
        self.generate.setText(self.tr("Stop") if self._busy else self.tr("Generate %n take(s)", "", self.takes.value()))
        tip = self.tr("End at once; what is there stays") if self._busy else self.tr("Write new takes (Ctrl+G)")
        self.generate.setToolTip(tip)
        self.generate.setEnabled(self._about is not None)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._progress.setVisible(self._busy)

    def _pressed(self) -> None:
        (self.stop_wanted if self._busy else self.generate_wanted).emit()

    # -- small parts ---------------------------------------------------------------------------------------------------

    def _section(self, word: str) -> QLabel:
        label = QLabel(word)
        label.setProperty("role", "section")
        return label

    def _head(self, word: str, tip: str, names: Sequence[str]) -> QHBoxLayout:
        """The head of a group, with a button that brings back its usual settings."""
        reset = QToolButton()
        reset.setProperty("kind", "quiet")
        reset.setIcon(icon("undo", "muted"))
        reset.setToolTip(tip)
        reset.setAccessibleName(tip)
        reset.clicked.connect(lambda: self._reset(names))
        head = QHBoxLayout()
        head.addWidget(self._section(word), 1)
        head.addWidget(reset)
        return head

    def _group(self, head: QHBoxLayout) -> QWidget:
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, theme.GAP, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        self._column.addWidget(group)
        return group

    def _row(self, word: str, box: QWidget, tip: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        label = QLabel(word)
        label.setFixedWidth(62)
        label.setBuddy(box)
        box.setAccessibleName(word)
        box.setToolTip(tip)
        layout.addWidget(label)
        layout.addWidget(box, 1)
        for each in (box, *box.findChildren(QComboBox)):
            if isinstance(each, QComboBox):
                each.currentIndexChanged.connect(self._tell)
        return row

    def _slider(
        self,
        name: str,
        low: float,
        high: float,
        step: float,
        usual: float,
        words: Any,
        tip: str,
        column: QVBoxLayout | None = None,
    ) -> LabelledSlider:
        slider = LabelledSlider(name, low, high, step=step, usual=usual, words=words, tip=tip)
        slider.changed.connect(self._tell)
        (column or self._column).addWidget(slider)
        return slider

    def _any(self, value: float) -> str:
        return f"{value:.0f}" if value else self.tr("any")

    def _all(self, value: float) -> str:
        return f"{value:.0f}" if value else self.tr("all")

    def _off(self, value: float) -> str:
        return decimals(value) if value else self.tr("off")

    def _as_above(self, value: float) -> str:
        return decimals(value) if value else self.tr("as above")

    def _bars_words(self, value: float) -> str:
        return self.tr("%n bar(s)", "", round(value))

    def _tempo_words(self, value: float) -> str:
        return self.tr("{tempo:.0f} bpm").format(tempo=value) if value >= 30 else self.tr("the model's")

    def _reset(self, names: Sequence[str]) -> None:
        self.set_settings(replace(self.settings(), **{name: getattr(USUAL, name) for name in names}))
        self._tell()

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()
