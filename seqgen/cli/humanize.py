"""`seqgen humanize`: give velocity and timing to flat music."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from seqgen.cli.edited_pieces import save_pieces
from seqgen.cli.sampling_options import add_drawing_options, drawing_of, temperatures_of
from seqgen.formats.sandbox import read_one
from seqgen.kinds import kind_named
from seqgen.kinds.base import check_range
from seqgen.model import MOST_SEED, MOST_TAKES, load
from seqgen.sampling.humanizing import MOST_STRENGTH, check_columns, check_strength
from seqgen.sampling.request import Request


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Give velocity and timing to flat music, as the model learned them from what was played to a beat. Its notes, "
        "their places in the bar and their lengths stay."
    )
    parser.epilog = (
        "examples:\n  seqgen humanize beat.mid --model runs/grooves\n"
        "  seqgen humanize beat.mid --model runs/grooves --strength 0.6 -n 4 --seed 7 --out takes"
    )
    parser.add_argument("file", metavar="FILE", help="the music: MIDI or ABC")
    parser.add_argument("--model", required=True, help="a run's name or folder, or a model.safetensors")
    parser.add_argument(
        "--strength",
        type=float,
        default=1.0,
        metavar="S",
        help="share of velocity and timing: 0 leaves the file as it is, 1 is as learned "
        f"(1; at most {MOST_STRENGTH:g})",
    )
    parser.add_argument("-n", type=int, default=1, metavar="TAKES", help="how many (1)")
    parser.add_argument("--out", metavar="FOLDER", help="where to put the files (this folder)")
    parser.add_argument("--seed", type=int, help="the first one's seed; the next ones count up (drawn if not given)")
    add_drawing_options(parser.add_argument_group("sampling"))
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")


def run(args: argparse.Namespace) -> int:
    model = load(args.model)
    request = Request(0, drawing_of(args, model), kind_named(model.kind).rules())
    check_strength(args.strength)
    seed = secrets.randbits(31) if args.seed is None else args.seed
    check_range("the seed", seed, 0, MOST_SEED)
    check_range("-n", args.n, 1, MOST_TAKES)
    model.editing.check_humanizing(model.tokenizer)
    check_columns(temperatures_of(args)[1], model.editing.humanized)
    opened = read_one(Path(args.file), model.editing.opened)
    stream = model.stream_humanized(opened.content, args.strength, request, args.n, seed=seed)
    save_pieces(args, model.name, seed, stream, opened.repairs)
    return 0
