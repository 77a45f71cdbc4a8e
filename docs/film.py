"""Make the pictures of the first minute: a first start on a screen of its own, driven by pointer and keys.

    python -m docs.film

It needs the starters (`make starters`), Xvfb, openbox and xdotool (`tests/system-packages.sh`), and some two minutes.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

# Qt asks for its platform as soon as an application is made
os.environ["QT_QPA_PLATFORM"] = "xcb"

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from gui.controls.drop_area import DropVeil
from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.roll.canvas import KEYBOARD, RULER
from gui.roll.piano_roll import PianoRoll
from gui.studio import Studio
from gui.train.page import TrainPage
from gui.train.sample_card import SampleCard
from gui.window import MainWindow
from seqgen.bundled import bundled_corpus, starters
from tests.support.screen_session import TARGET, Screen, found

PICTURES = Path(__file__).parent / "pictures" / "first-minute"
WIDTH, HEIGHT = 1180, 760
BESIDE = 260
COLOURS = 256
MINE = ("reels", "jigs", "hornpipes")
"""Folders of the bundled tunes that are dropped as the user's own."""

SOURCE = """
import sys
from PySide6.QtCore import QMimeData, QUrl, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Source(QLabel):
    def mousePressEvent(self, event):
        drag, data = QDrag(self), QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

app = QApplication([])
window = Source("my tunes")
window.setAlignment(Qt.AlignmentFlag.AlignCenter)
window.setWindowTitle("file manager")
window.setGeometry(1200, 40, 220, 200)
window.show()
app.exec()
"""
"""A program from which a folder can be dragged."""


