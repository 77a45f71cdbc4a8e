"""Time from the start of the window's process until it stands, beside an empty Qt window.

    python tests/benchmarks/opening.py [--library FOLDER]

Prints the median of several starts (the first, which warms the disk's cache, left out) and the ratio of the two.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

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
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        empty, ours = _seconds(EMPTY, folder), _seconds(OURS, args.library or folder)
    print(f"empty window {empty:.2f} s, seqgen {ours:.2f} s: {ours / empty:.1f} times")


def _seconds(code: str, library: str) -> float:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    taken = []
    for _ in range(STARTS + 1):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", code + SHOWN, library],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert process.stdout is not None
        process.stdout.readline()
        taken.append(time.perf_counter() - began)
        process.communicate()
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main()
