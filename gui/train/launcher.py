"""The launcher of trainings: each is a process of its own, which outlives the window."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.library.file_name import file_name
from gui.library.library import CorpusChoice, Library
from gui.reasons import in_words
from gui.workers.priority import TRAINING, give_way, start_options
from seqgen.corpus.piece_names import write_names
from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import free_path
from seqgen.interpreter import module_command
from seqgen.records import decoded
from seqgen.runs import control as run_control
from seqgen.runs.events import Failed, event_from_json

LAST_BYTES = 16384
WATCH_MILLISECONDS = 500


@dataclass(frozen=True)
class NewRun:
    """A request for a new run. `options` are further options of `seqgen train`, by name: {"cell": "gru"}."""

    corpus: CorpusChoice
    name: str = ""
    minutes: float = 10.0
    options: dict[str, Any] = field(default_factory=dict)


class TrainingLauncher(QObject):
    """Launches trainings, and watches those that this window has started. They go on without it."""

    failed = Signal(object, str)
    """The folder of a run whose training ended with an error, and why; emitted after `ended`."""
    began = Signal(object, object)
    """The folder of a run whose process has been started, and the file to which it prints its events."""
    ended = Signal(object)
    """The folder of a run whose process has ended, with or without an error."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.processes: dict[Path, subprocess.Popen[bytes]] = {}
        self._timer = QTimer(self, interval=WATCH_MILLISECONDS)
        self._timer.timeout.connect(self._watch)

    def start(self, wanted: NewRun) -> Path:
        """Begin a new run in the library, and return its folder. Raises `SeqgenError`."""
        runs = self._library.make(self._library.runs)
        folder = free_path(runs / (file_name(wanted.name or wanted.corpus.name) or "run"))
        while folder in self.processes:
            folder = folder.with_name(folder.name + "-2")
        words = [*wanted.corpus.training_words(wanted.minutes, wanted.options), "--out", str(folder)]
        if wanted.corpus.leave_out:
            names = self._log(folder).with_suffix(".leave-out.txt")
            write_names(names, wanted.corpus.leave_out)
            words += ["--leave-out", str(names)]
        self._launch(folder, words)
        return folder

    def resume(self, folder: Path) -> None:
        """Resume a run. Raises `SeqgenError`."""
        self._launch(folder, ["--resume", str(folder)])

    def pause(self, folder: Path) -> None:
        """Ask a run to save a checkpoint and end. Raises `SeqgenError`."""
        run_control.ask(folder, run_control.PAUSE)

    def stop(self, folder: Path) -> None:
        """Ask a run to check itself once more, keep the best model and end. Raises `SeqgenError`."""
        run_control.ask(folder, run_control.STOP)

    def pending(self) -> list[Path]:
        """Return the runs whose process lives."""
        return [folder for folder, child in self.processes.items() if child.poll() is None]

    def problem(self, folder: Path) -> str:
        """Return why the training of a run ended, in the window's language, or the last line that it printed; "" where
        nothing is known."""
        log = self._log(folder, make=False)
        try:
            event = event_from_json(decoded(_last_line(log.with_suffix(".jsonl"))))
            if isinstance(event, Failed):
                return printable(in_words(event.sentence()))
        except ValueError:
            pass
        return printable(_last_line(log).decode("utf-8", "replace").removeprefix("seqgen: "))

    def _log(self, folder: Path, *, make: bool = True) -> Path:
        logs = self._library.folder / "logs"
        if make:
            self._library.make(logs)
        return logs / (hashlib.sha256(os.fsencode(folder)).hexdigest()[:16] + ".txt")

    def _launch(self, folder: Path, words: Sequence[str]) -> None:
        # a session of its own: the training outlives the window and its terminal
        options = start_options() or {"start_new_session": True}
        printed = self._log(folder).with_suffix(".jsonl")
        try:
            with self._log(folder).open("wb") as log, printed.open("wb") as events:
                self.processes[folder] = subprocess.Popen(
                    module_command("seqgen", "train", *words, "--json"),
                    stdin=subprocess.DEVNULL,
                    stdout=events,
                    stderr=log,
                    **options,
                )
            give_way(self.processes[folder], TRAINING)
        except OSError as error:
            raise SeqgenError("training cannot be started: {why}", why=reason_of(error)) from error
        self._timer.start()
        self.began.emit(folder, printed)

    def _watch(self) -> None:
        for folder, child in list(self.processes.items()):
            code = child.poll()
            if code is None:
                continue
            del self.processes[folder]
            well = code in (0, 130)
            with suppress(OSError):
                # the run's own folder holds the same events, but for an error
                if well:
                    self._log(folder, make=False).with_suffix(".jsonl").unlink(missing_ok=True)
            self.ended.emit(folder)
            if not well:
                self.failed.emit(folder, self.problem(folder) or self._unknown(folder, code))
        if not self.processes:
            self._timer.stop()

    def _unknown(self, folder: Path, code: int) -> str:
        return self.tr("{name}: the training ended with code {code}").format(name=printable(folder.name), code=code)


def _last_line(path: Path) -> bytes:
    """Return the last line of a file that is not empty; nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - LAST_BYTES))
            lines = file.read().splitlines()
    except OSError:
        return b""
    return next((line.strip() for line in reversed(lines) if line.strip()), b"")
