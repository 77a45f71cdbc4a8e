"""Editor of takes of music, which plays them too."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication

from gui.playback.keyboard_input import KeyboardInput
from gui.playback.note_echo import NoteEcho
from gui.playback.player import PLAYING
from gui.roll.edit_bar import FREE, RollTools
from gui.roll.piano_roll import Selection
from gui.roll.sheet_editor import SheetEditor
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.studio import Studio
from gui.views.density_curve import levels_of
from gui.views.music_take import MusicTake
from gui.views.take_editor import Part, TakeEditor
from seqgen.arrays import AnyArray, Floats
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet, TrackInfo
from seqgen.library.take import TakeRecord
from seqgen.theory.general_midi import program_names
from seqgen.theory.snaps import SNAPS

PAGE = "create"
MOST_HISTORIES = 16
"""Most takes that keep their undo history after another one was opened."""
PREPARE_MILLISECONDS = 600
PREPARED_TRACKS = 4
SEMITONES = {"up": 1, "down": -1, "octave-up": 12, "octave-down": -12}


class MusicEditor(TakeEditor):
    """Connects mixer and roll with the sheet of the open take and the player. Positions are in quarter notes."""

    widget: MusicTake

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(MusicTake(), parent)
        self._player, self._listening = studio.player, studio.listening
        self._nothing = SheetEditor(self)
        self._histories: OrderedDict[str, SheetEditor] = OrderedDict()
        self._sheet = self._nothing
        self._asked: list[int] = []
        self._chosen_mix: dict[tuple[str, int, bool, int], tuple[bool, bool]] = {}
        self._settings, self._told = studio.settings, studio.told
        self._heard = NoteEcho(studio.player, self)
        self._show_tools()
        self._new_bars: list[int] = []
        self._keyboard = KeyboardInput(self)
        self._connect()
        self._connect_keyboard()
        QTimer.singleShot(PREPARE_MILLISECONDS, self, lambda: self.widget.mixer.prepare(PREPARED_TRACKS))
        self.widget.mixer.set_programs(program_names())

    def _connect(self) -> None:
        roll, player = self.widget.roll, self._player
        roll.edited.connect(lambda sheet, what: self._sheet.apply(sheet, what))
        roll.selection_changed.connect(self._selected)
        roll.seek_wanted.connect(self._seek)
        roll.heard.connect(self._hear)
        self.widget.tools_changed.connect(self._keep_tools)
        self.widget.mixer.changed.connect(self._mix)
        self.widget.mixer.dragged.connect(self.track_dragged)
        self.widget.mixer.copy_wanted.connect(self.track_copied)
        self.widget.form_wanted.connect(self.form_wanted)
        player.tick_changed.connect(self._follow)
        player.sheet_changed.connect(self._show_loop)
        player.state_changed.connect(lambda state: self._follow(player.tick))

    def _connect_keyboard(self) -> None:
        """Let keys of a MIDI keyboard become notes while the tool is on and nothing else is in front."""
        keyboard, button, steps = self._keyboard, self.widget.bar.keyboard, self.widget.roll.canvas.commands.steps

        def press(pitch: int, velocity: int) -> None:
            if self.widget.isVisible() and QApplication.activeModalWidget() is None:
                steps.press(pitch, velocity)

        keyboard.pressed.connect(press)
        keyboard.released.connect(steps.release)
        keyboard.problem.connect(self._told)
        keyboard.listening.connect(
            lambda names: self._told.emit(self.tr("Notes come from {names}.").format(names=", ".join(names)))
        )
        keyboard.stopped.connect(lambda: button.setChecked(False))
        self.widget.bar.keyboard_wanted.connect(lambda on: keyboard.start() if on else keyboard.stop())

    # -- the open take -------------------------------------------------------------------------------------------------

    @property
    def content(self) -> Sheet:
        return self._sheet.sheet

    def open(self, record: TakeRecord | None, content: Sheet, bits: Floats | None) -> None:
        self.close()
        if record is not None:
            self._sheet = self._history_of(record.id, content)
            self._sheet.replace(self._mixed_as_before(self._sheet.sheet))
        sheet, take = self.content, self.widget
        take.show_sheet(sheet)
        self._asked = self._asked_of(record, sheet)
        self._new_bars = record.changed if record is not None else []
        take.show_form(sheet, self._asked, self._new_bars)
        take.mixer.show_tracks(sheet.tracks)
        self.show_bits(bits)
        take.roll.set_playhead(0.0)
        if record is not None:
            self._listening.show(PAGE, sheet, record.path.stem)

    def set_may_write(self, may: bool) -> None:
        self.widget.form.set_editable(may)

    def close(self) -> None:
        self.widget.roll.canvas.commands.steps.stop()
        self._sheet = self._nothing
        if self._listening.plays(PAGE):
            self._player.stop()
        self._listening.show(PAGE, None)

    def forget(self, take_id: str) -> None:
        if take_id in self._histories:
            self._drop(self._histories.pop(take_id))

    def show_bits(self, bits: Floats | None) -> None:
        self.widget.strip.set_surprise(self.content, bits)

    def use_model(self, about: ModelAbout | None) -> None:
        self.widget.use_grid_of(about.snap if about is not None else "")

    def show_judge(self, model: str) -> None:
        self.widget.strip.set_judge(model)

    def is_shown(self, content: Sheet) -> bool:
        return self.content.notes is content.notes

    @property
    def is_empty(self) -> bool:
        return not len(self.content.notes)

    def _asked_of(self, record: TakeRecord | None, sheet: Sheet) -> list[int]:
        """Return the density that each bar of a whole take was asked to have, 0 where none was."""
        if record is None or record.parent:
            return []
        shape = SamplingSettings.from_json(record.settings).shapes.get(record.kind)
        rules, bars = getattr(shape, "rules", None), sheet.bars
        asked = str(getattr(rules, "density", ""))
        # what stands before the new bars, a primer or a pick-up
        new = min(int(getattr(rules, "bars", 0)) or bars, bars)
        return [0] * (bars - new) + levels_of(asked, new) if asked else []

    def _history_of(self, take_id: str, sheet: Sheet) -> SheetEditor:
        """Return the editor of a take, with its undo history if it was open lately."""
        if take_id not in self._histories:
            history = SheetEditor(self)
            history.open(sheet)
            history.changed.connect(self._changed)
            self.stack_made.emit(history.stack)
            self._histories[take_id] = history
        self._histories.move_to_end(take_id)
        while len(self._histories) > MOST_HISTORIES:
            self._drop(self._histories.popitem(last=False)[1])
        return self._histories[take_id]

    def _drop(self, history: SheetEditor) -> None:
        self.stack_dropped.emit(history.stack)
        history.deleteLater()

    # -- tools ---------------------------------------------------------------------------------------------------------

    def _show_tools(self) -> None:
        kept = self._settings.values
        snap = kept.snap if kept.snap in (*SNAPS, FREE) else ""
        length = kept.note_length if kept.note_length in SNAPS else ""
        tools = RollTools(snap, length, hears=kept.hear_edits, chords=kept.chord_lane, lane=kept.roll_lane)
        self.widget.show_tools(tools)

    def _keep_tools(self, tools: RollTools) -> None:
        self._settings.change(
            snap=tools.snap, note_length=tools.length, hear_edits=tools.hears, chord_lane=tools.chords,
            roll_lane=tools.lane,
        )  # fmt: skip
        # another part may be edited, without another selection
        self.part_chosen.emit()

    def _hear(self, notes: AnyArray) -> None:
        """Play notes that were edited, unless the take is playing."""
        if self.widget.bar.tools.hears and self._player.state != PLAYING:
            self._heard.play(notes, self.content.tracks)

    # -- editing -------------------------------------------------------------------------------------------------------

    @property
    def stack(self) -> QUndoStack:
        return self._sheet.stack

    def carry_out(self, action: str, words: str) -> None:
        """Quantise or transpose the selected notes, or all if none are selected."""
        sheet, chosen = self.content, self.widget.roll.selection.notes
        which = chosen if len(chosen) else np.arange(len(sheet.notes))
        if action == "quantise":
            grid = self.widget.bar.grid_ticks(sheet.ticks_per_quarter)
            self._sheet.apply(sheet_edits.quantise(sheet, which, grid=grid).sheet, words)
        elif len(chosen):
            self._sheet.apply(sheet_edits.move(sheet, which, semitones=SEMITONES[action]).sheet, words)
        else:
            self._sheet.apply(sheet_edits.transpose(sheet, SEMITONES[action]), words)

    def _changed(self, sheet: Sheet) -> None:
        if self.widget.roll.sheet is not sheet:
            self.widget.roll.set_sheet(sheet, fit=False)
        self.widget.show_form(sheet, self._asked, self._new_bars)
        self.widget.mixer.show_tracks(sheet.tracks)
        self._listening.update(PAGE, sheet)
        self.show_bits(None)
        self.edited.emit()

    def _mixed_as_before(self, sheet: Sheet) -> Sheet:
        """Return a sheet whose parts are silent and alone as the user last chose for parts of the same name."""
        for number, track in enumerate(sheet.tracks):
            muted, solo = self._chosen_mix.get(_part_of(sheet, number), (track.muted, track.solo))
            if (muted, solo) != (track.muted, track.solo):
                sheet = sheet.with_track(number, replace(track, muted=muted, solo=solo))
        return sheet

    def _mix(self, number: int, info: TrackInfo) -> None:
        sheet = self.content.with_track(number, info)
        if info.program != self.content.tracks[number].program:
            self._sheet.apply(sheet, self.tr("Change an instrument"))
            return
        self._chosen_mix[_part_of(sheet, number)] = info.muted, info.solo
        # a change of the mix is heard at once, and is no edit of the notes
        self._sheet.replace(sheet)
        self.widget.roll.set_sheet(sheet, fit=False)
        self._listening.update(PAGE, sheet)
        self.mixed.emit(sheet.tracks)

    def switch_parts(self, what: str) -> None:
        """Switch `muted` or `solo` of the parts of the chosen notes, or of the part that is edited."""
        selection, tracks = self.widget.roll.selection, self.content.tracks
        # a stretch of bars holds notes of all parts, and chooses none
        notes = selection.notes[:0] if selection.is_range else selection.notes
        edited = [self.widget.bar.tools.part] if self.widget.bar.tools.part >= 0 else []
        which = np.unique(self.content.notes["track"][notes]).tolist() or edited or list(range(len(tracks)))[:1]
        if len(which) < len(tracks) and not (len(notes) or edited):
            self._told.emit(self.tr("Choose notes of the part first, or the part above the roll."))
            return
        on = not all(getattr(tracks[number], what) for number in which)
        for number in which:
            track = self.content.tracks[number]
            self._mix(number, replace(track, muted=on) if what == "muted" else replace(track, solo=on))
        self.widget.mixer.show_tracks(self.content.tracks)

    # -- the chosen bars -----------------------------------------------------------------------------------------------

    @property
    def part(self) -> Part | None:
        selection = self.widget.roll.selection
        if not selection.is_range:
            return None
        lines = self.content.bar_lines()
        first = int((lines <= selection.begin_tick).sum())
        last = max(first, int((lines < selection.end_tick).sum()))
        return Part(round(selection.begin_tick), round(selection.end_tick), first, last, *self.track)

    @property
    def track(self) -> tuple[int, str]:
        number = self.widget.bar.tools.part
        return number, self.widget.bar.part.currentText() if number >= 0 else ""

    def content_of(self, part: Part) -> Sheet:
        return sheet_edits.cut(self.content, part.begin, part.end)

    def primer(self) -> Sheet:
        """Return the take up to the end of the chosen bars."""
        part = self.part
        return self.content if part is None else sheet_edits.cut(self.content, 0, part.end)

    def _selected(self, selection: Selection) -> None:
        self._show_loop()
        self.part_chosen.emit()

    def _show_loop(self) -> None:
        """Let the player repeat the chosen bars, also once it holds the take again."""
        selection = self.widget.roll.selection
        if self._listening.holds(PAGE):
            begin, end = (round(selection.begin_tick), round(selection.end_tick)) if selection.is_range else (None, 0)
            self._player.set_loop_range(begin, end)

    # -- playing -------------------------------------------------------------------------------------------------------

    @property
    def beginning(self) -> float:
        lines = self.content.bar_lines()
        bar = min(self._new_bars, default=1)
        return float(lines[bar - 1]) / self.content.ticks_per_quarter if 0 < bar <= len(lines) else 0.0

    def play(self, position: float) -> None:
        tick = position * self.content.ticks_per_quarter
        self.widget.roll.set_playhead(tick)
        self._listening.play(PAGE, tick)

    def seek(self, position: float) -> None:
        self._seek(round(position * self.content.ticks_per_quarter))

    @property
    def position(self) -> float:
        return self._player.tick / self.content.ticks_per_quarter if self._listening.holds(PAGE) else 0.0

    def _follow(self, tick: float) -> None:
        if self._listening.holds(PAGE):
            self.widget.roll.set_playhead(tick, self._listening.plays(PAGE))

    def _seek(self, tick: int) -> None:
        self._listening.seek(PAGE, tick)
        self.widget.roll.set_playhead(tick)


def _part_of(sheet: Sheet, number: int) -> tuple[str, int, bool, int]:
    """Return what a track is known by in other takes: name, program, drums, and its place among those alike."""
    infos = [(track.name, track.program, track.drums) for track in sheet.tracks[: number + 1]]
    return (*infos[number], infos.count(infos[number]))
