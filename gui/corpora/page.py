"""The Corpora page: all corpora, the pieces of one, and how they look and sound."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFocusEvent, QShowEvent, QUndoStack
from PySide6.QtWidgets import QFileDialog, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, in_stack
from gui.controls.drop_area import DropArea
from gui.corpora import jobs
from gui.corpora.column import CorporaColumn
from gui.corpora.corpora_list import OWN, ChangeCorpora, CorporaList, CorpusEntry, with_choice
from gui.corpora.header import CorpusHeader
from gui.corpora.learning import CorpusLearning
from gui.corpora.message import CorpusMessage
from gui.corpora.preview_controller import PreviewController
from gui.corpora.reading_options import ReadingOptions
from gui.corpora.reading_progress import ReadingProgress
from gui.corpora.report import CorpusReport
from gui.corpora.report_view import ReportView
from gui.library.library import CorpusChoice
from gui.library.model_list import is_model
from gui.shortcuts import key_of, sequences
from gui.studio import Studio
from gui.workers.worker import Job
from seqgen.corpus.reading import Progress
from seqgen.errors import printable
from seqgen.user_folders import home_folder

CHORALES = CorpusChoice("chorales", ("chorales",))
MOST_REMEMBERED = 8


class CorporaPage(QWidget):
    """Connects the list of corpora, the jobs that read them, and the views of one."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.list = CorporaList(self)
        self.column = CorporaColumn(self.list)
        self.header = CorpusHeader()
        self.options = ReadingOptions()
        self.view = ReportView()
        self.progress = ReadingProgress()
        self.message = CorpusMessage()
        self.preview = PreviewController(studio, self.view.preview)
        self.learning = CorpusLearning(studio, self.header, self._chosen, self._events, self)
        self.undo_stack = QUndoStack(self)
        self._entry: CorpusEntry | None = None
        self.job: Job | None = None
        self._missing_job: Job | None = None
        self._reports: dict[tuple[str, ...], CorpusReport] = {}
        self._lay_out()
        self._connect()
        self.list.show_choices(studio.library.corpora())
        self._show_welcome()
        self._choose_last()

    def _lay_out(self) -> None:
        self.stack = in_stack(self.view, self.progress, self.message)
        top = in_column(self.header, self.options, spacing=theme.TIGHT)
        middle = in_column(top, (self.stack, 1), margins=(theme.WIDE, theme.SPACE), spacing=theme.SPACE)
        self.area = DropArea()
        self.area.set_words(self.tr("Drop it to read it"), self.tr("Folders or files of MIDI, ABC or text"))
        in_row(self.column, (middle, 1), on=self.area, margins=0, spacing=0)
        in_column(self.area, on=self, margins=0)

    def _connect(self) -> None:
        self.area.dropped.connect(self._drop)
        self.column.row_chosen.connect(self._show_row)
        self.column.folder_wanted.connect(self._ask_for_folder)
        self.column.files_wanted.connect(self._ask_for_files)
        self.column.welcome.try_wanted.connect(self._try_chorales)
        self.column.welcome.closed.connect(self._close_welcome)
        self.header.train_wanted.connect(self._train)
        self.header.remove_wanted.connect(self.remove)
        self.header.again_wanted.connect(self.read_again)
        self.message.again_wanted.connect(self.read_again)
        self.options.changed.connect(self._read_otherwise)
        self.progress.cancel_wanted.connect(self.cancel)
        self.view.table.use_changed.connect(self._keep_choice)
        self.view.pieces.piece_chosen.connect(self.preview.look_at)
        self.view.pieces.piece_opened.connect(self.preview.play)
        if self.studio.settings.values.split:
            self.view.splitter.setSizes(self.studio.settings.values.split)
        self.view.splitter.splitterMoved.connect(self._keep_splitter)
        self.studio.library.changed.connect(self._library_changed)
        undo = self.undo_stack.createUndoAction(self, self.tr("Undo"))
        redo = self.undo_stack.createRedoAction(self, self.tr("Redo"))
        for action, name in ((undo, "undo"), (redo, "redo")):
            self._add_action(action, name)

    def _keep_splitter(self, position: int, number: int) -> None:
        self.studio.settings.change(split=tuple(self.view.splitter.sizes()))

    def _add_action(self, action: QAction, name: str) -> None:
        action.setShortcuts(sequences(name))
        action.setObjectName(name)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)

    # -- the list ------------------------------------------------------------------------------------------------------

    def open_choice(self, choice: CorpusChoice) -> None:
        """Show a corpus; one that is not in the list is added to it."""
        if self.list.row_of(choice.paths) < 0:
            text = self.tr("Add {name}").format(name=choice.name)
            self._change(text, with_choice(self.list.choices, choice))
        self._choose(choice.paths)

    def add_paths(self, paths: list[str]) -> None:
        """Add files and folders as one corpus, and read it."""
        absolute = tuple(str(Path(path).absolute()) for path in paths)
        if absolute:
            self.open_choice(CorpusChoice(self._name(absolute), absolute))

    def _drop(self, paths: list[str]) -> None:
        """Add dropped files as a corpus; a dropped model goes to the Create page."""
        models = [path for path in paths if is_model(Path(path))]
        if models:
            self.studio.model_wanted.emit(models[0])
            self.studio.page_wanted.emit("create")
        self.add_paths([path for path in paths if path not in models])

    def _name(self, paths: tuple[str, ...]) -> str:
        first = Path(paths[0])
        name = printable(first.name or str(first))
        if len(paths) == 1:
            return name
        folders = {Path(path).parent for path in paths}
        if len(folders) == 1 and not any(Path(path).is_dir() for path in paths):
            return self.tr("{folder} ({count} files)").format(folder=printable(first.parent.name), count=len(paths))
        return self.tr("{name} and {count} more").format(name=name, count=len(paths) - 1)

    def remove(self) -> None:
        """Take the current corpus off the list; its files stay where they are."""
        if self._entry is None or self._entry.place != OWN:
            return
        choice, row = self._entry.choice, self.list.row_of(self._entry.choice.paths)
        text = self.tr("Remove {name}").format(name=choice.name)
        self._change(text, [c for c in self.list.choices if c.paths != choice.paths])
        words = self.tr("{name} is off the list; its files are where they were. {keys} brings it back.")
        self.studio.told.emit(words.format(name=choice.name, keys=key_of("undo")))
        neighbour = next((r for r in (row, row - 1, row + 1) if self.list.entry(r) is not None), -1)
        self.column.choose(neighbour if neighbour >= 0 else self.list.row_of(CHORALES.paths))

    def _change(self, text: str, after: list[CorpusChoice]) -> None:
        self.undo_stack.push(ChangeCorpora(text, self.list.choices, after, self._keep))

    def _keep(self, choices: list[CorpusChoice]) -> None:
        if not self.studio.attempt(lambda: self.studio.library.keep_corpora(choices)):
            # corpora that cannot be saved stay until the window closes
            self._show_choices(choices)

    def _library_changed(self) -> None:
        choices = self.studio.library.corpora()
        if choices != self.list.choices:
            self._show_choices(choices)

    def _show_choices(self, choices: list[CorpusChoice]) -> None:
        """Show another list, with the same corpus chosen if it is still there."""
        paths = self._entry.choice.paths if self._entry else ()
        self.list.show_choices(choices)
        row = self.list.row_of(paths)
        entry = self.list.entry(row)
        if entry is None:
            return
        changed = self._entry is not None and entry.choice.leave_out != self.view.table.left_out()
        read_otherwise = self._entry is not None and entry.choice.key != self._entry.choice.key
        self.column.show_chosen(row)
        self._entry = entry
        if read_otherwise:
            self._show_entry(entry)
            return
        report = self._reports.get(entry.choice.key)
        if changed and report is not None and self.stack.currentWidget() is self.view:
            self.view.table.leave_out(report.left_out(entry.choice.leave_out))
            self._show_totals()

    def _choose(self, paths: tuple[str, ...]) -> None:
        row = self.list.row_of(paths)
        if row >= 0:
            self.column.choose(row)

    def _choose_last(self) -> None:
        paths = self.studio.settings.values.corpus
        self._choose(paths if self.list.row_of(paths) >= 0 else CHORALES.paths)

    def _ask_for_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder"), self._last_folder())
        if folder:
            self.studio.settings.change(corpus_folder=folder)
            self.add_paths([folder])

    def _ask_for_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files"), self._last_folder())
        if files:
            self.studio.settings.change(corpus_folder=str(Path(files[0]).parent))
            self.add_paths(files)

    def _last_folder(self) -> str:
        return self.studio.settings.values.corpus_folder or str(home_folder())

    # -- reading -------------------------------------------------------------------------------------------------------

    def _show_row(self, row: int) -> None:
        entry = self.list.entry(row)
        if entry is None or (self._entry is not None and entry.choice.paths == self._entry.choice.paths):
            return
        self._entry = entry
        self.studio.settings.change(corpus=entry.choice.paths)
        self._show_entry(entry)

    def _show_entry(self, entry: CorpusEntry) -> None:
        self._stop_reading()
        self.header.show_entry(entry)
        self.options.show_choice(entry.choice)
        self.options.setVisible(not entry.needs)
        report = self._reports.get(entry.choice.key)
        if report is not None:
            self._show_report(report)
        elif entry.needs:
            self.message.show_needs(entry)
            self.stack.setCurrentWidget(self.message)
        elif entry.slow and entry.choice.name not in self.studio.settings.values.read:
            self.message.show_slow(entry)
            self.stack.setCurrentWidget(self.message)
        else:
            self.read_again()

    def read_again(self) -> None:
        """Read the chosen corpus, from its cache if its files have not changed."""
        if self._entry is None:
            return
        self._stop_reading()
        if self._entry.needs:
            self._look_for_package(self._entry)
            return
        self.header.show_entry(self._entry)
        self.progress.begin(self._entry.choice.name)
        self.stack.setCurrentWidget(self.progress)
        self.job = self.studio.scanner.start(jobs.scan, list(self._entry.choice.paths), self._entry.choice.options)
        self.job.yielded.connect(self._reading)
        self.job.failed.connect(self._failed)

    def _look_for_package(self, needing: CorpusEntry) -> None:
        """Show the corpora of a package, if it has been installed since; else say so."""
        if self.list.look_again():
            self.open_choice(CorpusChoice(needing.choice.paths[0], needing.choice.paths))
        else:
            self.column.show_chosen(self.list.row_of(needing.choice.paths))
            self.studio.told.emit(self.tr("It is not installed yet: {command}").format(command=needing.needs))

    def cancel(self) -> None:
        self._stop_reading()
        if self._entry is not None:
            self.message.show_cancelled(self._entry)
            self.stack.setCurrentWidget(self.message)

    @property
    def reading(self) -> bool:
        return self.job is not None

    def _stop_reading(self) -> None:
        job, self.job = self.job, None
        if job is not None and not job.over:
            job.cancel()

    def _reading(self, news: Any) -> None:
        if self._entry is None or self.sender() is not self.job:
            return
        if isinstance(news, Progress):
            self.progress.show_progress(news)
        elif isinstance(news, CorpusReport):
            self.job = None
            self._reports[self._entry.choice.key] = news
            while len(self._reports) > MOST_REMEMBERED:
                del self._reports[next(iter(self._reports))]
            if self._entry.slow:
                read = {*self.studio.settings.values.read, self._entry.choice.name}
                self.studio.settings.change(read=tuple(sorted(read)))
            self._show_report(news)

    def _failed(self, problem: str) -> None:
        if self.sender() is self.job and self._entry is not None:
            self.job = None
            self.message.show_problem(self._entry, problem)
            self.stack.setCurrentWidget(self.message)
            self._look_for_missing()

    def _look_for_missing(self) -> None:
        """Find corpora that have vanished, in the worker, since a disk may be slow."""
        paths = [choice.paths for choice in self.list.choices]
        if not paths or (self._missing_job is not None and not self._missing_job.over):
            return

        def show(found: list[list[str]]) -> None:
            self._missing_job = None
            gone = {own: tuple(lost) for own, lost in zip(paths, found, strict=True) if lost}
            self.list.show_missing(gone)
            entry = self.list.entry(self.list.row_of(self._entry.choice.paths)) if self._entry else None
            if entry is not None and entry.missing and self.stack.currentWidget() is self.message:
                self._entry = entry
                self.message.show_problem(entry, "")

        self._missing_job = self.studio.scanner.start(jobs.missing, [list(own) for own in paths])
        self._missing_job.finished.connect(show)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._look_for_missing()
        self._show_welcome()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Pass the focus on to the list."""
        self.column.view.setFocus(event.reason())

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _show_report(self, report: CorpusReport) -> None:
        assert self._entry is not None
        self.stack.setCurrentWidget(self.view)
        self.options.show_report(report)
        self.preview.show_corpus(report, self._entry.choice)
        self.view.show_report(report, self._entry.choice.leave_out)
        self._show_totals()
        if self._entry.place == OWN and self.isVisible():
            self.learning.try_out()

    def _show_totals(self) -> None:
        report = self.report
        if report is not None:
            self.header.show_totals(report, self.view.table.used)
            self.view.show_plots()

    @property
    def report(self) -> CorpusReport | None:
        return self._reports.get(self._entry.choice.key) if self._entry else None

    def _keep_choice(self) -> None:
        if self._entry is None:
            return
        choice = replace(self._entry.choice, leave_out=self.view.table.left_out())
        self._change(
            self.tr("Choose pieces of {name}").format(name=choice.name), with_choice(self.list.choices, choice)
        )
        self._show_totals()

    def _read_otherwise(self, with_takes: bool, of_kind: dict[str, Any]) -> None:
        if self._entry is None:
            return
        choice = replace(self._entry.choice, with_takes=with_takes, of_kind=of_kind)
        text = self.tr("Change how {name} is read").format(name=choice.name)
        self._change(text, with_choice(self.list.choices, choice))

    def _train(self) -> None:
        if self._entry is not None:
            self.studio.train_wanted.emit(self._entry.choice)
            self.studio.page_wanted.emit("train")

    def _chosen(self) -> CorpusChoice | None:
        return self._entry.choice if self._entry is not None else None

    def _events(self) -> int:
        return int(self.report.rows.events[self.view.table.used].sum()) if self.report is not None else 0

    def _try_chorales(self) -> None:
        self.studio.trial_wanted.emit()
        self.studio.page_wanted.emit("train")

    def _show_welcome(self) -> None:
        # a run that was made is the better next step
        runs = self.studio.library.runs
        wanted = not self.studio.settings.values.welcomed and not os.path.isdir(runs)
        self.column.welcome.setVisible(wanted)

    def _close_welcome(self) -> None:
        self.studio.settings.change(welcomed=True)
        self._show_welcome()
