"""How one kind of sequence is shown and edited in the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from gui.views.rules_section import RulesSection


@dataclass(frozen=True)
class PrimerOffer:
    """What takes of a kind can go on from: files (`hint`, and `files` as a filter of the file dialog), a text that is
    `typed`, a recording from a MIDI keyboard, its first `bars` only."""

    hint: str
    files: str
    typed: bool = False
    recorded: bool = False
    bars: bool = False


class KindView(QObject):
    """The view of a kind. This class serves kinds that have none of their own; others derive from it.

    It is a `QObject` for its translations alone.
    """

    def rules_section(self) -> RulesSection:
        """Make the section of the Create page that says what is asked of a take."""
        return RulesSection()

    def primer_offer(self) -> PrimerOffer:
        """Return what new takes can go on from."""
        return PrimerOffer(self.tr("Drop or choose a file"), self.tr("All files (*)"))


GENERAL = KindView()
