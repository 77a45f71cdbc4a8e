"""Time to draw a piano roll of 50,000 notes, and to move the playhead over them.

    python tests/benchmarks/roll.py [--notes 50000] [--width 1600] [--height 900]

Prints milliseconds by the clock (median and 99th percentile) and of the processor's time (99th percentile, which other
programs do not lengthen) of a full repaint at several zooms, of a scroll step, of a step
of the playhead, and of a drag of one note and of all; a frame has 16.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.roll.piano_roll import PianoRoll
from gui.roll.surprise_strip import HEIGHT, SurpriseStrip
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo

WARM, TIMES = 3, 100


def busy_sheet(count: int) -> Sheet:
    """Four voices of even density, some twenty notes a quarter."""
    random = np.random.default_rng(1)
    notes = np.zeros(count, NOTE)
    notes["onset"] = random.integers(0, count * 24, count) // 60 * 60
    notes["end"] = notes["onset"] + random.choice([60, 120, 240, 480, 960], count)
    notes["track"] = random.integers(0, 4, count)
    notes["pitch"] = np.clip(random.normal(76 - 10 * notes["track"], 6), 21, 108)
    notes["velocity"] = random.integers(30, 127, count)
    return Sheet(notes, tuple(TrackInfo(f"Voice {i + 1}") for i in range(4))).with_notes(notes)


def measure(what: str, act: Callable[[int], object]) -> None:
    """Print how long an action takes."""
    taken, busy = [], []
    for number in range(WARM + TIMES):
        begin, busy_before = time.perf_counter(), time.process_time()
        act(number)
        taken.append(1000 * (time.perf_counter() - begin))
        busy.append(1000 * (time.process_time() - busy_before))
    last, last_busy = np.percentile(taken[WARM:], 99), np.percentile(busy[WARM:], 99)
    print(f"{what:<42} median {np.median(taken[WARM:]):5.1f}, 99% {last:5.1f}, processor 99% {last_busy:5.1f}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=50_000)
    parser.add_argument("--width", type=int, default=1600)
    parser.add_argument("--height", type=int, default=900)
    args = parser.parse_args()
    app = QApplication([])
    theme.Theme(app, "dark")
    sheet = busy_sheet(args.notes)
    roll = PianoRoll()
    strip = SurpriseStrip(roll.view)
    roll.set_editable(True)
    roll.resize(args.width, args.height)
    strip.resize(args.width, HEIGHT)
    for widget in (roll, strip):
        widget.show()
    roll.set_sheet(sheet)
    bits = np.random.default_rng(2).gamma(2.0, 1.2, len(sheet.notes))
    strip.set_surprise(sheet, bits)
    app.processEvents()
    canvas, view = roll.canvas, roll.view

    def repaint(number: int) -> None:
        canvas.forget_picture()
        canvas.repaint()

    def scroll(number: int) -> None:
        view.scroll(ticks=view.ticks * (0.1 if number % 40 < 20 else -0.1))
        canvas.repaint()

    def play(number: int) -> None:
        roll.set_playhead(view.left + view.ticks * (number % 90) / 100, True)
        app.processEvents()

    for zoom in (1, 4, 10, 20, 60):
        roll.fit()
        view.zoom_time(zoom, 300)
        app.processEvents()
        seen = len(canvas.in_sight)
        measure(f"repaint, {seen:,} notes in sight", repaint)
        measure(f"scroll, {seen:,} notes in sight", scroll)
        measure(f"playhead, {seen:,} notes in sight", play)
    roll.fit()
    measure("strip, all notes", lambda number: strip.repaint())
    one, every = np.array([args.notes // 2]), np.arange(args.notes)
    roll.select_notes(every)
    measure("repaint, all notes chosen", repaint)
    measure("drag one note, before it is painted", lambda n: sheet_edits.move(sheet, one, ticks=60 * n))
    measure("drag all notes, before they are painted", lambda n: sheet_edits.move(sheet, every, ticks=60 * n))


if __name__ == "__main__":
    main()
