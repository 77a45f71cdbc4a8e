"""Section of the sampling settings: temperature, truncation and the longest copy allowed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.controls.boxes import in_column
from gui.controls.fold import Fold
from gui.controls.labelled_slider import LabelledSlider
from gui.controls.labels import make_label
from gui.controls.settings_section import SettingsSection
from gui.number_format import decimals
from gui.sampling.settings import ModelAbout, SamplingSettings
from seqgen.sampling.config import SamplingConfig

BEST_OF = (1, 2, 4, 8, 16, 32)
PARTICLES = (1, 2, 4, 8, 16, 32, 64)


class SamplingSection(SettingsSection):
    """Edits the sampling settings, the less common ones in a fold."""

    def __init__(self) -> None:
        super().__init__(self.tr("SAMPLING"), self.tr("Reset the sampling settings"))
        self._usual = usual = SamplingConfig()
        self._measured = make_label("caption", self.tr("As measured for this model"))
        self.column.addWidget(self._measured)
        self.temperature = self.add_slider(
            LabelledSlider(
                self.tr("Temperature"), 0.1, 1.6, step=0.01, usual=usual.temperature, words=decimals,
                tip=self.tr("Lower is tamer, higher is wilder"),
            )
        )  # fmt: skip
        self.top_p = self.add_slider(
            LabelledSlider(
                self.tr("Keep top p"), 0.5, 1.0, step=0.01, usual=usual.top_p, words=decimals,
                tip=self.tr("Leave out the unlikeliest values"),
            )
        )  # fmt: skip
        self.best_of = self.add_slider(
            LabelledSlider(
                self.tr("Best of"), 0, len(BEST_OF) - 1, step=1, usual=0, words=self._best_of,
                tip=self.tr("So many are drawn for each take; those most like the corpus are kept"),
            )
        )  # fmt: skip
        more = QWidget()
        self._has_measured = False
        self._make_more(in_column(on=more, margins=0), usual)
        self.column.addWidget(Fold(self.tr("More"), more))

    def _make_more(self, column: QVBoxLayout, usual: SamplingConfig) -> None:
        self.top_k = self.add_slider(
            LabelledSlider(
                self.tr("Keep top k"), 0, 100, step=1, usual=usual.top_k, words=self._any,
                tip=self.tr("Only so many of the likeliest values"),
            ),
            column,
        )  # fmt: skip
        self.min_p = self.add_slider(
            LabelledSlider(
                self.tr("Min p"), 0, 0.3, step=0.01, usual=usual.min_p, words=self._off,
                tip=self.tr("Only values this likely beside the likeliest"),
            ),
            column,
        )  # fmt: skip
        self.particles = self.add_slider(
            LabelledSlider(
                self.tr("Drafts of each take"), 0, len(PARTICLES) - 1, step=1, usual=0, words=self._drafts,
                tip=self.tr("They are weighed by how well they keep the rules and end; more take longer"),
            ),
            column,
        )  # fmt: skip
        self.max_copy = self.add_slider(
            LabelledSlider(
                self.tr("Longest copy"), 0, 48, step=1, usual=0, words=self._any,
                tip=self.tr("Draw again what copies a longer run"),
            ),
            column,
        )  # fmt: skip
        self.strength = self.add_slider(
            LabelledSlider(
                self.tr("Strength"), 0, 4, step=0.25, usual=usual.strength, words=decimals,
                tip=self.tr("Towards the key, form, density and length that are told; 1 as learned"),
            ),
            column,
        )  # fmt: skip
        self.memory = self.add_slider(
            LabelledSlider(
                self.tr("Own material"), 0, 1, step=0.05, usual=usual.memory, words=self._off,
                tip=self.tr("Keep to what followed similar moments earlier in the take"),
            ),
            column,
        )  # fmt: skip
        self._columns_box = QVBoxLayout()
        column.addLayout(self._columns_box)
        self._column_sliders: dict[str, LabelledSlider] = {}

    def fit(self, about: ModelAbout | None) -> None:
        """Adapt the section to a model, None for none."""
        measured = about.usual if about is not None else None
        self._usual = measured or SamplingConfig()
        for slider, usual in (
            (self.temperature, self._usual.temperature),
            (self.top_p, self._usual.top_p),
            (self.top_k, self._usual.top_k),
            (self.min_p, self._usual.min_p),
            (self.strength, self._usual.strength),
        ):
            slider.usual = usual
        self._has_measured = measured is not None
        self.max_copy.setVisible(about is not None and about.has_index)
        self.strength.setVisible(about is not None and about.is_told)
        while self._columns_box.count():
            place = self._columns_box.takeAt(0)
            widget = place.widget() if place is not None else None
            if widget is not None:
                widget.deleteLater()
        self._column_sliders.clear()
        names = self._column_names()
        for column in about.columns if about is not None and len(about.columns) > 1 else ():
            self._column_sliders[column] = self.add_slider(
                LabelledSlider(
                    names.get(column, column), 0, 1.6, step=0.05, usual=0, words=self._as_above,
                    tip=self.tr("A temperature of its own for this part of a note"),
                ),
                self._columns_box,
            )  # fmt: skip

    def show_settings(self, settings: SamplingSettings) -> None:
        sampling = self._usual if settings.as_measured else settings.sampling
        for slider, value in (
            (self.temperature, sampling.temperature),
            (self.top_p, sampling.top_p),
            (self.top_k, sampling.top_k),
            (self.min_p, sampling.min_p),
            (self.max_copy, settings.max_copy),
            (self.strength, sampling.strength),
            (self.memory, settings.sampling.memory),
            (self.particles, _place(PARTICLES, settings.sampling.particles)),
            (self.best_of, _place(BEST_OF, settings.best_of)),
        ):
            slider.set_value(value)
        for name, each in self._column_sliders.items():
            each.set_value(sampling.per_column.get(name, 0.0))
        self._show_measured()

    def settings(self, kept: SamplingSettings) -> SamplingSettings:
        """Return `kept` with what is shown; temperatures that do not apply to this model stay."""
        columns = {name: round(each.value, 2) for name, each in self._column_sliders.items() if each.value > 0}
        before = {} if kept.as_measured else kept.sampling.per_column
        elsewhere = {name: value for name, value in before.items() if name not in self._column_sliders}
        sampling = SamplingConfig(
            temperature=round(self.temperature.value, 2),
            per_column={**elsewhere, **columns},
            top_k=round(self.top_k.value),
            top_p=round(self.top_p.value, 2),
            min_p=round(self.min_p.value, 2),
            particles=PARTICLES[round(self.particles.value)],
            strength=round(self.strength.value, 2),
            memory=round(self.memory.value, 2),
        )
        best_of = BEST_OF[round(self.best_of.value)]
        # the number of particles and the memory are not measured
        as_measured = sampling == replace(self._usual, particles=sampling.particles, memory=sampling.memory)
        longest = round(self.max_copy.value)
        return replace(kept, sampling=sampling, max_copy=longest, best_of=best_of, as_measured=as_measured)

    def usual(self, kept: SamplingSettings) -> SamplingSettings:
        """Return `kept` with the section's settings as usual for the model."""
        return replace(kept, sampling=self._usual, max_copy=0, best_of=1, as_measured=True)

    def tell(self) -> None:
        self._show_measured()
        super().tell()

    def _show_measured(self) -> None:
        self._measured.setVisible(self._has_measured and self.settings(SamplingSettings()).as_measured)

    def _column_names(self) -> dict[str, str]:
        return {
            "shift": self.tr("Rhythm temperature"),
            "instrument": self.tr("Instrument temperature"),
            "pitch": self.tr("Pitch temperature"),
            "duration": self.tr("Length temperature"),
            "velocity": self.tr("Loudness temperature"),
            "offset": self.tr("Timing temperature"),
        }

    def _any(self, value: float) -> str:
        return f"{value:.0f}" if value else self.tr("any")

    def _best_of(self, value: float) -> str:
        return str(BEST_OF[round(value)]) if value else self.tr("off")

    def _drafts(self, value: float) -> str:
        return str(PARTICLES[round(value)])

    def _off(self, value: float) -> str:
        return decimals(value) if value else self.tr("off")

    def _as_above(self, value: float) -> str:
        return decimals(value) if value else self.tr("as above")


def _place(offered: tuple[int, ...], wanted: int) -> int:
    """Return the place of the largest number that is offered and no larger."""
    return max((place for place, number in enumerate(offered) if number <= wanted), default=0)
