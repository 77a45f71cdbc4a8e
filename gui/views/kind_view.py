"""View of one kind of sequence in the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QObject

from gui.library.take import TakeRecord
from gui.views.rules_section import RulesSection


@dataclass(frozen=True)
class PrimerOffer:
    """Primers that takes of a kind accept.

    Attributes:
        hint: prompt for a file.
        files: filter of the file dialog.
        typed: True if the primer can be typed.
        recorded: True if it can be recorded from a MIDI keyboard.
        bars: True if only its first bars can be used.
    """

    hint: str
    files: str
    typed: bool = False
    recorded: bool = False
    bars: bool = False


class KindView(QObject):
    """Base of the views, used as it is for kinds without their own view. It is a `QObject` only for `tr`."""

    notes = False
    """True if takes are a `Sheet` in a piano roll, False if they are a text in an editor."""
    editable = False
    """True if takes can be edited, and the view shows the file's exact content."""
    provenance_in_file = False
    """True if the file of a take holds its provenance."""
    icon = "corpora"
    """Icon of a take on the Inspect page."""
    actions: frozenset[str] = frozenset(("continue", "inspect"))
    """Buttons and menu entries of a take, by their names in `TakeView`."""
    formats: tuple[str, ...] = ("file",)
    """Export formats, by their names in `gui.export.jobs`."""

    # -- words ---------------------------------------------------------------------------------------------------------

    def events(self, count: int) -> str:
        """`12 notes`."""
        return self.tr("%Ln event(s)", "", count)

    def bits_each(self, bits: str) -> str:
        """`2.91 bits a note` from the formatted number."""
        return self.tr("{bits} bits an event").format(bits=bits)

    def length(self, record: TakeRecord) -> str:
        """Return the length of a take in a few characters."""
        return QLocale().toString(record.events)

    def spoken_length(self, record: TakeRecord) -> str:
        """The length of a take in words."""
        return self.events(record.events)

    def facts(self, record: TakeRecord) -> list[str]:
        """What is said of a take beside its seed."""
        return [self.events(record.events)]

    def drag_words(self) -> str:
        """The button that a take is dragged by."""
        return self.tr("Drag file")

    def new_words(self) -> tuple[str, str]:
        """Title and hint of a take that is begun by hand; empty where that cannot be."""
        return "", ""

    # -- the Corpora page ----------------------------------------------------------------------------------------------

    piece_columns: tuple[str, ...] = ("name", "events", "label", "problem")
    """Columns of the table of pieces, by their names in `gui.corpora.pieces_table`."""

    def events_word(self) -> str:
        """`notes`, for the words after a number."""
        return self.tr("events")

    def events_heading(self) -> str:
        """The heading of the column that counts events."""
        return self.tr("Events")

    def total_length(self, length: float, grid: str) -> str:
        """The length of all pieces, from the sum of their lengths; empty where they have none."""
        return ""

    def spread_words(self, grid: str) -> tuple[str, str]:
        """Title of the plot of lengths, and the tip of a bar with `{length}` and `{count}`."""
        return self.tr("Events in a piece"), self.tr("{length} events or more: {count} pieces")

    # -- the Inspect page ----------------------------------------------------------------------------------------------

    def point_words(self) -> str:
        """What to do to see one event."""
        return self.tr("Point at an event, or click one.")

    def unit_words(self) -> str:
        """The unit of surprise."""
        return self.tr("bits an event")

    def event_words(self, number: str, bar: int) -> str:
        """The title of an event, from its number, and its bar where there are bars."""
        return self.tr("Event {number}").format(number=number)

    # -- the Create page -----------------------------------------------------------------------------------------------

    def rules_section(self) -> RulesSection:
        """Make the section of the Create page for the rules of takes."""
        return RulesSection()

    def primer_offer(self) -> PrimerOffer:
        """Return the primers that new takes accept."""
        return PrimerOffer(self.tr("Drop or choose a file"), self.tr("All files (*)"))


GENERAL = KindView()
