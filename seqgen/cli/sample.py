"""`seqgen sample`: write new pieces."""

from __future__ import annotations

import argparse
import hashlib
import json
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from seqgen.cli.kind_options import options_of
from seqgen.cli.sample_options import add_sample_options, check_options, events_of
from seqgen.cli.sampling_options import sampling_config
from seqgen.cli.takes_folder import takes_folder
from seqgen.errors import printable
from seqgen.files import Existing, save_numbered
from seqgen.information import in_bits
from seqgen.kinds import kind_named
from seqgen.kinds.base import check_range
from seqgen.model import MOST_SEED, MOST_TAKES, Model, load
from seqgen.network.standing import NO_COMPLAINT
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.request import Request
from seqgen.sampling.takes import Take
from seqgen.words import counted


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
    add_sample_options(parser)


def run(args: argparse.Namespace) -> int:
    model = load(args.model)
    kind = kind_named(model.kind)
    check_options(args, kind)
    if args.like is not None:
        return _again(model, args)
    request = Request(events_of(args, kind), sampling_config(args, model), options_of(args, kind, "rules"))
    request.check()
    seed = secrets.randbits(31) if args.seed is None else args.seed
    check_range("the seed", seed, 0, MOST_SEED)
    check_range("the number of takes", args.n, 1, MOST_TAKES)
    if args.max_copy is not None:
        check_range("--max-copy", args.max_copy, 1, MOST_SEED)
    source = Path(args.primer) if args.primer is not None else args.primer_text
    start = model.opening() if source is None else model.start(source, request.rules, chords=args.chords)
    # what cannot be met is refused before anything is printed or made
    takes = model.stream(request, args.n, seed=seed, primer=start, max_copy=args.max_copy or 0, best_of=args.best_of)
    folder = takes_folder(args.out)
    _announce(model, args, request, seed, () if start is None else start.remarks)
    waiting: dict[int, Take] = {}
    written = list[bytes]()
    for number, take in _with_bar(takes, args):
        waiting[number] = replace(take, new_only=args.new_only)
        # takes are finished in any order, but told in the order of their numbers
        while (shown := len(written)) in waiting:
            written.append(digest(waiting[shown]))
            _deliver(waiting.pop(shown), model, args, folder, shown)
    for sentence in () if args.quiet else sameness(written):
        print(sentence, file=sys.stderr)
    return 0


def digest(take: Take) -> bytes:
    """Return what tells takes with other events apart."""
    return hashlib.sha256(take.table.tobytes()).digest()


def sameness(written: Sequence[bytes]) -> tuple[str, ...]:
    """Return a sentence where several takes with these digests are all the same."""
    if len(written) < 2 or len(set(written)) > 1:
        return ()
    return (f"all {len(written)} are the same, since nothing was left to chance",)


def _announce(model: Model, args: argparse.Namespace, request: Request, seed: int, remarks: tuple[str, ...]) -> None:
    """Print the seed, how takes are drawn, and what was changed in the primer."""
    if args.quiet:
        return
    print(f"seed {seed}", file=sys.stderr)
    standing = model.file.about.standing
    if standing is not None and standing.verdict not in NO_COMPLAINT:
        figure = f"{in_bits(model.file.about.nats):.3f} bits a {model.tokenizer.event} held out"
        print(printable(f"{model.name} is {standing.verdict}: {figure}; {standing.reason}"), file=sys.stderr)
    if model.usual is not None and request.sampling == SamplingConfig.choose(
        particles=args.particles, usual=model.usual, uncooled=model.uncooled
    ):
        print(f"drawn as measured for this model: {model.usual.words}", file=sys.stderr)
    for remark in remarks:
        print(printable(f"{Path(args.primer).name if args.primer else 'the primer'}: {remark}"), file=sys.stderr)


def _again(model: Model, args: argparse.Namespace) -> int:
    again = model.again(args.like)
    take = again if isinstance(again, Take) else again.take
    if not args.quiet:
        print(f"seed {take.seed}", file=sys.stderr)
    if not isinstance(again, Take):
        file, _ = save_numbered(takes_folder(args.out) / f"{model.name}-{take.seed}{take.suffix}", again.save)
        print(json.dumps(describe(take, file)) if args.json else printable(file), flush=True)
    else:
        _deliver(take, model, args, takes_folder(args.out), 0)
    return 0


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
    if not args.quiet:
        for sentence in (*_copied(take, model), *take.own_remarks):
            print(f"seed {take.seed}: {sentence}", file=sys.stderr)


def _copied(take: Take, model: Model) -> list[str]:
    """Return a sentence on what a take copied, beside what real pieces share with each other."""
    if take.copy is None:
        return []
    others = counted(take.left_out, take.tokenizer.event)
    before = f"with {others} that were left out, " if take.left_out else ""
    shared = model.file.about.shared
    beside = "" if shared is None else f" ({shared:.0%} of real pieces that were held out)"
    return [before + take.copy.sentence(take.tokenizer.event) + beside]


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
        "remarks": list(take.remarks),
    }
    content = take.content
    if isinstance(content, str):
        answer["content"] = content
    return answer
