"""The Create page: a model, its settings, the takes that it writes, and the one that is open."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from superqt import QElidingLabel

from gui import theme
from gui.create.model_choice import ModelChoice
from gui.create.primer_choice import PrimerChoice
from gui.create.sampling_panel import SamplingPanel
from gui.create.take_output import TakeOutput
from gui.create.take_undo import TakeUndo
from gui.create.take_writing import TakeWriting
from gui.library.disk_writer import DiskWriter
from gui.library.library import CorpusChoice
from gui.roll import sheet_edits
from gui.sampling.generation import Asked
from gui.sampling.jobs import Drawn
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.studio import Studio
from gui.takes import words as take_words
from gui.takes.editing import TakeEditing
from gui.takes.list import TakeList
from gui.takes.model import TakesModel
from gui.takes.pictures import TakePictures
from gui.takes.store import TakeStore
from gui.takes.take import TakeRecord
from gui.takes.view import TakeView
from seqgen.errors import SeqgenError

PREPARE_MILLISECONDS = 600
PREPARED_TRACKS = 4
FIRST_CORPUS = CorpusChoice("chorales", ("chorales",))
"""What is learned in a minute by who has no model yet."""


class CreatePage(QWidget):
    """Connects panel, list and view with the engine and the library."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.store = TakeStore(studio.library, self, writer=DiskWriter(self))
        self.takes = TakesModel(self)
        self.list, self.view, self.panel = TakeList(), TakeView(), SamplingPanel()
        self.undoing = TakeUndo(self)
        self.models = ModelChoice(studio, self)
        self.primers = PrimerChoice(studio, self.panel.primer, self)
        self.editing = TakeEditing(studio, self.store, self.view, self.undoing.order, self)
        self.writing = TakeWriting(studio, self)
        self.pictures = TakePictures(self.store, self.takes, self)
        self._before = ""
        self._lay_out()
        self.list.set_model(self.takes)
        self.output = TakeOutput(studio, self.store, self.takes, self)
        self._connect_panel()
        self._connect_takes()
        self._connect_keys()
        self._restore()

    @property
    def about(self) -> ModelAbout | None:
        """The model that is chosen."""
        return self.models.about

    def _lay_out(self) -> None:
        self._model_title, self._model_words = QElidingLabel(), QElidingLabel()
        self._model_title.setProperty("role", "heading")
        self._model_words.setProperty("role", "small")
        column = QFrame()
        column.setProperty("kind", "panel")
        column.setFixedWidth(theme.LIST_WIDTH)
        left = QVBoxLayout(column)
        left.setContentsMargins(theme.GAP, theme.SPACE, theme.GAP, theme.GAP)
        left.setSpacing(0)
        for label in (self._model_title, self._model_words):
            label.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
            left.addWidget(label)
        left.addSpacing(theme.GAP)
        left.addWidget(self.list, 1)
        right = QFrame()
        right.setProperty("kind", "panel")
        right.setFixedWidth(theme.PANEL_WIDTH)
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.panel)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(column)
        whole.addWidget(self.view, 1)
        whole.addWidget(right)

    def _connect_panel(self) -> None:
        studio, panel, models, generation = self.studio, self.panel, self.models, self.writing.generation
        studio.models_changed.connect(models.refresh)
        studio.model_wanted.connect(models.choose)
        models.listed.connect(self._models_listed)
        models.described.connect(self._model_described)
        panel.model_chosen.connect(models.choose)
        panel.changed.connect(self._keep_settings)
        panel.generate_wanted.connect(self.writing.generate)
        panel.stop_wanted.connect(generation.stop)
        panel.primer.edited.connect(self._keep_settings)
        generation.drawn.connect(self._take_drawn)
        generation.progressed.connect(self._show_progress)
        generation.problem.connect(studio.told)

    def _connect_takes(self) -> None:
        studio, takes, view = self.studio, self.list, self.view
        takes.chosen.connect(lambda take_id: self.open_take(take_id))
        takes.starred.connect(self._star)
        takes.delete_wanted.connect(self.undoing.remove)
        takes.use_settings_wanted.connect(self.use_settings)
        takes.export_wanted.connect(self.output.export)
        takes.arranged.connect(self._keep_arrangement)
        takes.problem.connect(studio.told)
        takes.set_mime(self.output.mime)
        view.drag.set_mime(self.output.mime_of_open)
        view.action_wanted.connect(self._act)
        view.roll.selection_changed.connect(lambda selection: self._show_bars())
        view.audition.toggled.connect(lambda on: studio.settings.put("create/audition", on))
        view.text.editor.undoAvailable.connect(lambda on: self.undoing.show_state())
        view.text.editor.redoAvailable.connect(lambda on: self.undoing.show_state())
        self.store.changed.connect(self._record_changed)
        self.store.problem.connect(studio.told)
        self.pictures.problem.connect(studio.told)

    def _connect_keys(self) -> None:
        keys: tuple[tuple[QKeySequence | QKeySequence.StandardKey | str, Callable[[], object]], ...] = (
            ("Ctrl+G", self.writing.generate),
            ("Ctrl+E", lambda: self._act("export")),
            (QKeySequence.StandardKey.Undo, self.undoing.undo),
            ("Ctrl+Shift+Z", self.undoing.redo),
            ("B", self.compare),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)

    def _restore(self) -> None:
        settings = self.studio.settings
        self.panel.set_settings(SamplingSettings.from_json(_json(settings.get("create/settings", "{}"))))
        self.panel.primer.show_typed(settings.get("create/beginning", ""))
        self.view.audition.setChecked(settings.get("create/audition", True))
        self.list.arrange(
            settings.get("create/order", self.list.order), starred_only=settings.get("create/only", False)
        )
        records = self.store.load_all()
        self.takes.set_takes(records)
        self.pictures.show_later(list(reversed(records)))
        self.models.refresh()
        chosen = self.takes.record(settings.get("create/take", "")) or (records[-1] if records else None)
        self._show(chosen, play=False)
        if chosen is not None:
            self.list.choose(chosen.id)
        QTimer.singleShot(PREPARE_MILLISECONDS, self, lambda: self.view.mixer.prepare(PREPARED_TRACKS))
        names = self.studio.scanner.start("gui.sampling.program_names:programs")
        names.finished.connect(self.view.mixer.set_programs)

    def close_down(self) -> None:
        """Everything that was edited onto the disk."""
        self.editing.settle()
        self.store.settle()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The focus goes on to the list. With a focus proxy Tab would leave out what stands before that."""
        self.list.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Models may have come while another page was shown; space plays the open take again."""
        self.models.refresh()
        self.editing.reload_into_player()
        super().showEvent(event)

    # -- the model -----------------------------------------------------------------------------------------------------

    def _models_listed(self, found: list[tuple[str, str]], chosen: str) -> None:
        self.panel.set_models(found, chosen)
        self._show_hint()

    def _model_described(self, about: ModelAbout | None) -> None:
        if about is None or about.kind != self.panel.kind:
            self.primers.clear()
        self.panel.set_about(about)
        self.editing.use_model(about.path if about is not None else "")
        title = words = ""
        if about is not None:
            title = about.name
            words = f"{about.corpus} · {about.network}"
        self._show_may_write()
        self._model_title.setText(title)
        self._model_words.setText(words)
        if self.editing.record is None:
            self._show(None, play=False)

    # -- settings ------------------------------------------------------------------------------------------------------

    def settings(self) -> SamplingSettings:
        """The settings of the panel."""
        return self.panel.settings()

    def show_settings(self, settings: SamplingSettings) -> None:
        """Show other settings, and remember them."""
        self.panel.set_settings(settings)
        self._keep_settings()

    def use_settings(self, take_id: str) -> None:
        """Bring back the settings that made a take, and its model."""
        record = self.takes.record(take_id)
        if record is not None:
            now = self.settings()
            # how many takes, and whether their seed is kept, is no matter of the one take
            made = replace(SamplingSettings.from_json(record.settings), takes=now.takes, seed_locked=now.seed_locked)
            self.show_settings(made)
            if record.model_path and (self.about is None or record.model_path != self.about.path):
                self.models.choose(record.model_path)

    def _keep_settings(self) -> None:
        self.studio.settings.put("create/settings", json.dumps(self.settings().to_json()))
        if self.panel.kind == "text":
            self.studio.settings.put("create/beginning", self.panel.primer.typed())

    def _keep_arrangement(self, order: str, only: bool) -> None:
        self.studio.settings.put("create/order", order)
        self.studio.settings.put("create/only", only)

    # -- what is written -----------------------------------------------------------------------------------------------

    def _show_progress(self, done: int, total: int) -> None:
        self.panel.set_busy(done, total)
        self._show_may_write()

    def _show_may_write(self) -> None:
        self.view.set_may_write(self.about is not None and not self.writing.generation.busy)

    def _take_drawn(self, drawn: Drawn, asked: Asked) -> None:
        try:
            settings = replace(asked.settings, seed=drawn.seed)
            record = self.store.add(drawn, asked.about, settings, parent=asked.parent)
        except (SeqgenError, OSError) as error:
            self.studio.told.emit(str(error))
            self.writing.generation.stop()
            return
        if self.about is not None and self.about.path == asked.about.path:
            self.editing.know_bits(record.id, drawn.bits_each)
        self.takes.add(record)
        self.pictures.show(record, drawn.sheet, drawn.text)
        if asked.parent or self.writing.generation.done == 1:
            self.list.choose(record.id)
            self.open_take(record.id)

    # -- takes ---------------------------------------------------------------------------------------------------------

    def open_take(self, take_id: str) -> None:
        """Show a take, and play it if that is wanted; one that is open already is heard again."""
        record = self.takes.record(take_id)
        if record is None:
            return
        if self.editing.record is not None and self.editing.record.id == take_id:
            if self.view.audition.isChecked():
                self.editing.play_again()
            return
        self._before = self.editing.record.id if self.editing.record is not None else ""
        self._show(record, play=self.view.audition.isChecked())

    def compare(self) -> None:
        """The take before, at the same place; it plays if this one did."""
        record = self.takes.record(self._before)
        if record is not None:
            now = self.editing.record
            playing, place = self.studio.player.state == "playing", self.editing.place
            self._before = now.id if now is not None else ""
            self.list.choose(record.id)
            self._show(record, play=playing, at_quarter=place)

    def _show(self, record: TakeRecord | None, *, play: bool, at_quarter: float | None = None) -> None:
        self.editing.open(record, play=play, at_quarter=at_quarter)
        record = self.editing.record  # None where its file cannot be read
        # a text can be begun by hand; music begins with notes of the model
        if record is not None:
            self.view.show_kind(record.kind)
        else:
            self.view.show_kind("text" if self.panel.kind == "text" else "", kept=False)
        self._show_title()
        self._show_bars()
        self.undoing.show_state()
        if record is not None:
            self.takes.see(record.id)
            self.studio.settings.put("create/take", record.id)

    def take_away(self, records: Sequence[TakeRecord]) -> None:
        """Remove takes from list and library."""
        ids = [record.id for record in records]
        was_open = self.editing.record is not None and self.editing.record.id in ids
        self.editing.forget(ids)
        self.store.remove(ids)
        self.takes.remove_all(ids)
        if was_open:
            self._show(self.takes.record(self.list.current_id()), play=False)

    def bring_back(self, records: Sequence[TakeRecord], *, reopen: str) -> None:
        """Put removed takes back, and show the one of them that was open."""
        restored = self.store.restore([record.id for record in records])
        for record in restored:
            self.takes.add(record, new=False)
        self.pictures.show_later(restored)
        for record in restored:
            if record.id == reopen:
                self.list.choose(record.id)
                self._show(record, play=False)

    def _star(self, take_id: str, starred: bool) -> None:
        record = self.takes.record(take_id)
        if record is not None:
            self._guarded(lambda: self.store.update(replace(record, starred=starred)))

    def _record_changed(self, record: TakeRecord) -> None:
        self.takes.update(record)
        if self.editing.record is not None and self.editing.record.id == record.id:
            self.editing.record = record
            self._show_title()
            self._guarded(lambda: self.pictures.show(record))

    def _guarded(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (SeqgenError, OSError, KeyError) as error:
            self.studio.told.emit(str(error))

    # -- actions -------------------------------------------------------------------------------------------------------

    def _act(self, name: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "continue": self.writing.go_on,
            "vary": self.writing.vary,
            "rewrite": self.writing.rewrite,
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "export": lambda: self.output.export(self.list.selected_ids()),
            "primer": self._start_from_selection,
            "new": lambda: self._show(None, play=False),
            "inspect": self._inspect,
            "train": lambda: self.studio.train_wanted.emit(FIRST_CORPUS),
        }
        if name in acts:
            acts[name]()
        elif self.editing.record is not None:
            self.editing.edit_all(name, self.view.entries[name].text())

    def _start_from_selection(self) -> None:
        selection = self.view.roll.selection
        if selection.is_stretch:
            part = sheet_edits.cut(self.editing.sheet, round(selection.begin_tick), round(selection.end_tick))
            words = self.tr("{take}, bars {first}–{last}")
            first, last = self._bars()
            self.primers.take_sheet(part, words.format(take=self.view.title.text(), first=first, last=last))

    def _inspect(self) -> None:
        record = self.editing.record
        if record is not None:
            self.close_down()
            model = self.about.path if self.about is not None else record.model_path
            self.studio.inspect_wanted.emit((str(record.path), model))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _show_hint(self) -> None:
        if self.about is not None or self.panel.has_models:
            self.view.show_hint(self.tr("No takes yet"), self.tr("Press Generate, or Ctrl+G."), may_train=False)
        else:
            words = self.tr("Learn the bundled chorales for a minute; that is enough to hear something.")
            self.view.show_hint(self.tr("No model yet"), words, may_train=True)

    def _show_title(self) -> None:
        record = self.editing.record
        if record is None:
            new = self.tr("New text") if self.view.kind == "text" else ""
            self.view.show_title(new, self.tr("Type a beginning, and let it continue") if new else "")
            return
        facts = [take_words.facts(record), self.tr("edited") if record.edited else ""]
        title = self.tr("Take {number}").format(number=record.number)
        self.view.show_title(title, " · ".join(part for part in facts if part))

    def _bars(self) -> tuple[int, int]:
        """The first and the last of the chosen bars, counted from 1; (0, 0) for none."""
        selection = self.view.roll.selection
        if not selection.is_stretch:
            return 0, 0
        lines = self.editing.sheet.bar_lines()
        first = int((lines <= selection.begin_tick).sum())
        return first, max(first, int((lines < selection.end_tick).sum()))

    def _show_bars(self) -> None:
        self.view.show_bars(*self._bars())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """S stars the open take, wherever the focus is."""
        record = self.editing.record
        if event.key() == Qt.Key.Key_S and not event.modifiers() and record is not None:
            self._star(record.id, not record.starred)
        else:
            super().keyPressEvent(event)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}
