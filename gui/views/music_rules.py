"""Settings of the rules of new music."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from gui.controls.elided_box import ElidedBox
from gui.controls.fold import Fold
from gui.key_names import scale_words, tonic_and_scale, tonic_words
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.views.pitch_range import HIGHEST, LOWEST, PitchRange
from gui.views.rules_section import RulesSection
from seqgen.theory.keys import SCALES, TONICS

GRIDS = ("1/4", "1/8", "1/16", "1/32", "1/8T", "1/16T")
SLOWEST = 30
"""Slowest tempo of the slider; below it the model's own tempo is used."""


class MusicRulesSection(RulesSection):
    """Key, metre (time signature), grid, length, tempo, range, polyphony and instruments."""

    names = ("key", "metre", "grid", "low", "high", "polyphony", "instruments", "bars", "seconds", "tempo")

    def __init__(self) -> None:
        super().__init__(self.tr("MUSIC"), self.tr("Reset the music settings"))

    def _make(self) -> None:
        self._make_lists()
        self.bars = self.add_slider(self.tr("Length"), 1, 64, 1, 16, self._bars_words, self.tr("How long"))
        self.seconds = self.add_slider(
            self.tr("Length"), 2, 120, 1, 30, lambda v: self.tr("{n:.0f} s").format(n=v), self.tr("How long")
        )
        self.tempo = self.add_slider(
            self.tr("Tempo"), SLOWEST - 1, 240, 1, SLOWEST - 1, self._tempo_words, self.tr("Quarter notes a minute")
        )
        self.range = PitchRange()
        self.range.changed.connect(self.tell)
        self.guarded.append(self.range.slider)
        self.column.addWidget(self.range)
        self.polyphony = self.add_slider(
            self.tr("Most notes at once"), 0, 12, 1, 0, self._any, self.tr("Most notes that sound together")
        )
        self.instruments = QListWidget()
        self.instruments.setMaximumHeight(140)
        self.instruments.setAccessibleName(self.tr("Instruments"))
        self.instruments.setToolTip(self.tr("Which instruments play; with none chosen, all may"))
        self.instruments.itemChanged.connect(self.tell)
        self._instruments_fold = Fold(self.tr("Instruments"), self.instruments)
        self.column.addWidget(self._instruments_fold)

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
        self.add_row(self.tr("Key"), self.tonic, self.tr("The key that every note keeps to"))
        self._scale_row = self.add_row(self.tr("Scale"), self.scale, self.tr("The scale that every note keeps to"))
        self.tonic.currentIndexChanged.connect(lambda: self._scale_row.setVisible(bool(self.tonic.currentData())))
        self._metre_row = self.add_row(self.tr("Metre"), self.metre, self.tr("The metre of new takes"))
        self._grid_row = self.add_row(self.tr("Grid"), self.grid, self.tr("Where notes may begin"))

    def fit(self, about: ModelAbout | None) -> None:
        metric = about is None or about.grid == "metric"
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
        low, high = (about.low, about.high) if about is not None and about.high > about.low else (LOWEST, HIGHEST)
        self.range.set_limits(low, high)
        for widget, wanted in (
            (self._metre_row, metric),
            (self._grid_row, metric),
            (self.bars, metric),
            (self.seconds, not metric),
            (self.range, about is None or about.high > about.low),
            (self._instruments_fold, len(names) > 1),
        ):
            widget.setVisible(wanted)

    def show_settings(self, settings: SamplingSettings) -> None:
        tonic, scale = tonic_and_scale(settings.key)
        for box, wanted in (
            (self.tonic, tonic),
            (self.scale, scale),
            (self.metre, settings.metre),
            (self.grid, settings.grid),
        ):
            box.setCurrentIndex(max(0, box.findData(wanted)))
        self._scale_row.setVisible(bool(tonic))
        self.range.set_range(settings.low, settings.high)
        for slider, value in (
            (self.polyphony, settings.polyphony),
            (self.bars, settings.bars),
            (self.seconds, settings.seconds),
            (self.tempo, settings.tempo or SLOWEST - 1),
        ):
            slider.set_value(value)
        for item in self._items():
            chosen = item.text() in settings.instruments
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)

    def values(self, kept: SamplingSettings) -> dict[str, Any]:
        (low, high), tonic, items = self.range.range, self.tonic.currentData(), self._items()
        shown = [item.text() for item in items]
        chosen = [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        return {
            "key": f"{tonic} {self.scale.currentData()}" if tonic else "",
            "metre": self.metre.currentData() or (kept.metre if self.metre.findData(kept.metre) < 0 else ""),
            "grid": self.grid.currentData() or "",
            "low": low,
            "high": high,
            "polyphony": round(self.polyphony.value),
            "instruments": (*(name for name in kept.instruments if name not in shown), *chosen),
            "bars": round(self.bars.value),
            "seconds": self.seconds.value,
            "tempo": self.tempo.value if self.tempo.value >= SLOWEST else 0.0,
        }

    def _items(self) -> list[QListWidgetItem]:
        return [self.instruments.item(i) for i in range(self.instruments.count())]

    def _any(self, value: float) -> str:
        return f"{value:.0f}" if value else self.tr("any")

    def _bars_words(self, value: float) -> str:
        return self.tr("%n bar(s)", "", round(value))

    def _tempo_words(self, value: float) -> str:
        return self.tr("{tempo:.0f} bpm").format(tempo=value) if value >= SLOWEST else self.tr("the model's")
