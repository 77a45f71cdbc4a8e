"""A window on a library in which every page has something to show."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import install_habits
from gui.controls.fold import Fold
from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.inspect.page import InspectPage
from gui.library.library import CorpusChoice, Library
from gui.sampling import jobs as jobs_sampling
from gui.studio import Studio
from gui.takes.store import TakeStore
from gui.train.page import TrainPage
from gui.window import MainWindow
from seqgen.piece import Piece
from tests.support.kept_workers import Workers
from tests.support.small_models import write_pieces
from tests.support.told_run import told_run
from tests.support.window_settings import window_settings

PROMISED = QSize(1100, 700)
"""The smallest window in which everything has its place."""
SETTINGS = window_settings(bars=4, events=200, takes=2)
PLACES = ("corpora", "train", "new run", "create music", "create text", "inspect music", "inspect text")


class House:
    """A window on a library in which every page has something to show, and the way to each of its places."""

    def __init__(self, window: MainWindow, library: Path) -> None:
        self.window, self.library = window, library
        self.corpora, self.train = window.findChild(CorporaPage), window.findChild(TrainPage)
        self.create, self.inspect = window.findChild(CreatePage), window.findChild(InspectPage)

    def visit(self, place: str, qtbot: QtBot) -> None:
        """Go to a place and wait until all of it is there, folds open."""
        page, _, kind = place.partition(" ")
        self.window.go("train" if place == "new run" else page)
        if place == "corpora":
            qtbot.waitUntil(lambda: self.corpora.stack.currentWidget() is self.corpora.view)
        elif place == "train":
            self.train.choose(self.library / "runs" / "slow waltzes")
        elif place == "new run":
            self.train.ask_for_run()
        elif page == "create":
            self._open_take(kind, qtbot)
        else:
            self._look_into(kind, qtbot)
        for fold in self.window.findChildren(Fold):
            fold.expand(animate=False)
        settle()

    def _model(self, kind: str) -> str:
        return str(self.library / "models" / f"{kind}.safetensors")

    def _take(self, kind: str) -> str:
        return next(record.id for record in self.create.takes.records if record.kind == kind)

    def _open_take(self, kind: str, qtbot: QtBot) -> None:
        page = self.create
        page.models.choose(self._model(kind))
        qtbot.waitUntil(lambda: page.about is not None and page.about.kind == kind)
        page.list.choose(self._take(kind))
        page.opened.open_take(self._take(kind))

    def _look_into(self, kind: str, qtbot: QtBot) -> None:
        path = str(self.create.takes.record(self._take(kind)).path)
        self.window.studio.inspect_wanted.emit((path, self._model(kind)))
        page = self.inspect
        qtbot.waitUntil(lambda: page.inspection is not None and page.inspection.kind == kind)
        qtbot.waitUntil(lambda: page.stage.heat is not None and page.heat_job is None)
        page.pick_event(3)


def settle() -> None:
    """Let everything find its place."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


@contextmanager
def opened_house(
    app: QApplication, folder: Path, pieces: list[Piece], *, music_model: Path, text_model: Path, workers: Workers
) -> Iterator[House]:
    """A window of the promised size: a corpus, two runs, two models, and takes of both kinds; its processes are those
    of `workers`."""
    library = folder / "library"
    (library / "models").mkdir(parents=True)
    store = TakeStore(Library(library))
    for kind, model in (("music", music_model), ("text", text_model)):
        shutil.copy(model, library / "models" / f"{kind}.safetensors")
        about = jobs_sampling.describe(str(model))
        for drawn in jobs_sampling.generate(str(model), SETTINGS.to_json(), 2, 5, None):
            store.add(drawn, about, replace(SETTINGS, seed=drawn.seed))
    for name in ("slow waltzes", "reels"):
        told_run(library / "runs" / name)
    tunes = folder / "tunes"
    tunes.mkdir()
    write_pieces(pieces[:3], *(tunes / f"{piece.title}.mid" for piece in pieces[:3]))
    habits = install_habits(app)
    studio = Studio(app, library=library, settings=folder / "settings.json", **workers)
    studio.settings.change(audition=False)
    window = MainWindow(studio)
    window.resize(PROMISED)
    window.show()
    window.activateWindow()
    made = House(window, library)
    made.corpora.open_choice(CorpusChoice("tunes", (str(tunes),)))
    yield made
    made.create.close_down()
    window.hide()
    studio.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    app.removeEventFilter(habits)
    habits.setParent(None)  # or the next window would install it again
    # or every later change of the theme would be made once for each studio there was
    studio.theme.deleteLater()
