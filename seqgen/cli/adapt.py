"""`seqgen adapt`: learn a few more files, the model that was there kept."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqgen.bundled import starter_at
from seqgen.cli.pieces import pieces
from seqgen.cli.progress import TrainingBar
from seqgen.cli.signals import Interruption, stop_on_signals
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.files import Existing
from seqgen.information import in_bits
from seqgen.kinds import all_kinds, kind_named
from seqgen.kinds.take_mark import refusal
from seqgen.model import Model, load
from seqgen.network.model_file import write_model_as
from seqgen.network.standing import beside_pieces
from seqgen.runs.events import Finished
from seqgen.runs.run import find_model
from seqgen.training.config import AdaptConfig
from seqgen.training.held_out import MOST_MEASURED, NewPiece

if TYPE_CHECKING:
    from seqgen.training.adaptation import Adaptation, Figures


MOST_NAMED = 200
"""So many files are named in the model that learned them."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Let a model learn a few more files for a short while and write what comes of it as a new model; "
        "the one that was there stays as it is. A part of the files is held out, and what is best for it is kept. "
        "Ctrl-C keeps what was learned so far."
    )
    parser.epilog = "example: seqgen adapt runs/tunes song.mid; seqgen sample runs/tunes/model-adapted-song.safetensors"
    parser.add_argument("model", metavar="MODEL", help="a run's name or folder, a model.safetensors, or a starter")
    parser.add_argument("files", nargs="+", metavar="FILE", help="files or folders")
    parser.add_argument(
        "--out",
        metavar="FILE",
        help="the new model (beside the original, or here for a starter, named after the first FILE)",
    )
    parser.add_argument("--force", action="store_true", help="replace FILE of --out if it is there")
    parser.add_argument("--passes", type=int, help="read the files so many times (for as long as it helps)")
    parser.add_argument("--minutes", type=float, help="learn for at most so long")
    parser.add_argument("--strength", type=float, default=1.0, help="how boldly to learn, 1 being the usual (1)")
    parser.add_argument(
        "--transpose", type=int, default=0, metavar="SEMITONES", help="move pieces by up to so many (0: not at all)"
    )
    parser.add_argument("--seed", type=int, default=1, help="decides the order and what is held out (1)")
    parser.add_argument(
        "--with-takes", action="store_true", help="learn files that seqgen wrote, too (they are skipped)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as a line of JSON")
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result and errors")


def run(args: argparse.Namespace) -> int:
    _check(args)
    config = AdaptConfig(args.passes or 0, args.minutes or 0.0, args.strength, args.transpose, args.seed)
    config.check()
    model = load(args.model)
    if args.transpose and not model.tokenizer.augments:
        raise UsageError(f"--transpose does nothing for a model of {model.kind}; leave it out")
    _check_kind(model, args.files)
    target = _target(args, find_model(args.model))
    material, files, problems = _read(model, args)
    # torch only now: readers start faster in a process without it
    from seqgen.training.adaptation import Adaptation

    adaptation = Adaptation(model, material, config)
    if not args.quiet:
        _tell_approximated(material, model)
    with stop_on_signals() as stopped:
        reason = _learn(adaptation, args, stopped)
        if not adaptation.learned_something:
            part = "the held-out part is" if adaptation.held_out else "the files are"
            ending = (
                "stopped before anything was learned"
                if reason == "interrupted"
                else f"{part} likeliest under the model as it is; try a smaller --strength, or more files"
            )
            stopped.show(lambda: print(f"seqgen: {ending}; nothing was written", file=sys.stderr))
            return 130 if reason == "interrupted" else 1
        _write(adaptation, target, files, args, stopped)
    if reason == "interrupted":
        return 130
    return 1 if problems else 0


def _check_kind(model: Model, files: list[str]) -> None:
    """Raises `UsageError` where a file is plainly of another kind than the model."""
    for file in files:
        suffix = Path(file).suffix.lower()
        others = [kind.name for kind in all_kinds().values() if suffix in kind.suffixes]
        if Path(file).is_file() and others and model.kind not in others:
            wanted = ", ".join(kind_named(model.kind).suffixes[:5])
            raise UsageError(f"{printable(file)}: is {others[0]}, but {model.name} writes {model.kind}; give {wanted}")


def _check(args: argparse.Namespace) -> None:
    for name in ("passes", "minutes"):
        value = getattr(args, name)
        if value is not None and not value > 0:
            raise UsageError(f"--{name} must be greater than 0")
    if args.force and not args.out:
        raise UsageError("--force is for the file that --out names; without --out a free name is chosen")


def _target(args: argparse.Namespace, original: Path) -> Path:
    """Return the path of the new model. No file is replaced without --force, and never the original; without --out the
    model gets the next free name."""
    if not args.out:
        stem = Path(args.files[0]).resolve()
        name = re.sub(r"[^\w.-]+", "-", stem.name if stem.is_dir() else stem.stem).strip("-.") or "file"
        adapted = f"{original.stem}-adapted-{name}.safetensors"
        # a starter lies among the installed packages
        return Path(adapted) if starter_at(original) is not None else original.with_name(adapted)
    out = Path(args.out)
    if out.suffix != ".safetensors":
        raise UsageError(f"--out {printable(out)}: a model's name ends in .safetensors")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"--out {printable(out)}: there is no such folder")
    if out.exists() and out.samefile(original):
        raise UsageError(f"--out {printable(out)}: is the model to adapt, which is kept; give another name")
    if out.exists() and not args.force:
        raise UsageError(f"--out {printable(out)}: is there already; give another name or --force")
    return out


