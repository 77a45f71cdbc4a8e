"""Settings of the rules of new texts."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from gui.sampling.settings import SamplingSettings
from gui.views.rules_section import RulesSection


class TextRulesSection(RulesSection):
    """Length, allowed characters, and a text that ends a take."""

    names = ("events", "allowed", "stop")

    def __init__(self) -> None:
        super().__init__(self.tr("TEXT"), self.tr("Reset the text settings"))

    def _make(self) -> None:
        self.events = self.add_slider(
            self.tr("Length"), 20, 4000, 20, 400, lambda v: self.tr("{n:.0f} characters").format(n=v),
            self.tr("How long"),
        )  # fmt: skip
        self.allowed, self.stop = QLineEdit(), QLineEdit()
        self.allowed.setPlaceholderText(self.tr("all"))
        self.stop.setPlaceholderText(self.tr("none"))
        for edit in (self.allowed, self.stop):
            edit.textChanged.connect(self.tell)
        self.add_row(self.tr("Only"), self.allowed, self.tr("The only characters that may be written"))
        self.add_row(self.tr("Stop at"), self.stop, self.tr("A text that ends a take; \\n is a new line"))

    def show_settings(self, settings: SamplingSettings) -> None:
        super().show_settings(settings)
        self.allowed.setText(settings.allowed)
        self.stop.setText(settings.stop)

    def values(self, kept: SamplingSettings) -> dict[str, Any]:
        return {**super().values(kept), "allowed": self.allowed.text(), "stop": self.stop.text()}
