"""View of series of numbers."""

from __future__ import annotations

from gui.views.kind_view import KindView, PrimerOffer


class SeriesView(KindView):
    """Series: their words, and primers from files of readings."""

    def events(self, count: int) -> str:
        return self.tr("%Ln reading(s)", "", count)

    def stands_in(self, first: int, last: int, piece: str) -> str:
        words = self.tr("Readings {first}–{last} stand in {piece}")
        return words.format(first=first, last=last, piece=piece)

    def events_word(self) -> str:
        return self.tr("readings")

    def spread_words(self, grid: str) -> tuple[str, str]:
        return self.tr("Readings in a series"), self.tr("{length} readings or more: {count} series")

    def point_words(self) -> str:
        return self.tr("Point at a reading, or click one.")

    def unit_words(self) -> str:
        return self.tr("bits a reading")

    def event_words(self, number: str, bar: int) -> str:
        return self.tr("Reading {number}").format(number=number)

    def primer_offer(self) -> PrimerOffer:
        return PrimerOffer(self.tr("Drop or choose a CSV file"), self.tr("Series of numbers (*.csv *.tsv)"))
