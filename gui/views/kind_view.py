"""View of one kind of sequence in the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QObject

from gui.sampling.settings import ModelAbout
from gui.studio import Studio
from gui.views.general_rules import GeneralRulesSection
from gui.views.reading_controls import ReadingControl, reading_controls
from gui.views.rules_section import RulesSection
from gui.views.take_editor import TakeEditor
from gui.views.text_editor import TextEditor
from seqgen.kinds.evaluation import Shape
from seqgen.library.take import TakeRecord


@dataclass(frozen=True)
class PrimerOffer:
    """Primers that takes of a kind accept.

    Attributes:
        hint: prompt for a file.
        files: filter of the file dialog.
        typed: True if the primer can be typed.
        recorded: True if it can be recorded from a MIDI keyboard.
    """

    hint: str
    files: str
    typed: bool = False
    recorded: bool = False


class KindView(QObject):
    """Base of the views, used as it is for kinds without their own view. It is a `QObject` only for `tr`."""

    notes = False
    """True if the content of takes is a `Sheet`, False if it is a text."""
    editable = False
    """True if takes can be edited: their content is then the file's. False if it is a line for each event."""
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
        return f"{bits} {self.unit_words()}"

    def stands_in(self, first: int, last: int, piece: str) -> str:
        """Return a line on a part of a take, as counted from 1, that stands in a piece of the corpus."""
        words = self.tr("Characters {first}–{last} stand in {piece}")
        return words.format(first=first, last=last, piece=piece)

    def length(self, record: TakeRecord) -> str:
        """Return the length of a take in a few characters."""
        return QLocale().toString(record.events)

    def spoken_length(self, record: TakeRecord) -> str:
        """Return the length of a take in words."""
        return self.events(record.events)

    def facts(self, record: TakeRecord) -> list[str]:
        """Return the facts for the heading of a take, without its seed."""
        return [self.events(record.events)]

    def drag_words(self) -> str:
        """Return the label of the button to drag a take."""
        return self.tr("Drag file")

    def new_words(self) -> tuple[str, str]:
        """Return title and hint of a take begun by hand, empty if takes of this kind cannot be."""
        return "", ""

    # -- the Corpora page ----------------------------------------------------------------------------------------------

    piece_columns: tuple[str, ...] = ("name", "events", "label", "problem")
    """Columns of the table of pieces, by their names in `gui.corpora.pieces_table`."""

    def reading_controls(self, kind: str) -> dict[str, ReadingControl]:
        """Return new controls for how a corpus of `kind` is read, by the names of its options."""
        return reading_controls(kind)

    def events_word(self) -> str:
        """`notes`, to follow a number."""
        return self.tr("events")

    def total_length(self, length: float, grid: str) -> str:
        """Return the total `length` of all pieces in words, empty for kinds without a length."""
        return ""

    def spread_words(self, grid: str) -> tuple[str, str]:
        """Return the title of the histogram of lengths, and a bar's tool tip with `{length}` and `{count}`."""
        return self.tr("Events in a piece"), self.tr("{length} events or more: {count} pieces")

    # -- the Inspect page ----------------------------------------------------------------------------------------------

    def point_words(self) -> str:
        """Return the hint shown while no event is chosen."""
        return self.tr("Point at an event, or click one.")

    def unit_words(self) -> str:
        """`bits a note`."""
        return self.tr("bits an event")

    def event_words(self, number: str, bar: int) -> str:
        """`Note 12, bar 3`; kinds without bars ignore `bar`."""
        return self.tr("Event {number}").format(number=number)

    # -- the Create page -----------------------------------------------------------------------------------------------

    def take_editor(self, studio: Studio) -> TakeEditor:
        """Return a new editor of takes: what shows, edits and plays them."""
        return TextEditor(editable=self.editable)

    def rules_section(self, kind: str) -> RulesSection:
        """Return a new section of the Create page for the length and the rules of takes of `kind`."""
        return GeneralRulesSection(kind)

    def beat(self, shape: Shape, about: ModelAbout | None) -> tuple[float, str]:
        """Return tempo and metre of new takes, in which a primer is recorded: quarter notes a minute, and `3/4`."""
        return 0.0, ""

    def primer_offer(self) -> PrimerOffer:
        """Return the primers that new takes accept."""
        return PrimerOffer(self.tr("Drop or choose a file"), self.tr("All files (*)"))
