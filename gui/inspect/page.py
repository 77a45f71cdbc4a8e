"""The Inspect page: the expectations of a network at each event of a piece, and the activity of its units."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.controls.boxes import in_column, in_row, in_stack
from gui.controls.drop_area import DropArea
from gui.inspect import jobs
from gui.inspect.choices import choices as find_choices
from gui.inspect.column import InspectColumn
from gui.inspect.copy_player import CopyPlayer
from gui.inspect.inspection import Choices, EventsRead, Heat, Inspection, ModelChoice, Source
from gui.inspect.message import InspectMessage
from gui.inspect.panel import InspectPanel
from gui.inspect.stage import InspectStage
from gui.kinds import TYPED
from gui.library.model_list import is_model
from gui.studio import Studio
from gui.workers.worker import Job
from seqgen.bundled import starters
from seqgen.inspection.findings import Finding
from seqgen.kinds import all_kinds, kind_of_file
from seqgen.runs.run import MODEL
from seqgen.user_folders import home_folder

PAGE = "inspect"
PATIENCE_MILLISECONDS = 250


class InspectPage(QWidget):
    """Connects the choices of models and pieces, the jobs that read them, and the views."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.column, self.stage, self.panel = InspectColumn(), InspectStage(), InspectPanel()
        self.message = InspectMessage()
        self._choices = Choices()
        self._model = studio.settings.values.inspected_model
        self._source: Source | None = None
        self._asked: tuple[Source, str] | None = None
        self._shown: tuple[Source, str] | None = None
        self.inspection: Inspection | None = None
        """The piece that was read last."""
        self._event = -1
        self._finding: Finding | None = None
        self._look_job: Job | None = None
        self.heat_job: Job | None = None
        self._choices_job: Job | None = None
        self._stale, self._outdated = True, False
        self._waiting = ""
        self._patience = QTimer(self, singleShot=True)
        self._lay_out()
        self.copies = CopyPlayer(studio, self.stage, self.panel.copies, self)
        self._connect()
        self.stage.activity.set_order(studio.settings.values.unit_order)
        self._say_what_to_do()

    def _lay_out(self) -> None:
        self._stack = in_stack(self.message, self.stage)
        self.area = DropArea()
        self.area.set_words(self.tr("Drop it to look into it"), self.tr("A MIDI, ABC or text file, or a model"))
        in_row(self.column, (self._stack, 1), self.panel, on=self.area, margins=0, spacing=0)
        in_column(self.area, on=self, margins=0)

    def _connect(self) -> None:
        self.area.dropped.connect(self._drop)
        self.column.model_chosen.connect(self.choose_model)
        self.column.take_chosen.connect(self.open_file)
        self.column.file_wanted.connect(self._ask_for_file)
        self.column.text_typed.connect(self.look_into_text)
        self.column.piece_chosen.connect(self._choose_piece)
        self.message.cancel_wanted.connect(self.cancel)
        self.message.open_wanted.connect(self._ask_for_file)
        self.stage.event_picked.connect(self.pick_event)
        self.stage.unit_picked.connect(self.pick_unit)
        self.stage.event_hovered.connect(self._hover)
        self.stage.view_wanted.connect(self.show_view)
        self.stage.order_changed.connect(lambda name: self.studio.settings.change(unit_order=name))
        self.stage.play_wanted.connect(self._toggle)
        self.stage.seek_wanted.connect(self._seek)
        self.panel.finding_picked.connect(self._show_finding)
        self._patience.timeout.connect(self._show_progress)
        self.studio.inspect_wanted.connect(self.open_target)
        self.studio.models_changed.connect(self._models_changed)
        self.studio.library.changed.connect(self._changed)
        self.studio.player.tick_changed.connect(self._show_playhead)
        self.studio.player.state_changed.connect(self._show_playing)
        self.studio.player.sheet_changed.connect(self._show_playing)

    # -- choosing ------------------------------------------------------------------------------------------------------

    def open_target(self, target: object) -> None:
        """Inspect the path of a file, or a `(path, model path)` pair."""
        if isinstance(target, tuple):
            path, model = map(str, target)
            self.open_file(path, model=_file_of(model))
        else:
            self.open_file(str(target))

    def open_file(self, path: str, *, model: str = "") -> None:
        """Inspect a file under a model: the one given, the one that wrote the file, or the chosen one."""
        if not model and (self._stale or self._choices_job is not None):
            # which models there are is not known yet, or no longer
            self._waiting = path
            self.refresh()
            return
        if not model:
            found = kind_of_file(Path(path))
            kind = found.name if found is not None else ""
            wrote = next((take.fingerprint for take in self._choices.takes if take.path == path), "")
            model = self._choices.model_for(kind, wrote, self._model)
        self.column.choose_take(path)
        self._look(Source(path=path), model)

    def look_into_text(self, text: str) -> None:
        """Inspect a text under the chosen model, or under the newest that reads text."""
        self.column.choose_take("")
        if text:
            self._look(Source(text=text), self._choices.model_for(TYPED, "", self._model))
        elif self._source is not None and not self._source.path:
            self._source = self._shown = None
            self._stop()
            self._say_what_to_do()

    def choose_model(self, path: str) -> None:
        if self._source is not None:
            self._look(self._source, path)
        else:
            self._keep_model(path)

    def _choose_piece(self, number: int) -> None:
        if self._source is not None:
            self._look(Source(self._source.path, self._source.text, number), self._model)

    def _keep_model(self, path: str) -> None:
        self._model = path
        self.studio.settings.change(inspected_model=path)
        models = self._choices.models
        if path not in [model.path for model in models]:
            models = (ModelChoice(path, Path(path).stem, "", ""), *models)
            self._changed()
        self.column.show_models(models, path)

    def _drop(self, paths: list[str]) -> None:
        models = [path for path in paths if is_model(Path(path))]
        files = [path for path in paths if path not in models and Path(path).is_file()]
        if files:
            self.open_file(files[0], model=_file_of(models[0]) if models else "")
        elif models:
            self.choose_model(_file_of(models[0]))
        else:
            self.studio.told.emit(self.tr("Drop one file here; a folder is for the Corpora page."))

    def _ask_for_file(self) -> None:
        suffixes = " ".join(f"*{suffix}" for kind in all_kinds().values() for suffix in kind.suffixes)
        folder = self.studio.settings.values.inspect_folder or str(home_folder())
        kinds = self.tr("Music and text ({suffixes});;All files (*)").format(suffixes=suffixes)
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Look into a file"), folder, kinds)
        if path:
            self.studio.settings.change(inspect_folder=str(Path(path).parent))
            self.open_file(path)

    # -- models and takes ----------------------------------------------------------------------------------------------

    def _models_changed(self) -> None:
        # the model of the current piece may have been trained further
        self._outdated = True
        self._changed()

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Find models and takes again."""
        if not self._stale or self._choices_job is not None:
            return
        self._stale = False
        library = self.studio.library
        folders = (str(library.runs), str(library.models), str(library.takes))
        others, ready = [self._model] if self._model else [], [str(each.path) for each in starters()]
        self._choices_job = self.studio.engine.start(find_choices, *folders, others, ready)
        self._choices_job.finished.connect(self._show_choices)
        self._choices_job.failed.connect(self._fail_choices)

    def _show_choices(self, choices: Choices) -> None:
        self._choices = choices
        # what has been chosen since this search began is found by the next one
        if not self._stale and self._model not in [model.path for model in choices.models]:
            self._model = choices.models[0].path if choices.models else self._model
        self.column.show_models(choices.models, self._model)
        self.column.show_takes(choices.takes)
        self._end_choices()

    def _fail_choices(self, problem: str) -> None:
        self.studio.told.emit(problem)
        self._end_choices()

    def _end_choices(self) -> None:
        self._choices_job = None
        if self._stale:
            self.refresh()
            return
        waiting, self._waiting = self._waiting, ""
        if waiting:
            self.open_file(waiting)
        elif self._source is None:
            self._say_what_to_do()

    # -- looking -------------------------------------------------------------------------------------------------------

    def _look(self, source: Source, model: str) -> None:
        shown = (source, model) == self._shown and not self._outdated
        if shown or (self._look_job is not None and (source, model) == self._asked):
            return
        self._stop()
        self._waiting = ""
        self._source, self._shown = source, None
        if not model:
            self._say(self.tr("There is no model yet. Train one on the Train page, or drop a model file here."))
            return
        self._keep_model(model)
        self._asked, self._outdated = (source, model), False
        name = Path(source.path).name if source.path else self.tr("the text")
        self.message.begin(self.tr("Reading {name}").format(name=name))
        # most pieces are read before anyone could read these words
        self._patience.start(PATIENCE_MILLISECONDS)
        self._look_job = self.studio.engine.start(jobs.look, source, model)
        self._look_job.yielded.connect(self._take_news)
        self._look_job.failed.connect(self._fail)
        self._look_job.finished.connect(self._end_look)

    def _show_progress(self) -> None:
        if self._look_job is not None:
            self.panel.clear()
            self._stack.setCurrentWidget(self.message)

    def cancel(self) -> None:
        self._stop()
        self._waiting = ""
        self._source = self._shown = None
        self._say_what_to_do()

    def _stop(self) -> None:
        self._patience.stop()
        for job in (self._look_job, self.heat_job):
            if job is not None:
                job.cancel()
        self._look_job = self.heat_job = None

    def _take_news(self, news: EventsRead | Inspection) -> None:
        if isinstance(news, EventsRead):
            self.message.show_progress(news)
            return
        # else a timer that is due between this and the end of the job would cover the piece for good
        self._end_look()
        self.inspection = news
        self._shown = self._asked
        self._event, self._finding = -1, None
        self.column.show_pieces(news.pieces, news.source.piece)
        self.stage.show_inspection(news)
        self.panel.show_inspection(news)
        self.copies.use(news, self._asked[1] if self._asked is not None else "")
        self._stack.setCurrentWidget(self.stage)
        self.studio.listening.show(PAGE, news.sheet, news.title)
        self._show_playing()
        self._load_heat(*self.stage.activity.wanted)

    def _end_look(self, _: object = None) -> None:
        if self.sender() is not self._look_job:
            return  # the end of an earlier one, whose piece had come already
        self._patience.stop()
        self._look_job = None

    def _fail(self, problem: str) -> None:
        self._end_look()
        self._say(problem)

    def _say(self, problem: str) -> None:
        self.message.show_problem(problem)
        self._leave()

    def _say_what_to_do(self) -> None:
        self.message.show_words(self.tr("Open a file or choose a take to see what the network expects."))
        self._leave()

    def _leave(self) -> None:
        self.studio.listening.show(PAGE, None)
        self.panel.clear()
        self.column.show_pieces((), 0)
        self._stack.setCurrentWidget(self.message)

    # -- activity ------------------------------------------------------------------------------------------------------

    def show_view(self, view: str, layer: int) -> None:
        """Show hidden units, cells or a gate of a layer."""
        self._finding = None
        self._load_heat(view, layer)

    def _load_heat(self, view: str, layer: int) -> None:
        if self._shown is None:
            return
        if self.heat_job is not None:
            self.heat_job.cancel()
        source, model = self._shown
        self.heat_job = self.studio.engine.start(jobs.heat, source, model, view, layer)
        self.heat_job.yielded.connect(self._take_heat)
        self.heat_job.failed.connect(self.studio.told)
        self.heat_job.finished.connect(self._end_heat)

    def _take_heat(self, news: EventsRead | Heat) -> None:
        if isinstance(news, Heat):
            self.stage.show_heat(news)
            unit = self._finding.unit if self._finding is not None else self.stage.activity.heat_map.unit
            self.pick_unit(unit)

    def _end_heat(self, _: object = None) -> None:
        self.heat_job = None

    def _show_finding(self, finding: Finding) -> None:
        heat = self.stage.heat
        if heat is not None and (heat.view, heat.layer) == (finding.view, finding.layer):
            self.pick_unit(finding.unit)
            return
        self._finding = finding
        self._load_heat(finding.view, finding.layer)

    # -- picking -------------------------------------------------------------------------------------------------------

    def pick_event(self, event: int) -> None:
        """Mark an event and show the expectation there."""
        self._event = event
        self.stage.mark_event(event)
        self.panel.show_event(event)
        self.panel.show_unit(self.stage.heat, self.stage.activity.heat_map.unit, event)

    def pick_unit(self, unit: int) -> None:
        """Mark a unit, show it over the piece and list the features that it follows."""
        self.stage.mark_unit(unit)
        self.panel.show_unit(self.stage.heat, unit, self._event)

    def _hover(self, event: int) -> None:
        self.panel.show_event(event if event >= 0 else self._event)

    # -- playing -------------------------------------------------------------------------------------------------------

    def _toggle(self) -> None:
        self.studio.listening.toggle_page(PAGE)

    def _seek(self, tick: int) -> None:
        self.studio.listening.seek(PAGE, tick)
        self.stage.roll.set_playhead(tick, self.studio.listening.plays(PAGE))

    def _show_playhead(self, tick: float) -> None:
        if self.studio.listening.holds(PAGE):
            self.stage.roll.set_playhead(tick, self.studio.listening.plays(PAGE))

    def _show_playing(self, _: Any = None) -> None:
        self.stage.show_playing(self.studio.listening.plays(PAGE))


def _file_of(model: str) -> str:
    """Return the file of a model, which may be given as its run's folder."""
    return str(Path(model) / MODEL) if os.path.isdir(model) else model
