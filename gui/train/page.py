"""The Train page: all runs, the form of a new one, and the progress of the chosen one."""

from __future__ import annotations

import math
import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, in_scroll, in_stack
from gui.controls.buttons import make_button, make_tool
from gui.controls.labels import make_label
from gui.kinds import view_of_event
from gui.library.library import CorpusChoice
from gui.library.model_list import ModelList
from gui.number_format import clock, decimals, shortest, whole
from gui.studio import Studio
from gui.train.curve import Curves
from gui.train.imported_models import ImportedModels
from gui.train.jobs import ImportedModel
from gui.train.launcher import NewRun, TrainingLauncher
from gui.train.model_view import ModelView
from gui.train.new_run import NewRunForm
from gui.train.planning import RunPlanning
from gui.train.run_actions import RunActions
from gui.train.run_follower import RunFollower
from gui.train.run_list import RunList, RunRow
from gui.train.run_samples import RunSamples
from gui.train.run_state import Phase, RunState
from gui.train.run_view import RunView
from gui.train.run_words import sentence, state_line, unit
from gui.train.trial import Trial
from gui.verdict_words import figure_meaning, figure_words, verdict_word
from seqgen.corpus.named import BUNDLED
from seqgen.runs.run import MODEL

REFRESH_MILLISECONDS = 30
MODEL_SUFFIX = ".safetensors"


