"""Pictures of every page, in both themes and sizes, with real content: to be looked at.

    python tests/gui/screenshots.py FOLDER [--library FOLDER] [--page create] [--language es]

Without a library one is made beside the pictures: three short trainings on bundled corpora, and a hundred takes. It
is used again the next time. `empty-…` are the pages of a library in which there is nothing yet.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.app import make_application, translate
from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.inspect.page import InspectPage
from gui.library.library import CorpusChoice
from gui.studio import PAGES, Studio
from gui.window import MainWindow

SIZES = {"usual": QSize(1360, 860), "small": QSize(1100, 700), "large": QSize(2560, 1440)}
LONG_NAME = "Reels, jigs and carols in every key, learned on a rainy afternoon with the window open"
RUNS = {"Chorales, one minute": ("chorales", 60), LONG_NAME: ("folk", 40), "verse": ("verse", 40)}
MANY = 100


def main() -> None:
    """Make the pictures."""
    args = _parse()
    args.folder.mkdir(parents=True, exist_ok=True)
    library = args.library or args.folder / "library"
    # what this computer knows of other runs is not for the pictures
    os.environ["XDG_DATA_HOME"] = str((args.folder / "data").absolute())
    for name, (corpus, seconds) in RUNS.items():
        train(library / "runs" / name, corpus, seconds)
    app = make_application()
    translate(app, args.language)
    pages = [args.page] if args.page else list(PAGES)
    _picture(app, args.folder, args.folder / "empty", pages, empty=True)
    if "create" in pages:
        write_takes(app, args.folder, library)
    _picture(app, args.folder, library, pages)


def _picture(app: QApplication, folder: Path, library: Path, pages: list[str], *, empty: bool = False) -> None:
    """Every page in every theme and size, of a library."""
    studio, window = open_window(app, folder, library)
    for page in pages:
        window.go(page)
        if empty:
            settle(app, 1)
        else:
            fill_page(page, window, library)
        for theme in ("dark", "light"):
            studio.theme.choose(theme)
            for name, size in SIZES.items():
                window.resize(size)
                settle(app, 0.4)
                path = folder / f"{'empty-' if empty else ''}{page}-{theme}-{name}.png"
                window.grab().save(str(path))
                print(path)
    close_window(app, studio, window)


def open_window(app: QApplication, folder: Path, library: Path) -> tuple[Studio, MainWindow]:
    studio = Studio(app, library=library, settings=folder / f"{library.name}.json")
    window = MainWindow(studio)
    window.resize(SIZES["usual"])
    window.show()
    return studio, window


def close_window(app: QApplication, studio: Studio, window: MainWindow) -> None:
    window.hide()
    studio.close()
    window.deleteLater()
    settle(app, 0.2)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--page", choices=PAGES)
    parser.add_argument("--language", default="en")
    return parser.parse_args()


def train(run: Path, corpus: str, seconds: float) -> None:
    if not run.exists():
        command = [sys.executable, "-m", "seqgen", "train", corpus, "--out", str(run), "--quiet"]
        subprocess.run([*command, "--minutes", str(seconds / 60)], check=True)


def write_takes(app: QApplication, folder: Path, library: Path, *, most: int = MANY) -> None:
    """Write eight takes, and copies of them until there are `most`."""
    takes = library / "takes"
    if not any(takes.glob("*.mid")):
        studio, window = open_window(app, folder, library)
        window.go("create")
        studio.model_wanted.emit(str(library / "runs" / next(iter(RUNS))))
        create = window.findChild(CreatePage)
        assert create is not None
        # the page begins with the newest model
        wait(app, lambda: create.about is not None and create.about.kind == "music", 120)
        settle(app, 0.5)
        QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        wait(app, lambda: len(create.takes) >= 8, 120)
        close_window(app, studio, window)
    written = sorted(takes.glob("*.json"))
    for number in range(len(written) + 1, most + 1):
        source = written[number % len(written)]
        record = json.loads(source.read_text(encoding="utf-8"))
        name = f"copy {number:04}"
        path = takes / f"{name}{Path(record['path']).suffix}"
        shutil.copyfile(takes / record["path"], path)
        changes = {"id": name, "number": number, "path": path.name, "starred": number % 9 == 0}
        (takes / f"{name}.json").write_text(json.dumps(record | changes), encoding="utf-8")


def fill_page(page: str, window: MainWindow, library: Path) -> None:
    """Bring a page to where it has something to show."""
    app, studio = QApplication.instance(), window.studio
    assert isinstance(app, QApplication)
    if page == "corpora":
        corpora = window.findChild(CorporaPage)
        assert corpora is not None
        corpora.open_choice(CorpusChoice("chorales", ("chorales",)))
    elif page == "create":
        studio.model_wanted.emit(str(library / "runs" / next(iter(RUNS))))
        create = window.findChild(CreatePage)
        assert create is not None
        create.view.audition.setChecked(False)
        wait(app, lambda: create.about is not None and create.about.kind == "music", 60)
        settle(app, 2)
        chosen = next(record for record in reversed(create.takes.records) if record.kind == "music")
        create.list.choose(chosen.id)
        create.opened.open_take(chosen.id)
        bars = create.editing.content.bar_lines()
        create.editing.editor.widget.roll.select(float(bars[4]), float(bars[8]))
    elif page == "inspect":
        take = next(iter(sorted((library / "takes").glob("*.mid"))), None)
        if take is not None:
            studio.inspect_wanted.emit(str(take))
            inspect = window.findChild(InspectPage)
            assert inspect is not None
            wait(app, lambda: inspect.inspection is not None, 120)
    settle(app, 4)


def settle(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def wait(app: QApplication, done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        settle(app, 0.1)


if __name__ == "__main__":
    main()
