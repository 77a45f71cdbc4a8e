"""Commands of a roll beside those of arrow keys: clipboard, selections, changes of the chosen notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.roll.editing import RollEditing
from gui.roll.gestures import bars_between
from gui.roll.step_entry import StepEntry
from gui.shortcuts import in_menu
from seqgen.formats import sheet_clips, sheet_edits
from seqgen.formats.sheet_clips import Clip

LINE = None
"""A line between the commands of a menu."""


@dataclass(frozen=True)
class Command:
    """An entry of the menu. `name`: of its keys in the table of shortcuts; `able` says whether it can be carried out
    now."""

    text: str
    name: str
    act: Callable[[], object]
    able: Callable[[], bool]


class RollCommands(QObject):
    """The commands of a roll, which are in its menu and on its keys."""

    grid_wanted = Signal(int)
    """Emitted with 1 for a finer grid, -1 for a coarser one, 0 for triplets or none."""

    def __init__(self, roll: RollEditing) -> None:
        super().__init__(roll)
        self._roll = roll
        self._clip: Clip | None = None
        self.steps = StepEntry(roll)
        self._commands = self._made()
        self._by_name = {each.name: each for each in self._commands if each is not LINE}

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._by_name)

    def _made(self) -> Sequence[Command | None]:
        some, roll = self._has_notes, self._roll

        def always() -> bool:
            return True

        return (
            Command(self.tr("Cut"), "cut", self.cut, some),
            Command(self.tr("Copy"), "copy", self.copy, some),
            Command(self.tr("Paste"), "paste", self.paste, lambda: self._clip is not None),
            Command(self.tr("Duplicate"), "duplicate", self.duplicate, some),
            Command(self.tr("Delete"), "delete", self.delete, some),
            LINE,
            Command(self.tr("Choose whole bars"), "choose-bars", self.choose_bars, some),
            Command(self.tr("Choose the whole part"), "choose-part", self.choose_part, some),
            Command(self.tr("Choose all of this pitch"), "choose-pitch", self.choose_pitch, some),
            LINE,
            Command(self.tr("Quantize to the grid"), "quantise", self.quantise, some),
            Command(self.tr("Up a step of the key"), "step-up", lambda: self.move_in_key(1), some),
            Command(self.tr("Down a step of the key"), "step-down", lambda: self.move_in_key(-1), some),
            LINE,
            Command(self.tr("Rest: the mark a step on"), "rest", self.steps.rest, always),
            Command(self.tr("Back a step, deleting what begins there"), "step-back", self.steps.back, always),
            LINE,
            Command(self.tr("Coarser grid"), "coarser", lambda: self.grid_wanted.emit(-1), always),
            Command(self.tr("Finer grid"), "finer", lambda: self.grid_wanted.emit(1), always),
            Command(self.tr("Grid of triplets"), "triplets", lambda: self.grid_wanted.emit(0), always),
            LINE,
            Command(self.tr("Show what is chosen"), "show-chosen", self.show_chosen, some),
            Command(self.tr("Show everything"), "fit", roll.view.fit, always),
        )

    def fill(self, menu: QMenu) -> None:
        """Add the commands to a menu, and the parts that the chosen notes can be given to."""
        for each in self._commands:
            if each is LINE:
                menu.addSeparator()
                continue
            action = menu.addAction(in_menu(each.text, each.name), each.act)
            action.setEnabled(each.able())
        if len(self._roll.sheet.tracks) > 1:
            menu.addMenu(self._parts(menu))

    def _parts(self, menu: QMenu) -> QMenu:
        parts = QMenu(self.tr("Give to the part"), menu)
        parts.setEnabled(self._has_notes())
        for number, track in enumerate(self._roll.sheet.tracks):
            name = track.name or self.tr("Track {number}").format(number=number + 1)
            action = QAction(name.replace("&", "&&"), parts)
            action.triggered.connect(lambda _=False, number=number: self.give_to(number))
            parts.addAction(action)
        return parts

    def carry_out(self, name: str) -> bool:
        """Carry out a command. Return False if there is none of this name, or it has nothing to do."""
        command = self._by_name.get(name)
        if command is None or not command.able():
            return False
        command.act()
        return True

    def _has_notes(self) -> bool:
        return len(self._roll.selection.notes) > 0

    # -- clipboard -----------------------------------------------------------------------------------------------------

    def _span(self) -> tuple[int, int]:
        """Return the stretch of time that is copied: the chosen range, or that of the notes on the grid."""
        selection, roll = self._roll.selection, self._roll
        if selection.is_range:
            return round(selection.begin_tick), round(selection.end_tick)
        return sheet_clips.span_of(roll.sheet, selection.notes, grid=roll.grid if roll.snaps else 1)

    def copy(self) -> None:
        begin, end = self._span()
        self._clip = sheet_clips.copy(self._roll.sheet, self._roll.selection.notes, begin=begin, end=end)
        self._roll.announce(self.tr("%Ln note(s) copied", "", len(self._clip.notes)))

    def cut(self) -> None:
        begin, _ = self._span()
        self.copy()
        self._roll.finish(sheet_edits.delete(self._roll.sheet, self._roll.selection.notes), self.tr("Cut notes"))
        self._roll.select_range(None)
        self._roll.set_mark(begin)

    def paste(self) -> None:
        """Add the clip at the mark, which moves behind it, so that pasting once more goes on."""
        clip, roll = self._clip, self._roll
        if clip is None:
            return
        at, track = roll.insertion, roll.part if roll.part >= 0 else None
        edit = sheet_clips.paste(roll.sheet, clip, at=at, track=track)
        roll.select_range(None)
        roll.finish(edit, self.tr("Paste notes"))
        roll.set_mark(at + round(clip.ticks * roll.sheet.ticks_per_quarter / clip.ticks_per_quarter))
        roll.reveal_chosen()
        roll.hear(edit.which)

    def duplicate(self) -> None:
        """Add the chosen notes once more behind them, and choose those."""
        roll, (begin, end) = self._roll, self._span()
        was_range = roll.selection.is_range
        edit = sheet_clips.duplicate(roll.sheet, roll.selection.notes, begin=begin, end=end)
        if was_range:
            roll.select_range(None)
        roll.finish(edit, self.tr("Duplicate notes"))
        if was_range:
            roll.select_range((float(end), float(2 * end - begin)))
        roll.reveal_chosen()

    def delete(self) -> None:
        self._roll.finish(sheet_edits.delete(self._roll.sheet, self._roll.selection.notes), self.tr("Delete notes"))

    # -- selections ----------------------------------------------------------------------------------------------------

    def choose_bars(self) -> None:
        """Choose the whole bars that the chosen notes stand in."""
        notes = self._roll.sheet.notes[self._roll.selection.notes]
        self._roll.select_range(
            bars_between(self._roll.sheet, float(notes["onset"].min()), float(notes["onset"].max()))
        )

    def choose_part(self) -> None:
        sheet = self._roll.sheet
        tracks = np.unique(sheet.notes["track"][self._roll.selection.notes])
        self._roll.select_notes(sheet_edits.of_tracks(sheet, tracks))

    def choose_pitch(self) -> None:
        sheet = self._roll.sheet
        pitches = np.unique(sheet.notes["pitch"][self._roll.selection.notes])
        self._roll.select_notes(self._roll.of_part(sheet_edits.of_pitches(sheet, pitches)))

    def show_chosen(self) -> None:
        begin, end = self._span()
        self._roll.view.show_time(begin, end)
        self._roll.scrolled_by_hand()
        self._roll.reveal_chosen()

    # -- changes -------------------------------------------------------------------------------------------------------

    def quantise(self) -> None:
        roll = self._roll
        self._finish(sheet_edits.quantise(roll.sheet, roll.selection.notes, grid=roll.grid), self.tr("Quantize notes"))

    def move_in_key(self, steps: int) -> None:
        roll = self._roll
        self._finish(sheet_edits.move_in_key(roll.sheet, roll.selection.notes, steps=steps), self.tr("Move in the key"))
        roll.reveal_chosen()
        roll.hear(roll.selection.notes)

    def give_to(self, track: int) -> None:
        roll = self._roll
        self._finish(sheet_edits.on_track(roll.sheet, roll.selection.notes, track), self.tr("Change the part"))

    def _finish(self, edit: sheet_edits.Edited, what: str) -> None:
        if edit.sheet is not self._roll.sheet:
            self._roll.finish(edit, what)
