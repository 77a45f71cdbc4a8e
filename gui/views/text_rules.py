"""Settings of the rules of new texts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from gui.views.rules_section import USUAL_EVENTS, RulesSection
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.text.rules import TextRules


class TextRulesSection(RulesSection):
    """Length, allowed characters, and a text that ends a take."""

    def __init__(self) -> None:
        usual = Shape(USUAL_EVENTS, TextRules())
        super().__init__(self.tr("TEXT"), self.tr("Reset the text settings"), kind="text", usual=usual)

    def _make(self) -> None:
        super()._make()
        self.allowed, self.stop = QLineEdit(), QLineEdit()
        self.allowed.setPlaceholderText(self.tr("all"))
        self.stop.setPlaceholderText(self.tr("none"))
        for edit in (self.allowed, self.stop):
            edit.textChanged.connect(self.tell)
        self.add_row(self.tr("Only"), self.allowed, self.tr("The only characters that may be written"))
        self.add_row(self.tr("Stop at"), self.stop, self.tr("A text that ends a take; \\n is a new line"))

    def _length(self, value: float) -> str:
        return self.tr("{n:.0f} characters").format(n=value)

    def show_shape(self, shape: Shape) -> None:
        super().show_shape(shape)
        rules = shape.rules
        assert isinstance(rules, TextRules)
        self.allowed.setText(rules.allowed)
        self.stop.setText(next(iter(rules.stop), "").replace("\n", "\\n"))

    def shape(self, kept: Shape) -> Shape:
        assert isinstance(kept.rules, TextRules)
        stop = self.stop.text().replace("\\n", "\n")
        rules = replace(kept.rules, allowed=self.allowed.text(), stop=(stop,) if stop else ())
        return Shape(super().shape(kept).events, rules)
