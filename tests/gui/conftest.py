"""Fixtures of the window's tests: an offscreen application, a studio on its own folder, small models."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import gui
from gui.corpora.page import CHORALES
from gui.studio import Studio
from gui.train import launcher, run_follower
from gui.workers.planner import Planner
from seqgen.corpus.load import load_corpus
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.piece import Piece
from tests.support.house import House, opened_house
from tests.support.kept_workers import KeptWorker, Workers
from tests.support.patience import MILLISECONDS


class PatientBot(QtBot):
    """pytest-qt's robot, with the patience of the suite and a hold on the widgets given to it."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.kept: list[QWidget] = []

    def addWidget(self, widget: QWidget, **how: Any) -> None:  # noqa: N802 - the name of pytest-qt
        """Keep a widget until it is closed: pytest-qt holds it weakly, and one that no test names any more may be
        collected while it is painted, which crashes."""
        self.kept.append(widget)
        super().addWidget(widget, **how)

    def waitSignal(self, signal: Any, *, timeout: int = MILLISECONDS, **how: Any) -> Any:  # noqa: N802 - the name of pytest-qt
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Any, *, timeout: int = MILLISECONDS, **how: Any) -> Any:  # noqa: N802 - the name of pytest-qt
        return super().waitSignals(signals, timeout=timeout, **how)

    def waitUntil(self, happened: Callable[[], bool | None], *, timeout: int = MILLISECONDS) -> None:  # noqa: N802 - the name of pytest-qt
        super().waitUntil(happened, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def plans(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Questions to the planner, which takes seconds to answer, and is not here."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(Planner, "ask", lambda planner, words: asked.append(tuple(words)))
    return asked


@pytest.fixture
def spanish(qapp: QApplication) -> Iterator[None]:
    """The window's words are Spanish, and so are its figures."""
    before, translator = QLocale(), QTranslator()
    assert translator.load(str(Path(gui.__file__).parent / "translations" / "seqgen_es.qm"))
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale("es_ES"))
    yield
    QLocale.setDefault(before)
    qapp.removeTranslator(translator)


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """Clipboard, emptied afterwards: without a display it outlives Python, and crashes on data made by Python."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of a library that is not there yet."""
    return tmp_path / "library"


@pytest.fixture(scope="session")
def chorales_cached(cache: Path) -> None:
    """The corpus that a first start shows is in the cache, so that no window reads its files anew."""
    load_corpus(list(CHORALES.paths))


@pytest.fixture(scope="session")
def kept_workers(qapp: QApplication, cache: Path) -> Iterator[Workers]:
    engine, scanner = KeptWorker(), KeptWorker()
    yield {"engine": engine, "scanner": scanner}
    engine.end()
    scanner.end()


@pytest.fixture
def workers(kept_workers: Workers) -> Workers:
    """Workers whose processes have run since an earlier test; a file whose processes need an environment of their own
    overrides this."""
    return kept_workers


@pytest.fixture
def studio(
    qapp: QApplication, qtbot: QtBot, library: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Studio]:
    """A studio whose library, settings and cache lie in folders of the test's own."""
    # runs of other tests are known no more
    monkeypatch.setenv("XDG_DATA_HOME", str(library.parent / "data"))
    made = Studio(qapp, library=library, settings=library.parent / "settings.json", **workers)
    yield made
    made.close()
    # or every later change of the theme would be made once for each studio there was
    made.theme.deleteLater()


@pytest.fixture
def watchful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window looks at trainings ten times as often, so that none learns on only because it waits to be seen."""
    monkeypatch.setattr(launcher, "WATCH_MILLISECONDS", 50)
    monkeypatch.setattr(run_follower, "TICK_MILLISECONDS", 50)


@pytest.fixture(scope="session")
def tiny_music_model(music_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a music model with random weights."""
    return _write(music_model, tmp_path_factory.mktemp("models") / "tiny-music.safetensors")


@pytest.fixture(scope="session")
def tiny_text_model(text_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a text model with random weights."""
    return _write(text_model, tmp_path_factory.mktemp("models") / "tiny-text.safetensors")


@pytest.fixture(scope="module")
def house(
    qapp: QApplication,
    tmp_path_factory: pytest.TempPathFactory,
    kept_workers: Workers,
    music_pieces: list[Piece],
    tiny_music_model: Path,
    tiny_text_model: Path,
) -> Iterator[House]:
    """A window on a library in which every page has something to show, for all tests of a file."""
    folder = tmp_path_factory.mktemp("house")
    models = {"music_model": tiny_music_model, "text_model": tiny_text_model}
    with opened_house(qapp, folder, music_pieces, **models, workers=kept_workers) as made:
        yield made


def _write(model: Model, path: Path) -> Path:
    write_model(path, model.file)
    assert np.isfinite(next(iter(model.file.weights.values()))).all()
    return path
