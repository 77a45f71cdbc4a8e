"""The pieces that a command made of a file: each is saved as soon as it is done, and its name printed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from seqgen.cli.sample import describe
from seqgen.cli.takes_folder import takes_folder
from seqgen.errors import printable
from seqgen.files import save_numbered
from seqgen.sampling.edited import Edited


def save_pieces(args: argparse.Namespace, model: str, seed: int, pieces: Iterator[tuple[int, Edited]]) -> None:
    """Save numbered pieces, named after the model and the seed of each, in `args.out`, and print where they are; say
    once what the model was not given as it stands in the file."""
    folder = takes_folder(args.out)
    if not args.quiet:
        print(f"seed {seed}", file=sys.stderr)
    for number, done in sorted(pieces, key=lambda numbered: numbered[0]):
        file, _ = save_numbered(folder / f"{model}-{done.take.seed}{done.take.suffix}", done.save)
        print(json.dumps(describe(done.take, file)) if args.json else printable(file), flush=True)
        for remark in () if number or args.quiet else done.take.primer.remarks:
            print(printable(f"{Path(args.file).name}: {remark}"), file=sys.stderr)
