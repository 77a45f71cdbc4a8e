"""Print how much files surprise a model, the most surprising first, in bits an event.

python examples/score_files.py runs/my-tunes song-1.mid song-2.mid
"""

import sys
from pathlib import Path

import seqgen
from seqgen.kinds import kind_named


def main(model_path: str, *files: str) -> None:
    model = seqgen.load(model_path)
    pieces = [(file, piece) for file in files for piece in kind_named(model.kind).read(Path(file))]
    scores = [(model.read(piece).surprise.mean(), file) for file, piece in pieces]
    for bits, file in sorted(scores, reverse=True):
        print(f"{bits:6.2f}  {file}")


if __name__ == "__main__":
    main(*sys.argv[1:])
