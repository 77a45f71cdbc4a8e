"""Open take: shown by the editor of its kind, saved and scored by the model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from gui.kinds import KindView, view_of
from gui.reasons import in_words
from gui.sampling import jobs
from gui.sampling.settings import ModelAbout
from gui.studio import Studio
from gui.takes.store import TakeStore
from gui.takes.undo_order import UndoOrder
from gui.takes.view import TakeView
from gui.views.take_editor import TakeEditor
from gui.workers.worker import Job
from seqgen.arrays import Floats
from seqgen.errors import SeqgenError
from seqgen.formats.sheet import TrackInfo
from seqgen.kinds import all_kinds
from seqgen.library.take import TakeRecord

QUIET_MILLISECONDS = 300
"""Pause after an edit before the take is saved and scored again."""

MOST_KEPT = 200
"""Most takes whose bits are cached."""


class TakeEditing(QObject):
    """Connects the open take with the editor of its kind, the store and the engine."""

    form_wanted = Signal(str)
    """Emitted with the form that the open take is to be given."""

    track_dragged = Signal(int, object)
    track_copied = Signal(int)

    def __init__(self, studio: Studio, store: TakeStore, view: TakeView, order: UndoOrder, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._store, self._view, self.order = studio, store, view, order
        self._nothing = TakeEditor(QWidget(view), self)
        self._editors: dict[KindView, TakeEditor] = {}
        self.editor = self._nothing
        self.record: TakeRecord | None = None
        self._judge: ModelAbout | None = None
        self.bits: OrderedDict[str, Floats] = OrderedDict()
        self._judging: Job | None = None
        self._asked: tuple[str, str, Any] = ("", "", None)
        self._score_again = False
        self._unsaved = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self._settle_and_score)

    # -- the editors ---------------------------------------------------------------------------------------------------

    def editor_of(self, kind: str) -> TakeEditor:
        """Return the editor of a kind, made when it is first asked for."""
        view = view_of(kind)
        if view not in self._editors:
            editor = view.take_editor(self._studio)
            editor.setParent(self)
            # only the editor that is shown has anything to say
            editor.edited.connect(lambda: self._edited(editor))
            editor.mixed.connect(lambda tracks: self._mixed(editor, tracks))
            editor.part_chosen.connect(self._view.part_chosen)
            editor.form_wanted.connect(self.form_wanted)
            editor.track_dragged.connect(self.track_dragged)
            editor.track_copied.connect(self.track_copied)
            editor.undo_changed.connect(self.order.changed)
            editor.stack_made.connect(self.order.watch)
            editor.stack_dropped.connect(self.order.forget)
            self._view.add_content(editor.widget)
            self._editors[view] = editor
        return self._editors[view]

    def prepare(self) -> None:
        """Make the editors of all kinds in advance, since that takes longer than a frame."""
        for kind in all_kinds():
            self.editor_of(kind)

    def _use(self, editor: TakeEditor) -> None:
        if editor is not self.editor:
            self.editor.close()
            self.editor = editor

    # -- opening -------------------------------------------------------------------------------------------------------

    @property
    def content(self) -> Any:
        """The content of the open take, None if there is none."""
        return self.editor.content

    def know_bits(self, take_id: str, bits: Floats) -> None:
        """Cache the bits of a take's events."""
        self.bits[take_id] = np.asarray(bits, dtype=np.float64)
        while len(self.bits) > MOST_KEPT:
            self.bits.popitem(last=False)

    def use_model(self, about: ModelAbout | None) -> None:
        """Score with another model and drop the cached bits of the previous one."""
        before, self._judge = self._model, about
        self._show_model()
        if self._model != before:
            self.bits.clear()
            self._show_bits()
        self.score_unless_known()

    def _show_model(self) -> None:
        fits = self._judge is not None and self.record is not None and self._judge.kind == self.record.kind
        self.editor.use_model(self._judge if fits else None)

    @property
    def _model(self) -> str:
        return self._judge.path if self._judge is not None else ""

    def open(self, record: TakeRecord, *, play: bool, position: float | None = None) -> None:
        """Show a take; `play` it from a position, or from where it differs from the take that it was made from.
        `record` stays None if it cannot be read."""
        self.settle()
        self.record, self._unsaved = record, False
        try:
            content = self._store.content(record.id)
        except (SeqgenError, OSError, KeyError) as error:
            self.record = None
            self._use(self._nothing)
            self._studio.told.emit(in_words(error))
            return
        self._use(self.editor_of(record.kind))
        self.editor.open(record, content, self.bits.get(record.id))
        self.editor.show_judge(self._judge.name if self._judge is not None else "")
        self._show_model()
        position = self.editor.beginning if position is None else position
        if play:
            self.editor.play(position)
        elif position:
            self.editor.seek(position)
        self.score_unless_known()

    def open_none(self, kind: str) -> None:
        """Show no take. `kind`: the kind of which the user can begin one by hand, empty if there is none."""
        self.settle()
        self.record, self._unsaved = None, False
        self._use(self.editor_of(kind) if kind else self._nothing)
        self.editor.open(None, "", None)

    def forget(self, ids: Sequence[str]) -> None:
        """Drop cached data of removed takes; an open one is closed without saving."""
        if self.record is not None and self.record.id in ids:
            self._quiet.stop()
            self.record, self._unsaved = None, False
            self._use(self._nothing)
        for take_id in ids:
            self.bits.pop(take_id, None)
            for editor in self._editors.values():
                editor.forget(take_id)

    # -- editing -------------------------------------------------------------------------------------------------------

    def _edited(self, editor: TakeEditor) -> None:
        if editor is not self.editor:
            return
        if self.record is not None:
            self.bits.pop(self.record.id, None)
        self._unsaved = True
        self._quiet.start()

    def _mixed(self, editor: TakeEditor, tracks: Sequence[TrackInfo]) -> None:
        record = self.record
        if editor is self.editor and record is not None:
            self._studio.attempt(lambda: self._store.set_mix(record.id, tracks))

    def _settle_and_score(self) -> None:
        self.settle()
        known = self.bits.get(self.record.id) if self.record is not None else None
        if known is not None:
            # scored meanwhile, for another reason
            self._keep_figure(known)
        self.score_unless_known()

    def settle(self) -> None:
        self._quiet.stop()
        if not self._unsaved or self.record is None:
            return
        self._unsaved = False
        record = self.record
        self._studio.attempt(lambda: self._store.save(record.id, self.content))

    # -- scores --------------------------------------------------------------------------------------------------------

    def score_unless_known(self) -> None:
        """Score the open take, unless its bits are cached."""
        if self.record is not None and self.record.id not in self.bits:
            self._score()

    def _score(self) -> None:
        record = self.record
        if record is None or self._judge is None or record.kind != self._judge.kind:
            return
        if not view_of(record.kind).editable or self.editor.is_empty:
            return
        if self._judging is not None:
            # while takes are being generated, edits must not queue up
            self._score_again = True
            return
        self._asked = record.id, self._model, self.content
        job = self._studio.engine.start(jobs.surprise, self._model, self.content)
        self._judging = job
        job.finished.connect(self._scored)
        # a take that the model cannot encode has no surprise to show
        job.failed.connect(self._score_next)
        job.cancelled.connect(self._score_next)

    def _scored(self, bits: Any) -> None:
        take_id, model, content = self._asked
        still_open = self.record is not None and self.record.id == take_id and model == self._model
        if still_open and bits is not None and self.editor.is_shown(content):
            self.know_bits(take_id, bits)
            self._show_bits()
            self._keep_figure(bits)
        self._score_next()

    def _keep_figure(self, bits: Floats) -> None:
        """Keep the mean of an edited take, as the model that wrote it tells it now."""
        record = self.record
        if record is not None and record.edited and record.model_path == self._model and len(bits) > record.primed:
            figure = float(bits[record.primed :].mean())
            self._studio.attempt(lambda: self._store.update(replace(record, bits=figure)))

    def _score_next(self) -> None:
        self._judging = None
        if self._score_again:
            self._score_again = False
            self.score_unless_known()

    def _show_bits(self) -> None:
        self.editor.show_judge(self._judge.name if self._judge is not None else "")
        self.editor.show_bits(self.bits.get(self.record.id) if self.record is not None else None)
