"""Section of the sampling settings: temperature, truncation and the longest copy allowed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.controls.boxes import in_column
from gui.controls.fold import Fold
from gui.controls.labelled_slider import LabelledSlider
from gui.controls.settings_section import SettingsSection
from gui.number_format import decimals
from gui.sampling.settings import ModelAbout, SamplingSettings


class SamplingSection(SettingsSection):
    """Edits the sampling settings, the less common ones in a fold."""

    names = ("temperature", "temperatures", "top_p", "top_k", "min_p", "max_copy")
    """Settings that are reset together."""

    def __init__(self) -> None:
        super().__init__(self.tr("SAMPLING"), self.tr("Reset the sampling settings"))
        self.temperature = self.add_slider(
            self.tr("Temperature"), 0.1, 1.6, 0.01, 1.0, decimals, self.tr("Lower is tamer, higher is wilder")
        )
        self.top_p = self.add_slider(
            self.tr("Keep top p"), 0.5, 1.0, 0.01, SamplingSettings().top_p, decimals,
            self.tr("Leave out the unlikeliest values"),
        )  # fmt: skip
        more = QWidget()
        column = in_column(on=more, margins=0)
        self.top_k = self.add_slider(
            self.tr("Keep top k"), 0, 100, 1, 0, self._any, self.tr("Only so many of the likeliest values"), column
        )
        self.min_p = self.add_slider(
            self.tr("Min p"), 0, 0.3, 0.01, 0, self._off, self.tr("Only values this likely beside the likeliest"),
            column,
        )  # fmt: skip
        self.max_copy = self.add_slider(
            self.tr("Longest copy"), 0, 48, 1, 0, self._any, self.tr("Draw again what copies a longer run"), column
        )
        self._columns_box = QVBoxLayout()
        column.addLayout(self._columns_box)
        self._column_sliders: dict[str, LabelledSlider] = {}
        self.column.addWidget(Fold(self.tr("More"), more))

    def fit(self, about: ModelAbout | None) -> None:
        """Adapt the section to a model, None for none."""
        self.max_copy.setVisible(about is not None and about.has_index)
        while self._columns_box.count():
            place = self._columns_box.takeAt(0)
            widget = place.widget() if place is not None else None
            if widget is not None:
                widget.deleteLater()
        self._column_sliders.clear()
        names = self._column_names()
        for column in about.columns if about is not None and len(about.columns) > 1 else ():
            self._column_sliders[column] = self.add_slider(
                names.get(column, column), 0, 1.6, 0.05, 0, self._as_above,
                self.tr("A temperature of its own for this part of a note"), self._columns_box,
            )  # fmt: skip

    def show_settings(self, settings: SamplingSettings) -> None:
        for slider, value in (
            (self.temperature, settings.temperature),
            (self.top_p, settings.top_p),
            (self.top_k, settings.top_k),
            (self.min_p, settings.min_p),
            (self.max_copy, settings.max_copy),
        ):
            slider.set_value(value)
        for name, each in self._column_sliders.items():
            each.set_value(settings.temperatures.get(name, 0.0))

    def values(self, kept: SamplingSettings) -> dict[str, Any]:
        """Return the settings by name. `kept`: previous settings, for those that do not apply to this model."""
        columns = {name: round(each.value, 2) for name, each in self._column_sliders.items() if each.value > 0}
        elsewhere = {name: value for name, value in kept.temperatures.items() if name not in self._column_sliders}
        return {
            "temperature": round(self.temperature.value, 2),
            "temperatures": {**elsewhere, **columns},
            "top_p": round(self.top_p.value, 2),
            "top_k": round(self.top_k.value),
            "min_p": round(self.min_p.value, 2),
            "max_copy": round(self.max_copy.value),
        }

    def _column_names(self) -> dict[str, str]:
        return {
            "shift": self.tr("Rhythm temperature"),
            "instrument": self.tr("Instrument temperature"),
            "pitch": self.tr("Pitch temperature"),
            "duration": self.tr("Length temperature"),
            "velocity": self.tr("Loudness temperature"),
        }

    def _any(self, value: float) -> str:
        return f"{value:.0f}" if value else self.tr("any")

    def _off(self, value: float) -> str:
        return decimals(value) if value else self.tr("off")

    def _as_above(self, value: float) -> str:
        return decimals(value) if value else self.tr("as above")
