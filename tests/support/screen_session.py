"""A user at a real screen: moves the pointer and presses keys by xdotool, and sees what the window does.

    python -m tests.support.screen_session FOLDER MUSIC_MODEL

with `DISPLAY` set drives a first start in a library in FOLDER, and prints a line for each thing that worked.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget

from gui.app import make_application, translate
from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.inspect.page import InspectPage
from gui.roll.piano_roll import PianoRoll
from gui.studio import Studio
from gui.train.page import TrainPage
from gui.window import MainWindow
from seqgen.formats.midi import read_scores
from seqgen.formats.sheet import Sheet
from tests.support.patience import MILLISECONDS

TARGET = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget

class Target(QWidget):
    def dragEnterEvent(self, event):
        event.acceptProposedAction()

    def dropEvent(self, event):
        event.acceptProposedAction()
        Path(sys.argv[1]).write_text("\\n".join(url.toLocalFile() for url in event.mimeData().urls()))

app = QApplication([])
window = Target()
window.setAcceptDrops(True)
window.setWindowTitle("drop target")
window.setGeometry(1120, 40, 250, 700)
window.show()
app.exec()
"""
"""A program that notes in a file what is dropped on it."""


class Screen:
    """The pointer and the keys of the screen, and patience."""

    def __init__(self) -> None:
        self.app = make_application()
        translate(self.app, "en")

    def wait(self, done: Callable[[], object], what: str) -> None:
        end = time.monotonic() + MILLISECONDS / 1000
        while not done():
            assert time.monotonic() < end, f"waited in vain: {what}"
            self.app.processEvents()
            time.sleep(0.01)
        print(what, flush=True)

    def do(self, *words: object) -> None:
        """Run xdotool beside the event loop, until it is done."""
        child = subprocess.Popen(["xdotool", *map(str, words)])
        while child.poll() is None:
            self.app.processEvents()
            time.sleep(0.005)
        for _ in range(3):
            self.app.processEvents()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        place = widget.mapToGlobal(at or widget.rect().center())
        self.do("mousemove", place.x(), place.y(), "sleep", 0.05, "click", 1, "sleep", 0.05)

    def key(self, name: str) -> None:
        self.do("key", name, "sleep", 0.05)

    def drag(self, widget: QWidget, to: QPoint, at: QPoint | None = None) -> None:
        begin = widget.mapToGlobal(at or widget.rect().center())
        steps: list[object] = ["mousemove", begin.x(), begin.y(), "mousedown", 1]
        for share in (0.05, 0.1, 0.3, 0.6, 0.9, 0.97, 1.0, 1.0):
            place = begin + (to - begin) * share
            steps += ["sleep", 0.15, "mousemove", place.x(), place.y()]
        self.do(*steps, "sleep", 0.3, "mouseup", 1)


def found(window: QWidget, words: str) -> QAbstractButton:
    """Return the visible button of these words."""
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisible() and each.text() == words]
    assert len(buttons) == 1, f"{len(buttons)} buttons say {words}"
    return buttons[0]


def hear_and_pause(screen: Screen, window: MainWindow, page: str) -> None:
    """Play what a page shows by the space bar, which the transport then names, and pause it."""
    player = window.studio.player
    screen.key("space")
    screen.wait(lambda: player.state == "playing" and player.tick > 0, f"space plays what {page} shows")
    assert window.transport.what.whole.endswith(page)
    screen.key("space")
    screen.wait(lambda: player.state == "paused", "space pauses it")


def listen_first(screen: Screen, window: MainWindow) -> None:
    """The first start: space plays the first take of a model that comes with seqgen, and nothing before there is one;
    then the first corpus."""
    player, corpora = window.studio.player, window.findChild(CorporaPage)
    assert isinstance(corpora, CorporaPage)
    if not player.loaded:
        screen.key("space")
        # it may have been drawn while the key was on its way
        assert player.loaded or player.state == "stopped"
    screen.wait(lambda: player.loaded and window.transport.play.isEnabled(), "the first take is there")
    hear_and_pause(screen, window, "Create")
    # in the list of takes a digit alone rates them
    screen.key("ctrl+1")
    screen.wait(lambda: window.studio.listening.holds("corpora"), "the first corpus is read")
    hear_and_pause(screen, window, "Corpora")
    screen.click(found(corpora, "Use none"))
    screen.wait(lambda: not corpora.view.table.used.any(), "no piece is used")
    screen.click(found(corpora, "Use all"))
    screen.wait(lambda: corpora.view.table.used.all(), "all pieces are used")


