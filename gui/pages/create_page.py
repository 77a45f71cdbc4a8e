"""The Create page: a model, its settings, the takes that it writes, and the one that is open."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent, QUndoStack
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from superqt import QElidingLabel

from gui import theme
from gui.models.sampling_settings import ModelAbout, SamplingSettings
from gui.models.sheet import Sheet
from gui.models.take import TakeRecord
from gui.models.takes_model import TakesModel
from gui.pages.generation import Generation
from gui.pages.recording import RecordingController
from gui.pages.take_editing import TakeEditing
from gui.pages.take_output import TakeOutput
from gui.pages.take_removal import RemoveTakes
from gui.services.disk_writer import DiskWriter
from gui.services.model_list import ModelList
from gui.services.take_store import TakeStore
from gui.studio import Studio
from gui.widgets.sampling_panel import SamplingPanel
from gui.widgets.take_list import TakeList
from gui.widgets.take_view import TakeView
from seqgen.errors import SeqgenError

PREPARE_MILLISECONDS = 600
PREPARED_TRACKS = 4
KEPT_BARS = 2
"""A variation without a selection keeps so many bars."""


class CreatePage(QWidget):
    """Connects panel, list and view with the engine and the library."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.store = TakeStore(studio.library, self, writer=DiskWriter(self))
        self.models = ModelList(studio.library, self)
        self.takes = TakesModel(self)
        self.list, self.view, self.panel = TakeList(), TakeView(), SamplingPanel()
        self.generation = Generation(studio, self)
        self.editing = TakeEditing(studio, self.store, self.view, self)
        self.recording = RecordingController(studio, self)
        self.about: ModelAbout | None = None
        self._removals = QUndoStack(self)
        self._primer: Any = None
        self._before = ""
        self._last_done: QUndoStack = self._removals
        self._lay_out()
        self.setFocusProxy(self.list)
        self.list.set_model(self.takes)
        self.output = TakeOutput(studio, self.store, self.takes, self)
        self._connect()
        self._restore()

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

    def _connect(self) -> None:
        studio, panel, takes = self.studio, self.panel, self.list
        studio.models_changed.connect(self._list_models)
        studio.model_wanted.connect(self.choose_model)
        panel.model_chosen.connect(self.choose_model)
        panel.changed.connect(self._keep_settings)
        panel.generate_wanted.connect(self.generate)
        panel.stop_wanted.connect(self.generation.stop)
        panel.primer.file_dropped.connect(self._start_from_file)
        panel.primer.record_wanted.connect(self._record)
        panel.primer.cleared.connect(self._clear_primer)
        self.recording.recorded.connect(self._start_from_recording)
        self.generation.drawn.connect(self._take_drawn)
        self.generation.progressed.connect(panel.set_busy)
        self.generation.problem.connect(studio.told)
        takes.chosen.connect(lambda take_id: self.open_take(take_id))
        takes.starred.connect(self._star)
        takes.delete_wanted.connect(self.remove_takes)
        takes.use_settings_wanted.connect(self.use_settings)
        takes.export_wanted.connect(self.output.export)
        takes.set_mime(self.output.mime)
        self.view.drag.set_mime(self.output.mime_of_open)
        self.view.action_wanted.connect(self._act)
        self.view.roll.selection_changed.connect(lambda selection: self._show_bars())
        self.view.audition.toggled.connect(lambda on: studio.settings.put("create/audition", on))
        self.store.changed.connect(self._record_changed)
        self.store.problem.connect(studio.told)
        self.editing.editor.stack.indexChanged.connect(self._edited)
        self._removals.indexChanged.connect(self._removed)
        for keys, act in (
            ("Ctrl+G", self.generate),
            ("Ctrl+E", lambda: self._act("export")),
            (QKeySequence(QKeySequence.StandardKey.Undo), self.undo),
            (QKeySequence("Ctrl+Shift+Z"), self.redo),
            ("B", self.compare),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)

    def _restore(self) -> None:
        settings = self.studio.settings
        self.panel.set_settings(SamplingSettings.from_json(_json(settings.get("create/settings", "{}"))))
        self.view.audition.setChecked(settings.get("create/audition", True))
        records = self.store.load_all()
        self.takes.set_takes(records)
        for record in records:
            self._show_thumbnail(record)
        self._list_models()
        chosen = self.takes.record(settings.get("create/take", "")) or (records[-1] if records else None)
        self._show(chosen, play=False)
        if chosen is not None:
            self.list.choose(chosen.id)
        QTimer.singleShot(PREPARE_MILLISECONDS, self, lambda: self.view.mixer.prepare(PREPARED_TRACKS))
        names = self.studio.scanner.start("gui.services.jobs_names:programs")
        names.finished.connect(self.view.mixer.set_programs)

    def close_down(self) -> None:
        """Everything that was edited onto the disk."""
        self.editing.settle()
        self.store.settle()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Models may have come while another page was shown; space plays the open take again."""
        self._list_models()
        self.editing.reload_into_player()
        super().showEvent(event)

    # -- the model -----------------------------------------------------------------------------------------------------

    def _list_models(self) -> None:
        found = self.models.find()
        wanted = self.studio.settings.get("create/model", "")
        if self.about is None and found:
            known = [path for path, _ in found]
            self.choose_model(wanted if wanted in known else known[0])
        current = self.about.path if self.about is not None else wanted
        if current and current not in [path for path, _ in found] and self.about is not None:
            found.append((current, self.about.name))
        self.panel.set_models(found, current)
        self._show_hint(bool(found))

    def choose_model(self, path: str) -> None:
        """Write with another model: a file, or a run's folder."""
        file = Path(path) / "model.safetensors" if Path(path).is_dir() else Path(path)
        job = self.studio.engine.start("gui.services.jobs_sampling:describe", str(file))
        job.finished.connect(self._model_described)
        job.failed.connect(self.studio.told)

    def _model_described(self, about: ModelAbout) -> None:
        self.about = about
        self.editing.model = about.path
        self.studio.settings.put("create/model", about.path)
        self.panel.set_about(about)
        self._clear_primer()
        self.editing.judge_unless_known()
        words = self.tr("{corpus} · {cell} {width}x{layers}")
        self._model_title.setText(about.name)
        self._model_words.setText(
            words.format(corpus=about.corpus, cell=about.cell.upper(), width=about.width, layers=about.layers)
        )
        self._list_models()

    # -- generating ----------------------------------------------------------------------------------------------------

    def settings(self) -> SamplingSettings:
        """The settings of the panel."""
        return self.panel.settings()

    def generate(self) -> None:
        """Write as many takes as the panel says."""
        if self.about is None or self.generation.busy:
            return
        settings = self._with_seed()
        self.generation.generate(
            self.about.path, settings.to_json(), settings.takes, seed=settings.seed, primer=self._primer
        )

    def _with_seed(self, n: int = 0) -> SamplingSettings:
        """The settings for a request; unless the seed is locked, the panel then shows the next fresh one."""
        settings = self.settings()
        if not settings.seed_locked:
            self.panel.set_settings(replace(settings, seed=settings.seed + (n or settings.takes)))
            self._keep_settings()
        return settings

    def _take_drawn(self, drawn: Any, parent: str) -> None:
        if self.about is None:
            return
        try:
            record = self.store.add(drawn, self.about, self._settings_of(drawn), parent=parent)
        except (SeqgenError, OSError) as error:
            self.studio.told.emit(str(error))
            self.generation.stop()
            return
        self.editing.know_bits(record.id, drawn.bits_each)
        self.takes.add(record)
        self._show_thumbnail(record, drawn.sheet, drawn.text)
        if parent or self.generation.done == 1:
            self.list.choose(record.id)
            self.open_take(record.id)

    def _settings_of(self, drawn: Any) -> SamplingSettings:
        return replace(self.settings(), seed=drawn.seed)

    def use_settings(self, take_id: str) -> None:
        """Bring back the settings that made a take."""
        record = self.takes.record(take_id)
        if record is not None:
            self.panel.set_settings(SamplingSettings.from_json(record.settings))
            self._keep_settings()
            if record.model_path and self.about is not None and record.model_path != self.about.path:
                self.choose_model(record.model_path)

    def _keep_settings(self) -> None:
        import json

        self.studio.settings.put("create/settings", json.dumps(self.settings().to_json()))

    # -- primers -------------------------------------------------------------------------------------------------------

    def _start_from_file(self, path: str) -> None:
        from gui.services.jobs_sampling import Primer

        self._primer = Primer(path=path)
        self.panel.primer.show_primer(Path(path).name)

    def _start_from_sheet(self, sheet: Sheet, name: str) -> None:
        from gui.services.jobs_sampling import Primer

        self._primer = Primer(sheet=sheet)
        self.panel.primer.show_primer(name)

    def _start_from_recording(self, sheet: Sheet) -> None:
        self._start_from_sheet(sheet, self.tr("What you played"))

    def _clear_primer(self) -> None:
        self._primer = None
        self.panel.primer.show_primer("")

    def _record(self) -> None:
        settings = self.settings()
        tempo = settings.tempo or (self.about.tempo if self.about is not None else 100.0)
        self.recording.ask(qpm=tempo, metre=settings.metre or "4/4")

    # -- takes ---------------------------------------------------------------------------------------------------------

    def open_take(self, take_id: str, *, at_tick: float | None = None) -> None:
        """Show a take, and play it if that is wanted."""
        record = self.takes.record(take_id)
        if record is None or (self.editing.record is not None and self.editing.record.id == take_id):
            return
        self._before = self.editing.record.id if self.editing.record is not None else ""
        self._show(record, play=self.view.audition.isChecked(), at_tick=at_tick)

    def _show(self, record: TakeRecord | None, *, play: bool, at_tick: float | None = None) -> None:
        self.editing.open(record, play=play, at_tick=at_tick)
        self.view.show_kind(record.kind if record is not None else "")
        self._show_title()
        self._show_bars()
        self._show_undo()
        if record is not None:
            self.takes.see(record.id)
            self.studio.settings.put("create/take", record.id)

    def compare(self) -> None:
        """The take before, at the same place."""
        if self._before in self.takes:
            before, tick = self._before, self.studio.player.tick
            self.list.choose(before)
            self.open_take(before, at_tick=tick)

    def remove_takes(self, ids: list[str]) -> None:
        """Delete takes; undo brings them back."""
        records = [record for take_id in ids if (record := self.takes.record(take_id)) is not None]
        if records:
            self._removals.push(RemoveTakes(self, records, self.tr("Delete %n take(s)", "", len(records))))

    def take_away(self, records: list[TakeRecord]) -> None:
        """Remove takes from list and library."""
        ids = [record.id for record in records]
        open_id = self.editing.record.id if self.editing.record is not None else ""
        self.store.remove(ids)
        self.takes.remove_all(ids)
        if open_id in ids:
            self.editing.record = None
            self._show(self.takes.record(self.list.current_id()), play=False)

    def bring_back(self, records: list[TakeRecord]) -> None:
        """Put removed takes back."""
        for record in self.store.restore([record.id for record in records]):
            self.takes.add(record, new=False)
            self._show_thumbnail(record)

    def _star(self, take_id: str, starred: bool) -> None:
        record = self.takes.record(take_id)
        if record is not None:
            self._guarded(lambda: self.store.update(replace(record, starred=starred)))

    def _record_changed(self, record: TakeRecord) -> None:
        self.takes.update(record)
        if self.editing.record is not None and self.editing.record.id == record.id:
            self.editing.record = record
            self._show_title()
            self._show_thumbnail(record, self.editing.sheet if record.kind == "music" else None)

    def _show_thumbnail(self, record: TakeRecord, sheet: Sheet | None = None, text: str = "") -> None:
        def show() -> None:
            if record.kind == "text":
                self.takes.set_text(record.id, text or self.store.text(record.id))
            else:
                self.takes.set_sheet(record.id, sheet if sheet is not None else self.store.sheet(record.id))

        self._guarded(show)

    def _guarded(self, act: Any) -> None:
        try:
            act()
        except (SeqgenError, OSError, KeyError) as error:
            self.studio.told.emit(str(error))

    # -- actions -------------------------------------------------------------------------------------------------------

    def _act(self, name: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "continue": self.go_on,
            "vary": self.vary,
            "rewrite": self.rewrite,
            "undo": self.undo,
            "redo": self.redo,
            "export": lambda: self.output.export(self.list.selected_ids()),
            "primer": self._start_from_selection,
            "inspect": self._inspect,
            "train": lambda: self.studio.page_wanted.emit("train"),
        }
        if name in acts:
            acts[name]()
        elif self.editing.record is not None:
            self.editing.edit_all(name, self.view.entries[name].text())

    def go_on(self) -> None:
        """Let the model continue: from the end, or from the end of the chosen bars."""
        record = self.editing.record
        if self.about is None or record is None or self.generation.busy:
            return
        settings = self._with_seed(1)
        if record.kind == "text":
            from gui.services.jobs_sampling import Primer

            primer = Primer(text=self.view.text.text())
            self.generation.generate(
                self.about.path, settings.to_json(), 1, seed=settings.seed, primer=primer, parent=record.id
            )
            return
        sheet, selection = self.editing.sheet, self.view.roll.selection
        if selection.is_stretch:
            sheet = _until(sheet, round(selection.end_tick))
        self.generation.go_on(self.about.path, settings.to_json(), sheet, seed=settings.seed, parent=record.id)

    def vary(self) -> None:
        """Write the take anew after its first bars: those before the chosen ones, or two."""
        record = self.editing.record
        if self.about is None or record is None or self.generation.busy:
            return
        sheet, selection = self.editing.sheet, self.view.roll.selection
        lines = sheet.bar_lines()
        begin = round(selection.begin_tick) if selection.is_stretch else int(lines[min(KEPT_BARS, len(lines) - 1)])
        settings = self._with_seed(1)
        stretch = (begin, sheet.end_tick) if 0 < begin < sheet.end_tick else (0, sheet.end_tick)
        self.generation.rewrite(
            self.about.path, settings.to_json(), sheet, stretch, seed=secrets.randbits(31), parent=record.id
        )

    def rewrite(self) -> None:
        """Write the chosen bars anew; what follows them stays."""
        record, selection = self.editing.record, self.view.roll.selection
        if self.about is None or record is None or not selection.is_stretch or self.generation.busy:
            return
        stretch = (round(selection.begin_tick), round(selection.end_tick))
        self.generation.rewrite(
            self.about.path,
            self.settings().to_json(),
            self.editing.sheet,
            stretch,
            seed=secrets.randbits(31),
            parent=record.id,
        )

    def _start_from_selection(self) -> None:
        selection = self.view.roll.selection
        if selection.is_stretch:
            part = _between(self.editing.sheet, round(selection.begin_tick), round(selection.end_tick))
            self._start_from_sheet(part, self.view.title.text())

    def _inspect(self) -> None:
        record = self.editing.record
        if record is not None:
            self.close_down()
            model = self.about.path if self.about is not None else record.model_path
            self.studio.inspect_wanted.emit((str(record.path), model))

    # -- undo ----------------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Undo the latest edit or deletion."""
        for stack in self._stacks():
            if stack.canUndo():
                stack.undo()
                return

    def redo(self) -> None:
        """Redo what was undone last."""
        for stack in self._stacks():
            if stack.canRedo():
                stack.redo()
                return

    def _stacks(self) -> list[QUndoStack]:
        stacks = [self._removals, self.editing.editor.stack]
        return sorted(stacks, key=lambda stack: stack is not self._last_done)

    def _edited(self) -> None:
        self._last_done = self.editing.editor.stack
        self._show_undo()

    def _removed(self) -> None:
        self._last_done = self._removals
        self._show_undo()

    def _show_undo(self) -> None:
        self.view.undo.setEnabled(any(stack.canUndo() for stack in self._stacks()))
        self.view.redo.setEnabled(any(stack.canRedo() for stack in self._stacks()))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _show_hint(self, has_models: bool) -> None:
        if has_models:
            title, words = self.tr("No takes yet"), self.tr("Press Generate, or Ctrl+G.")
        else:
            title = self.tr("No model yet")
            words = self.tr("Train one on a folder of MIDI or text; a minute is enough to hear something.")
        self.view.show_hint(title, words, may_train=not has_models)

    def _show_title(self) -> None:
        record = self.editing.record
        if record is None:
            self.view.show_title("", "")
            return
        parts = [record.key, record.metre]
        if record.kind == "music":
            parts += [self.tr("{tempo:.0f} bpm").format(tempo=record.tempo), self.tr("%n bar(s)", "", record.bars)]
        else:
            parts += [self.tr("%n character(s)", "", record.events)]
        parts += [self.tr("seed {seed}").format(seed=record.seed), self.tr("edited") if record.edited else ""]
        title = self.tr("Take {number}").format(number=record.number)
        self.view.show_title(title, " · ".join(part for part in parts if part))

    def _show_bars(self) -> None:
        selection = self.view.roll.selection
        if not selection.is_stretch:
            self.view.show_bars(0, 0)
            return
        lines = self.editing.sheet.bar_lines()
        first = int((lines <= selection.begin_tick).sum())
        last = int((lines < selection.end_tick).sum())
        self.view.show_bars(first, max(first, last))

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """S stars the open take, wherever the focus is."""
        record = self.editing.record
        if event.key() == Qt.Key.Key_S and not event.modifiers() and record is not None:
            self._star(record.id, not record.starred)
        else:
            super().keyPressEvent(event)


def _until(sheet: Sheet, tick: int) -> Sheet:
    return _between(sheet, 0, tick)


def _between(sheet: Sheet, begin: int, end: int) -> Sheet:
    """A stretch of a sheet as a sheet of its own."""
    notes = sheet.notes[(sheet.notes["onset"] >= begin) & (sheet.notes["onset"] < end)].copy()
    notes["end"] = notes["end"].clip(max=end) - begin
    notes["onset"] -= begin
    metres, tempos = sheet.metres.copy(), sheet.tempos.copy()
    for changes in (metres, tempos):
        changes[:, 0] = (changes[:, 0] - begin).clip(min=0)
    metres = metres[metres[:, 0] < max(1, end - begin)]
    tempos = tempos[tempos[:, 0] < max(1, end - begin)]
    first_metre = max(0, int((sheet.metres[:, 0] <= begin).sum()) - 1)
    first_tempo = max(0, int((sheet.tempos[:, 0] <= begin).sum()) - 1)
    return replace(sheet, notes=notes, metres=metres[first_metre:], tempos=tempos[first_tempo:], end_tick=end - begin)


def _json(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except ValueError:
        return {}
