"""Time from the start of the window's process until it stands, beside an empty Qt window; and until the first sound.

    python tests/benchmarks/opening.py [--library FOLDER] [--starter FILE]

Prints the median of several starts (the first, which warms the disk's cache, left out) and the ratio of the two. Where
a starter is there (or FILE takes its place), also the time of first starts, in an empty library, until the first sound
that is not silence; Space is pressed as soon as there is something to play. Without a device it goes to a silent clock.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from seqgen.bundled import starters

STARTS = 5
EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
"""
OURS = """
import sys
from pathlib import Path
from gui.app import make_application, translate
from gui.studio import Studio
from gui.window import MainWindow
app = make_application()
studio = Studio(app, library=Path(sys.argv[1]))
translate(app, "system")
window = MainWindow(studio)
"""
HEARD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from seqgen import bundled
if sys.argv[2]:
    bundled.STARTER_PLACES = (Path(sys.argv[2]),)
from gui.app import WARM_UP_MILLISECONDS, make_application, translate
from gui.studio import Studio
from gui.window import MainWindow
app = make_application()
library = Path(sys.argv[1])
studio = Studio(app, library=library, settings=library / "settings.json")
translate(app, "system")
window = MainWindow(studio)
window.show()
QTimer.singleShot(WARM_UP_MILLISECONDS, window, studio.warm_up)
press = lambda: studio.player.loaded and studio.player.page == "create" and studio.player.state == "stopped"
studio.player.sheet_changed.connect(lambda: QTimer.singleShot(0, window, lambda: press() and studio.player.play()))
studio.player.sounded.connect(lambda: (print("heard", flush=True), app.quit()))
app.exec()
studio.close()
"""
SHOWN = """
window.show()
app.processEvents()
print("shown", flush=True)
import os
os._exit(0)
"""


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", help="a library with runs and takes (an empty one if not given)")
    parser.add_argument("--starter", default="", metavar="FILE", help="a model in place of the starters")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        empty, ours = _seconds(EMPTY, folder), _seconds(OURS, args.library or folder)
    print(f"empty window {empty:.2f} s, seqgen {ours:.2f} s: {ours / empty:.1f} times")
    if args.starter or starters():
        print(f"first start, until the first sound: {_until_sound(args.starter):.2f} s")


def _seconds(code: str, library: str) -> float:
    return statistics.median([_one(code + SHOWN, library) for _ in range(STARTS + 1)][1:])


def _until_sound(starter: str) -> float:
    taken = []
    for _ in range(STARTS + 1):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "starters"
            place.mkdir()
            if starter:
                shutil.copy(starter, place / "tunes.safetensors")
            # whoever has trained something is greeted no more, so that no run may be known
            known = {"XDG_DATA_HOME": str(Path(folder) / "data")}
            taken.append(_one(HEARD, str(Path(folder) / "library"), str(place) if starter else "", **known))
    return statistics.median(taken[1:])


def _one(code: str, *arguments: str, **changed: str) -> float:
    """Return the seconds until a program prints a line; `changed` are variables of its environment."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **changed}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    assert process.stdout is not None
    process.stdout.readline()
    taken = time.perf_counter() - began
    process.communicate()
    return taken


if __name__ == "__main__":
    main()
