"""A kind of another package in the window: read, learned, written, exported and inspected by the general view."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QListWidget
from pytestqt.qtbot import QtBot

from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.export.exporter import Export
from gui.inspect.page import InspectPage
from gui.kinds import KindView, view_of
from gui.library.library import CorpusChoice
from gui.sampling.settings import SamplingSettings
from gui.studio import Studio
from gui.train.page import TrainPage
from gui.window import MainWindow
from seqgen.cli.command import main
from seqgen.kinds import all_kinds, kind_named
from seqgen.kinds.evaluation import Shape
from tests.support.kept_workers import KeptWorker, Workers
from tests.support.quick_training import ONE_NETWORK

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
DICE = ROOT / "tests" / "support" / "dice"


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dice kind, installed for this process and its children."""
    monkeypatch.syspath_prepend(str(DICE))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(DICE), str(ROOT)]))
    _forget()
    yield
    monkeypatch.undo()
    _forget()


@pytest.fixture(scope="module")
def dice_workers(qapp: QApplication, cache: Path) -> Iterator[Workers]:
    """Workers whose processes know dice, since they start when it is installed."""
    engine, scanner = KeptWorker(), KeptWorker()
    yield {"engine": engine, "scanner": scanner}
    engine.end()
    scanner.end()


@pytest.fixture
def workers(dice_workers: Workers) -> Workers:
    return dice_workers


