"""Step entry: keys that are pressed become notes at the mark, which moves on by a step once all are up."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from gui.roll.editing import RollEditing
from seqgen.formats import sheet_edits


class StepEntry(QObject):
    """Enters notes into a roll. Keys that are held together are a chord; a step is as long as new notes are."""

    def __init__(self, roll: RollEditing) -> None:
        super().__init__(roll)
        self._roll = roll
        self._held: set[int] = set()
        self._at = self._track = 0
        self._entered = np.zeros(0, np.int64)

    def press(self, pitch: int, velocity: int) -> None:
        """Add a note to the step at the mark."""
        roll = self._roll
        if not roll.editable or not roll.sheet.tracks:
            return
        if not self._held:
            self._at, self._track, self._entered = roll.insertion, roll.own_track, np.zeros(0, np.int64)
            roll.select_range(None)
        self._held.add(pitch)
        before = roll.sheet.notes[self._entered]
        edit = sheet_edits.add(
            roll.sheet,
            onset=self._at,
            end=self._at + self._length(self._at),
            pitch=pitch,
            velocity=velocity,
            track=self._track,
        )
        places = [int(note) for note in edit.which]
        places += [int(np.flatnonzero(edit.sheet.notes == note)[0]) for note in before]
        self._entered = np.unique(np.array(places, np.int64))
        roll.finish(sheet_edits.Edited(edit.sheet, self._entered), self.tr("Enter notes"))
        roll.set_mark(self._at)
        roll.reveal_chosen()
        roll.hear(edit.which)

    def release(self, pitch: int) -> None:
        """Move the mark on once the last key of a step is up."""
        if pitch in self._held:
            self._held.discard(pitch)
            if not self._held:
                self._roll.set_mark(self._at + self._length(self._at))

    def rest(self) -> None:
        """Move the mark on by a step."""
        at = self._roll.insertion
        self._roll.select_range(None)
        self._roll.set_mark(at + self._length(at))
        self._roll.announce(self.tr("Rest"))

    def back(self) -> None:
        """Move the mark back by a step, and delete what begins there in the part."""
        roll = self._roll
        end = roll.insertion
        at = max(0, end - self._length(end))
        notes, track = roll.sheet.notes, roll.own_track
        begun = np.flatnonzero((notes["onset"] >= at) & (notes["onset"] < end) & (notes["track"] == track))
        if len(begun):
            roll.finish(sheet_edits.delete(roll.sheet, begun), self.tr("Delete notes"))
        roll.select_range(None)
        roll.set_mark(at)

    def stop(self) -> None:
        """Forget keys that are held."""
        self._held.clear()

    def _length(self, at: int) -> int:
        return self._roll.length or max(self._roll.grid, self._roll.sheet.beat_ticks(at))
