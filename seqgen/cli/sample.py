"""`seqgen sample`: write new pieces."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqgen.errors import SeqgenError, UsageError, printable

if TYPE_CHECKING:
    from seqgen.model import Model
    from seqgen.sampling.draw import Temper
    from seqgen.sampling.sampler import Start
    from seqgen.sampling.takes import Request, Take


def add(subparsers: Any) -> None:
    """Add the sub-command and its options."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "sample",
        help="write new pieces with a trained model",
        description="Write new pieces. Music becomes MIDI files that carry how they were made; text goes to stdout, or "
        "into files with --out. Lengths count new material only.",
        epilog='examples:\n  seqgen sample runs/tunes -n 8 --bars 16 -t 0.9 --key "G minor" --out takes --wav\n'
        '  seqgen sample runs/verse --chars 400 --primer-text "The sea"\n'
        "  seqgen sample runs/tunes --like takes/tunes-7.mid",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("-n", type=int, default=1, metavar="TAKES", help="how many takes (1)")
    parser.add_argument("--out", metavar="FOLDER", help="where to put the files (this folder)")
    parser.add_argument("--seed", type=int, help="the first take's seed; the next ones count up (drawn if not given)")
    parser.add_argument("--like", metavar="TAKE", help="make this take again, note for note")
    length = parser.add_argument_group("length (the model ends a piece itself if none is given)")
    length.add_argument("--bars", type=int, default=0)
    length.add_argument("--seconds", type=float, default=0.0)
    length.add_argument("--notes", type=int, default=0)
    length.add_argument("--chars", type=int, default=0)
    chance = add_chance(parser)
    chance.add_argument("--max-copy", type=int, default=0, metavar="N", help="no run of more than N from the corpus")
    music = parser.add_argument_group("music")
    music.add_argument("--primer", metavar="FILE", help="go on from this MIDI, ABC or text file")
    music.add_argument("--primer-bars", type=int, default=0, metavar="N", help="only from its first N bars")
    music.add_argument("--key", default="", help='for example "G minor", "D dorian"')
    music.add_argument("--range", default="", metavar="LOW-HIGH", help="for example C2-C5, or Bass=C1-C3,Flute=C5-C7")
    music.add_argument("--grid", default="", help="onsets on this grid: 1/4, 1/8, 1/16, 1/8T")
    music.add_argument("--polyphony", type=int, default=0, metavar="N", help="at most N notes at once")
    music.add_argument("--instruments", default="", metavar="LIST", help="only these, for example Soprano,Bass")
    music.add_argument("--tempo", type=float, default=0.0, metavar="BPM", help="quarter notes a minute")
    music.add_argument("--metre", default="", help="for example 3/4")
    music.add_argument("--wav", action="store_true", help="render each take as WAV too")
    text = parser.add_argument_group("text")
    text.add_argument("--primer-text", default="", metavar="TEXT", help="go on from this text")
    text.add_argument("--allow", default="", metavar="CHARACTERS", help="write only these characters")
    text.add_argument("--stop", action="append", default=[], metavar="TEXT", help="end before this text")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each take")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")
    parser.set_defaults(run=run)


def add_chance(parser: argparse.ArgumentParser) -> Any:
    """Add the options that `temper_of` reads, and give their group."""
    chance = parser.add_argument_group("chance")
    chance.add_argument(
        "-t",
        "--temperature",
        default="1",
        metavar="T",
        help="0 (likeliest) to 1 (as learned) and above; or pitch=0.9,shift=0.7",
    )
    chance.add_argument("--top-k", type=int, default=0, metavar="K", help="only the K likeliest values")
    chance.add_argument(
        "--top-p",
        type=float,
        metavar="P",
        help="only the likeliest values that sum to P (0.95; 1, which is all, where --top-k or --min-p is given)",
    )
    chance.add_argument(
        "--min-p", type=float, default=0.0, metavar="P", help="only values P times as likely as the best"
    )
    return chance


