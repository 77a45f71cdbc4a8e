"""Files a second a core, from the disk to tables, against reading the same files with pretty_midi, in one run.

    python tests/benchmarks/loading.py FOLDER [--files 200] [--rounds 3]

FOLDER is loaded whole, into a cache folder of this run's own, then once more from that cache. A core's second is a
second of processor time, that of child processes included, so that other work on the machine counts for little. All
files are read once before anything is timed. pretty_midi reads a sample of `--files` of them and makes no tables.
Rounds take turns, and each figure is the best of its rounds.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pretty_midi

from seqgen.corpus.corpus import Corpus
from seqgen.corpus.load import load_corpus
from seqgen.files import find_files
from seqgen.formats.midi import read_scores
from seqgen.kinds.music.kind import MUSIC


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=200, help="how many files pretty_midi reads")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    files = [path for path in find_files([arguments.folder]) if path.suffix.lower() in MUSIC.suffixes]
    total_bytes = sum(len(path.read_bytes()) for path in files)
    sample = sorted(random.Random(1).sample(files, min(arguments.files, len(files))))

    fresh, wall, again, symusic_rate, other = [], [], [], [], []
    for _ in range(arguments.rounds):
        with tempfile.TemporaryDirectory() as cache:
            os.environ["XDG_CACHE_HOME"] = cache
            core_seconds, seconds, corpus = timed(load_corpus, [arguments.folder])
            fresh.append(len(files) / core_seconds)
            wall.append(seconds)
            again.append(timed(load_corpus, [arguments.folder])[1])
        symusic_rate.append(len(sample) / timed(read_each, sample, read_scores)[0])
        other.append(len(sample) / timed(read_each, sample, read_with_pretty_midi)[0])
    print_figures(corpus, len(files), total_bytes)
    print(f"fresh, disk to tables     {max(fresh):9,.0f} files/s a core ({min(wall):.2f} s on {os.cpu_count()} cores)")
    print(f"second load               {min(again):9.3f} s")
    print(f"reading alone             {max(symusic_rate):9,.0f} files/s a core")
    print(f"reading with pretty_midi  {max(other):9,.0f} files/s a core")
    print(f"ratio, disk to tables     {max(fresh) / max(other):9.1f}")
    print(f"ratio, reading alone      {max(symusic_rate) / max(other):9.1f}")


def print_figures(corpus: Corpus, files: int, total_bytes: int) -> None:
    report = corpus.report
    print(f"{files:,} files, {total_bytes / 1e6:.1f} MB; {len(report.pieces):,} pieces, {report.events:,} notes")


def read_each(paths: Sequence[Path], read: Callable[[str], Any]) -> None:
    for path in paths:
        # what is broken takes its time too
        try:
            read(str(path))
        except Exception:
            continue


def read_with_pretty_midi(path: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pretty_midi.PrettyMIDI(path)


def timed(deed: Callable[..., Any], *given: Any) -> tuple[float, float, Any]:
    """Processor seconds, those of ended children included, and wall seconds of a call, and its answer."""
    gc.collect()
    before, began = core_seconds(), time.perf_counter()
    answer = deed(*given)
    return core_seconds() - before, time.perf_counter() - began, answer


def core_seconds() -> float:
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in use)


if __name__ == "__main__":
    main()
