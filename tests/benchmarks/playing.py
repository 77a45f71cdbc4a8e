"""Time from `play` to the first sound, and gaps in the sound while the window is busy.

    python tests/benchmarks/playing.py            # the system's sound device
    python tests/benchmarks/playing.py --silent   # no device: at the pace of the clock

First, twenty times: milliseconds from `Player.play` to the first block of sound that is not silent being handed to the
device, and the same for a player that has no process yet. Then twelve voices play for six seconds while Python is busy
in the same process, counting, or sorting long lists: how many milliseconds a buffer of 100 ms ran dry if a thread of
that process fills it, and how many if the player's process does, which keeps its sound in a file here. The thread's
figure is why there is a process.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from gui.playback.player import Player
from gui.playback.sound_output import BUFFER_SECONDS, RATE
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.sound.soundfont import SoundFont, default_soundfont
from seqgen.sound.synth import Synth

SECONDS = 6.0
VOICES = 12
BLOCK = 512
STRINGS = 48


def chord(seconds: float = 60.0) -> Sheet:
    """Held notes of a string ensemble."""
    notes = np.zeros(VOICES, NOTE)
    notes["end"], notes["velocity"], notes["pitch"] = round(960 * seconds), 90, 40 + 3 * np.arange(VOICES)
    return Sheet(notes, (TrackInfo("Strings", STRINGS),))


def wait_for(signal: object, act: Callable[[], None], seconds: float = 10.0) -> float:
    """Return what `signal` emitted after `act`, NaN if nothing."""
    loop, said = QEventLoop(), [float("nan")]

    def heard(moment: float) -> None:
        said[0] = moment
        loop.quit()

    signal.connect(heard)
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    act()
    loop.exec()
    signal.disconnect(heard)
    return said[0]


def pass_time(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    loop.exec()


def first_sounds(keep: Path | None, times: int) -> tuple[float, list[float]]:
    """Milliseconds to the first sound of a new player, and of one that is warm, `times` times."""
    player = Player(keep=keep)
    player.load(chord())

    def once() -> float:
        begin = time.perf_counter()
        return (wait_for(player.sounded, player.play) - begin) * 1000

    cold, warm = once(), []
    for _ in range(times):
        player.stop()
        pass_time(random.uniform(0.2, 0.4))
        warm.append(once())
    print(f"device: {player.device or 'none'}")
    player.close()
    return cold, warm


def counting(stop: threading.Event) -> None:
    """Python that is busy and can be interrupted."""
    number = 0
    while not stop.is_set():
        number += 1


def sorting(stop: threading.Event) -> None:
    """Calls that keep the interpreter's lock for a tenth of a second and longer."""
    data = [random.random() for _ in range(800_000)]
    while not stop.is_set():
        sorted(data)


def dry_by_thread() -> float:
    """Milliseconds that a buffer filled by a thread of this process ran dry."""
    synth = Synth(SoundFont.load(default_soundfont()), RATE)
    synth.program(0, STRINGS)
    for key in range(40, 40 + 3 * VOICES, 3):
        synth.note_on(0, key, 90)
    begin, made, dry = time.perf_counter(), 0.0, 0.0
    while (now := time.perf_counter() - begin) < SECONDS:
        if made < now:
            dry, made = dry + now - made, now
        if made - now > BUFFER_SECONDS - BLOCK / RATE:
            time.sleep(0.004)
            continue
        synth.block(BLOCK)
        made += BLOCK / RATE
    return dry * 1000


def dry_by_process(folder: Path) -> float:
    """The same of the player's process: what is missing at the end of what its clock should have taken."""
    keep = folder / "heard.raw"
    player = Player(keep=keep)
    player.load(chord())
    wait_for(player.sounded, player.play)
    frames, begin = keep.stat().st_size // 8, time.perf_counter()
    pass_time(SECONDS)
    made, passed = keep.stat().st_size // 8 - frames, time.perf_counter() - begin
    player.close()
    # a block may be under way, and the buffer was not full yet when it began
    return max(0.0, passed - made / RATE - BLOCK / RATE) * 1000


def beside(busy: Callable[[threading.Event], None] | None, measure: Callable[[], float]) -> float:
    """A measurement while another thread of this process is busy."""
    stop = threading.Event()
    thread = threading.Thread(target=busy, args=(stop,)) if busy is not None else None
    if thread is not None:
        thread.start()
    try:
        return measure()
    finally:
        stop.set()
        if thread is not None:
            thread.join()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--silent", action="store_true", help="use no sound device")
    silent = parser.parse_args().silent
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QCoreApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold, warm = first_sounds(folder / "first.raw" if silent else None, 20)
        print(f"first sound after play: median {np.median(warm):.1f} ms, slowest {max(warm):.1f} ms of {len(warm)}")
        print(f"without a process yet: {cold:.0f} ms")
        for busy in (None, counting, sorting):
            what = busy.__name__ if busy is not None else "idle"
            by_thread = beside(busy, dry_by_thread)
            by_process = beside(busy, lambda: dry_by_process(folder))
            print(
                f"{what}: a thread ran dry for {by_thread:.0f} ms of {SECONDS:.0f} s, a process for {by_process:.0f} ms"
            )
    del app


if __name__ == "__main__":
    main()
