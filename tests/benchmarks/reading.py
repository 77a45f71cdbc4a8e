"""Speed of reading a folder of MIDI or ABC files: in child processes, in one process, and by pretty_midi.

    python tests/benchmarks/reading.py FOLDER [--workers 1]

Prints files a second, per core, from disk; `notes` is the whole way of a corpus, from the file to its note tables.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from seqgen.errors import SeqgenError
from seqgen.files import find_files
from seqgen.formats.midi import read_scores
from seqgen.formats.sandbox import read_all
from seqgen.formats.score_notes import read_pieces
from seqgen.kinds.music.kind import MUSIC

PRETTY_MIDI_FILES = 150


def count_notes(path: Path) -> int:
    return sum(reading.score.note_num() for reading in read_scores(path))


def in_children(read: Callable[[Path], Any], paths: Sequence[Path], workers: int) -> float:
    """Files a second a core; a core is what each child may have."""
    began = time.perf_counter()
    outcomes = list(read_all(paths, read, workers=workers))
    seconds = time.perf_counter() - began
    problems = [outcome.problem for outcome in outcomes if outcome.problem]
    if problems:
        print(f"  {len(problems)} of {len(paths)} files could not be read, the first: {problems[0]}")
    return len(paths) / seconds / workers


def in_this_process(read: Callable[[Path], Any], paths: Sequence[Path]) -> float:
    began = time.perf_counter()
    for path in paths:
        try:
            read(path)
        except (SeqgenError, OSError, ValueError, KeyError, EOFError, IndexError):
            continue
    return len(paths) / (time.perf_counter() - began)


def read_with_pretty_midi(path: Path) -> int:
    import pretty_midi

    return sum(len(instrument.notes) for instrument in pretty_midi.PrettyMIDI(str(path)).instruments)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    paths = find_files(args.folder, MUSIC.suffixes)
    if not paths:
        parser.error("the folder holds no MIDI or ABC files")
    read_scores(paths[0])  # what is loaded once is not counted
    print(f"{len(paths):,} files, {sum(path.stat().st_size for path in paths) / 1e6:,.1f} MB, {args.workers} worker(s)")
    notes = in_children(read_pieces, paths, args.workers)
    print(f"{notes:10,.0f} files/s a core  notes, in children")
    print(f"{in_children(count_notes, paths, args.workers):10,.0f} files/s a core  scores, in children")
    print(f"{in_this_process(count_notes, paths):10,.0f} files/s a core  scores, in this process")
    midi = [path for path in paths if path.suffix.lower() != ".abc"]
    some = midi[:: max(1, len(midi) // PRETTY_MIDI_FILES)]
    if some:
        read_with_pretty_midi(some[0])
        theirs = in_this_process(read_with_pretty_midi, some)
        ours = in_children(read_pieces, some, 1)
        print(f"{theirs:10,.0f} files/s a core  pretty_midi, in this process ({len(some)} of the files)")
        print(f"notes in a child: {ours / theirs:.1f} times pretty_midi's speed on the same {len(some)} files")


if __name__ == "__main__":
    main()
