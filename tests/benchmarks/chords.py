"""Names of chords (`seqgen.formats.sheet_chords`) beside those of annotated tunes, and without their chords.

    python tests/benchmarks/chords.py FOLDER

The files have a melody, and the chords of their author on a second track, as the Nottingham tunes do. Counted is,
quarter by quarter, whether root and quality are named as they are written there: with everything sounding, with the
bass of the chords alone under the melody, with roots an octave higher than the rest (inversions), and for the melody
alone. The costs of `seqgen.theory.chords` were fitted on the first of every three files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.errors import SeqgenError
from seqgen.formats.midi import read_scores
from seqgen.formats.sheet import Sheet
from seqgen.formats.sheet_chords import chords
from seqgen.theory.chords import QUALITIES
from seqgen.theory.keys import parse_tonic

CHORDS = 1
"""Number of the track with the chords."""


class Told(NamedTuple):
    """An author's chord: ticks, pitch class of the root, and the ending of its name."""

    begin: int
    end: int
    root: int
    quality: str


def written(notes: AnyArray) -> Iterator[Told]:
    """Yield the chords of a track of chords that have a name; the lowest note is the root if it can be."""
    for begin in np.unique(notes["onset"]).tolist():
        struck = notes[notes["onset"] == begin]
        classes, lowest = set((struck["pitch"] % 12).tolist()), int(struck["pitch"].min()) % 12
        names = [
            (root, quality)
            for quality, degrees in QUALITIES.items()
            for root in range(12)
            if {(root + degree) % 12 for degree in degrees} == classes
        ]
        if names:
            root, quality = min(names, key=lambda name: name[0] != lowest)
            yield Told(begin, int(struck["end"].min()), root, quality)


def with_notes(sheet: Sheet) -> dict[str, Sheet]:
    """Return a tune in the ways in which its chords are asked for."""
    melody, rest = (sheet.notes[sheet.notes["track"] == track] for track in (0, CHORDS))
    lowest = np.array([note["pitch"] == rest["pitch"][rest["onset"] == note["onset"]].min() for note in rest], bool)
    raised = rest[lowest].copy()
    raised["pitch"] += 12
    parts = {
        "everything": [melody, rest],
        "melody and bass": [melody, rest[lowest]],
        "inversions": [melody, rest[~lowest], raised],
        "melody alone": [melody],
    }
    return {
        name: sheet.with_notes(np.sort(np.concatenate(notes), order=["onset", "track", "pitch"]))
        for name, notes in parts.items()
    }


def right(sheet: Sheet, told: list[Told]) -> tuple[int, int, int]:
    """Return the quarters whose chord is named, those whose root is, and all."""
    named = chords(sheet)
    exact = roots = count = 0
    for chord in told:
        for tick in range(chord.begin, chord.end, sheet.ticks_per_quarter):
            middle = tick + sheet.ticks_per_quarter // 4
            name = next((each.name for each in named if each.begin <= middle < each.end), "")
            count += 1
            if name:
                letters = name[: 2 if name[1:2] in ("#", "b") else 1]
                same = parse_tonic(letters) == chord.root
                roots += same
                exact += same and name[len(letters) :] == chord.quality
    return exact, roots, count


def main() -> None:
    counts: dict[str, list[tuple[int, int, int]]] = {}
    for path in sorted(Path(sys.argv[1]).glob("*.mid")):
        try:
            sheet = Sheet.from_score(read_scores(path)[0].score)
        except SeqgenError:
            continue
        told = list(written(sheet.notes[sheet.notes["track"] == CHORDS]))
        if told:
            for name, asked in with_notes(sheet).items():
                counts.setdefault(name, []).append(right(asked, told))
    for name, found in counts.items():
        exact, roots, count = np.sum(found, axis=0)
        print(
            f"{name:16} chord {exact / count:.3f}  root {roots / count:.3f}  of {count:,} quarters, {len(found)} tunes"
        )


if __name__ == "__main__":
    main()
