"""Options of `seqgen sample`, and those that contradict each other."""

from __future__ import annotations

import argparse

from seqgen.cli.kind_options import add_kind_options, given_flags
from seqgen.cli.sampling_options import add_sampling_options
from seqgen.errors import UsageError
from seqgen.kinds import Kind, all_kinds
from seqgen.sound.transcription import is_sound

_ALONE = {
    "seed": "--seed",
    "events": "--events",
    "top_p": "--top-p",
    "max_copy": "--max-copy",
    "primer": "--primer",
    "primer_text": "--primer-text",
}
"""Options of a request that are None unless given."""


def add_sample_options(parser: argparse.ArgumentParser) -> None:
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
    sampling.add_argument(
        "--best-of", type=int, default=1, metavar="M", help="draw M for each take, and keep those most like the corpus"
    )
    sampling.add_argument("--max-copy", type=int, metavar="N", help="no run of more than N from the corpus")
    primer = parser.add_argument_group("primer")
    primer.add_argument("--primer", metavar="FILE", help="go on from this MIDI, ABC, text or sound file")
    primer.add_argument("--primer-text", metavar="TEXT", help="go on from this text")
    primer.add_argument("--chords", action="store_true", help="hear several notes at once in a primer of sound")
    primer.add_argument("--new-only", action="store_true", help="write what is new alone, without the primer")
    add_kind_options(parser, "rules", {"length": length, "primer": primer})
    parser.add_argument("--wav", action="store_true", help="render each take of music as WAV too")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each take")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")


def check_options(args: argparse.Namespace, kind: Kind) -> None:
    """Raises `UsageError` for options that would do nothing beside others."""
    if args.wav and not kind.has_sound:
        raise UsageError(f"--wav is for music; this model writes {kind.name}")
    if args.like is not None:
        _refuse(_request_flags(args), "--like makes a take again as it was")
    if args.primer is not None and args.primer_text is not None:
        raise UsageError("give one primer: --primer or --primer-text")
    if "" in (args.primer, args.primer_text):
        raise UsageError("the primer is empty; give a file or a text")
    if args.primer is None and args.primer_text is None:
        flags = given_flags(args, "rules", ["primer_bars"])
        flags += ["--new-only"] * args.new_only + ["--chords"] * args.chords
        if flags:
            raise UsageError(f"{flags[0]} is for a primer; give --primer FILE")
    if args.chords and not (args.primer is not None and kind.has_sound and is_sound(args.primer)):
        raise UsageError("--chords is for a primer of sound, such as hum.wav, and a model of music; leave it out")


def _refuse(flags: list[str], reason: str) -> None:
    if flags:
        raise UsageError(f"{reason}; leave out {', '.join(flags)}")


def _request_flags(args: argparse.Namespace) -> list[str]:
    """Return the options given that say what takes are to be."""
    flags = [flag for name, flag in _ALONE.items() if getattr(args, name) is not None]
    others = {
        "-n": args.n != 1,
        "-t": args.temperature is not None,
        "--top-k": args.top_k,
        "--min-p": args.min_p,
        "--particles": args.particles != 1,
        "--strength": args.strength is not None,
        "--memory": args.memory,
        "--best-of": args.best_of != 1,
        "--new-only": args.new_only,
        "--chords": args.chords,
    }
    counts = [flag for flag in _counts(args) if flag not in flags]
    return [*flags, *(flag for flag, given in others.items() if given), *counts, *given_flags(args, "rules")]


def _counts(args: argparse.Namespace) -> list[str]:
    kinds = all_kinds().values()
    given = [kind.count_option for kind in kinds if getattr(args, f"count_{kind.name}", None) is not None]
    return given + (["--events"] if args.events is not None else [])


def events_of(args: argparse.Namespace, kind: Kind) -> int:
    """Return the length in events that was asked for, 0 for none. Raises `UsageError`."""
    counts = {"--events": args.events}
    for other in all_kinds().values():
        counts.setdefault(other.count_option, getattr(args, f"count_{other.name}", None))
        if counts[other.count_option] is not None and kind.count_option != other.count_option != "--events":
            raise UsageError(
                f"{other.count_option} is for {other.name}; this model writes {kind.name}, so use {kind.count_option}"
            )
    given = {flag: count for flag, count in counts.items() if count is not None}
    if len(given) > 1:
        raise UsageError(f"give one length: --events or {kind.count_option}")
    for flag, count in given.items():
        if count < 1:
            raise UsageError(f"{flag} must be at least 1, not {count}")
    return next(iter(given.values()), 0)
