"""Memory that reading a large folder needs: a folder of generated MIDI files, and the peak of parent and children.

    python tests/benchmarks/corpus_memory.py --files 50000

Memory is the sum of what each process holds for itself (proportional set size), looked at twice a second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

from seqgen.formats import smf


def write_files(folder: Path, count: int, *, notes: int) -> None:
    """Write `count` files in sub-folders of a hundred, as the large public collections have them."""
    rng = np.random.default_rng(1)
    for number in range(count):
        place = folder / f"{number // 100:04}"
        place.mkdir(parents=True, exist_ok=True)
        events: list[smf.Event] = [(0, 0, bytes([smf.PROGRAM, number % 8]))]
        pitches, lengths = rng.integers(40, 90, notes).tolist(), rng.choice([120, 240, 480], notes).tolist()
        tick = 0
        for pitch, length in zip(pitches, lengths, strict=True):
            events += [(tick, 5, bytes([smf.NOTE_ON, pitch, 80])), (tick + length, 3, bytes([smf.NOTE_OFF, pitch, 0]))]
            tick += length
        (place / f"{number:06}.mid").write_bytes(smf.file_bytes(480, [smf.track_chunk(events, tick)]))


def held_by(pid: int) -> int:
    """Return the memory of a process and its descendants, in bytes."""
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdecimal():
            with suppress(OSError):
                parents[int(entry)] = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
    family, total = {pid}, 0
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    for member in family:
        with suppress(OSError):
            rollup = Path(f"/proc/{member}/smaps_rollup").read_text()
            total += sum(1024 * int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--notes", type=int, default=200, help="notes of each file")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="seqgen-benchmark-") as name:
        folder = Path(name)
        write_files(folder / "files", args.files, notes=args.notes)
        environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
        words = [sys.executable, "-m", "seqgen", "corpus", str(folder / "files"), "--quiet"]
        for what in ("read", "opened again"):
            began, peak = time.monotonic(), 0
            with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as reader:
                while reader.poll() is None:
                    peak = max(peak, held_by(reader.pid))
                    time.sleep(0.5)
                assert reader.stdout is not None
                summary = reader.stdout.readline().strip()
            seconds = time.monotonic() - began
            print(f"{summary}\n{what}: {peak / 1e6:,.0f} MB at most, {seconds:.0f} s, exit code {reader.returncode}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
