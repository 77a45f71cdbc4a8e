"""The services that all pages share, and the signals by which one page asks something of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from gui.library.library import Library
from gui.library.settings import Settings
from gui.playback.listening import Listening
from gui.playback.player import Player
from gui.reasons import in_words
from gui.theme import Theme
from gui.workers.planner import Planner
from gui.workers.priority import READING, WRITING
from gui.workers.worker import Worker
from seqgen.errors import SeqgenError

PAGES = ("corpora", "train", "create", "inspect")


class Studio(QObject):
    """The services of one window.

    `engine` samples and scores, `scanner` reads corpora; they are two processes, so that neither waits for the other.
    """

    page_wanted = Signal(str)
    train_wanted = Signal(object)
    """A `CorpusChoice`: show the form of a new run for it."""
    learn_wanted = Signal(object, float)
    """A `CorpusChoice` and minutes: begin to learn it at once."""
    trial_wanted = Signal()
    """Learn a bundled corpus for a minute at once, and draw takes from what it becomes."""
    takes_wanted = Signal(str)
    """The path of a model file or a run's folder: choose it on the Create page, and draw takes."""
    model_wanted = Signal(str)
    """The path of a model file or a run's folder: choose it on the Create page."""
    inspect_wanted = Signal(object)
    """A path of a file (MIDI, ABC, text), or a `(path, model path)` pair: open it on the Inspect page."""
    copy_less_wanted = Signal(str)
    """The path of a model: let it write takes on the Create page that copy less of its corpus."""
    models_changed = Signal()
    """A model was trained, imported or deleted."""
    told = Signal(str)
    """One line for the user: the outcome of an action or an error. Shown for some seconds above the transport bar."""

    def __init__(
        self,
        app: QApplication,
        *,
        library: Path | None = None,
        settings: Path | None = None,
        engine: Worker | None = None,
        scanner: Worker | None = None,
    ) -> None:
        super().__init__(app)
        self.settings = Settings(settings, self)
        self.library = Library(library, self)
        self.theme = Theme(app, self.settings.values.theme)
        self.engine = engine or Worker(self, nice=WRITING)
        self.scanner = scanner or Worker(self, nice=READING)
        self.planner = Planner(self)
        self.player = Player(self)
        self.listening = Listening(self.player, self)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Carry out an action of the user; show an error as one line. Return whether it succeeded."""
        try:
            act()
        except (SeqgenError, OSError, KeyError) as error:
            self.told.emit(in_words(error))
            return False
        return True

    def warm_up(self) -> None:
        """Start the processes that the first take and the first note would otherwise wait for."""
        self.engine.warm_up()
        self.player.warm_up()

    def close(self) -> None:
        self.player.close()
        self.planner.close()
        self.engine.close()
        self.scanner.close()
        self.settings.save()
