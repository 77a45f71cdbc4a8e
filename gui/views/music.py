"""The view of music: a piano roll, a mixer, sound."""

from __future__ import annotations

from gui.views.kind_view import KindView, PrimerOffer
from gui.views.music_rules import MusicRulesSection


class MusicView(KindView):
    """Notes in a piano roll, played and mixed."""

    def rules_section(self) -> MusicRulesSection:
        return MusicRulesSection()

    def primer_offer(self) -> PrimerOffer:
        files = self.tr("Music (*.mid *.midi *.abc)")
        return PrimerOffer(self.tr("Drop or choose a MIDI file"), files, recorded=True, bars=True)
