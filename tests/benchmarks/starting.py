"""A few own pieces, learned alone and from a model that has learned others.

    python tests/benchmarks/starting.py MODEL FOLDER HELD_OUT [--minutes 1]

FOLDER holds the own pieces, HELD_OUT others of their kind. Printed are the bits a note or character of HELD_OUT under
MODEL as it is, under a model that learned FOLDER alone, under one that began from MODEL's weights (`train
--init-from`), and under MODEL adapted to FOLDER (`adapt`), and the counts of notes that a vocabulary lacks.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


def seqgen(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "seqgen", *arguments, "--quiet"], check=True, capture_output=True, text=True
    ).stdout


def held_out(model: str, folder: str) -> str:
    lines = seqgen("score", model, folder, "--no-ngram", "--json").splitlines()
    pieces = [json.loads(line) for line in lines]
    bits = sum(piece["bits"] for piece in pieces) / sum(piece["events"] for piece in pieces)
    return f"{bits:.3f} bits, {sum(piece['approximated'] for piece in pieces)} not in the vocabulary"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("held_out", metavar="HELD_OUT")
    parser.add_argument("--minutes", default="1")
    args = parser.parse_args()
    print(f"as it is     {held_out(args.model, args.held_out)}")
    with TemporaryDirectory() as folder:
        runs = Path(folder)
        learn = ("train", args.folder, "--minutes", args.minutes, "--out")
        seqgen(*learn, str(runs / "alone"))
        print(f"alone        {held_out(str(runs / 'alone'), args.held_out)}")
        seqgen(*learn, str(runs / "from"), "--init-from", args.model)
        print(f"init-from    {held_out(str(runs / 'from'), args.held_out)}")
        adapted = str(runs / "adapted.safetensors")
        seqgen("adapt", args.model, args.folder, "--minutes", args.minutes, "--out", adapted)
        print(f"adapted      {held_out(adapted, args.held_out)}")


if __name__ == "__main__":
    main()
