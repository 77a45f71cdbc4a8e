"""The way of a musician through the whole window: files, a training, takes, an export; and what dies on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import mido
import pytest
import symusic
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pyqtgraph import PlotDataItem
from pytestqt.qtbot import QtBot

from gui.models.run_state import Phase
from gui.pages.corpora_page import CorporaPage
from gui.pages.create_page import CreatePage
from gui.pages.train_page import TrainPage
from gui.studio import Studio
from gui.window import MainWindow
from seqgen.midi import write_score
from seqgen.piece import Piece
from seqgen.run import MODEL
from seqgen.tokenizers.music import MusicTokenizer

PATIENCE = 30.0
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

    def wait(self, happened: Callable[[], object], seconds: float = PATIENCE) -> None:
        self._qtbot.waitUntil(lambda: bool(happened()), timeout=round(1000 * seconds))

    def press(self, button: QWidget) -> None:
        """Wait until a button can be pressed, and press it."""
        self.wait(lambda: button.isVisible() and button.isEnabled())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key; the window is brought to the front, which nobody does here when a dialog closes."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        QTest.keyClick(self.window, key, modifier)

    def drop(self, paths: list[Path], place: QWidget) -> None:
        """Drop files from elsewhere on the window, at the middle of one of its parts."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        where = place.mapTo(self.window, place.rect().center())
        action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(QPoint(where), action, data, buttons, keys)
        QApplication.sendEvent(self.window.windowHandle(), entering)
        assert entering.isAccepted()
        QApplication.sendEvent(self.window.windowHandle(), QDropEvent(QPointF(where), action, data, buttons, keys))

    @property
    def phase(self) -> Phase | None:
        """Where the run that is shown stands."""
        return self.train.chosen.phase if self.train.chosen is not None else None


@pytest.fixture
def musician(
    studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Musician]:
    """The window as at a first start, on a library that is not there yet, without a sound card."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    studio.settings.put("create/audition", False)
    window = MainWindow(studio)
    window.resize(1360, 860)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = Musician(window, qtbot)
    yield made
    for child in made.train.trainer._children.values():
        child.kill()
        child.wait()
    made.create.output.controller.exporter.close()
    made.create.close_down()
    # closing would ask whether training goes on
    window.hide()
    window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def tunes(music_pieces: list[Piece], tmp_path: Path) -> Path:
    """A folder of twelve pieces, one of them in a folder below, and a file that is none."""
    folder = tmp_path / "my tunes"
    (folder / "slow").mkdir(parents=True)
    tokenizer = MusicTokenizer.fit(music_pieces)
    for number, piece in enumerate(music_pieces):
        encoded = tokenizer.encode(piece)
        place = folder / "slow" if number == 0 else folder
        write_score(tokenizer.decode(encoded.table, encoded.facts), place / f"tune {number:02}.mid")
    (folder / "broken.mid").write_bytes(b"MThd, or so it says")
    return folder


def read(musician: Musician, tunes: Path) -> None:
    """Drop a folder and wait until it is read."""
    musician.drop([tunes], musician.window)
    musician.wait(lambda: musician.corpora.header.title.whole == tunes.name and musician.corpora.header.train.isEnabled())


def begin_training(musician: Musician) -> Path:
    """From the corpus that is shown to a run that learns, with the shortest time and the smallest network."""
    musician.press(musician.corpora.header.train)
    assert musician.window.page == "train"
    form = musician.train.form
    musician.wait(form.isVisible)
    buttons = {button.text(): button for button in form.findChildren(QPushButton)}
    musician.press(buttons["1 minute"])
    form._size.setCurrentText("small")
    form._device.setCurrentText("cpu")
    musician.press(buttons["Start learning"])
    assert musician.phase is Phase.PREPARING
    musician.wait(lambda: musician.phase is Phase.RUNNING)
    return musician.train.chosen.folder


def first_check(musician: Musician) -> None:
    """Wait until held-out pieces have been checked and everything of it is on the disk."""
    musician.wait(lambda: musician.train.chosen.has_figure and musician.train.chosen.saved)


def drawn(curve: PlotDataItem) -> int:
    points, _ = curve.getData()
    return 0 if points is None else len(points)


def generate(musician: Musician, takes: int) -> None:
    """Ask for takes by the keyboard and wait until so many more are in the list."""
    page, before = musician.create, len(musician.create.takes)
    page.panel.takes.setValue(takes)
    page.panel.bars.set_value(4)
    musician.key(Qt.Key.Key_G, CONTROL)
    musician.wait(lambda: len(page.takes) == before + takes and not page.writing.generation.busy)


def export(musician: Musician, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Export the open take to a folder by the dialog; gives the files that are new there."""
    before = set(folder.iterdir())
    dialog = musician.create.output.controller.dialog
    musician.key(Qt.Key.Key_E, CONTROL)
    musician.wait(dialog.isVisible)
    # the system's own dialog is the one thing that cannot be pressed here
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: str(folder))
    musician.press(dialog._choose_folder)
    musician.press(dialog._forms["midi"])
    musician.press(dialog.export)
    musician.press(dialog.close_button)
    return set(folder.iterdir()) - before


