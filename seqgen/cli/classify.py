"""`seqgen classify`: the label of files, of the sub-folders that a model was trained on."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seqgen.cli.corpus_options import progress_bar
from seqgen.cli.pieces import pieces
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.evaluation.classification import (
    Classification,
    Classified,
    classification_of,
    classify,
    held_out_of,
    reasons,
)
from seqgen.kinds.base import Encoded
from seqgen.library.filing import file_under
from seqgen.model import Model, load

SHOWN, MOST_REASONS = 3, 8
"""Labels of a piece, and stretches that spoke for or against one, that are printed."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Find the label of files: p(label | piece) by Bayes' rule from their likelihood under each label, where labels "
        "are the sub-folders that the model was trained on. Files in sub-folders of these names are judged, too."
    )
    parser.epilog = "example: seqgen classify runs/tunes new/*.mid; seqgen classify runs/tunes --held-out"
    parser.add_argument("model", metavar="MODEL", help="a run's name or folder, or a model.safetensors")
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders")
    parser.add_argument(
        "--held-out", action="store_true", help="classify the pieces of the corpus that the run did not learn from"
    )
    parser.add_argument("--why", action="store_true", help="print which bars or words spoke for the label")
    parser.add_argument(
        "--sort-into", metavar="FOLDER", help="copy each file into FOLDER/LABEL; nothing there is overwritten"
    )
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each piece")
    parser.add_argument("--quiet", action="store_true", help="print nothing but results and errors")


def run(args: argparse.Namespace) -> int:
    if bool(args.files) == args.held_out:
        raise UsageError("give files to classify, or --held-out alone")
    if args.held_out and args.sort_into:
        raise UsageError("--sort-into copies files; it cannot be had with --held-out")
    model = load(args.model)
    done: list[Classified] = []
    problems: list[SeqgenError] = []
    for file, found in _held_out(model, args) if args.held_out else _files(model, args):
        try:
            if isinstance(found, SeqgenError):
                raise found
            filed = file_under(Path(args.sort_into), found.label, Path(file)) if args.sort_into else None
        except UsageError:
            raise
        except SeqgenError as problem:
            print(f"seqgen: {problem}", file=sys.stderr, flush=True)
            problems.append(problem)
            continue
        done.append(found)
        _show(file, found, filed, model, args)
    judged = classification_of(done)
    if judged is not None:
        print(json.dumps({"file": None, **_json(judged)}) if args.json else _table(judged), flush=True)
    if not done:
        return max((problem.exit_code for problem in problems), default=1)
    return 1 if problems else 0


def _held_out(model: Model, args: argparse.Namespace) -> Iterator[tuple[str, Classified | SeqgenError]]:
    with progress_bar(quiet=args.quiet or args.json) as progress:
        items, part = held_out_of(args.model, model, progress)
    if not args.quiet:
        what = "test" if part == "test" else "validation"
        print(f"the {len(items):,} labelled pieces of the {what} part of the corpus", file=sys.stderr)
    for item in items:
        yield item.name, classify(model, Encoded(item.table, item.facts), own=item.facts.label)


def _files(model: Model, args: argparse.Namespace) -> Iterator[tuple[str, Classified | SeqgenError]]:
    roots = [Path(file) for file in args.files]
    several: set[Path] = set()
    for found in pieces(model, args.files):
        if isinstance(found, SeqgenError):
            yield "", found
            continue
        if args.sort_into and found.alone is False:
            if found.file not in several:
                several.add(found.file)
                many = "{file}: holds several pieces, so it is not copied under one label"
                yield "", SeqgenError(many, file=printable(found.file))
            continue
        own = next((_folders(found.file, root) for root in roots if root in found.file.parents), "")
        name = str(found.file) if found.alone else found.name
        try:
            yield name, classify(model, found.piece, own=own)
        except UsageError:
            raise
        except SeqgenError as problem:
            yield "", problem


def _folders(file: Path, root: Path) -> str:
    return "/".join((root.resolve().name, *file.relative_to(root).parts[:-1]))


def _show(file: str, found: Classified, filed: Path | None, model: Model, args: argparse.Namespace) -> None:
    order = (-found.probabilities).argsort(kind="stable").tolist()
    told = reasons(found, model.tokenizer) if args.why else []
    if args.json:
        answer: dict[str, Any] = {"file": file, "label": found.label, "own": found.own or None}
        answer["probabilities"] = {found.labels[i]: float(found.probabilities[i]) for i in order}
        answer["bits_per_event"] = dict(zip(found.labels, found.bits_per_event.tolist(), strict=True))
        if args.why:
            answer["why"] = [asdict(each) for each in told]
        if filed is not None:
            answer["filed"] = str(filed)
        print(json.dumps(answer), flush=True)
        return
    shown = ", ".join(f"{printable(found.labels[i])} {_percent(found.probabilities[i])}" for i in order[:SHOWN])
    own = f" (is {printable(found.own)})" if found.own and found.own != found.label else ""
    print(f"{printable(file)}: {shown}{own}" + (f" -> {printable(filed)}" if filed else ""), flush=True)
    for each in sorted(told, key=lambda reason: -abs(reason.bits))[:MOST_REASONS]:
        print(f"    {each.bits:+7.2f} bits  {printable(each.name)}")


def _percent(share: float) -> str:
    return f"{min(share, 0.999):.1%}" if share > 0.5 else f"{share:.1%}"


def _table(judged: Classification) -> str:
    low, high = judged.interval
    lines = [
        f"accuracy {judged.accuracy:.1%} of {judged.pieces:,} ({low:.1%} to {high:.1%}; always the commonest label: "
        f"{judged.majority:.1%}), {judged.bits:.2f} bits a label",
        "",
    ]
    names = [printable(label) for label in judged.labels]
    width = max(map(len, names))
    wide = [max(len(name), 5) for name in names]
    by_label = {each.label: each for each in judged.by_label}
    heads = "  ".join(f"{name:>{w}}" for name, w in zip(names, wide, strict=True))
    lines.append(f"{'is / found':<{max(width, 10)}}  {heads}  correct  bits an event")
    for label, name, row in zip(judged.labels, names, judged.confusion.tolist(), strict=True):
        counts = "  ".join(f"{count:>{w},}" for count, w in zip(row, wide, strict=True))
        each = by_label.get(label)
        rest = "" if each is None else f"  {each.found:>7.1%}  {each.bits:>13.3f}"
        lines.append(f"{name:<{max(width, 10)}}  {counts}{rest}")
    return "\n".join(lines)


def _json(judged: Classification) -> dict[str, Any]:
    return {
        "accuracy": judged.accuracy,
        "interval": judged.interval,
        "majority": judged.majority,
        "pieces": judged.pieces,
        "bits": judged.bits,
        "labels": judged.labels,
        "confusion": judged.confusion.tolist(),
        "by_label": [asdict(each) for each in judged.by_label],
    }
