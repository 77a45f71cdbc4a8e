"""The room of our player beside FluidSynth's reverb with its defaults, on the same MIDI file and SoundFont.

    python tests/benchmarks/room.py [FILE.mid]

Without a file, four instruments play a short note each. Both players render the file with and without reverb; the
difference is the room alone. Printed for each: its energy beside that of the dry sound, its time of decay (T60 from -5
to -25 dB of the backward integral, ISO 3382), below and above 2 kHz, how alike its two sides are, and what the room
costs our player in processor time.
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
from seqgen.sound.synth import GAIN
from tests.benchmarks.audio import four_voices

RATE = 44100
Sound = Any
PROGRAMS = {"piano": 0, "guitar": 24, "choir": 52, "woodblock": 115}


def one_note(program: int) -> Any:
    score: Any = symusic.Score(480)
    score.tempos.append(symusic.Tempo(0, 120))
    track: Any = symusic.Track("", program, False)
    track.notes.append(symusic.Note(0, 60, 60, 110))
    score.tracks.append(track)
    return score


def by_fluidsynth(path: Path, *, reverb: bool) -> Sound:
    raw = path.with_suffix(".raw")
    options = ["-ni", "-R", str(int(reverb)), "-C", "0", "-g", "1", "-r", str(RATE), "-O", "float", "-T", "raw"]
    subprocess.run(
        ["fluidsynth", *options, "-F", str(raw), str(default_soundfont()), str(path)], check=True, capture_output=True
    )
    return np.fromfile(raw, np.float32).reshape(-1, 2)


def by_us(path: Path, soundfont: SoundFont, *, room: bool) -> Sound:
    score: Any = symusic.Score(str(path))
    return np.concatenate(list(render_blocks(score, soundfont=soundfont, room=room))) / GAIN


def difference(dry: Sound, wet: Sound) -> Sound:
    both = np.zeros((max(len(dry), len(wet)), 2))
    both[: len(wet)] += wet
    both[: len(dry)] -= dry
    return both


def energy(sound: Sound) -> float:
    return float((np.asarray(sound, np.float64) ** 2).sum())


def decay_seconds(sound: Sound, low: float = 0, high: float = RATE / 2) -> float:
    """Return the time in which sound between two frequencies falls by 60 dB, from its fall from -5 to -25 dB."""
    spectrum = np.fft.rfft(sound, axis=0)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(hertz < low) | (hertz > high)] = 0
    power = (np.fft.irfft(spectrum, len(sound), axis=0) ** 2).sum(axis=1)
    left = np.cumsum(power[::-1])[::-1]
    decibels = 10 * np.log10(left / left[0] + 1e-12)
    return 3 * float(np.argmax(decibels < -25) - np.argmax(decibels < -5)) / RATE


def line(who: str, dry: Sound, wet: Sound) -> str:
    room = difference(dry, wet)
    share = 10 * np.log10(energy(room) / energy(dry))
    alike = np.corrcoef(room.T)[0, 1]
    seconds = (decay_seconds(room), decay_seconds(room, 0, 2000), decay_seconds(room, 2000))
    whole, low, high = (f"{value:.2f}" for value in seconds)
    return f"{who:12} {share:6.1f} dB  T60 {whole} s (below 2 kHz {low}, above {high})  sides alike {alike:5.2f}"


def cost(path: Path, soundfont: SoundFont) -> float:
    """Return the processor time of a second of a file in the room relative to without it, the best of five each."""
    times: dict[bool, list[float]] = {True: [], False: []}  # a second of sound
    for _ in range(5):
        for room, found in times.items():
            begin = time.process_time()
            sound = by_us(path, soundfont, room=room)
            found.append((time.process_time() - begin) / len(sound))
    return min(times[True]) / min(times[False])


def main() -> None:
    soundfont = SoundFont.load(default_soundfont())
    with tempfile.TemporaryDirectory() as name:
        files = {Path(given).name: Path(given) for given in sys.argv[1:2]}
        if not files:
            files = {label: Path(name) / f"{label}.mid" for label in PROGRAMS}
            for label, path in files.items():
                one_note(PROGRAMS[label]).dump_midi(str(path))
        for label, path in files.items():
            print(label)
            if shutil.which("fluidsynth"):
                copy = Path(name) / f"{path.stem}-copy.mid"
                copy.write_bytes(path.read_bytes())
                print(line("  FluidSynth", by_fluidsynth(copy, reverb=False), by_fluidsynth(copy, reverb=True)))
            print(line("  ours", by_us(path, soundfont, room=False), by_us(path, soundfont, room=True)))
        if not sys.argv[1:]:
            path = Path(name) / "four.mid"
            four_voices().dump_midi(str(path))
        print(f"with the room, rendering {path.stem} takes {cost(path, soundfont):.3f} of the processor time")


if __name__ == "__main__":
    main()
