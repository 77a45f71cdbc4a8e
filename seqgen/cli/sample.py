"""`seqgen sample`: write new pieces."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seqgen.cli.kind_options import add_kind_options, options_of
from seqgen.cli.sampling_options import add_sampling_options, sampling_config
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.files import Existing, save_numbered
from seqgen.formats.sandbox import read_one
from seqgen.kinds import Kind, all_kinds, kind_named
from seqgen.kinds.base import Start, check_range
from seqgen.model import MOST_SEED, MOST_TAKES, Model, load
from seqgen.sampling.request import Request
from seqgen.sampling.takes import Take


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Write new pieces. Music becomes MIDI files that carry how they were made; text goes to stdout, or "
        "into files with --out. Lengths count new material only."
    )
    parser.epilog = (
        'examples:\n  seqgen sample runs/tunes -n 8 --bars 16 -t 0.9 --key "G minor" --out takes --wav\n'
        '  seqgen sample runs/verse --chars 400 --primer-text "The sea"\n'
        "  seqgen sample runs/tunes --like takes/tunes-7.mid"
    )
    parser.add_argument("model", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("-n", type=int, default=1, metavar="TAKES", help="how many takes (1)")
    parser.add_argument("--out", metavar="FOLDER", help="where to put the files (this folder)")
    parser.add_argument("--seed", type=int, help="the first take's seed; the next ones count up (drawn if not given)")
    parser.add_argument("--like", metavar="TAKE", help="make this take again, note for note")
    length = parser.add_argument_group("length (the model ends a piece itself if none is given)")
    length.add_argument("--events", type=int, metavar="N", help="notes, characters, or what the model writes")
    for kind in all_kinds().values():
        if kind.count_option != "--events":
            length.add_argument(
                kind.count_option, type=int, dest=f"count_{kind.name}", metavar="N", help=f"{kind.event}s"
            )
    sampling = add_sampling_options(parser)
    sampling.add_argument("--max-copy", type=int, default=0, metavar="N", help="no run of more than N from the corpus")
    primer = parser.add_argument_group("primer")
    primer.add_argument("--primer", metavar="FILE", help="go on from this MIDI, ABC or text file")
    primer.add_argument("--primer-text", default="", metavar="TEXT", help="go on from this text")
    part = primer.add_mutually_exclusive_group()
    part.add_argument("--rewrite", metavar="BARS", help="write only these bars of the primer anew, for example 9-12")
    part.add_argument("--vary", action="store_true", help="write the primer anew behind its first --primer-bars (2)")
    add_kind_options(parser, "rules", {"length": length, "primer": primer})
    parser.add_argument("--wav", action="store_true", help="render each take of music as WAV too")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each take")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")


def run(args: argparse.Namespace) -> int:
    model = load(args.model)
    folder = _folder(args)
    if args.like:
        return _again(model, args, folder)
    request, primer = _request(args, model)
    seed = secrets.randbits(31) if args.seed is None else args.seed
    check_range("the seed", seed, 0, MOST_SEED)
    check_range("the number of takes", args.n, 1, MOST_TAKES)
    check_range("--max-copy", args.max_copy, 0, MOST_SEED)
    if not args.quiet:
        print(f"seed {seed}", file=sys.stderr)
    waiting: dict[int, Take] = {}
    shown = 0
    if args.rewrite or args.vary:
        content = read_one(Path(args.primer), model.editing.open)
        return _rewrite(model, args, folder, content, request, seed)
    for number, take in _with_bar(
        model.stream(request, args.n, seed=seed, primer=primer, max_copy=args.max_copy), args
    ):
        waiting[number] = take
        # takes are finished in any order, but told in the order of their numbers
        while shown in waiting:
            _deliver(waiting.pop(shown), model, args, folder, shown)
            shown += 1
    return 0


def _rewrite(model: Model, args: argparse.Namespace, folder: Path, content: Any, request: Request, seed: int) -> int:
    """Write files that hold the whole piece with some of its bars new."""
    editing = model.editing
    part = editing.range_of(content, args.rewrite) if args.rewrite else editing.variation(content, request.rules)
    stream = model.stream_rewritten(content, *part, request, args.n, seed=seed, max_copy=args.max_copy)
    for _, done in sorted(stream, key=lambda numbered: numbered[0]):
        file, _ = save_numbered(folder / f"{model.name}-{done.take.seed}{done.take.suffix}", done.save)
        print(json.dumps(describe(done.take, file)) if args.json else printable(file), flush=True)
    return 0


def _folder(args: argparse.Namespace) -> Path:
    folder = Path(args.out or ".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SeqgenError(f"{printable(folder)}: cannot be made: {error.strerror}; choose another --out") from error
    return folder


def _again(model: Model, args: argparse.Namespace, folder: Path) -> int:
    take = model.again(args.like)
    if not args.quiet:
        print(f"seed {take.seed}", file=sys.stderr)
    _deliver(take, model, args, folder, 0)
    return 0


def _request(args: argparse.Namespace, model: Model) -> tuple[Request, Start | None]:
    kind = kind_named(model.kind)
    request = Request(_events(args, kind), sampling_config(args), options_of(args, kind, "rules"))
    request.check()
    if (args.rewrite or args.vary) and (not args.primer or args.wav):
        raise UsageError("--rewrite and --vary need the piece as --primer FILE, and go without --wav")
    if args.wav and not kind.has_sound:
        raise UsageError(f"--wav is for music; this model writes {kind.name}")
    if args.primer and args.primer_text:
        raise UsageError("give one primer: --primer or --primer-text")
    source = Path(args.primer) if args.primer else args.primer_text
    return request, model.start(source, request.rules) if source else None


def _events(args: argparse.Namespace, kind: Kind) -> int:
    counts = {"--events": args.events}
    for other in all_kinds().values():
        counts.setdefault(other.count_option, getattr(args, f"count_{other.name}", None))
        if counts[other.count_option] is not None and kind.count_option != other.count_option != "--events":
            raise UsageError(
                f"{other.count_option} is for {other.name}; this model writes {kind.name}, so use {kind.count_option}"
            )
    given = [count for count in counts.values() if count is not None]
    if len(given) > 1:
        raise UsageError(f"give one length: --events or {kind.count_option}")
    return given[0] if given else 0


def _with_bar(takes: Iterator[tuple[int, Take]], args: argparse.Namespace) -> Iterator[tuple[int, Take]]:
    if args.quiet or args.n < 16 or not sys.stderr.isatty():
        return takes
    from tqdm import tqdm

    bar: Iterator[tuple[int, Take]] = iter(tqdm(takes, total=args.n, unit=" takes", file=sys.stderr))
    return bar


def _deliver(take: Take, model: Model, args: argparse.Namespace, folder: Path, number: int) -> None:
    file = None
    # text is read on the terminal, other takes are files
    if args.out or not isinstance(take.content, str):
        file, _ = save_numbered(folder / f"{model.name}-{take.seed}{take.suffix}", take.save)
        if args.wav:
            _render(take, file.with_suffix(".wav"))
    if args.json:
        print(json.dumps(describe(take, file)), flush=True)
    elif file is not None:
        print(printable(file), flush=True)
    else:
        print(("\n" if number else "") + take.text, flush=True)
    if not args.quiet and take.copy is not None:
        print(f"seed {take.seed}: {take.copy.sentence(take.tokenizer.event)}", file=sys.stderr)


def _render(take: Take, path: Path) -> None:
    from seqgen.sound.audio_file import write_audio
    from seqgen.sound.render import render

    write_audio(path, render(take.score), 44100, existing=Existing.NUMBER)


def describe(take: Take, file: Path | None) -> dict[str, Any]:
    """Return a take as an object of JSON."""
    answer: dict[str, Any] = {
        "file": None if file is None else str(file),
        "seed": take.seed,
        "events": len(take.table) - take.primed,
        "ended": take.ended,
        "copy": None if take.copy is None else asdict(take.copy),
    }
    content = take.content
    if isinstance(content, str):
        answer["content"] = content
    return answer