@pytest.fixture
def dice_view(dice: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The view of dice, installed for the window."""
    monkeypatch.syspath_prepend(str(DICE.parent / "dice_view"))
    view_of.cache_clear()


def _forget() -> None:
    """Look anew for the kinds and views that are installed."""
    for known in (all_kinds, kind_named, view_of):
        known.cache_clear()


@pytest.fixture(scope="module")
def rolls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dice") / "rolls"
    folder.mkdir()
    rng = random.Random(1)
    for game in range(8):
        lines = [f"{rng.randint(1, 6)} {rng.randint(1, 6)}\n" for _ in range(120)]
        (folder / f"game-{game}.dice").write_text("".join(lines))
    return folder


@pytest.fixture(scope="module")
def trained(rolls: Path) -> Path:
    """A run that has learned the rolls."""
    run = rolls.parent / "dice"
    command = ["train", str(rolls), "--out", str(run), "--quiet", "--steps", "30", "--hidden-size", "16", *ONE_NETWORK]
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DICE))
        _forget()
        assert main(command) == 0
    _forget()
    return run


@pytest.fixture
def window(dice: None, studio: Studio, chorales_cached: None, trained: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on a library with a run that has learned the rolls."""
    shutil.copytree(trained, studio.library.make(studio.library.runs) / "dice")
    studio.settings.change(audition=False)
    made = MainWindow(studio)
    made.resize(1360, 860)
    made.show()
    yield made
    create = made.findChild(CreatePage)
    assert create is not None
    create.output.controller.exporter.close()
    create.close_down()
    made.hide()
    made.deleteLater()
    QApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def test_a_kind_without_a_view_has_the_general_one(dice: None) -> None:
    assert type(view_of("dice")) is KindView


def test_its_corpus_its_run_and_a_piece_are_shown(window: MainWindow, rolls: Path, qtbot: QtBot) -> None:
    window.go("corpora")
    corpora = window.findChild(CorporaPage)
    assert corpora is not None
    corpora.open_choice(CorpusChoice("rolls", (str(rolls),)))
    qtbot.waitUntil(lambda: corpora.view.table.rowCount() == 8)
    assert "960 event" in corpora.header.totals.text()
    corpora.preview.look_at(0)
    qtbot.waitUntil(lambda: "game-0" in corpora.view.preview.title.text())

    window.go("train")
    train = window.findChild(TrainPage)
    assert train is not None
    qtbot.waitUntil(lambda: train.chosen is not None and train.chosen.event_name == "roll")
    qtbot.waitUntil(lambda: "dice" in train.view.title.text())

    inspect = window.findChild(InspectPage)
    assert inspect is not None
    window.studio.inspect_wanted.emit(str(rolls / "game-1.dice"))
    qtbot.waitUntil(lambda: inspect.inspection is not None and inspect.inspection.kind == "dice")
    assert inspect.inspection is not None
    assert inspect.inspection.events == 120
    inspect.stage.mark_event(3)
    inspect.panel.show_event(3)
    assert "Event 4" in inspect.panel.event_title.text()


def test_takes_are_written_continued_kept_and_exported(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.go("create")
    page = window.findChild(CreatePage)
    assert page is not None
    qtbot.waitUntil(lambda: page.about is not None and page.about.kind == "dice")
    page.writing.generate()
    qtbot.waitUntil(lambda: len(page.takes) == 8 and not page.writing.generation.busy)
    record = page.takes.records[0]
    page.opened.open_take(record.id)
    shown = page.editing.editor.widget.text()
    assert page.editing.editor.widget.editor.isReadOnly()
    assert len(shown.splitlines()) == record.events == 400
    assert record.path.read_text().splitlines() == shown.splitlines()
    assert not page.view.buttons["rewrite"].isVisible()

    page._act("continue")
    qtbot.waitUntil(lambda: len(page.takes) == 9 and not page.writing.generation.busy)
    assert page.takes.records[-1].primed == 400

    exporter = page.output.controller.exporter
    with qtbot.waitSignal(exporter.finished) as done:
        exporter.start(Export(tuple(page.output._outgoing([record])), "file", tmp_path / "out"))
    assert Path(done.args[0][0]).read_bytes() == record.path.read_bytes()
    data = page.output.mime([record.id])
    assert data is not None
    assert data.urls()[0].toLocalFile().endswith(".dice")

    page.undoing.remove([record.id])
    page.undoing.undo()
    assert page.takes.record(record.id) is not None
    assert page.store.text(record.id) == shown


def test_its_rules_are_controls_of_the_create_page(window: MainWindow, qtbot: QtBot) -> None:
    window.go("create")
    page = window.findChild(CreatePage)
    assert page is not None
    qtbot.waitUntil(lambda: page.about is not None and page.about.kind == "dice")
    (doubles,) = (box for box in page.panel.findChildren(QCheckBox) if box.text() == "Doubles")
    assert doubles.toolTip() == "only doubles"
    assert not doubles.isChecked()

    doubles.click()
    page.writing.generate()
    qtbot.waitUntil(lambda: len(page.takes) == 8 and not page.writing.generation.busy)
    rolls = page.store.text(page.takes.records[0].id).splitlines()
    assert {len(set(roll.split())) for roll in rolls} == {1}
    kept = SamplingSettings.from_json(window.studio.settings.values.settings)
    assert kept.shapes["dice"] == page.settings().shapes["dice"]


def test_its_view_shows_its_takes_in_a_widget_of_its_own(dice_view: None, window: MainWindow, qtbot: QtBot) -> None:
    window.go("create")
    page = window.findChild(CreatePage)
    assert page is not None
    qtbot.waitUntil(lambda: page.about is not None and page.about.kind == "dice")
    page.show_settings(replace(page.settings().with_shape("dice", Shape(40, kind_named("dice").rules())), takes=2))
    page.writing.generate()
    qtbot.waitUntil(lambda: len(page.takes) == 2 and not page.writing.generation.busy)
    page.store.settle()
    assert "40 rolls" in page.view.subtitle.text()
    for take in page.takes.records:
        page.opened.open_take(take.id)
        (faces,) = (shown for shown in page.view.findChildren(QListWidget) if shown.isVisible())
        rolls = [line.replace(" ", "") for line in take.path.read_text().splitlines()]
        shown = [faces.item(row).text().replace(" ", "") for row in range(faces.count())]
        assert shown == [roll.translate(str.maketrans("123456", "⚀⚁⚂⚃⚄⚅")) for roll in rolls]
