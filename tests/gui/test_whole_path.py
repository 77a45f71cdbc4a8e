"""The way of a musician through the whole window: files, a training, takes, an export; and what dies on the way."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import mido
import pytest
import symusic
from pyqtgraph import PlotDataItem
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.studio import Studio
from gui.train.page import TrainPage
from gui.train.run_state import Phase
from gui.window import MainWindow
from seqgen.formats.sheet import Sheet
from seqgen.piece import Piece
from seqgen.runs.run import MODEL
from tests.support.small_models import write_pieces
from tests.support.window_settings import window_settings

pytestmark = pytest.mark.long

CONTROL = Qt.KeyboardModifier.ControlModifier


class Musician:
    """Who sits before the window: looks at its pages, presses its buttons and keys, and waits."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        self.corpora, self.train, self.create = map(self._page, (CorporaPage, TrainPage, CreatePage))

    def _page(self, kind: type) -> QWidget:
        found = self.window.findChild(kind)
        assert found is not None
        return found

    def wait(self, happened: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(happened()))

    def press(self, button: QWidget) -> None:
        """Wait until a button can be pressed, and press it."""
        self.wait(lambda: button.isVisible() and button.isEnabled())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key; the window is brought to the front, which nobody does here when a dialog closes."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        QTest.keyClick(self.window, key, modifier)

    def drop(self, paths: list[Path]) -> None:
        """Drop files from elsewhere on the middle of the window, which finds out what of it lies there."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        where = self.window.rect().center()
        action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(where, action, data, buttons, keys)
        QApplication.sendEvent(self.window.windowHandle(), entering)
        assert entering.isAccepted()
        QApplication.sendEvent(self.window.windowHandle(), QDropEvent(QPointF(where), action, data, buttons, keys))

    @property
    def phase(self) -> Phase | None:
        """The state of the run that is shown."""
        return self.train.chosen.phase if self.train.chosen is not None else None


@pytest.fixture
def musician(
    studio: Studio, watchful: None, chorales_cached: None, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Musician]:
    """The window as at a first start, on a library that is not there yet, without a sound card."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    studio.settings.change(audition=False)
    window = MainWindow(studio)
    window.resize(1360, 860)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = Musician(window, qtbot)
    yield made
    for child in made.train.launcher.processes.values():
        child.kill()
        child.wait()
    made.create.output.controller.exporter.close()
    made.create.close_down()
    # closing would ask whether training goes on
    window.hide()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def tunes(music_pieces: list[Piece], tmp_path: Path) -> Path:
    """A folder of twelve pieces, one of them in a folder below, and a file that is none."""
    folder = tmp_path / "my tunes"
    (folder / "slow").mkdir(parents=True)
    places = [folder / "slow", *[folder] * (len(music_pieces) - 1)]
    write_pieces(music_pieces, *(place / f"tune {number:02}.mid" for number, place in enumerate(places)))
    (folder / "broken.mid").write_bytes(b"MThd, or so it says")
    return folder


def read(musician: Musician, tunes: Path) -> None:
    """Drop a folder and wait until it is read."""
    musician.drop([tunes])
    musician.wait(
        lambda: musician.corpora.header.title.whole == tunes.name and musician.corpora.header.train.isEnabled()
    )


def begin_training(musician: Musician) -> Path:
    """From the corpus that is shown to a run that learns, with the shortest time and the smallest network."""
    musician.press(musician.corpora.header.train)
    assert musician.window.page == "train"
    form = musician.train.form
    musician.wait(form.isVisible)
    buttons = {button.text(): button for button in form.findChildren(QPushButton)}
    musician.press(buttons["1 minute"])
    form.size_box.setCurrentIndex(form.size_box.findData("small"))
    form.device_box.setCurrentIndex(form.device_box.findData("cpu"))
    musician.press(buttons["Start learning"])
    assert musician.phase is Phase.PREPARING
    musician.wait(lambda: musician.phase is Phase.RUNNING)
    return musician.train.chosen.folder


def first_check(musician: Musician) -> None:
    """Wait until held-out pieces have been checked and everything of it is on the disk."""
    musician.wait(lambda: musician.train.chosen.has_figure and musician.train.chosen.saved)


def points(curve: PlotDataItem) -> int:
    """Return the number of points of a curve."""
    minutes, _ = curve.getData()
    return 0 if minutes is None else len(minutes)


def generate(musician: Musician, takes: int) -> None:
    """Ask for takes by the keyboard and wait until so many more are in the list."""
    page, before = musician.create, len(musician.create.takes)
    page.panel.set_settings(window_settings(takes=takes, bars=4))
    musician.key(Qt.Key.Key_G, CONTROL)
    musician.wait(lambda: len(page.takes) == before + takes and not page.writing.generation.busy)