def _read(model: Model, args: argparse.Namespace) -> tuple[list[NewPiece], dict[str, str], list[SeqgenError]]:
    """Return the pieces to learn, their files with digests, and the problems of files that cannot be used."""
    material: list[NewPiece] = []
    problems: list[SeqgenError] = []
    files: dict[str, str] = {}
    seen: set[bytes] = set()
    for found in pieces(model, args.files):
        if isinstance(found, SeqgenError):
            problems.append(found)
            continue
        if not args.with_takes and kind_named(model.kind).is_take(found.file):
            problems.append(refusal(found.file))
            continue
        encoded = model.tokenizer.encode(found.piece)
        table = encoded.table.tobytes()
        if not len(encoded.table) or table in seen:
            continue
        seen.add(table)
        material.append(NewPiece(printable(found.piece.title) or found.name, encoded))
        if found.file.name not in files and len(files) < MOST_NAMED:
            files[found.file.name] = hashlib.sha256(found.file.read_bytes()).hexdigest()[:16]
    _complain(problems, material, model)
    return material, files, problems


def _tell_approximated(material: list[NewPiece], model: Model) -> None:
    approximated = sum(piece.encoded.approximated for piece in material)
    rows = sum(len(piece.encoded.table) for piece in material)
    if approximated:
        event = model.tokenizer.event
        print(f"{approximated:,} of {rows:,} {event}s are not exactly in the model's vocabulary", file=sys.stderr)


def _complain(problems: list[SeqgenError], material: list[NewPiece], model: Model) -> None:
    for problem in problems if material else problems[:-1]:
        print(f"seqgen: {problem}", file=sys.stderr)
    if not material:
        raise problems[-1] if problems else SeqgenError(f"the files hold nothing that {model.name} knows")


def _learn(adaptation: Adaptation, args: argparse.Namespace, stopped: Interruption) -> str:
    reason = ""
    with TrainingBar(quiet=args.quiet or args.json) as bar:
        for event in adaptation.events(stopped):
            stopped.show(partial(bar.show, event))
            if isinstance(event, Finished):
                reason = event.reason
    return reason


def _write(
    adaptation: Adaptation, target: Path, files: dict[str, str], args: argparse.Namespace, stopped: Interruption
) -> None:
    existing = Existing.NUMBER if not args.out else Existing.REPLACE if args.force else Existing.REFUSE
    adapted = adaptation.file(files=list(files), sha256=list(files.values()))
    target, fingerprint = write_model_as(target, adapted, existing=existing)
    figures = adaptation.figures(stopped)
    if args.json:
        print(json.dumps(_report(adaptation, figures, target, fingerprint)))
        return
    if not args.quiet:
        stopped.show(lambda: print(_sentence(adaptation, figures), file=sys.stderr))
    print(printable(target))


def _report(adaptation: Adaptation, figures: Figures, target: Path, fingerprint: str) -> dict[str, Any]:
    def bits(pair: tuple[float, float] | None) -> dict[str, float] | None:
        return None if pair is None else {"before": in_bits(pair[0]), "after": in_bits(pair[1])}

    return {
        "model": str(target),
        "fingerprint": fingerprint,
        "origin": adaptation.model.file.fingerprint,
        "passes": adaptation.best_pass,
        "seconds": round(adaptation.seconds, 3),
        "pieces": bits(figures.pieces),
        "held_out": bits(figures.held_out),
        "own": bits(figures.own),
    }


def _beside(adaptation: Adaptation, nats: float) -> str:
    """Return how what the model needs now stands beside what it needs for real pieces of its own corpus."""
    usual = in_bits(adaptation.model.file.about.nats)
    beside = beside_pieces(in_bits(nats), usual)
    return f", now {beside} of its own corpus ({usual:.3f})" if beside else ""


def _sentence(adaptation: Adaptation, figures: Figures) -> str:
    def bits(pair: tuple[float, float]) -> str:
        return f"{in_bits(pair[0]):.3f} -> {in_bits(pair[1]):.3f}"

    rows = sum(len(piece.encoded.table) for piece in adaptation.pieces)
    part = f" (their first {MOST_MEASURED:,} {adaptation.model.tokenizer.event}s)" if rows > MOST_MEASURED else ""
    parts = [f"the files{part} {bits(figures.pieces)}"] if figures.pieces else []
    parts.append(
        f"their held-out part {bits(figures.held_out)}{_beside(adaptation, figures.held_out[1])}"
        if figures.held_out
        else "too little to hold any out"
    )
    if figures.own is not None:
        parts.append(f"what the model wrote before {bits(figures.own)}")
    return f"bits an event, before -> after {adaptation.best_pass:.3g} passes: {'; '.join(parts)}"