class TrainPage(QWidget):
    """Starts, follows and controls runs. The window calls `running` and `stop_all` when it closes."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.follower = RunFollower([studio.library.runs], self)
        self.launcher = TrainingLauncher(studio.library, self)
        self.view = RunView()
        self.form = NewRunForm()
        self.list = RunList()
        self.choices: list[CorpusChoice] = []
        self._had_model: set[Path] | None = None
        self._refreshing = QTimer(self, singleShot=True, interval=REFRESH_MILLISECONDS)
        self._refreshing.timeout.connect(self.refresh)
        self._lay_out()
        self.samples = RunSamples(studio, self.view.cards, self)
        self.actions_ = RunActions(studio, self.launcher, self.follower, self)
        self.trial = Trial(studio, self.launcher, self.follower, self.samples, self)
        self.planning = RunPlanning(studio.planner, self.form, self._corpus_of_form, self)
        self.imported = ImportedModels(studio, self)
        self.models = ModelList(studio.library, self)
        self._model: Path | None = None
        self._connect()
        self.follower.chosen = self._remembered()
        self.follower.start()
        self.imported.refresh()
        self.refresh()

    def _lay_out(self) -> None:
        title = make_label("title", self.tr("Runs"))
        self.new_button = make_button(self.tr("New run"), self.tr("Learn a corpus"), kind="primary")
        self.import_button = make_tool("import", self.tr("Bring in a model file"), kind="")
        head = in_row((title, 1), self.import_button, self.new_button, margins=(theme.SPACE, 0, 0, 0))
        column = QFrame()
        column.setProperty("kind", "panel")
        column.setFixedWidth(theme.LIST_WIDTH)
        in_column(head, (self.list, 1), on=column, margins=theme.LIST_MARGINS, spacing=theme.SPACE)
        self._form_place, self.empty = self._place_form(), self._make_empty()
        self.model_view = ModelView()
        self._stack = in_stack(self.view, self._form_place, self.empty, self.model_view)
        in_row(column, (self._stack, 1), on=self, margins=0, spacing=0)

    def _place_form(self) -> QWidget:
        inside = QWidget()
        in_row(None, (self.form, 4, Qt.AlignmentFlag.AlignTop), None, on=inside, margins=theme.WIDE)
        return in_scroll(inside)

    def _make_empty(self) -> QWidget:
        place = QWidget()
        words = make_label("title", self.tr("Nothing has been learned yet"))
        more = make_label("muted", self.tr("Choose a corpus and a time. One minute is enough to hear something."))
        button = make_button(
            self.tr("Train one minute on the chorales and listen"),
            self.tr("Learns at once, plays its first sample, and ends in takes"),
            lambda: self.trial.begin(),
            kind="primary",
        )
        parts = (words, theme.GAP, more, theme.GAP, button, theme.GAP)
        in_column((None, 2), *parts, (None, 3), on=place, align=Qt.AlignmentFlag.AlignHCenter)
        return place

    def _connect(self) -> None:
        self.new_button.clicked.connect(lambda: self.ask_for_run())
        self.import_button.clicked.connect(self.imported.bring_in)
        self.imported.changed.connect(self._refreshing.start)
        self.imported.chosen.connect(self.choose)
        self.model_view.action_wanted.connect(self._act_on_model)
        self.actions_.acted.connect(self.refresh)
        self.actions_.renamed.connect(self.choose)
        self.actions_.run_wanted.connect(
            lambda choice, name, minutes, options: self.ask_for_run(choice, name=name, minutes=minutes, options=options)
        )
        self.form.wanted.connect(self._start)
        self._stack.currentChanged.connect(self._show_new)
        self.form.cancelled.connect(self._show_chosen)
        self.list.chosen.connect(lambda key: self.choose(Path(key)))
        self.view.action_wanted.connect(self.actions_.act)
        self.view.compare.currentIndexChanged.connect(self._show_chosen)
        # changes of many runs are collected and shown together
        self.follower.listed.connect(self._refreshing.start)
        self.follower.changed.connect(lambda folder: self._refreshing.start())
        self.launcher.began.connect(self.follower.expect)
        self.launcher.ended.connect(self.follower.settle)
        self.launcher.failed.connect(self._tell_failure)
        self.studio.train_wanted.connect(self.ask_for_run)
        self.studio.learn_wanted.connect(self._learn)
        self.studio.trial_wanted.connect(self.trial.begin)
        self.trial.begun.connect(self.choose)

    # -- what the window asks ------------------------------------------------------------------------------------------

    def running(self) -> list[str]:
        """Return the names of all runs that are being trained, here or in a terminal."""
        return [state.name for state in self.follower.states() if state.alive]

    def stop_all(self) -> None:
        """Pause all runs that are being trained; they can be resumed."""
        for state in self.follower.states():
            if state.alive:
                self.studio.attempt(partial(self.launcher.pause, state.folder))

    # -- choosing ------------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> RunState | None:
        return self.follower.state(self.follower.chosen)

    def choose(self, folder: Path) -> None:
        """Show a run by its folder, or a model that was brought in by its file."""
        is_file = folder.suffix == MODEL_SUFFIX
        if is_file and (folder.parent == self.studio.library.models or self.imported.find(folder) is not None):
            self._model = folder
            self._stack.setCurrentWidget(self.model_view)
        else:
            self._model, self.follower.chosen = None, folder
            self.studio.settings.change(run=str(folder))
            self._stack.setCurrentWidget(self.view)
        self.refresh()

    def _act_on_model(self, name: str) -> None:
        model = self.imported.find(self._model)
        if model is not None:
            self.imported.act(name, model)

    def _remembered(self) -> Path | None:
        name = self.studio.settings.values.run
        return Path(name) if name else None

    def refresh(self) -> None:
        self._tell_of_models()
        if not self.isVisible():
            return
        states = self.follower.states()
        if states and self.chosen is None:
            self.follower.chosen = states[0].folder
        rows = [*map(_row, states), *map(self._row_of_model, self.imported.models)]
        self.list.show_rows(rows, str(self._model or self.follower.chosen or ""))
        self._fill_compare()
        if self._stack.currentWidget() is not self._form_place:
            self._show_chosen()

    def _tell_of_models(self) -> None:
        """Tell other pages of new models. They find the first ones themselves."""
        before = self._had_model
        # a run that has never been checked has no model, which saves many looks at the disk
        have = {state.folder for state in self.follower.states() if state.has_figure or state.unread}
        self._had_model = {folder for folder in have if os.path.exists(folder / MODEL)}
        if before is not None and self._had_model - before:
            self.studio.models_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Pass the focus on to the list. A focus proxy would make Tab skip the buttons before it."""
        self.list.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    # -- new runs ------------------------------------------------------------------------------------------------------

    def ask_for_run(
        self,
        choice: CorpusChoice | None = None,
        *,
        name: str = "",
        minutes: float | None = None,
        options: dict[str, object] | None = None,
    ) -> None:
        """Show the form of a new run, filled in as far as is known."""
        own = self.studio.library.corpora()
        taken = {each.paths for each in own}
        self.choices = [*own, *(CorpusChoice(each, (each,)) for each in BUNDLED if (each,) not in taken)]
        if choice is not None and choice.paths not in {each.paths for each in self.choices}:
            self.choices.insert(0, choice)
        paths = [each.paths for each in self.choices]
        current = paths.index(choice.paths) if choice is not None else 0
        if choice is not None:
            self.choices[current] = choice
        self.form.show_models(self.models.find())
        self.form.show_corpora([each.name for each in self.choices], current)
        self.form.set_values(name=name, minutes=minutes, options=dict(options or {}))
        self._stack.setCurrentWidget(self._form_place)
        self.form.corpus.setFocus()

    def _corpus_of_form(self) -> CorpusChoice | None:
        number = self.form.corpus.currentIndex()
        return self.choices[number] if 0 <= number < len(self.choices) else None

    def _show_new(self) -> None:
        """Offer a new run, unless its form is shown."""
        self.new_button.setEnabled(self._stack.currentWidget() is not self._form_place)

    def _start(self, number: int, name: str, minutes: float, options: dict[str, object]) -> None:
        self._learn(self.choices[number], minutes, name, options)

    def _learn(
        self, choice: CorpusChoice, minutes: float, name: str = "", options: dict[str, object] | None = None
    ) -> None:
        wanted = NewRun(choice, name, minutes, dict(options or {}))

        def begin() -> None:
            self.choose(self.launcher.start(wanted))

        self.studio.attempt(begin)

    def _tell_failure(self, folder: Path, line: str) -> None:
        """Tell why a training ended, unless the page shows it: the notice would cover the sentence and what to do."""
        state = self.chosen
        said = state is not None and state.folder == folder and state.phase is Phase.CRASHED
        if not (said and self.view.isVisible()):
            self.studio.told.emit(line)

    # -- the chosen run ------------------------------------------------------------------------------------------------

    def _fill_compare(self) -> None:
        """Offer the other runs that count the same kind of event."""
        box, chosen = self.view.compare, self.chosen
        alike = [s for s in self.follower.states() if chosen and s is not chosen and s.event_name == chosen.event_name]
        wanted = ["", *(str(state.folder) for state in alike)]
        if wanted == [box.itemData(number) for number in range(box.count())]:
            return
        before = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            for words, key in zip([self.tr("Compare with…"), *(state.name for state in alike)], wanted, strict=True):
                box.addItem(words, key)
            box.setCurrentIndex(max(0, box.findData(before)))

    def _row_of_model(self, model: ImportedModel) -> RunRow:
        figure, words = (decimals(model.bits), unit(model.event)) if model.bits > 0 else ("–", "")
        origin = self.tr("comes with seqgen") if model.learned else self.tr("brought in from a file")
        state = " · ".join(filter(None, (verdict_word(model.verdict), origin)))
        return RunRow(model.path, model.name, state, figure, words, None, running=False)

    def _show_model(self, model: ImportedModel) -> None:
        self._stack.setCurrentWidget(self.model_view)
        figure = f"{decimals(model.bits)} {unit(model.event)}" if model.bits > 0 else ""
        facts = ", ".join(filter(None, (model.network or "?", figure, verdict_word(model.verdict))))
        corpus = model.corpus or self.tr("something unnamed")
        self.model_view.show_model(model.name, corpus, facts, learned=model.learned)

    def _show_chosen(self) -> None:
        model = self.imported.find(self._model)
        if model is not None:
            self._show_model(model)
            return
        state = self.chosen
        if state is None:
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentWidget(self.view)
        self._fill(state)

    def _fill(self, state: RunState) -> None:
        if state.phase is Phase.CRASHED:
            state.problem = self.launcher.problem(state.folder)
        view = self.view
        view.title.setText(state.name)
        view.title.setToolTip(str(state.folder))
        view.subtitle.setText(self._subtitle(state))
        self._fill_tiles(state)
        self._fill_curves(state)
        self.samples.show_state(state)
        written = self.tr("a new sample at every check that is the best so far")
        if not state.samples:
            coming = self.tr("nothing yet; the first check brings the first sample")
            written = coming if state.alive else self.tr("this run has written no samples")
        view.hint.setText(written)
        self._fill_buttons(state)
        view.say(*sentence(state))

    def _fill_buttons(self, state: RunState) -> None:
        entries = self.view.entries
        has_model = os.path.exists(state.folder / MODEL)
        self.view.show_buttons(
            alive=state.alive, asked=bool(state.asked), can_resume=state.can_resume, has_model=has_model
        )
        entries["rename"].setEnabled(not state.busy)
        entries["delete"].setEnabled(not state.busy)
        entries["duplicate"].setEnabled(bool(state.config))
        entries["folder"].setEnabled(bool(state.config))
        entries["export"].setEnabled(has_model)

    def _subtitle(self, state: RunState) -> str:
        if not state.parameters:
            return state.corpus
        words = self.tr("{corpus} · {count} {events} · {network} · {weights} weights")
        return words.format(
            corpus=state.corpus,
            count=whole(state.events),
            events=view_of_event(state.event_name).events_word(),
            network=state.network,
            weights=_short(state.parameters),
        )

    def _fill_tiles(self, state: RunState) -> None:
        tiles, word = self.view.tiles, unit(state.event_name)
        held_out = state.held_out_events or not state.started
        held = decimals(state.best_bits) if state.has_figure and held_out else "–"
        unit_words = figure_words(word, state.verdict) if held_out else self.tr("nothing held out")
        known = state.has_figure and held_out
        meaning = figure_meaning(state.best_bits, state.times, state.verdict) if known else ""
        tiles["held"].show_figure(held, unit_words, meaning=meaning)
        tiles["learned"].show_figure(decimals(state.learned.latest[1]) if state.learned.latest else "–", word)
        speed = self.tr("{events}/s").format(events=view_of_event(state.event_name).events_word())
        tiles["rate"].show_figure(whole(state.rate) if state.rate else "–", speed)
        minutes = float(state.setting("training", "minutes", 0.0) or 0.0)
        of_all = self.tr("of {minutes} min").format(minutes=shortest(round(minutes, 2)))
        budget = of_all if minutes else self.tr("to go")
        left = state.seconds_left if state.phase is Phase.RUNNING else None
        tiles["left"].show_figure(clock(left) if left is not None else "–", budget)
        norm = decimals(state.norms.latest[1]) if state.norms.latest else "–"
        tiles["norm"].show_figure(norm, self.tr("norm, clipped {share:.0%}").format(share=state.clipped))

    def _fill_curves(self, state: RunState) -> None:
        other = self.follower.state(Path(self.view.compare.currentData() or "/"))
        best = (state.best_minutes, state.best_bits) if state.has_figure else None
        minutes = float(state.setting("training", "minutes", 0.0) or 0.0)
        self.view.curves.show_title(unit(state.event_name).capitalize())
        self.view.curves.show_curves(
            Curves(
                held=tuple(state.held),
                learned=tuple(state.learned.points),
                other=tuple(other.held) if other else (),
                other_name=other.name if other else "",
                best=best,
                end_minutes=minutes if state.alive and math.isfinite(minutes) else 0.0,
                words={
                    "held": self.tr("held-out"),
                    "learned": self.tr("learning"),
                    "best": self.tr("best · {bits}").format(bits=decimals(state.best_bits)) if best else "",
                },
            )
        )
        self.view.norms.show_norms(state.norms.points, float(state.setting("training", "clip", 1.0)))


def _row(state: RunState) -> RunRow:
    return RunRow(
        key=str(state.folder),
        name=state.name,
        state=state_line(state),
        figure=decimals(state.best_bits) if state.has_figure else "–",
        unit=unit(state.event_name),
        fraction=state.fraction,
        running=state.alive,
        trouble=state.phase is Phase.CRASHED,
    )


def _short(count: int) -> str:
    if count >= 1_000_000:
        return f"{decimals(count / 1e6, 1)} M"
    return f"{count / 1e3:.0f} k" if count >= 1000 else str(count)