def export(musician: Musician, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Export the open take as MIDI to a folder, by the dialog."""
    dialog = musician.create.output.controller.dialog
    musician.key(Qt.Key.Key_E, CONTROL)
    musician.wait(dialog.isVisible)
    # the system's own dialog is the one thing that cannot be pressed here
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: str(folder))
    musician.press(dialog.choose_folder)
    musician.press(dialog.form_buttons["midi"])
    musician.press(dialog.export)
    musician.press(dialog.close_button)


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# -- the whole way -----------------------------------------------------------------------------------------------------


def test_from_a_folder_of_midi_files_over_a_training_that_is_killed_to_an_exported_take(
    musician: Musician, tunes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(musician, tunes)
    problems = told_problems(musician.corpora)
    assert sorted(problems) == ["broken.mid", *(f"tune {number:02}" for number in range(12))]
    assert problems["broken.mid"].startswith("skipped: no notes could be recovered from it")
    assert "1 skipped" in musician.corpora.header.totals.whole

    run = begin_training(musician)
    first_check(musician)
    view = musician.train.view
    musician.wait(lambda: points(view.curves.held) >= 1 and points(view.curves.learned) > 2)
    assert re.fullmatch(r"Held-out: \d+\.\d\d bits a note", view.tiles["held"].accessibleName())
    assert view.subtitle.text().startswith("my tunes · ")
    kill_and_resume(musician, run)
    musician.press(view.buttons["stop"])
    musician.wait(lambda: view.sentence.text().startswith("Stopped; the best model"))
    musician.wait(lambda: not musician.train.launcher.pending())

    musician.press(view.buttons["create"])
    page = musician.create
    assert musician.window.page == "create"
    musician.wait(lambda: page.about is not None)
    assert page.about.path == str(run / MODEL)
    assert page.panel.model.currentText() == "my tunes"
    generate(musician, 3)
    assert page.list.view.model().rowCount() == 3
    assert page.editing.record.corpus == "my tunes"

    out = tmp_path / "for the DAW"
    out.mkdir()
    export(musician, out, monkeypatch)
    first = written(out)
    assert len(first) == 1
    export(musician, out, monkeypatch)
    assert len(written(out)) == 2
    assert first.items() <= written(out).items()
    [exported] = first
    assert_is_the_take(out / exported, page.editing.content)


def kill_and_resume(musician: Musician, run: Path) -> None:
    """A training whose process is killed is told, and goes on when it is resumed."""
    train = musician.train
    steps = train.chosen.step
    os.kill(train.launcher.processes[run].pid, signal.SIGKILL)
    musician.wait(lambda: musician.phase is Phase.CRASHED)
    musician.wait(lambda: "ended unexpectedly: its process is gone. Resume goes on" in train.view.sentence.text())
    assert train.view.buttons["resume"].isVisible()
    assert "ended unexpectedly" in str(train.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert train.running() == []
    musician.wait(lambda: run not in train.launcher.processes)
    # nothing lies over the sentence and what it advises
    assert not musician.window.notice.isVisible()

    musician.press(train.view.buttons["resume"])
    musician.wait(lambda: musician.phase is Phase.RUNNING and train.chosen.step > steps)
    assert train.running() == ["my tunes"]


def told_problems(page: CorporaPage) -> dict[str, str]:
    """Return the row of each piece in the table, by name."""
    table = page.view.table
    problem = table.columns.index("problem")
    return {table.index(row, 0).data(): table.index(row, problem).data() for row in range(table.rowCount())}


def assert_is_the_take(path: Path, sheet: Sheet) -> None:
    """The file holds a take as a DAW wants it: its notes, its tempo, and tracks with names."""
    score = symusic.Score(path)
    assert [track.name for track in score.tracks] == [track.name for track in sheet.tracks]
    assert {track.name for track in score.tracks} <= {"Melody", "Bass", "Drums"}
    heard = sorted(
        (note.start, note.pitch, number) for number, track in enumerate(score.tracks) for note in track.notes
    )
    assert score.ticks_per_quarter == sheet.ticks_per_quarter
    assert heard == sorted((int(n["onset"]), int(n["pitch"]), int(n["track"])) for n in sheet.notes)
    assert len(heard) > 10
    file = mido.MidiFile(path)
    tempos = [message.tempo for message in file.tracks[0] if message.type == "set_tempo"]
    assert [round(mido.tempo2bpm(tempo)) for tempo in tempos] == [100]
    assert file.type == 1


# -- where files are dropped -------------------------------------------------------------------------------------------


def test_a_folder_that_is_dropped_on_another_page_is_read_all_the_same(musician: Musician, tunes: Path) -> None:
    musician.window.go("create")
    read(musician, tunes)
    assert musician.window.page == "corpora"


def test_files_that_are_dropped_on_another_page_are_one_corpus(musician: Musician, tunes: Path) -> None:
    musician.window.go("train")
    musician.drop([tunes / "tune 01.mid", tunes / "tune 02.mid"])
    assert musician.corpora.header.title.whole == "my tunes (2 files)"


@pytest.mark.parametrize("page", ["corpora", "train"])
def test_a_model_that_is_dropped_is_chosen_for_writing(musician: Musician, tiny_music_model: Path, page: str) -> None:
    musician.window.go(page)
    musician.drop([tiny_music_model])
    assert musician.window.page == "create"
    musician.wait(lambda: musician.create.about is not None)
    assert musician.create.about.path == str(tiny_music_model)
    assert musician.window.studio.library.corpora() == []


# -- what dies on the way ----------------------------------------------------------------------------------------------


def test_when_the_process_that_writes_is_killed_a_line_says_so_and_the_next_takes_come(
    musician: Musician, tiny_music_model: Path
) -> None:
    musician.drop([tiny_music_model])
    page, notice = musician.create, musician.window.notice
    musician.wait(lambda: page.about is not None)
    page.panel.set_settings(window_settings(takes=256, bars=64))
    musician.key(Qt.Key.Key_G, CONTROL)
    musician.wait(lambda: len(page.takes) > 0)
    os.kill(musician.window.studio.engine.process_id, signal.SIGKILL)
    musician.wait(lambda: not page.writing.generation.busy)
    assert notice.isVisible()
    assert notice.text == "the work stopped unexpectedly (its process ended with code -9)"
    assert 0 < len(page.takes) < 256

    generate(musician, 2)
    page.store.settle()
    assert len(list(musician.window.studio.library.takes.glob("*.mid"))) == len(page.takes)
