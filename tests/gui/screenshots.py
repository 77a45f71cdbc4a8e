"""Pictures of every page, in both themes and sizes, with real content: to be looked at.

    python tests/gui/screenshots.py FOLDER [--library FOLDER] [--page create] [--language es]

Without a library one is made beside the pictures: three short trainings on bundled corpora, and takes of theirs. It is
used again the next time.
"""

from __future__ import annotations

import argparse
import os
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
from gui.pages.corpora_page import CorporaPage
from gui.pages.create_page import CreatePage
from gui.services.library import CorpusChoice
from gui.studio import PAGES, Studio
from gui.window import MainWindow

SIZES = {"usual": QSize(1360, 860), "small": QSize(1100, 700), "large": QSize(2560, 1440)}
RUNS = {"Bach chorales, one minute": ("chorales", 60), "folk": ("folk", 40), "verse": ("verse", 40)}


def main() -> None:
    """Make the pictures."""
    args = _parse()
    args.folder.mkdir(parents=True, exist_ok=True)
    library = args.library or args.folder / "library"
    for name, (corpus, seconds) in RUNS.items():
        _train(library / "runs" / name, corpus, seconds)
    app = make_application()
    translate(app, args.language)
    studio = Studio(app, library=library, settings=args.folder / "settings.ini")
    window = MainWindow(studio)
    window.resize(SIZES["usual"])
    window.show()
    for page in [args.page] if args.page else PAGES:
        _fill(page, window, library)
        for theme in ("dark", "light"):
            studio.theme.choose(theme)
            for name, size in SIZES.items():
                window.resize(size)
                _settle(app, 0.4)
                path = args.folder / f"{page}-{theme}-{name}.png"
                window.grab().save(str(path))
                print(path)
    studio.close()


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--page", choices=PAGES)
    parser.add_argument("--language", default="en")
    return parser.parse_args()


def _train(run: Path, corpus: str, seconds: float) -> None:
    if not run.exists():
        command = [sys.executable, "-m", "seqgen.cli", "train", corpus, "--out", str(run), "--quiet"]
        subprocess.run([*command, "--minutes", str(seconds / 60)], check=True)


def _fill(page: str, window: MainWindow, library: Path) -> None:
    """Bring a page to where it has something to show."""
    app, studio = QApplication.instance(), window.studio
    assert isinstance(app, QApplication)
    window.go(page)
    if page == "corpora":
        corpora = window.findChild(CorporaPage)
        assert corpora is not None
        corpora.open_choice(CorpusChoice("chorales", ("chorales",)))
    elif page == "create":
        studio.model_wanted.emit(str(library / "runs" / next(iter(RUNS))))
        create = window.findChild(CreatePage)
        assert create is not None
        create.view.audition.setChecked(False)
        _settle(app, 2)
        if len(create.takes) < 8:
            QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
            _wait(app, lambda: len(create.takes) >= 8, 60)
        chosen = create.takes.records[-2]
        create.list.choose(chosen.id)
        create.open_take(chosen.id)
        bars = create.editing.sheet.bar_lines()
        create.view.roll.select(float(bars[4]), float(bars[8]))
    elif page == "inspect":
        take = next(iter(sorted((library / "takes").glob("*.mid"))), None)
        if take is not None:
            studio.inspect_wanted.emit(str(take))
    _settle(app, 4)


def _settle(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def _wait(app: QApplication, done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        _settle(app, 0.1)


if __name__ == "__main__":
    main()
