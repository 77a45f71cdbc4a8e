"""Settings on the Create page for the rules of a kind's takes."""

from __future__ import annotations

from typing import Any

from gui import theme
from gui.controls.settings_section import SettingsSection
from gui.sampling.settings import ModelAbout, SamplingSettings


class RulesSection(SettingsSection):
    """Base of the sections, with the length in events that every kind has."""

    names: tuple[str, ...] = ("events",)
    """Settings that are reset together."""

    def __init__(self, title: str = "", reset_tip: str = "") -> None:
        super().__init__(title or self.tr("TAKES"), reset_tip or self.tr("Reset the length"), above=theme.GAP)
        self._make()

    def _make(self) -> None:
        self.events = self.add_slider(
            self.tr("Length"), 20, 4000, 20, 400, lambda v: self.tr("{n:.0f} events").format(n=v), self.tr("How long")
        )

    def fit(self, about: ModelAbout | None) -> None:
        """Adapt the section to a model, None for none."""

    def show_settings(self, settings: SamplingSettings) -> None:
        self.events.set_value(settings.events)

    def values(self, kept: SamplingSettings) -> dict[str, Any]:
        """Return the settings by name. `kept`: previous settings, for those that do not apply to this model."""
        return {"events": round(self.events.value)}
