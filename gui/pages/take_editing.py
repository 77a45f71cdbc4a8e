"""The take that is open: shown, played, edited, saved, and judged by the model."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from gui.models import sheet_edits
from gui.models.sheet import Sheet, TrackInfo
from gui.models.sheet_editor import SheetEditor
from gui.models.take import TakeRecord
from gui.services.take_store import TakeStore
from gui.studio import Studio
from gui.widgets.piano_roll import Selection
from gui.widgets.take_view import TakeView
from seqgen.errors import SeqgenError

Bits = npt.NDArray[np.float64]

QUIET_MILLISECONDS = 300
"""So long nothing must be edited before a take is saved and judged again."""

MOST_KEPT = 200


class TakeEditing(QObject):
    """Connects the open take with the roll or the text, the player, the store and the engine."""

    text_edited = Signal()

    def __init__(self, studio: Studio, store: TakeStore, view: TakeView, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._store, self._view = studio, store, view
        self.editor = SheetEditor(self)
        self.record: TakeRecord | None = None
        self.model = ""
        self._bits: OrderedDict[str, Bits] = OrderedDict()
        self._unsaved = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self.settle)
        self._connect()

    def _connect(self) -> None:
        view, player = self._view, self._studio.player
        view.roll.edited.connect(self.editor.apply)
        view.roll.selection_changed.connect(self._selected)
        view.roll.seek_wanted.connect(self._seek)
        view.mixer.changed.connect(self._mix)
        view.text.edited.connect(self._text_changed)
        self.editor.changed.connect(self._sheet_changed)
        player.tick_changed.connect(self._follow)
        player.state_changed.connect(lambda state: self._follow(player.tick))

    # -- opening -------------------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        """The sheet that is open; without notes for a text."""
        return self.editor.sheet

    def know_bits(self, take_id: str, bits: Bits) -> None:
        """Keep what the engine has said of a take's events."""
        self._bits[take_id] = np.asarray(bits, dtype=np.float64)
        while len(self._bits) > MOST_KEPT:
            self._bits.popitem(last=False)

    def open(self, record: TakeRecord | None, *, play: bool, at_tick: float | None = None) -> None:
        """Show a take; `play` it from its beginning or from `at_tick`."""
        self.settle()
        self.record = record
        if record is None:
            self.editor.open(Sheet.empty())
            return
        try:
            if record.kind == "text":
                self._view.text.set_text(self._store.text(record.id), self._bits.get(record.id))
            else:
                self._open_sheet(self._store.sheet(record.id), play=play, at_tick=at_tick)
        except (SeqgenError, OSError, KeyError) as error:
            self._studio.told.emit(str(error))
            return
        self.judge_unless_known()

    def judge_unless_known(self) -> None:
        """Ask what the model thinks of the open take, unless that is known."""
        if self.record is not None and self.record.id not in self._bits:
            self._judge()

    def _open_sheet(self, sheet: Sheet, *, play: bool, at_tick: float | None) -> None:
        self.editor.open(sheet)
        view, player = self._view, self._studio.player
        view.roll.set_sheet(sheet)
        view.roll.set_grid(max(1, sheet.ticks_per_quarter // 4))
        view.mixer.show_tracks(sheet.tracks)
        self._show_bits()
        view.roll.set_playhead(at_tick or 0.0)
        player.set_loop_range(None)
        player.load(sheet, title=self.record.path.stem if self.record else "")
        if play:
            player.play(at_tick or 0.0)

    def reload_into_player(self) -> None:
        """Make space play this take again, after another page has used the player."""
        player = self._studio.player
        music = self.record is not None and self.record.kind == "music"
        if music and player.state != "playing" and player.sheet is not self.sheet:
            player.load(self.sheet, title=self.record.path.stem if self.record else "")

    # -- editing -------------------------------------------------------------------------------------------------------

    def edit_all(self, what: str, words: str) -> None:
        """Quantise or transpose: the chosen notes, or all of them."""
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
            self._bits.pop(self.record.id, None)
        self._show_bits()
        self._unsaved = True
        self._quiet.start()

    def _mix(self, number: int, info: TrackInfo) -> None:
        sheet = self.sheet.with_track(number, info)
        program_changed = info.program != self.sheet.tracks[number].program
        if program_changed:
            self.editor.apply(sheet, self.tr("Change an instrument"))
            return
        # the place in the mix is heard at once, and is no edit of the notes
        self.editor.replace(sheet)
        self._view.roll.set_sheet(sheet, fit=False)
        self._studio.player.update_sheet(sheet)
        if self.record is not None:
            self._try(lambda: self._store.set_mix(self.record.id, sheet.tracks))

    def _text_changed(self) -> None:
        if self.record is not None:
            self._bits.pop(self.record.id, None)
        self._unsaved = True
        self._quiet.start()
        self.text_edited.emit()

    def settle(self) -> None:
        """Save what was edited, and have it judged again."""
        self._quiet.stop()
        if not self._unsaved or self.record is None:
            return
        self._unsaved = False
        record = self.record
        if record.kind == "text":
            self._try(lambda: self._store.save_text(record.id, self._view.text.text()))
        else:
            self._try(lambda: self._store.save_sheet(record.id, self.sheet))
        self._judge()

    def _try(self, act: Any) -> None:
        try:
            act()
        except (SeqgenError, OSError, KeyError) as error:
            self._studio.told.emit(str(error))

    # -- what the model thinks -----------------------------------------------------------------------------------------

    def _judge(self) -> None:
        record = self.record
        if record is None or not self.model:
            return
        content: Any = self._view.text.text() if record.kind == "text" else self.sheet
        if not (content if record.kind == "text" else len(content.notes)):
            return
        job = self._studio.engine.start("gui.services.jobs_sampling:surprise", self.model, content)
        # a take that does not fit the model simply has no surprise to show
        job.finished.connect(lambda bits: self._judged(record.id, content, bits))

    def _judged(self, take_id: str, content: Any, bits: Any) -> None:
        if self.record is None or self.record.id != take_id or bits is None:
            return
        same = self._view.text.text() == content if self.record.kind == "text" else self.sheet.notes is content.notes
        if same:
            self.know_bits(take_id, bits)
            self._show_bits()

    def _show_bits(self) -> None:
        bits = self._bits.get(self.record.id) if self.record is not None else None
        if self.record is not None and self.record.kind == "text":
            self._view.text.set_bits(bits)
        else:
            self._view.strip.set_surprise(self.sheet, bits)

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
        if selection.is_stretch:
            self._studio.player.set_loop_range(round(selection.begin_tick), round(selection.end_tick))
        else:
            self._studio.player.set_loop_range(None)
