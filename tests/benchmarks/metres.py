"""Metres and first bar lines estimated from the notes alone, against those of the files.

    python tests/benchmarks/metres.py FOLDER

Prints a table of the metres: a row for each that files have, a column for each that the notes tell. Only files of one
metre count. Pieces in the metre of their file are in place where the first bar line is the file's too. A last line
counts the pieces that are counted otherwise than their files say.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from seqgen.errors import SeqgenError
from seqgen.files import find_files
from seqgen.formats.midi import read_scores
from seqgen.formats.score_notes import notes_of_score
from seqgen.kinds.music.kind import MUSIC
from seqgen.theory.metre_estimate import FEWEST_NOTES, contradiction, estimate, is_doubtful
from seqgen.theory.notes import Notes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    found: Counter[tuple[str, str]] = Counter()
    in_place: Counter[str] = Counter()
    otherwise = total = 0
    for notes in pieces(parser.parse_args().folder):
        total += 1
        otherwise += is_doubtful(notes) and contradiction(notes) is not None
        if len(notes.metres) > 1 or len(notes) < FEWEST_NOTES:
            continue
        first, numerator, denominator = notes.metres[0].tolist()
        guess, own = estimate(notes), f"{numerator}/{denominator}"
        told = f"{guess.numerator}/{guess.denominator}"
        found[own, told] += 1
        bar = 4 * notes.ticks_per_quarter * numerator // denominator
        in_place[own] += told == own and (guess.first - first) % bar == 0
    columns = sorted({told for _, told in found}, key=lambda told: -sum(n for (_, t), n in found.items() if t == told))
    print("file    " + "".join(f"{told:>8}" for told in columns) + "  in place")
    for own in sorted({own for own, _ in found}, key=lambda own: -sum(n for (o, _), n in found.items() if o == own)):
        print(f"{own:8}" + "".join(f"{found[own, told] or '':>8}" for told in columns) + f"{in_place[own]:>10}")
    print(f"{otherwise:,} of {total:,} pieces are counted otherwise than their files say")


def pieces(folder: Path) -> Iterator[Notes]:
    for path in find_files([folder]):
        if path.suffix.lower() in MUSIC.suffixes:
            try:
                readings = read_scores(path)
            except SeqgenError:
                continue
            yield from (notes for notes in (notes_of_score(reading.score) for reading in readings) if len(notes))


if __name__ == "__main__":
    main()
