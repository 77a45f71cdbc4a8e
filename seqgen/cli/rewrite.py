"""`seqgen rewrite`: write a part of a piece anew."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from seqgen.cli.edited_pieces import save_pieces
from seqgen.cli.kind_options import add_kind_options, options_of
from seqgen.cli.sampling_options import add_sampling_options, sampling_config
from seqgen.errors import UsageError
from seqgen.formats.sandbox import read_one
from seqgen.kinds import all_kinds, kind_named
from seqgen.kinds.base import check_range
from seqgen.model import MOST_SEED, MOST_TAKES, load
from seqgen.sampling.config import REWRITING_PARTICLES
from seqgen.sampling.request import Request


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Write a part of a piece anew; everything else stays note for note, or character for character. What is "
        "written goes on from what stands before it and leads into what follows."
    )
    parser.epilog = (
        "examples:\n  seqgen rewrite tune.mid --model runs/tunes --bars 9-12 -n 8 --out takes\n"
        "  seqgen rewrite song.mid --model runs/pop --bars 5-8 --part Melody --range C4-C6\n"
        "  seqgen rewrite song.mid --model runs/pop --form AABA\n"
        "  seqgen rewrite verse.txt --model runs/verse --chars 120-180"
    )
    parser.add_argument("file", metavar="FILE", help="the piece: MIDI, ABC or text")
    parser.add_argument("--model", required=True, help="a run's name or folder, or a model.safetensors")
    span = parser.add_mutually_exclusive_group()
    span.add_argument("--bars", metavar="FIRST-LAST", help="these bars of music, for example 9-12")
    span.add_argument("--chars", metavar="FIRST-LAST", help="these characters of a text")
    span.add_argument("--vary", action="store_true", help="all behind the first --primer-bars (2)")
    parser.add_argument("--part", dest="of_kind_instruments", metavar="NAME", help="this part alone, or several")
    parser.add_argument("-n", type=int, default=1, metavar="TAKES", help="how many (1)")
    parser.add_argument("--out", metavar="FOLDER", help="where to put the files (this folder)")
    parser.add_argument("--seed", type=int, help="the first one's seed; the next ones count up (drawn if not given)")
    sampling = add_sampling_options(parser, particles=REWRITING_PARTICLES)
    sampling.add_argument("--max-copy", type=int, metavar="N", help="no run of more than N from the corpus")
    decided = {name for kind in all_kinds().values() for name in kind.editing.rewriting_part}
    add_kind_options(parser, "rules", {}, leave_out=(decided - {"primer_bars"}) | {"instruments"})
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")


def run(args: argparse.Namespace) -> int:
    model = load(args.model)
    editing = model.editing
    form = getattr(args, "of_kind_form", None) or ""
    span = args.bars or args.chars
    option = "--bars" if args.bars else "--chars"
    if span and editing.span_option not in ("", option):
        raise UsageError("{option} is not for this model; use {own}", option=option, own=editing.span_option)
    if not (args.vary or span or form):
        raise UsageError("say what to write anew: --bars, --chars, --vary, or --form for the form of the whole piece")
    request = Request(0, sampling_config(args, model), options_of(args, kind_named(model.kind), "rules"))
    request.check()
    seed = secrets.randbits(31) if args.seed is None else args.seed
    check_range("the seed", seed, 0, MOST_SEED)
    check_range("-n", args.n, 1, MOST_TAKES)
    if args.max_copy is not None:
        check_range("--max-copy", args.max_copy, 1, MOST_SEED)
    if getattr(args, "of_kind_primer_bars", None) and not args.vary:
        raise UsageError("--primer-bars is for --vary; leave it out")
    opened = read_one(Path(args.file), editing.opened)
    content = opened.content
    how: Any = {"seed": seed, "max_copy": args.max_copy or 0}
    if args.vary or span:
        part = editing.variation(content, request.rules) if args.vary else editing.range_of(content, span)
        stream = model.stream_rewritten(content, *part, request, args.n, **how)
    else:
        stream = model.stream_reformed(content, form, request, args.n, **how)
    save_pieces(args, model.name, seed, stream, opened.repairs)
    return 0
