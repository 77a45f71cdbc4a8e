"""Speed of rendering a take against real time, and against FluidSynth's command.

    python tests/benchmarks/audio.py [FILE.mid]

Without a file, 60 seconds of four-voice piano music are made up from a seed. Both players read the same MIDI file and
SoundFont in the same run; FluidSynth is compiled C, its reverb and chorus off, as is our room (`room.py`). The last
line is what live playing costs: the time of one block of 512 frames (11.6 ms at 44,100 Hz) with 32 voices.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import symusic

from seqgen.sound.render import render_blocks
from seqgen.sound.soundfont import SoundFont, default_soundfont
from seqgen.sound.synth import Synth

RATE = 44100


def four_voices(seconds: int = 60) -> Any:
    """Four voices in quarters and eighths at 120 beats a minute, each a track."""
    rng = np.random.default_rng(1)
    score: Any = symusic.Score(480)
    score.tempos.append(symusic.Tempo(0, 120))
    for base in (67, 60, 55, 43):
        track: Any = symusic.Track("", 0, False)
        now = 0
        while now < seconds * 960:
            length = int(rng.choice([240, 480, 480, 960]))
            track.notes.append(symusic.Note(now, length, base + int(rng.integers(0, 8)), int(rng.integers(60, 110))))
            now += length
        score.tracks.append(track)
    return score


def offline(path: Path, soundfont: SoundFont) -> tuple[float, float]:
    """Seconds of sound, and seconds of processor time to render it (the better of two runs)."""
    score: Any = symusic.Score(str(path))
    times = []
    for _ in range(2):
        begin = time.process_time()
        frames = sum(len(block) for block in render_blocks(score, soundfont=soundfont, room=False))
        times.append(time.process_time() - begin)
    return frames / RATE, min(times)


def by_fluidsynth(path: Path, folder: Path) -> float | None:
    """Seconds that FluidSynth's command takes for the same file, reading the SoundFont included; None without it."""
    program = shutil.which("fluidsynth")
    if program is None:
        return None
    options = ["-ni", "-R", "0", "-C", "0", "-r", str(RATE), "-F", str(folder / "out.wav")]
    begin = time.perf_counter()
    subprocess.run([program, *options, str(default_soundfont()), str(path)], check=True, capture_output=True)
    return time.perf_counter() - begin


def live(soundfont: SoundFont, voices: int = 32) -> np.ndarray:
    """Milliseconds of each of 300 blocks of 512 frames while `voices` voices sound."""
    synth = Synth(soundfont, RATE)
    synth.program(0, 48)
    for key in range(36, 96):
        if synth.sounding < voices:
            synth.note_on(0, key, 90)
    times = []
    for _ in range(300):
        begin = time.perf_counter()
        synth.block(512)
        times.append(time.perf_counter() - begin)
    return np.array(times) * 1000


def main() -> None:
    soundfont = SoundFont.load(default_soundfont())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "four.mid"
        if len(sys.argv) == 1:
            four_voices().dump_midi(str(path))
        seconds, ours = offline(path, soundfont)
        print(
            f"{path.name}: {seconds:.0f} s of sound in {ours:.2f} s on one core: {seconds / ours:.0f} times real time"
        )
        theirs = by_fluidsynth(path, folder)
        if theirs is None:
            print("the fluidsynth command is not installed; no ratio")
        else:
            print(
                f"FluidSynth's command: {theirs:.2f} s, {seconds / theirs:.0f} times; ours takes {ours / theirs:.1f}x"
            )
    times = live(soundfont)
    worst, room = np.percentile(times, 99), 512 / RATE * 1000
    print(f"live, 32 voices, blocks of 512 frames: {np.median(times):.2f} ms (99%: {worst:.2f} ms) of {room:.1f} ms")


if __name__ == "__main__":
    main()
