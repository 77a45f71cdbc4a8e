"""What all pages share: the services, and the words by which one page asks something of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from gui.library.library import Library
from gui.library.settings import Settings
from gui.playback.player import Player
from gui.theme import Theme
from gui.workers.priority import READING, WRITING
from gui.workers.worker import Worker
from seqgen.errors import SeqgenError

PAGES = ("corpora", "train", "create", "inspect")


class Studio(QObject):
    """The services of one window.

    `engine` samples and judges, `scanner` reads corpora; they are two processes, so that neither waits for the other.
    """

    page_wanted = Signal(str)
    train_wanted = Signal(object)
    """A `CorpusChoice`: show the new run's settings for it."""
    model_wanted = Signal(str)
    """The path of a model file or a run's folder: choose it on the Create page."""
    inspect_wanted = Signal(object)
    """A path of a file (MIDI, ABC, text), or a `(path, model path)` pair: look into it on the Inspect page."""
    models_changed = Signal()
    """A model was trained, imported or deleted."""
    told = Signal(str)
    """One line for the user: what was done or what went wrong. Shown for some seconds above the transport bar."""

    def __init__(self, app: QApplication, *, library: Path | None = None, settings: Path | None = None) -> None:
        super().__init__(app)
        self.settings = Settings(settings, self)
        self.library = Library(library, self)
        self.theme = Theme(app, self.settings.get("theme", "system"))
        self.engine = Worker(self, nice=WRITING)
        self.scanner = Worker(self, nice=READING)
        self.player = Player(self)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Carry out an action of the user. Show an error as one line, and return whether there was none."""
        try:
            act()
        except (SeqgenError, OSError, KeyError) as error:
            self.told.emit(str(error))
            return False
        return True

    def warm_up(self) -> None:
        """Start what the first generated take and the first note would otherwise wait for."""
        self.engine.warm_up()
        self.player.warm_up()

    def close(self) -> None:
        """End what runs for this window; training goes on."""
        self.player.close()
        self.engine.close()
        self.scanner.close()
        self.settings.save()
