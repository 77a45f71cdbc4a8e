"""The settings of a kind on the Create page: what can be asked of its takes."""

from __future__ import annotations

from typing import Any

from gui import theme
from gui.controls.settings_section import SettingsSection
from gui.sampling.settings import ModelAbout, SamplingSettings


class RulesSection(SettingsSection):
    """Base of the sections. This one offers the length in events, which every kind has."""

    names: tuple[str, ...] = ("events",)
    """The settings that are reset together."""

    def __init__(self, title: str = "", reset_tip: str = "") -> None:
        super().__init__(title or self.tr("TAKES"), reset_tip or self.tr("Reset the length"), above=theme.GAP)
        self._make()

    def _make(self) -> None:
        self.events = self.add_slider(
            self.tr("Length"), 20, 4000, 20, 400, lambda v: self.tr("{n:.0f} events").format(n=v), self.tr("How long")
        )

    def fit(self, about: ModelAbout | None) -> None:
        """Offer what a model knows; None while there is none."""

    def show_settings(self, settings: SamplingSettings) -> None:
        """Show these settings."""
        self.events.set_value(settings.events)

    def values(self, kept: SamplingSettings) -> dict[str, Any]:
        """Return the settings that are shown, by name. `kept`: those before, for what this model does not know."""
        return {"events": round(self.events.value)}
