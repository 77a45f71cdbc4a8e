"""View of text."""

from __future__ import annotations

from gui.views.kind_view import KindView, PrimerOffer
from gui.views.reading_controls import ReadingControl, reading_controls
from gui.views.text_rules import TextRulesSection


class TextView(KindView):
    """Text: its rules, and primers from files or typed."""

    editable = True
    actions = frozenset(("continue", "new", "inspect"))
    formats = ("txt",)

    def events(self, count: int) -> str:
        return self.tr("%Ln character(s)", "", count)

    def reading_controls(self, kind: str) -> dict[str, ReadingControl]:
        tip = self.tr("Characters that occur less often become one that stands for all of them; 0 chooses")
        own = reading_controls(kind)["rare"]
        return {"rare": ReadingControl(self.tr("Least count"), tip, own.control)}

    def events_word(self) -> str:
        return self.tr("characters")

    def spread_words(self, grid: str) -> tuple[str, str]:
        return self.tr("Characters in a piece"), self.tr("{length} characters or more: {count} pieces")

    def point_words(self) -> str:
        return self.tr("Point at a character, or click one.")

    def unit_words(self) -> str:
        return self.tr("bits a character")

    def event_words(self, number: str, bar: int) -> str:
        return self.tr("Character {number}").format(number=number)

    def drag_words(self) -> str:
        return self.tr("Drag text")

    def new_words(self) -> tuple[str, str]:
        return self.tr("New text"), self.tr("Type a beginning, and let it continue")

    def rules_section(self, kind: str) -> TextRulesSection:
        return TextRulesSection()

    def primer_offer(self) -> PrimerOffer:
        return PrimerOffer(self.tr("Drop or choose a text file"), self.tr("Text (*.txt *.md)"), typed=True)
