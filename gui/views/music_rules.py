"""Settings of the rules of new music."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem

from gui.controls.elided_box import ElidedBox
from gui.controls.fold import Fold
from gui.controls.labelled_slider import LabelledSlider
from gui.key_names import scale_words, tonic_and_scale, tonic_words
from gui.sampling.settings import ModelAbout
from gui.views.density_curve import DensityCurve, density_words
from gui.views.pitch_range import HIGHEST, LOWEST, PitchRange
from gui.views.rules_section import RulesSection
from seqgen.errors import UsageError
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.music.columns import CLASS_NAMES
from seqgen.kinds.music.form_asked import FREE, FROM_CORPUS
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.word_list import joined_list, split_list, unquoted
from seqgen.theory.keys import SCALES, TONICS, parse_pitch_range, pitch_range_name

GRIDS = ("1/4", "1/8", "1/16", "1/32", "1/8T", "1/16T")
CURVE = "curve"
FORMS = ("AA", "AABB", "AABA", "ABAB", "ABAC", "AA'BB'", "AA'BA'")
SLOWEST = 30
"""Slowest tempo of the slider; below it the model's own tempo is used."""


class MusicRulesSection(RulesSection):
    """Key, metre (time signature), grid, length, tempo, range, polyphony and instruments."""

    def __init__(self) -> None:
        # both lengths are kept; the model's grid decides which one counts
        usual = Shape(0, MusicRules(bars=16, seconds=30.0))
        super().__init__(self.tr("MUSIC"), self.tr("Reset the music settings"), kind="music", usual=usual)

    def _make(self) -> None:
        self._make_lists()
        self._make_sliders()
        self.range = PitchRange()
        self.range.changed.connect(self.tell)
        self.guarded.append(self.range.slider)
        self.column.addWidget(self.range)
        self.polyphony = self.add_slider(
            LabelledSlider(
                self.tr("Most notes at once"), 0, 12, step=1, usual=0, words=self._any,
                tip=self.tr("Most notes that sound together"),
            )
        )  # fmt: skip
        self.instruments = QListWidget()
        self.instruments.setMaximumHeight(140)
        self.instruments.setAccessibleName(self.tr("Instruments"))
        self.instruments.setToolTip(self.tr("Which instruments play; with none chosen, all may"))
        self.instruments.itemChanged.connect(self.tell)
        self._instruments_fold = Fold(self.tr("Instruments"), self.instruments)
        self.column.addWidget(self._instruments_fold)

    def _make_sliders(self) -> None:
        length, how_long = self.tr("Length"), self.tr("How long")
        self.bars = self.add_slider(
            LabelledSlider(length, 1, 64, step=1, usual=16, words=self._bars_words, tip=how_long)
        )
        self.bars.changed.connect(lambda: self.curve.set_bars(round(self.bars.value)))
        self.seconds = self.add_slider(
            LabelledSlider(length, 2, 120, step=1, usual=30, words=self._seconds_words, tip=how_long)
        )
        self.loop = QCheckBox(self.tr("As a loop"))
        self.loop.setToolTip(self.tr("It begins on the downbeat, and its last bar leads into the first"))
        self.loop.toggled.connect(self.tell)
        self.column.addWidget(self.loop)
        self.tempo = self.add_slider(
            LabelledSlider(
                self.tr("Tempo"), SLOWEST - 1, 240, step=1, usual=SLOWEST - 1, words=self._tempo_words,
                tip=self.tr("Quarter notes a minute"),
            )
        )  # fmt: skip
        self.primer_bars = LabelledSlider(
            self.tr("Its first bars"), 0, 32, step=1, usual=0, words=self._all,
            tip=self.tr("How much of it to go on from"),
        )  # fmt: skip
        self.primer_bars.changed.connect(self.tell)
        self.beside_primer = (self.primer_bars,)

    def _make_lists(self) -> None:
        self.tonic, self.scale, self.metre, self.grid = (ElidedBox() for _ in range(4))
        self.tonic.addItem(self.tr("Any key"), "")
        for tonic in TONICS:
            self.tonic.addItem(tonic_words(tonic), tonic)
        for scale in SCALES:
            self.scale.addItem(scale_words(scale), scale)
        self.grid.addItem(self.tr("Any grid"), "")
        for grid in GRIDS:
            self.grid.addItem(grid, grid)
        self._key_row = self.add_row(self.tr("Key"), self.tonic, self.tr("The key that every note keeps to"))
        self._scale_row = self.add_row(self.tr("Scale"), self.scale, self.tr("The scale that every note keeps to"))
        self.tonic.currentIndexChanged.connect(self._show_scale)
        self.form = ElidedBox()
        self._metre_row = self.add_row(self.tr("Metre"), self.metre, self.tr("The metre of new takes"))
        self._grid_row = self.add_row(self.tr("Grid"), self.grid, self.tr("Where notes may begin"))
        self.quantize = self.add_slider(
            LabelledSlider(
                self.tr("Quantize"), 0, 1, step=0.05, usual=0, words=self._share,
                tip=self.tr("Share of the deviations from the beat that is taken away"),
            )
        )  # fmt: skip
        for form, words in self._forms():
            self.form.addItem(words, form)
        self.label, self.density = ElidedBox(), ElidedBox()
        self._label_row = self.add_row(self.tr("Label"), self.label, self.tr("Like the pieces of this folder"))
        self._density_row = self.add_row(self.tr("Density"), self.density, self.tr("How many notes a bar has"))
        self.curve = DensityCurve()
        self.curve.changed.connect(self.tell)
        self.column.addWidget(self.curve)
        self.density.activated.connect(self._begin_curve)
        self.density.currentIndexChanged.connect(self._show_curve)
        self._form_row = self.add_row(self.tr("Form"), self.form, self.tr("Which sections come back; ’ is another end"))

    def fit(self, about: ModelAbout | None) -> None:
        metric = about is None or about.grid == "metric"
        self.metre.clear()
        self.metre.addItem(self.tr("The model's"), "")
        for metre in about.metres if about is not None else ():
            self.metre.addItem(metre, metre)
        self.label.clear()
        self.label.addItem(self.tr("Any label"), "")
        for label in about.labels if about is not None else ():
            self.label.addItem(label, label)
        self.density.clear()
        self.density.addItem(self.tr("Any density"), "")
        for density in about.densities if about is not None else ():
            self.density.addItem(density_words(density), density)
        if about is not None and about.densities:
            self.density.addItem(self.tr("A curve over the bars"), CURVE)
        self._show_curve()
        self.instruments.clear()
        names = about.instruments if about is not None else ()
        for name in names:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.instruments.addItem(item)
        low, high = (about.low, about.high) if about is not None and about.high > about.low else (LOWEST, HIGHEST)
        self.range.set_limits(low, high)
        pitched = about is None or about.high > about.low
        for widget, wanted in (
            (self._key_row, pitched),
            (self._metre_row, metric),
            (self._grid_row, metric),
            (self._form_row, metric),
            (self._label_row, about is not None and bool(about.labels)),
            (self._density_row, about is not None and bool(about.densities)),
            (self.quantize, about is not None and about.is_played),
            (self.loop, metric),
            (self.bars, metric),
            (self.seconds, not metric),
            (self.range, pitched),
            (self._instruments_fold, len(names) > 1),
        ):
            widget.setVisible(wanted)
        self._show_scale()

    def _show_scale(self) -> None:
        """Ask for the scale of a key, where there is one."""
        self._scale_row.setVisible(bool(self.tonic.currentData()) and not self._key_row.isHidden())

    def show_shape(self, shape: Shape) -> None:
        rules = _rules(shape)
        tonic, scale = tonic_and_scale(rules.key)
        self.curve.set_bars(rules.bars or round(self.bars.usual))
        self.curve.set_text(rules.density)
        for box, wanted in (
            (self.tonic, tonic),
            (self.scale, scale),
            (self.metre, rules.metre),
            (self.grid, rules.grid),
            (self.form, rules.form),
            (self.label, rules.label),
            (self.density, CURVE if ":" in rules.density else rules.density),
        ):
            if box is self.form and box.findData(wanted) < 0:
                box.addItem(wanted, wanted)
            box.setCurrentIndex(max(0, box.findData(wanted)))
        self._show_scale()
        self.loop.setChecked(rules.loop)
        self.range.set_range(*_keys(rules.ranges))
        for slider, value in (
            (self.quantize, rules.quantize),
            (self.polyphony, rules.polyphony),
            (self.bars, rules.bars or self.bars.usual),
            (self.seconds, rules.seconds or self.seconds.usual),
            (self.tempo, rules.tempo or SLOWEST - 1),
            (self.primer_bars, rules.primer_bars),
        ):
            slider.set_value(value)
        named = _names(rules)
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if item.text() in named else Qt.CheckState.Unchecked)

    def shape(self, kept: Shape) -> Shape:
        before, tonic, items = _rules(kept), self.tonic.currentData(), self._items()
        shown = [item.text() for item in items]
        chosen = [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        elsewhere = [name for name in _names(before) if name not in shown]
        keys = self.range.range
        rules = replace(
            before,
            key=f"{tonic} {self.scale.currentData()}" if tonic else "",
            metre=_kept(self.metre, before.metre),
            grid=self.grid.currentData() or "",
            form=self.form.currentData() or "",
            label=_kept(self.label, before.label),
            density=self._density(before.density),
            loop=self.loop.isChecked(),
            ranges="" if keys == (LOWEST, HIGHEST) else pitch_range_name(*keys),
            quantize=round(self.quantize.value, 2),
            polyphony=round(self.polyphony.value),
            instruments=joined_list((*elsewhere, *chosen)),
            bars=round(self.bars.value),
            seconds=self.seconds.value,
            tempo=self.tempo.value if self.tempo.value >= SLOWEST else 0.0,
            primer_bars=round(self.primer_bars.value),
        )
        return Shape(0, rules)

    def reset(self, kept: Shape) -> Shape:
        # the bars of the primer stand below it, outside of what the button resets
        return Shape(0, replace(_rules(self.usual), primer_bars=_rules(kept).primer_bars))

    def _density(self, before: str) -> str:
        if self.density.currentData() == CURVE:
            return self.curve.text
        return _kept(self.density, "" if ":" in before and self.density.count() > 1 else before)

    def _begin_curve(self) -> None:
        """Begin a curve with the middle, where nothing is drawn yet."""
        if self.density.currentData() == CURVE and not self.curve.text:
            self.curve.set_level(0, len(CLASS_NAMES) // 2 + 1)

    def _show_curve(self) -> None:
        self.curve.setVisible(self.density.currentData() == CURVE)

    def _forms(self) -> list[tuple[str, str]]:
        usual = [("", self.tr("The model's")), (FROM_CORPUS, self.tr("Of a piece")), (FREE, self.tr("None"))]
        return [*usual, *((form, form.replace("'", "\u2019")) for form in FORMS)]

    def _items(self) -> list[QListWidgetItem]:
        return [self.instruments.item(i) for i in range(self.instruments.count())]

    def _any(self, value: float) -> str:
        return f"{value:.0f}" if value else self.tr("any")

    def _share(self, value: float) -> str:
        return self.tr("{share:.0f}%").format(share=100 * value) if value else self.tr("off")

    def _bars_words(self, value: float) -> str:
        return self.tr("%n bar(s)", "", round(value))

    def _tempo_words(self, value: float) -> str:
        return self.tr("{tempo:.0f} bpm").format(tempo=value) if value >= SLOWEST else self.tr("the model's")

    def _seconds_words(self, value: float) -> str:
        return self.tr("{n:.0f} s").format(n=value)

    def _all(self, value: float) -> str:
        return f"{value:.0f}" if value else self.tr("all")


def _rules(shape: Shape) -> MusicRules:
    assert isinstance(shape.rules, MusicRules)
    return shape.rules


def _kept(box: ElidedBox, before: str) -> str:
    """Return what is chosen, or what was before where this model does not offer it."""
    return box.currentData() or (before if box.findData(before) < 0 else "")


def _keys(ranges: str) -> tuple[int, int]:
    """Return lowest and highest key of a range, all keys where it is none for all parts."""
    try:
        return parse_pitch_range(ranges)
    except UsageError:
        return LOWEST, HIGHEST


def _names(rules: MusicRules) -> list[str]:
    try:
        return [unquoted(word) for word in split_list(rules.instruments)]
    except UsageError:
        return []
