"""Open take: shown, played, edited, saved and scored by the model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gui.kinds import view_of
from gui.library.take import TakeRecord
from gui.roll.piano_roll import Selection
from gui.roll.sheet_editor import SheetEditor
from gui.sampling import jobs
from gui.studio import Studio
from gui.takes.store import TakeStore
from gui.takes.undo_order import UndoOrder
from gui.takes.view import TakeView
from gui.workers.worker import Job
from seqgen.arrays import Floats
from seqgen.errors import SeqgenError
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet, TrackInfo

QUIET_MILLISECONDS = 300
"""Pause after an edit before the take is saved and scored again."""

MOST_KEPT = 200
"""Most takes whose bits are cached."""
MOST_EDITORS = 16
"""Most takes that keep their undo history after another one was opened."""


class TakeEditing(QObject):
    """Connects the open take with the roll or the text, the player, the store and the engine."""

    text_edited = Signal()

    def __init__(self, studio: Studio, store: TakeStore, view: TakeView, order: UndoOrder, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._store, self._view, self._order = studio, store, view, order
        self._nothing = SheetEditor(self)
        self._editors: OrderedDict[str, SheetEditor] = OrderedDict()
        self.editor = self._nothing
        self.record: TakeRecord | None = None
        self._model = ""
        self.bits: OrderedDict[str, Floats] = OrderedDict()
        self._judging: Job | None = None
        self._score_again = False
        self._unsaved = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self._settle_and_score)
        self._connect()

    def _connect(self) -> None:
        view, player = self._view, self._studio.player
        view.roll.edited.connect(lambda sheet, what: self.editor.apply(sheet, what))
        view.roll.selection_changed.connect(self._selected)
        view.roll.seek_wanted.connect(self._seek)
        view.mixer.changed.connect(self._mix)
        view.text.edited.connect(self._text_changed)
        player.tick_changed.connect(self._follow)
        player.state_changed.connect(lambda state: self._follow(player.tick))

    # -- opening -------------------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        """The open sheet, without notes for a text."""
        return self.editor.sheet

    def know_bits(self, take_id: str, bits: Floats) -> None:
        """Cache the bits of a take's events."""
        self.bits[take_id] = np.asarray(bits, dtype=np.float64)
        while len(self.bits) > MOST_KEPT:
            self.bits.popitem(last=False)

    def use_model(self, path: str) -> None:
        """Score with another model and drop the cached bits of the previous one."""
        if path != self._model:
            self._model = path
            self.bits.clear()
            self._show_bits()
        self.score_unless_known()

    def open(self, record: TakeRecord | None, *, play: bool, at_quarter: float | None = None) -> None:
        """Show a take; `play` it from its beginning or from `at_quarter` quarter notes."""
        self.settle()
        self.record, self._unsaved, self.editor = record, False, self._nothing
        if record is None:
            self._view.text.editor.setReadOnly(False)
            self._view.text.set_text("")
            return
        try:
            view = view_of(record.kind)
            if view.notes:
                self.editor = self._editor_of(record.id)
                self._show_sheet(play=play, at_quarter=at_quarter)
            else:
                text, bits = self._store.text(record.id), self.bits.get(record.id)
                self._view.text.editor.setReadOnly(not view.editable)
                self._view.text.set_text(text, bits, primed=record.primed if view.editable else 0)
        except (SeqgenError, OSError, KeyError) as error:
            self.record = None
            self._studio.told.emit(str(error))
            return
        self.score_unless_known()

    def forget(self, ids: Sequence[str]) -> None:
        """Drop cached data of removed takes; an open one is closed without saving."""
        if self.record is not None and self.record.id in ids:
            self._quiet.stop()
            self.record, self._unsaved, self.editor = None, False, self._nothing
        for take_id in ids:
            self.bits.pop(take_id, None)
            if take_id in self._editors:
                self._drop(self._editors.pop(take_id))

    def _editor_of(self, take_id: str) -> SheetEditor:
        """Return the editor of a take, with its undo history if it was open lately.

        Raises:
            SeqgenError, KeyError: if the take cannot be read or is gone.
        """
        if take_id not in self._editors:
            editor = SheetEditor(self)
            editor.open(self._store.sheet(take_id))
            editor.changed.connect(self._sheet_changed)
            self._order.watch(editor.stack)
            self._editors[take_id] = editor
        self._editors.move_to_end(take_id)
        while len(self._editors) > MOST_EDITORS:
            self._drop(self._editors.popitem(last=False)[1])
        return self._editors[take_id]

    def _drop(self, editor: SheetEditor) -> None:
        self._order.forget(editor.stack)
        editor.deleteLater()

    def score_unless_known(self) -> None:
        """Score the open take, unless its bits are cached."""
        if self.record is not None and self.record.id not in self.bits:
            self._score()

    def _show_sheet(self, *, play: bool, at_quarter: float | None) -> None:
        sheet, view, player = self.sheet, self._view, self._studio.player
        tick = (at_quarter or 0.0) * sheet.ticks_per_quarter
        view.roll.set_sheet(sheet)
        view.roll.set_grid(max(1, sheet.ticks_per_quarter // 4))
        view.mixer.show_tracks(sheet.tracks)
        self._show_bits()
        view.roll.set_playhead(tick)
        player.load(sheet, title=self.record.path.stem if self.record else "")
        if play:
            player.play(tick)
        elif tick:
            player.seek(tick)

    def play_again(self) -> None:
        if self.record is not None and view_of(self.record.kind).notes:
            self.reload_into_player()
            self._studio.player.play(0.0)

    @property
    def position(self) -> float:
        """Return the player's position in the open take, in quarter notes."""
        return self._studio.player.tick / self.sheet.ticks_per_quarter if self._plays_this() else 0.0

    def reload_into_player(self) -> None:
        """Load the open take into the player again, after another page has used it."""
        player = self._studio.player
        music = self.record is not None and view_of(self.record.kind).notes
        if music and player.state != "playing" and player.sheet is not self.sheet:
            player.load(self.sheet, title=self.record.path.stem if self.record else "")

    # -- editing -------------------------------------------------------------------------------------------------------

    def edit_all(self, what: str, words: str) -> None:
        """Quantise or transpose the selected notes, or all if none are selected."""
        sheet, chosen = self.sheet, self._view.roll.selection.notes
        which = chosen if len(chosen) else np.arange(len(sheet.notes))
        steps = {"up": 1, "down": -1, "octave-up": 12, "octave-down": -12}
        if what == "quantise":
            grid = max(1, sheet.ticks_per_quarter // 4)
            self.editor.apply(sheet_edits.quantise(sheet, which, grid=grid).sheet, words)
        elif len(chosen):
            self.editor.apply(sheet_edits.move(sheet, which, semitones=steps[what]).sheet, words)
        else:
            self.editor.apply(sheet_edits.transpose(sheet, steps[what]), words)

    def _sheet_changed(self, sheet: Sheet) -> None:
        if self._view.roll.sheet is not sheet:
            self._view.roll.set_sheet(sheet, fit=False)
        self._view.mixer.show_tracks(sheet.tracks)
        self._studio.player.update_sheet(sheet)
        if self.record is not None:
            self.bits.pop(self.record.id, None)
        self._show_bits()
        self._unsaved = True
        self._quiet.start()

    def _mix(self, number: int, info: TrackInfo) -> None:
        sheet = self.sheet.with_track(number, info)
        program_changed = info.program != self.sheet.tracks[number].program
        if program_changed:
            self.editor.apply(sheet, self.tr("Change an instrument"))
            return
        # a change of the mix is heard at once, and is no edit of the notes
        self.editor.replace(sheet)
        self._view.roll.set_sheet(sheet, fit=False)
        self._studio.player.update_sheet(sheet)
        record = self.record
        if record is not None:
            self._studio.attempt(lambda: self._store.set_mix(record.id, sheet.tracks))

    def _text_changed(self) -> None:
        if self.record is not None:
            self.bits.pop(self.record.id, None)
        self._unsaved = True
        self._quiet.start()
        self.text_edited.emit()

    def _settle_and_score(self) -> None:
        self.settle()
        self.score_unless_known()

    def settle(self) -> None:
        self._quiet.stop()
        if not self._unsaved or self.record is None:
            return
        self._unsaved = False
        record = self.record
        if view_of(record.kind).notes:
            self._studio.attempt(lambda: self._store.save_sheet(record.id, self.sheet))
        else:
            self._studio.attempt(lambda: self._store.save_text(record.id, self._view.text.text()))

    # -- scores --------------------------------------------------------------------------------------------------------

    def _score(self) -> None:
        record = self.record
        if record is None or not self._model:
            return
        notes = view_of(record.kind).notes
        content: Any = self.sheet if notes else self._view.text.text()
        if not view_of(record.kind).editable or not (len(content.notes) if notes else content):
            return
        if self._judging is not None:
            # while takes are being generated, edits must not queue up
            self._score_again = True
            return
        model = self._model
        job = self._studio.engine.start(jobs.surprise, model, content)
        self._judging = job
        job.finished.connect(lambda bits: self._scored(record.id, model, content, bits))
        # a take that the model cannot encode has no surprise to show
        job.failed.connect(self._score_next)
        job.cancelled.connect(self._score_next)

    def _scored(self, take_id: str, model: str, content: Any, bits: Any) -> None:
        record = self.record
        if record is not None and record.id == take_id and model == self._model and bits is not None:
            notes = view_of(record.kind).notes
            if self.sheet.notes is content.notes if notes else self._view.text.text() == content:
                self.know_bits(take_id, bits)
                self._show_bits()
        self._score_next()

    def _score_next(self) -> None:
        self._judging = None
        if self._score_again:
            self._score_again = False
            self.score_unless_known()

    def _show_bits(self) -> None:
        bits = self.bits.get(self.record.id) if self.record is not None else None
        if self.record is None or view_of(self.record.kind).notes:
            self._view.strip.set_surprise(self.sheet, bits)
        else:
            self._view.text.set_bits(bits)

    # -- playing -------------------------------------------------------------------------------------------------------

    def _plays_this(self) -> bool:
        return self._studio.player.sheet is self.sheet

    def _follow(self, tick: float) -> None:
        if self._plays_this():
            self._view.roll.set_playhead(tick, self._studio.player.state == "playing")

    def _seek(self, tick: int) -> None:
        self.reload_into_player()
        if self._plays_this():
            self._studio.player.seek(tick)
        self._view.roll.set_playhead(tick)

    def _selected(self, selection: Selection) -> None:
        if selection.is_range:
            self._studio.player.set_loop_range(round(selection.begin_tick), round(selection.end_tick))
        else:
            self._studio.player.set_loop_range(None)
