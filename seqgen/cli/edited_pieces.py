"""The pieces that a command made of a file: each is saved as soon as it is done, and its name printed."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from seqgen.cli.sample import describe, sameness
from seqgen.cli.takes_folder import takes_folder
from seqgen.errors import Sentence, printable
from seqgen.files import save_numbered
from seqgen.kinds import kind_named
from seqgen.sampling.edited import Edited


def save_pieces(
    args: argparse.Namespace,
    model: str,
    seed: int,
    pieces: Iterator[tuple[int, Edited]],
    repairs: Sequence[Sentence] = (),
) -> None:
    """Save numbered pieces, named after the model and the seed of each, in `args.out`, and print where they are; say
    once how the file was repaired, and what the model was not given as it stands there."""
    folder = takes_folder(args.out)
    said = [] if args.quiet else [f"seed {seed}", *_about(args, repairs)]
    for sentence in said:
        print(sentence, file=sys.stderr)
    written = list[bytes]()
    for number, done in sorted(pieces, key=lambda numbered: numbered[0]):
        file, _ = save_numbered(folder / f"{model}-{done.take.seed}{done.take.suffix}", done.save)
        print(json.dumps(describe(done.take, file)) if args.json else printable(file), flush=True)
        for sentence in () if number or args.quiet else _about(args, done.take.primer.remarks):
            print(sentence, file=sys.stderr)
        written.append(hashlib.sha256(kind_named(done.take.kind).editing.data(done.content)).digest())
    for sentence in () if args.quiet else sameness(written):
        print(sentence, file=sys.stderr)


def _about(args: argparse.Namespace, remarks: Sequence[str]) -> list[str]:
    return [printable(f"{Path(args.file).name}: {remark}") for remark in remarks]
