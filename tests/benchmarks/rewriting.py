"""Rewritten bars, and how well they lead into what follows.

    python tests/benchmarks/rewriting.py MODEL FOLDER [--bars 6-9] [--pieces 20] [--particles 1,16,64] [--takes 4]

Some bars of pieces in FOLDER, which the model should not have learned from, are written anew. Printed are the bits a
note of the notes behind the join, for the original, for bars rewritten with so many particles, and how much of the way
from 1 particle to the original is gone; and the processor time for each, as a ratio to that of 1 particle.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from seqgen.errors import UsageError
from seqgen.formats.sheet import Sheet
from seqgen.model import Model, load
from seqgen.network.measured_sampling import STRENGTH


def bits_behind(model: Model, sheet: Sheet, tick: int, notes: int) -> float:
    """Return the mean bits of the first notes at or behind a tick."""
    behind = np.flatnonzero(sheet.notes["onset"] >= tick)[:notes]
    return float(np.mean(model.surprise(sheet)[behind]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bars", default="6-9")
    parser.add_argument("--pieces", type=int, default=20)
    parser.add_argument("--particles", default="1,16,64")
    parser.add_argument("--takes", type=int, default=4)
    parser.add_argument("--notes", type=int, default=8)
    parser.add_argument("--top-p", type=float, default=None)
    parser.add_argument("--strength", type=float, default=STRENGTH)
    args = parser.parse_args()
    model = load(args.model)
    counts = [int(word) for word in args.particles.split(",")]
    figures: dict[str, list[float]] = {"original": []} | {str(count): [] for count in counts}
    seconds = dict.fromkeys(counts, 0.0)
    files = sorted(args.folder.rglob("*.mid"))
    for file in files[:: max(1, len(files) // args.pieces)][: args.pieces]:
        sheet = model.editing.open(file)
        try:
            begin, end = model.editing.range_of(sheet, args.bars)
        except UsageError:
            continue  # too short
        if (sheet.notes["onset"] >= end).sum() < args.notes:
            continue
        figures["original"].append(bits_behind(model, sheet, end, args.notes))
        for count in counts:
            begun = time.process_time()
            sampling = {"particles": count, "top_p": args.top_p, "strength": args.strength}
            done = model.rewrite(sheet, begin, end, args.takes, seed=1, **sampling)
            seconds[count] += time.process_time() - begun
            figures[str(count)].append(
                float(np.mean([bits_behind(model, each.content, end, args.notes) for each in done]))
            )
    means = {name: float(np.mean(each)) for name, each in figures.items()}
    plain, real = means[str(counts[0])], means["original"]
    print(f"{len(figures['original'])} pieces, bars {args.bars}, bits a note of the {args.notes} notes behind the join")
    print(f"original      {real:.3f}")
    for count in counts:
        way = (plain - means[str(count)]) / (plain - real)
        ratio = seconds[count] / seconds[counts[0]]
        print(f"{count:3} particles {means[str(count)]:.3f}  {way:4.0%} of the way  {ratio:.1f} times the time")


if __name__ == "__main__":
    main()
