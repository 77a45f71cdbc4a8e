"""Time that the list of takes needs with many of them.

    python tests/benchmarks/takes.py [--takes 5000]

Prints milliseconds of the processor's time (median and most of ten times) of reading the records, of searching,
sorting, rating, adding and scrolling; a frame has 16. The takes are made in a folder that is removed.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.library.library import Library
from gui.takes.list import TakeList
from gui.takes.model import TakesModel
from gui.takes.pictures import TakePictures
from gui.takes.store import TakeStore
from seqgen.formats.midi_writer import midi_bytes
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.library.take import TakeRecord, marked

TIMES = 10
KEYS = ("G major", "A minor", "D major", "E minor", "Bb major")


def write_takes(library: Path, count: int) -> None:
    """Write takes of 300 notes of four tracks, with their records."""
    rng = np.random.default_rng(1)
    notes = np.zeros(300, NOTE)
    notes["onset"] = np.sort(rng.integers(0, 16 * 1920, len(notes)))
    notes["end"], notes["velocity"] = notes["onset"] + 240, 80
    notes["pitch"], notes["track"] = rng.integers(50, 80, len(notes)), rng.integers(0, 4, len(notes))
    sheet = Sheet(notes, tuple(TrackInfo(str(number)) for number in range(4)))
    data = midi_bytes(sheet.to_score(), end_ticks=sheet.end_tick)
    folder = library / "takes"
    folder.mkdir(parents=True)
    for number in range(1, count + 1):
        path = folder / f"folk {number:04}.mid"
        figures = {"bits": float(rng.random()), "created": 1e9 + number, "key": KEYS[number % len(KEYS)]}
        record = TakeRecord(path.stem, number, "music", path, model_name="folk", **figures)
        path.write_bytes(data)
        path.with_suffix(".json").write_text(json.dumps(record.to_json()))


def measure(what: str, act: Callable[[int], object]) -> None:
    """Print how long an action takes."""
    taken = []
    for number in range(TIMES):
        begin = time.process_time()
        act(number)
        taken.append(1000 * (time.process_time() - begin))
    print(f"{what:<42} median {np.median(taken):6.1f}, most {max(taken):6.1f}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--takes", type=int, default=5000)
    args = parser.parse_args()
    app = QApplication([])
    theme.Theme(app, "dark")
    with tempfile.TemporaryDirectory() as folder:
        write_takes(Path(folder), args.takes)
        _measure_all(app, TakeStore(Library(Path(folder))), args.takes)


def _measure_all(app: QApplication, store: TakeStore, count: int) -> None:
    measure(f"read the records of {count:,} takes", lambda number: store.load_all())
    takes, shown = TakesModel(), TakeList()
    pictures = TakePictures(store, takes, shown)
    shown.picture_wanted.connect(pictures.want)
    shown.set_model(takes)
    shown.resize(theme.LIST_WIDTH, 1000)
    shown.show()
    records = store.load_all()
    measure("show them", lambda number: (takes.set_takes(records), app.processEvents()))
    words = ("f", "fo", "folk", "folk g", "folk g maj", "minor", "a minor", "2001", "#40", "")
    measure("type in the search, each key", lambda number: shown.search.line.setText(words[number]))
    measure("filter by key", lambda number: shown.search.ask(key=KEYS[number % len(KEYS)]))
    shown.search.clear()
    orders = ("bits", "newest")
    measure("sort", lambda number: shown.arrange(orders[number % 2]))
    measure("rate one", lambda number: takes.update(marked(records[number], rating=4)))
    measure("rate a hundred", lambda number: [takes.update(marked(each, rating=number % 6)) for each in records[:100]])
    measure("add one", lambda number: takes.add(TakeRecord(f"n{number}", count + number, "music", Path("1.mid"))))
    bar = shown.view.verticalScrollBar()

    def scroll(number: int) -> None:
        bar.setValue(bar.value() + 900)
        shown.view.viewport().repaint()

    measure("scroll by a page", scroll)
    measure("read pictures between two frames", lambda number: pictures._go_on())


if __name__ == "__main__":
    main()