class Film:
    """The window on the screen, and the pictures taken of it, in order."""

    def __init__(self, folder: Path) -> None:
        self.screen, self.folder, self.number = Screen(), folder, 0
        self.studio = Studio(self.screen.app, library=folder / "library", settings=folder / "settings.json")
        self.studio.theme.choose("light")
        self.window = MainWindow(self.studio)
        self.window.setGeometry(0, 0, WIDTH, HEIGHT)
        self.window.show()
        self.screen.wait(self.window.isActiveWindow, "the window is there")
        self.studio.warm_up()
        pages = (self.window.findChild(kind) for kind in (CorporaPage, TrainPage, CreatePage))
        corpora, train, create = pages
        assert isinstance(corpora, CorporaPage)
        assert isinstance(train, TrainPage)
        assert isinstance(create, CreatePage)
        self.corpora, self.train, self.create = corpora, train, create

    def take_picture(self, name: str, *, wide: bool = False) -> None:
        """Write what the screen shows, `wide` with what stands beside the window."""
        self.screen.do("sleep", 0.4)
        self.number += 1
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        size = (0, 0, WIDTH + BESIDE * wide, HEIGHT)
        QGuiApplication.primaryScreen().grabWindow(0, *size).save(buffer, "PNG")
        picture = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
        path = PICTURES / f"{self.number:02}-{name}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        print(path, flush=True)

    @property
    def roll(self) -> PianoRoll:
        roll = self.create.editing.editor.widget.roll
        assert isinstance(roll, PianoRoll)
        return roll

    # -- the ten pictures ----------------------------------------------------------------------------------------------

    def listen(self) -> None:
        """The first start with takes of a starter; the space bar; another take."""
        create, player = self.create, self.studio.player
        self.screen.wait(lambda: len(create.takes) == 8 and not create.writing.generation.busy, "eight takes are drawn")
        self.screen.wait(lambda: player.loaded and player.state != "playing", "the first one can be played")
        self.take_picture("first-start")
        self.screen.key("space")
        self.screen.wait(lambda: player.state == "playing" and player.tick > 2000, "it is heard")
        self.take_picture("listen")
        first = create.editing.record
        create.list.view.setFocus()
        # the newest stand on top
        for _ in range(3):
            self.screen.key("Up")
        self.screen.wait(lambda: create.editing.record not in (None, first) and player.tick > 2000, "another is heard")
        self.take_picture("another-take")
        self.screen.key("space")

    def learn(self) -> None:
        """A folder that is dropped, what is in it, and the first sample of its model."""
        mine = self.folder / "my tunes"
        folk = bundled_corpus("folk")
        assert folk is not None
        for name in MINE:
            shutil.copytree(folk / name, mine / name)
        # it may be dropped on any page, but only this one says so
        self.screen.key("ctrl+1")
        with subprocess.Popen([sys.executable, "-c", SOURCE, str(mine)]) as source:
            try:
                self.screen.do("search", "--sync", "--onlyvisible", "--name", "file manager")
                self.screen.do("sleep", 0.5, "mousemove", 1300, 140, "mousedown", 1)
                for x in (1280, 1200, 1000, 700, 620, 600):
                    self.screen.do("sleep", 0.15, "mousemove", x, 300)
                veils = self.window.findChildren(DropVeil)
                self.screen.wait(lambda: any(veil.isVisible() for veil in veils), "the page takes it")
                self.take_picture("drop-a-folder", wide=True)
                self.screen.do("mouseup", 1)
            finally:
                self.screen.do("sleep", 0.3)
                source.kill()
        header = self.corpora.header
        self.screen.wait(lambda: self.window.page == "corpora" and header.train.isEnabled(), "it is read")
        self.screen.click(header.train)
        form = self.train.form
        self.screen.wait(form.isVisible, "a time can be chosen")
        self.screen.click(found(form, "1 minute"))
        self.take_picture("learn")
        self.screen.click(found(form, "Start learning"))
        self.screen.wait(self._sample, "its first sample is there")
        self.take_picture("first-sample")

    def _sample(self) -> QToolButton | None:
        cards = [card for card in self.train.view.cards if isinstance(card, SampleCard)]
        return next((card.play_button for card in cards if card.play_button.isVisible()), None)

    def write(self) -> None:
        """Takes of the new model, an edit, bars that are written anew, and a take that leaves the window."""
        screen, create = self.screen, self.create
        screen.wait(lambda: not self.train.running(), "the minute is over")
        screen.click(found(self.train, "Create with it"))
        screen.wait(lambda: create.about is not None and self.window.page == "create", "the new model is chosen")
        before = len(create.takes)
        create.show_settings(replace(create.settings(), takes=8))
        screen.key("ctrl+g")
        screen.wait(lambda: len(create.takes) == before + 8 and not create.writing.generation.busy, "it writes takes")
        self.take_picture("takes")
        if self.studio.player.state == "playing":
            screen.key("space")
        canvas, bars = self.roll.canvas, create.editing.content.bar_lines()
        self.roll.select(float(bars[2]), float(bars[3]))
        canvas.setFocus()
        for _ in range(2):
            screen.key("Up")
        screen.wait(lambda: create.view.undo.isEnabled(), "notes are moved")
        self.take_picture("edit")
        self._drag_in_ruler(float(bars[4]), float(bars[7]))
        self.take_picture("rewrite-bars")
        self._drag_out()

    def _drag_in_ruler(self, begin: float, end: float) -> None:
        canvas, view = self.roll.canvas, self.roll.view
        places = [canvas.mapToGlobal(QPoint(int(KEYBOARD + view.x(at)), int(RULER / 2))) for at in (begin + 60, end)]
        words: list[object] = ["mousemove", places[0].x(), places[0].y(), "sleep", 0.2, "mousedown", 1]
        for share in (0.3, 0.6, 1.0):
            at = places[0] + (places[1] - places[0]) * share
            words += ["sleep", 0.1, "mousemove", at.x(), at.y()]
        self.screen.do(*words, "sleep", 0.2, "mouseup", 1)

    def _drag_out(self) -> None:
        with subprocess.Popen([sys.executable, "-c", TARGET, str(self.folder / "dropped")]) as target:
            try:
                self.screen.do("search", "--sync", "--onlyvisible", "--name", "drop target", "windowmove", 1195, 40)
                at = self.create.view.drag.mapToGlobal(self.create.view.drag.rect().center())
                words: list[object] = ["mousemove", at.x(), at.y(), "mousedown", 1]
                for x in (at.x() + 8, at.x() + 20, 1200, 1280, 1300):
                    words += ["sleep", 0.2, "mousemove", x, min(at.y() + 60, 400)]
                # the drag has an event loop of its own, which ends with it
                QTimer.singleShot(3000, lambda: self.take_picture("drag-out", wide=True))
                self.screen.do(*words, "sleep", 5, "mouseup", 1)
            finally:
                target.kill()


@contextmanager
def own_screen() -> Iterator[None]:
    """Start an X server with a window manager, and make it the display."""
    reading, writing = os.pipe()
    size = f"{WIDTH + BESIDE}x{HEIGHT}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        for child in (manager, server):
            child.terminate()
            child.wait()


def main() -> None:
    """Make the pictures."""
    if not starters():
        sys.exit("no starter is installed: make starters")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, own_screen():
        # what this computer knows of other runs is not for the pictures
        os.environ |= {"XDG_DATA_HOME": f"{folder}/data", "XDG_CONFIG_HOME": f"{folder}/config"}
        film = Film(Path(folder))
        film.listen()
        film.learn()
        film.write()
        film.window.close()
        film.studio.close()


if __name__ == "__main__":
    main()
