"""Delay of the window's 16 ms timer while it trains, scans a folder and writes 64 takes.

    python tests/benchmarks/responsiveness.py FOLDER_OF_MIDI [--model RUN]

Prints the median, the 99th percentile and the worst time between two ticks for each kind of work, and for all at once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox

from gui.app import make_application
from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.library.library import CorpusChoice
from gui.studio import Studio
from gui.train.launcher import NewRun
from gui.train.page import TrainPage
from gui.window import MainWindow

INTERVAL_MILLISECONDS = 16


class Ticks:
    """A timer of the window's thread, and how long it really took from tick to tick."""

    def __init__(self, app: QApplication) -> None:
        self._timer = QTimer(app, interval=INTERVAL_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._last = time.perf_counter()
        self.gaps: list[float] = []

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1000 * (now - self._last))
        self._last = now

    def report(self, what: str) -> None:
        """Print what was measured since the last report."""
        gaps = np.array(self.gaps)
        print(
            f"{what:<34} {len(gaps):5} ticks, median {np.median(gaps):5.1f} ms, 99% {np.percentile(gaps, 99):5.1f} ms, "
            f"worst {gaps.max():6.1f} ms",
            flush=True,
        )
        self.gaps.clear()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="some thousand MIDI files")
    parser.add_argument(
        "--model", type=Path, help="a run to sample from (one is trained for half a minute if not given)"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        _measure(args.folder, args.model, Path(work))


def _measure(folder: Path, model: Path | None, work: Path) -> None:
    os.environ["XDG_CACHE_HOME"] = str(work / "cache")
    train = [sys.executable, "-m", "seqgen", "train", "chorales", "--quiet"]
    if model is None:
        model = work / "model"
        subprocess.run([*train, "--minutes", "0.5", "--out", str(model)], check=True)
    app = make_application()
    studio = Studio(app, library=work / "library", settings=work / "settings.json")
    window = MainWindow(studio)
    window.show()
    studio.model_wanted.emit(str(model))
    window.go("create")
    _work(app, lambda: False, 4)
    ticks = Ticks(app)
    _work(app, lambda: False, 5)
    ticks.report("idle")
    page = window.findChild(TrainPage)
    assert page is not None
    try:
        run = page.launcher.start(NewRun(CorpusChoice("chorales", ("chorales",)), "learning", 3.0))
        page.follower.chosen = run
        window.go("train")
        _work(app, lambda: False, 20)
        ticks.report("training, followed")
        _scan(app, window, folder)
        ticks.report("and scanning the folder")
        _generate(app, window, 64)
        ticks.report("and writing 64 takes")
    finally:
        for folder in page.launcher.pending():
            page.launcher.stop(folder)
        _work(app, lambda: not page.launcher.pending(), 20)
        studio.close()


def _scan(app: QApplication, window: MainWindow, folder: Path) -> None:
    page = window.findChild(CorporaPage)
    assert page is not None
    window.go("corpora")
    page.open_choice(CorpusChoice(folder.name, (str(folder),)))
    _work(app, lambda: False, 0.5)
    _work(app, lambda: not window.studio.scanner.busy, 120)


def _generate(app: QApplication, window: MainWindow, count: int) -> None:
    window.go("create")
    page = window.findChild(CreatePage)
    assert page is not None
    number = window.findChild(QSpinBox, "takes")
    assert number is not None
    number.setValue(count)
    before = len(page.takes)
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    _work(app, lambda: len(page.takes) >= before + count, 180)


def _work(app: QApplication, done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    main()