def test_from_a_folder_of_midi_files_to_an_exported_take(
    musician: Musician, tunes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(musician, tunes)
    table = musician.corpora.view.table
    problem = table.columns.index("problem")
    cells = {table.index(row, 0).data(): table.index(row, problem).data() for row in range(table.rowCount())}
    assert len(cells) == 13
    print(cells)

    folder = begin_training(musician)
    first_check(musician)
    view = musician.train.view
    musician.wait(lambda: drawn(view.curves._held) >= 1 and drawn(view.curves._learned) > 2)
    print(view.tiles["held"].accessibleName(), view.subtitle.text(), view.sentence.text())
    musician.press(view.buttons["stop"])
    musician.wait(lambda: musician.phase is Phase.STOPPED)
    print(view.sentence.text())
    musician.press(view.buttons["create"])
    assert musician.window.page == "create"
    musician.wait(lambda: musician.create.about is not None and musician.create.about.path == str(folder / MODEL))

    generate(musician, 3)
    out = tmp_path / "for the DAW"
    out.mkdir()
    (first,) = export(musician, out, monkeypatch)
    content = first.read_bytes()
    (second,) = export(musician, out, monkeypatch)
    assert first.read_bytes() == content
    print(first, second)
    assert second.read_bytes() == content
    file = mido.MidiFile(first)
    print(file)
    print(symusic.Score(first))


def test_a_training_that_is_killed_is_told_and_goes_on_when_it_is_resumed(musician: Musician, tunes: Path) -> None:
    read(musician, tunes)
    folder = begin_training(musician)
    first_check(musician)
    train = musician.train
    step = train.chosen.step
    os.kill(train.trainer._children[folder].pid, signal.SIGKILL)
    musician.wait(lambda: musician.phase is Phase.CRASHED)
    musician.wait(train.view.buttons["resume"].isVisible)
    print(train.view.sentence.text(), musician.window.notice.text)
    musician.press(train.view.buttons["resume"])
    musician.wait(lambda: musician.phase is Phase.RUNNING)
    musician.wait(lambda: train.chosen.step > step)
    musician.press(train.view.buttons["stop"])
    musician.wait(lambda: musician.phase is Phase.STOPPED)
    print(train.view.sentence.text(), musician.window.notice.text)


def test_when_the_process_that_writes_is_killed_a_line_says_so_and_the_next_takes_come(
    musician: Musician, tiny_music_model: Path
) -> None:
    musician.window.open_paths([tiny_music_model])
    create = musician.create
    musician.wait(lambda: create.about is not None)
    create.panel.takes.setValue(64)
    create.panel.bars.set_value(64)
    musician.key(Qt.Key.Key_G, CONTROL)
    musician.wait(lambda: len(create.takes) > 0)
    os.kill(musician.window.studio.engine._process._child.pid, signal.SIGKILL)
    musician.wait(lambda: not create.writing.generation.busy)
    print(musician.window.notice.text)
    assert create.panel.generate.isEnabled()
    generate(musician, 2)
