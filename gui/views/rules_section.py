"""Settings on the Create page for the length and the rules of a kind's takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui import theme
from gui.controls.labelled_slider import LabelledSlider
from gui.controls.settings_section import SettingsSection
from gui.sampling.settings import ModelAbout
from seqgen.kinds.evaluation import Shape

USUAL_EVENTS = 400


class RulesSection(SettingsSection):
    """Base of the sections, with a length in events.

    `kind`: the kind of the rules; `usual`: length and rules at first; `beside_primer`: controls of the section that
    stand below the primer.
    """

    beside_primer: Sequence[QWidget] = ()

    def __init__(self, title: str, reset_tip: str, *, kind: str, usual: Shape) -> None:
        super().__init__(title, reset_tip, above=theme.GAP)
        self.kind, self.usual = kind, usual
        self._make()

    def _make(self) -> None:
        self.events = self.add_slider(
            LabelledSlider(
                self.tr("Length"), 20, 4000, step=20, usual=USUAL_EVENTS, words=self._length, tip=self.tr("How long")
            )
        )

    def _length(self, value: float) -> str:
        return self.tr("{n:.0f} events").format(n=value)

    def fit(self, about: ModelAbout | None) -> None:
        """Adapt the section to a model, None for none."""

    def show_shape(self, shape: Shape) -> None:
        self.events.set_value(shape.events or USUAL_EVENTS)

    def shape(self, kept: Shape) -> Shape:
        """Return what is shown. `kept`: the shape before, for rules that do not apply to this model."""
        return Shape(round(self.events.value), kept.rules)

    def reset(self, kept: Shape) -> Shape:
        """Return the shape after a press on the section's reset button."""
        return self.usual