def run(args: argparse.Namespace) -> int:
    """Carry out the sub-command."""
    from seqgen.model import load

    model = load(args.model)
    folder = _folder(args)
    if args.like:
        return _again(model, args, folder)
    request, primer = _request(args, model)
    seed = secrets.randbits(31) if args.seed is None else args.seed
    if seed < 0:
        raise UsageError("--seed is a whole number from 0")
    if not args.quiet:
        print(f"seed {seed}", file=sys.stderr)
    waiting: dict[int, Take] = {}
    shown = 0
    for number, take in _with_bar(
        model.stream(request, args.n, seed=seed, primer=primer, max_copy=args.max_copy), args
    ):
        waiting[number] = take
        # takes are finished in any order, but told in the order of their numbers
        while shown in waiting:
            _deliver(waiting.pop(shown), model, args, folder, shown)
            shown += 1
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
    from seqgen.sampling.constraints import MusicRules, TextRules
    from seqgen.sampling.takes import Request

    if args.notes and args.chars:
        raise UsageError("give one length: --notes or --chars")
    if args.notes and model.kind == "text":
        raise UsageError("--notes is for music; this model writes text, so use --chars")
    if args.chars and model.kind == "music":
        raise UsageError("--chars is for text; this model writes music, so use --bars, --seconds or --notes")
    if args.wav and model.kind == "text":
        raise UsageError("--wav is for music; this model writes text")
    request = Request(
        bars=args.bars,
        seconds=args.seconds,
        events=args.notes or args.chars,
        tempo=args.tempo,
        metre=args.metre,
        temper=temper_of(args),
        music=MusicRules(args.key, args.range, args.grid, args.polyphony, args.instruments),
        text=TextRules(args.allow, tuple(args.stop)),
    )
    request.check()
    primer = model.primer(args.primer, bars=args.primer_bars, text=args.primer_text, grid=args.grid)
    if primer is not None and not args.instruments:
        request = model.keep_instruments(request, primer)
    return request, primer


def temper_of(args: argparse.Namespace) -> Temper:
    """Temperatures from `0.9` or `pitch=0.9,shift=0.7` or both, and what is cut off."""
    from seqgen.sampling.draw import Temper, usual_top_p

    general, columns = 1.0, {}
    for word in args.temperature.split(","):
        name, equals, value = word.rpartition("=")
        try:
            number = float(value)
        except ValueError:
            raise UsageError(f"'{word}' is not a temperature; use for example 0.9 or pitch=0.9,shift=0.7") from None
        if equals:
            columns[name.strip()] = number
        else:
            general = number
    top_p = usual_top_p(args.top_k, args.min_p) if args.top_p is None else args.top_p
    return Temper(general, columns, args.top_k, top_p, args.min_p)


def _with_bar(takes: Iterator[tuple[int, Take]], args: argparse.Namespace) -> Iterator[tuple[int, Take]]:
    if args.quiet or args.n < 16 or not sys.stderr.isatty():
        return takes
    from tqdm import tqdm

    bar: Iterator[tuple[int, Take]] = iter(tqdm(takes, total=args.n, unit=" takes", file=sys.stderr))
    return bar


def _deliver(take: Take, model: Model, args: argparse.Namespace, folder: Path, number: int) -> None:
    from seqgen.files import free_path

    file = None
    if take.kind == "music" or args.out:
        file = take.save(free_path(folder / f"{model.name}-{take.seed}{take.suffix}"))
        if args.wav:
            _render(take, file.with_suffix(".wav"))
    if args.json:
        print(json.dumps(describe(take, file)), flush=True)
    elif file is not None:
        print(file, flush=True)
    else:
        print(("\n" if number else "") + take.text, flush=True)
    if not args.quiet and take.copy is not None:
        print(f"seed {take.seed}: {take.copy.sentence(take.tokenizer.event)}", file=sys.stderr)


def _render(take: Take, path: Path) -> None:
    from seqgen.files import free_path
    from seqgen.sound.audio import render, write_audio

    write_audio(free_path(path), render(take.score), 44100)


def describe(take: Take, file: Path | None) -> dict[str, Any]:
    """A take as one JSON object, for programs."""
    from dataclasses import asdict

    answer: dict[str, Any] = {
        "file": None if file is None else str(file),
        "seed": take.seed,
        "events": len(take.table) - take.primed,
        "ended": take.ended,
        "copy": None if take.copy is None else asdict(take.copy),
    }
    if take.kind == "text":
        answer["text"] = take.text
    return answer
