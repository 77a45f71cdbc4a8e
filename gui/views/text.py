"""The view of text: an editor with tinted characters."""

from __future__ import annotations

from gui.views.kind_view import KindView, PrimerOffer
from gui.views.text_rules import TextRulesSection


class TextView(KindView):
    """Characters in an editor."""

    def rules_section(self) -> TextRulesSection:
        return TextRulesSection()

    def primer_offer(self) -> PrimerOffer:
        return PrimerOffer(self.tr("Drop or choose a text file"), self.tr("Text (*.txt *.md)"), typed=True)
