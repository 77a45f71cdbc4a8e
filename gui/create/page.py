"""Create page: a model, its settings, the takes that it writes and the open take."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QInputDialog, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.elided_label import ElidedLabel
from gui.controls.reading_order import set_reading_order
from gui.create.first_start import FirstStart
from gui.create.first_steps import FirstSteps
from gui.create.model_choice import ModelChoice
from gui.create.open_take import OpenTake
from gui.create.primer_choice import PrimerChoice
from gui.create.sampling_panel import SamplingPanel
from gui.create.take_output import TakeOutput
from gui.create.take_undo import TakeUndo
from gui.create.take_writing import TakeWriting
from gui.kinds import view_of
from gui.library.disk_writer import DiskWriter
from gui.reasons import in_words
from gui.sampling.generation import Asked
from gui.sampling.jobs import Drawn
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.shortcuts import bind, key_of, modifier
from gui.studio import Studio
from gui.takes import words as take_words
from gui.takes.editing import TakeEditing
from gui.takes.list import TakeList
from gui.takes.model import TakesModel
from gui.takes.store import TakeStore
from gui.takes.undo_order import UndoOrder
from gui.takes.view import TakeView
from gui.verdict_words import figure_meaning, verdict_word
from seqgen.errors import SeqgenError
from seqgen.sampling.humanizing import MOST_STRENGTH

PREPARE_MILLISECONDS = 600


class CreatePage(QWidget):
    """Connects the panel, the list and the view with the engine and the library."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.store = TakeStore(studio.library, self, writer=DiskWriter(self))
        self.takes = TakesModel(self)
        self.list, self.view, self.panel = TakeList(), TakeView(), SamplingPanel()
        self.models = ModelChoice(studio, self)
        self.primers = PrimerChoice(studio, self.panel.primer, self)
        order = UndoOrder(self)
        self.editing = TakeEditing(studio, self.store, self.view, order, self)
        self.opened = OpenTake(studio, self.store, self.takes, self.list, self.editing, self.view, self.models, self)
        self.undoing = TakeUndo(self.opened, order, self)
        self.writing = TakeWriting(studio, self.panel, self.models, self.primers, self.editing, self)
        self._lay_out()
        self._ordered = 0
        self.list.set_model(self.takes)
        self.output = TakeOutput(studio, self.store, self.takes, self.editing, self.list, self)
        self.first = FirstStart(studio, self.steps, self.models, self.writing, self.output)
        self._connect_panel()
        self._connect_takes()
        self._connect_keys()
        self._restore()

    @property
    def about(self) -> ModelAbout | None:
        """The chosen model, None if there is none."""
        return self.models.about

    def _lay_out(self) -> None:
        self.model_title, self._model_words = ElidedLabel(), ElidedLabel()
        self.model_title.setProperty("role", "heading")
        self._model_words.setProperty("role", "small")
        column = QFrame()
        column.setProperty("kind", "panel")
        column.setFixedWidth(theme.LIST_WIDTH)
        for label in (self.model_title, self._model_words):
            label.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        parts = (self.model_title, self._model_words, theme.GAP, (self.list, 1))
        in_column(*parts, on=column, margins=theme.LIST_MARGINS, spacing=0)
        right = QFrame()
        right.setProperty("kind", "panel")
        right.setFixedWidth(theme.PANEL_WIDTH)
        in_column(self.panel, on=right, margins=0)
        self.steps = FirstSteps()
        strip = in_row(self.steps, margins=(theme.WIDE, theme.SPACE, theme.WIDE, 0))
        middle = in_column(strip, (self.view, 1), margins=0, spacing=0)
        in_row(column, (middle, 1), right, on=self, margins=0, spacing=0)

    def _connect_panel(self) -> None:
        studio, panel, models, generation = self.studio, self.panel, self.models, self.writing.generation
        studio.models_changed.connect(models.refresh)
        studio.model_wanted.connect(models.choose)
        studio.takes_wanted.connect(self.writing.generate_with)
        studio.copy_less_wanted.connect(self.writing.copy_less_with)
        models.listed.connect(self._models_listed)
        models.described.connect(self._model_described)
        models.described.connect(self.writing.take_model)
        panel.model_chosen.connect(models.choose)
        panel.changed.connect(self._keep_settings)
        panel.generate_wanted.connect(self.writing.generate)
        panel.stop_wanted.connect(generation.stop)
        panel.primer.edited.connect(self._keep_settings)
        panel.primer.record_wanted.connect(self._record)
        panel.primer.sing_wanted.connect(self._sing)
        self.writing.settings_changed.connect(self._keep_settings)
        generation.drawn.connect(self._take_drawn)
        generation.progressed.connect(self._show_progress)
        generation.problem.connect(studio.told)

    def _connect_takes(self) -> None:
        studio, takes, view = self.studio, self.list, self.view
        takes.chosen.connect(self.opened.open_take)
        self.opened.shown.connect(self._show_may_write)
        self.opened.shown.connect(self._order_controls)
        takes.starred.connect(self.opened.star)
        takes.rated.connect(self.undoing.rate)
        takes.rated.connect(self._tell_of_digits, Qt.ConnectionType.SingleShotConnection)
        takes.details_wanted.connect(self.opened.ask_for_details)
        self.opened.details_given.connect(self.undoing.mark)
        takes.delete_wanted.connect(self.undoing.remove)
        takes.use_settings_wanted.connect(self.use_settings)
        takes.export_wanted.connect(self.output.export)
        takes.arranged.connect(self._keep_arrangement)
        takes.problem.connect(studio.told)
        takes.file_wanted.connect(self.output.show_file)
        takes.set_mime(self.output.mime)
        view.drag.set_mime(self.output.mime_of_open)
        view.drag.problem.connect(studio.told)
        view.action_wanted.connect(self._act)
        view.compare_wanted.connect(self.opened.compare)
        self.editing.form_wanted.connect(self.writing.reform)
        self.editing.track_dragged.connect(self.output.drag_track)
        self.editing.track_copied.connect(self.output.copy_track)
        view.audition.toggled.connect(lambda on: studio.settings.change(audition=on))
        self.store.problem.connect(studio.told)

    def _connect_keys(self) -> None:
        named = ("continue", "vary", "rewrite", "export", "undo", "redo")
        bind(self, {name: partial(self._act, name) for name in named})
        bind(
            self,
            {
                "generate": self.writing.generate,
                "search": self.list.search_takes,
                "compare": self.opened.compare,
                "keep": self.opened.keep,
                "mute": lambda: self.editing.editor.switch_parts("muted"),
                "solo": lambda: self.editing.editor.switch_parts("solo"),
                "previous-model": lambda: self.panel.step_model(-1),
                "next-model": lambda: self.panel.step_model(1),
            },
        )

    def _restore(self) -> None:
        kept = self.studio.settings.values
        self.panel.set_settings(SamplingSettings.from_json(kept.settings))
        self.panel.primer.show_typed(kept.beginning)
        self.view.audition.setChecked(kept.audition)
        self.list.arrange(kept.order, starred_only=kept.only_starred)
        records = self.store.load_all()
        self.takes.set_takes(records)
        self.models.refresh()
        chosen = self.takes.record(kept.take) or (records[-1] if records else None)
        self.opened.show(chosen, play=False)
        if chosen is not None:
            self.list.choose(chosen.id)
        QTimer.singleShot(PREPARE_MILLISECONDS, self, self.editing.prepare)

    def begin(self) -> bool:
        """Draw takes of a starter if this is a first start. Return whether it is one, and a starter is there."""
        return self.first.begin(takes=bool(self.takes.records))

    def close_down(self) -> None:
        self.editing.settle()
        self.store.settle()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Pass the focus to the list. With a focus proxy, Tab would skip the controls before it."""
        self.list.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look for new models."""
        self.models.refresh()
        super().showEvent(event)

    # -- the model -----------------------------------------------------------------------------------------------------

    def _models_listed(self, found: list[tuple[str, str]], chosen: str) -> None:
        self.panel.set_models(found, chosen)
        self._show_hint()

    def _model_described(self, about: ModelAbout | None) -> None:
        if about is None or about.kind != self.panel.kind:
            self.primers.clear()
        self.panel.set_about(about)
        self._order_controls()
        self.editing.use_model(about)
        title = words = ""
        if about is not None:
            title = about.name
            words = " · ".join(filter(None, (about.corpus, about.network, verdict_word(about.verdict))))
        self._show_may_write()
        self.model_title.setText(title)
        self._model_words.setText(words)
        if about is not None and about.bits > 0:
            meaning = figure_meaning(about.bits, about.times, about.verdict)
            self._model_words.setToolTip(f"{words}\n{meaning}")
        if self.editing.record is None:
            self.opened.show(None, play=False)

    def _order_controls(self) -> None:
        """Let Tab reach controls of kinds and models, which are made as they are needed, where they stand."""
        count = len(self.findChildren(QWidget))
        if count != self._ordered:
            self._ordered = count
            set_reading_order(self)

    # -- settings ------------------------------------------------------------------------------------------------------

    def settings(self) -> SamplingSettings:
        return self.panel.settings()

    def show_settings(self, settings: SamplingSettings) -> None:
        self.panel.set_settings(settings)
        self._keep_settings()

    def use_settings(self, take_id: str) -> None:
        record = self.takes.record(take_id)
        if record is not None:
            now = self.settings()
            # the number of takes and the lock of the seed do not belong to a single take
            made = SamplingSettings.from_json(record.settings)
            own = {kind: shape for kind, shape in made.shapes.items() if kind == record.kind}
            made = replace(made, shapes={**now.shapes, **own}, takes=now.takes, seed_locked=now.seed_locked)
            self.show_settings(made)
            if record.model_path and (self.about is None or record.model_path != self.about.path):
                self.models.choose(record.model_path)

    def _keep_settings(self) -> None:
        self.studio.settings.change(settings=self.settings().to_json())
        if view_of(self.panel.kind).primer_offer().typed:
            self.studio.settings.change(beginning=self.panel.primer.typed())

    def _keep_arrangement(self, order: str, only: bool) -> None:
        self.studio.settings.change(order=order, only_starred=only)

    # -- new takes -----------------------------------------------------------------------------------------------------

    def _show_progress(self, done: int, total: int) -> None:
        self.panel.set_busy(done, total)
        self._show_may_write()

    def _show_may_write(self) -> None:
        record, about = self.editing.record, self.about
        fits = about is not None and (record is None or record.kind == about.kind)
        may = fits and not self.writing.generation.busy
        self.view.set_may_write(may, may_humanize=may and about is not None and about.is_played)
        self.editing.editor.set_may_write(may and record is not None)

    def _tell_of_digits(self) -> None:
        """Say once why a digit turned no page."""
        words = self.tr("Among the takes, 0 to 5 rate. With {keys}, 1 to 4 turn the pages.")
        self.studio.told.emit(words.format(keys=modifier("Ctrl")))

    def _take_drawn(self, drawn: Drawn, asked: Asked) -> None:
        try:
            settings = replace(asked.settings, seed=drawn.seed)
            record = self.store.add(drawn, asked.about, settings, parent=asked.parent, origin=asked.origin)
        except (SeqgenError, OSError) as error:
            self.studio.told.emit(in_words(error))
            self.writing.generation.stop()
            return
        if self.about is not None and self.about.path == asked.about.path:
            self.editing.know_bits(record.id, drawn.bits_each)
        self.takes.add(record)
        self.opened.pictures.show(record)
        if asked.parent or self.writing.generation.done == 1:
            self.list.choose(record.id)
            if self.first.drawing:
                # nobody asked for sound yet
                self.opened.show(record, play=False)
            else:
                self.opened.open_take(record.id)

    # -- actions -------------------------------------------------------------------------------------------------------

    def _act(self, name: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "continue": self.writing.go_on,
            "vary": self.writing.vary,
            "rewrite": self.writing.rewrite,
            "humanize": self._humanize,
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "export": lambda: self.output.export(self.list.selected_ids()),
            "primer": self._start_from_selection,
            "copy-less": self.writing.copy_less,
            "new": lambda: self.opened.show(None, play=False),
            "inspect": self._inspect,
            "details": lambda: self.opened.ask_for_details(self.list.selected_ids()),
            "train": self.studio.trial_wanted.emit,
        }
        if name in acts:
            acts[name]()
        elif self.editing.record is not None:
            self.editing.editor.carry_out(name, self.view.entries[name].text())

    def _record(self) -> None:
        """Record a beginning in the tempo and metre that new takes will have."""
        tempo, metre = view_of(self.panel.kind).beat(self.panel.shape(), self.about)
        self.primers.recording.ask(qpm=tempo, metre=metre)

    def _sing(self) -> None:
        """Record a beginning from a microphone, near the tempo that new takes will have."""
        tempo, _ = view_of(self.panel.kind).beat(self.panel.shape(), self.about)
        self.primers.singing.ask(qpm=tempo)

    def _start_from_selection(self) -> None:
        editor, record = self.editing.editor, self.editing.record
        part = editor.part
        if part is not None:
            words = self.tr("{take}, bars {first}–{last}")
            title = take_words.title(record) if record is not None else self.view.title.text()
            named = words.format(take=title, first=part.first, last=part.last)
            self.primers.take_content(editor.content_of(part), named)

    def _humanize(self) -> None:
        words = self.tr("Share of the velocity and timing that the model has learned, in percent:")
        share, wanted = QInputDialog.getInt(self, self.tr("Humanize"), words, 100, 1, round(100 * MOST_STRENGTH), 10)
        if wanted:
            self.writing.humanize(share / 100)

    def _inspect(self) -> None:
        record = self.editing.record
        if record is not None:
            self.close_down()
            fits = self.about is not None and self.about.kind == record.kind
            model = self.about.path if self.about is not None and fits else record.model_path
            # a model that is gone is replaced by the page itself
            self.studio.inspect_wanted.emit((str(record.path), model) if os.path.exists(model) else str(record.path))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _show_hint(self) -> None:
        if self.about is not None or self.panel.has_models:
            words = self.tr("Press Generate, or {keys}.").format(keys=key_of("generate"))
            self.view.show_hint(self.tr("No takes yet"), words, may_train=False)
        else:
            words = self.tr("Learn the bundled chorales for a minute; that is enough to hear something.")
            self.view.show_hint(self.tr("No model yet"), words, may_train=True)
