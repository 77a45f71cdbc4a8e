"""Editor of the takes of one kind, and the part of a take that is chosen in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from gui.sampling.settings import ModelAbout
from seqgen.arrays import Floats
from seqgen.library.take import TakeRecord


@dataclass(frozen=True)
class Part:
    """A chosen part of a take: from `begin` to before `end` as the kind's `Editing` counts, which is from bar `first`
    to bar `last`, counted from 1; `track`: number of the one track that is edited there, called `name`; -1 for all."""

    begin: int
    end: int
    first: int
    last: int
    track: int = -1
    name: str = ""


class TakeEditor(QObject):
    """Shows takes in `widget`, one at a time. This one shows nothing; editors of a kind derive from it.

    `content` is a `Sheet` for kinds whose view has `notes`, else a `str`.
    """

    edited = Signal()
    """Emitted when the user has changed the content."""
    mixed = Signal(object)
    """Emitted with the `TrackInfo` of all tracks when the user has changed how loud they sound."""
    part_chosen = Signal()
    form_wanted = Signal(str)
    """Emitted with the form that the take is to be given."""
    track_dragged = Signal(int, object)
    """Emitted with the number of a track that the user pulls out of the window, and its picture."""
    track_copied = Signal(int)
    undo_changed = Signal()
    """Emitted when there may be something else to undo or redo in the editor's own history."""
    stack_made = Signal(object)
    stack_dropped = Signal(object)
    """Emitted with a `QUndoStack` whose steps are undone in one order with deletions of takes."""

    def __init__(self, widget: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.widget = widget

    @property
    def content(self) -> Any:
        """The content shown, with its edits; None if this editor has nothing to save."""
        return None

    def open(self, record: TakeRecord | None, content: Any, bits: Floats | None) -> None:
        """Show a take, or None before there is one. `bits`: of each note or character, None if unknown."""

    def set_may_write(self, may: bool) -> None:
        """Offer what the model would write, if it can write from this take now."""

    def close(self) -> None:
        """Another editor shows the next take."""

    def forget(self, take_id: str) -> None:
        """Drop what is kept of a removed take."""

    def show_bits(self, bits: Floats | None) -> None:
        """Show the bits of each note or character of the content, None if unknown."""

    def use_model(self, about: ModelAbout | None) -> None:
        """Edit with the means of the corpus of a model of this kind, None for none."""

    def show_judge(self, model: str) -> None:
        """Show the name of the model whose surprise is shown."""

    def is_shown(self, content: Any) -> bool:
        """Return True if the content has not been edited since it was `content`."""
        return bool(self.content == content)

    @property
    def is_empty(self) -> bool:
        return not self.content

    def primer(self) -> Any:
        """Return what a continuation goes on from, None for the whole file of the take."""
        return None

    @property
    def part(self) -> Part | None:
        return None

    @property
    def track(self) -> tuple[int, str]:
        """Number and name of the one part that is edited; -1 and no name for all."""
        return -1, ""

    def content_of(self, part: Part) -> Any:
        """Return a part of the content, to start new takes from."""
        return None

    def carry_out(self, action: str, words: str) -> None:
        """Carry out an action that only this kind knows; `words` name it in the undo menu."""

    def switch_parts(self, what: str) -> None:
        """Switch `muted` or `solo` of the parts that are chosen, for kinds with parts."""

    # -- undo ----------------------------------------------------------------------------------------------------------

    @property
    def stack(self) -> QUndoStack | None:
        """The undo history of the open take, if it was made known by `stack_made`."""
        return None

    @property
    def can_undo(self) -> bool:
        """True if a step of the editor's own history can be undone, which comes before all others."""
        return False

    @property
    def can_redo(self) -> bool:
        return False

    def undo(self) -> None:
        pass

    def redo(self) -> None:
        pass

    # -- playing -------------------------------------------------------------------------------------------------------

    @property
    def beginning(self) -> float:
        """Position at which to begin to listen: where the take differs from the one that it was made from."""
        return 0.0

    def play(self, position: float) -> None:
        """Play the take from a position, for kinds that sound."""

    def seek(self, position: float) -> None:
        pass

    @property
    def position(self) -> float:
        """Position of the player in the take."""
        return 0.0