def try_it(screen: Screen, window: MainWindow) -> None:
    train = window.findChild(TrainPage)
    assert isinstance(train, TrainPage)
    screen.click(found(window, "Try it"))
    screen.wait(lambda: window.page == "train" and train.chosen is not None, "the chorales are being learned")
    for child in train.launcher.processes.values():
        child.terminate()
    screen.wait(lambda: not train.launcher.processes, "it is broken off")


def write_a_take(screen: Screen, window: MainWindow) -> CreatePage:
    create = window.findChild(CreatePage)
    assert isinstance(create, CreatePage)
    screen.key("3")
    screen.wait(lambda: window.page == "create" and create.about is not None, "a model is there")
    screen.wait(lambda: not create.writing.generation.busy, "the first takes are written")
    before = len(create.takes)
    create.show_settings(replace(create.settings(), takes=2))
    screen.key("ctrl+g")
    screen.wait(lambda: len(create.takes) == before + 2 and create.editing.record is not None, "takes are written")
    screen.wait(lambda: not create.writing.generation.busy, "the button is ready again")
    return create


def drag_out(screen: Screen, create: CreatePage, folder: Path) -> None:
    """Drag the open take by its button, a row of the list, and one track by its strip."""
    dropped, rows, files = folder / "dropped", create.list.view, list[Path]()
    strip = create.editing.editor.widget.findChildren(QFrame, "strip")[0]
    row = rows.visualRect(rows.currentIndex()).center()
    places = ((create.view.drag, None), (rows.viewport(), row), (strip, QPoint(40, strip.height() // 4)))
    with subprocess.Popen([sys.executable, "-c", TARGET, str(dropped)]) as target:
        try:
            screen.do("search", "--sync", "--onlyvisible", "--name", "drop target")
            for widget, at in places:
                screen.drag(widget, QPoint(1240, 400), at)
                screen.wait(dropped.exists, "a take is dragged out")
                files.append(Path(dropped.read_text()))
                dropped.unlink()
        finally:
            target.kill()
    assert all(path.read_bytes()[:4] == b"MThd" for path in files)
    assert files[0] == files[1]
    alone = Sheet.from_score(read_scores(files[2])[0].score)
    assert [track.name for track in alone.tracks] == [create.editing.content.tracks[0].name]


def look_into_it(screen: Screen, window: MainWindow, create: CreatePage) -> None:
    inspect = window.findChild(InspectPage)
    assert isinstance(inspect, InspectPage)
    assert create.editing.record is not None
    # in the list of takes a digit alone rates them
    screen.key("ctrl+4")
    count = len(create.takes)
    screen.wait(lambda: window.page == "inspect" and inspect.column.takes.count() == count, "takes are listed")
    inspect.column.takes.setFocus()
    screen.key("Down")
    screen.wait(lambda: inspect.stage.isVisible() and inspect.stage.heat is not None, "a take is looked into")
    surprise = inspect.stage.activity.surprise
    screen.click(surprise, QPoint(60, surprise.height() // 2))
    screen.wait(lambda: inspect.panel.event_title.text().startswith("Note "), "a note is picked")
    # the take that was heard as soon as it was written goes on until it is paused
    player = window.studio.player
    if player.state == "playing":
        screen.key("space")
        screen.wait(lambda: player.state != "playing", "space pauses what plays")
    screen.key("space")
    screen.wait(lambda: window.studio.listening.plays("inspect"), "space plays what is looked into")
    screen.click(window.transport.play)
    screen.wait(lambda: player.state == "paused", "the button pauses it")


def main() -> None:
    folder, model = Path(sys.argv[1]), Path(sys.argv[2])
    screen = Screen()
    studio = Studio(screen.app, library=folder / "library", settings=folder / "settings.json")
    window = MainWindow(studio)
    window.setGeometry(20, 40, 1080, 720)
    window.show()
    screen.wait(window.isActiveWindow, "the window is there")
    listen_first(screen, window)
    try_it(screen, window)
    (folder / "library" / "models").mkdir(parents=True)
    shutil.copy(model, folder / "library" / "models" / "dances.safetensors")
    create = write_a_take(screen, window)
    roll = create.findChild(PianoRoll)
    assert isinstance(roll, PianoRoll)
    assert len(roll.sheet.notes)
    drag_out(screen, create, folder)
    look_into_it(screen, window, create)
    window.close()
    studio.close()
    print("all is well", flush=True)


if __name__ == "__main__":
    main()
