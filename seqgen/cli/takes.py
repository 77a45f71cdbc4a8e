"""`seqgen takes`: the takes of the library: found, marked, deleted, brought back, written as files."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from seqgen.cli.takes_folder import takes_folder
from seqgen.cli.takes_table import details, family_lines, table
from seqgen.errors import UsageError, printable
from seqgen.files import write_new
from seqgen.library.excerpt import excerpt_name, excerpt_of
from seqgen.library.order import NEWEST, ORDERS, rank
from seqgen.library.query import TakeQuery
from seqgen.library.take import BEST, TakeRecord, tags_of
from seqgen.library.takes import Takes

ACTIONS = {
    "list": "list takes, all or those that are asked for",
    "show": "say all of some takes: figures, copies, tags, note, file",
    "family": "say what a take was made from, and what was made from it",
    "mark": "name, rate, star, tag or describe takes, or move them to a project",
    "delete": "delete takes; 'restore' brings them back until the window is opened",
    "restore": "bring deleted takes back",
    "export": "write takes as files, whole, or one part or some bars alone",
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Find, mark, delete and export the takes that the window has made. A take is named by its number, as in 12, "
        "or several by their first and last, as in 12-15. The files of a project lie in a folder of its name in the "
        "library."
    )
    parser.epilog = (
        "examples: seqgen takes list waltz --rating 4; seqgen takes mark 12 --name Harbour --rating 5 --project Sea; "
        "seqgen takes export 12 --part Bass --out bass; 'seqgen takes mark --help' says more of an action"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    for name, purpose in ACTIONS.items():
        action = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
        if name == "list":
            _add_query(action)
        else:
            several = {"family": None, "restore": "*"}.get(name, "+")
            action.add_argument("takes", metavar="TAKE", nargs=several, help="a number, or a range of them: 12, 12-15")
        if name == "mark":
            _add_marks(action)
        if name == "export":
            action.add_argument("--part", metavar="NAME|N", help="this part alone, by its name or number")
            action.add_argument("--bars", metavar="FIRST-LAST", help="these bars alone (of a text: characters)")
            action.add_argument("--out", metavar="FOLDER", help="default: the current one")
        action.add_argument("--library", metavar="FOLDER", help="folder of runs and takes, as in 'seqgen gui'")
        action.add_argument("--json", action="store_true", help="print a line of JSON for each take")


def _add_query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="words in name, tags, note, key, metre, model, corpus, project or date"
    )
    for name in ("key", "metre", "model", "corpus", "tag", "project"):
        example = {"key": ', for example "G minor"', "metre": ", for example 3/4"}.get(name, "")
        parser.add_argument(f"--{name}", default="", help=f"takes of this {name}{example}")
    parser.add_argument("--star", action="store_true", help="takes with a star")
    parser.add_argument("--rating", type=int, default=0, metavar="N", help=f"takes rated N of {BEST} or better")
    parser.add_argument("--since", metavar="DATE", help="takes of this day or later: 2026-11-30, today, yesterday")
    parser.add_argument("--before", metavar="DATE", help="takes of an earlier day")
    parser.add_argument("--order", choices=ORDERS, default=NEWEST, help="what comes first (default: newest)")


def _add_marks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", help="the name of one take")
    parser.add_argument("--rating", type=int, metavar="N", help=f"1 to {BEST}, 0 for none")
    parser.add_argument("--star", action=argparse.BooleanOptionalAction, default=None, help="give or take a star")
    parser.add_argument("--tag", action="append", default=[], help="add a tag; may be given several times")
    parser.add_argument("--untag", action="append", default=[], metavar="TAG", help="take a tag away")
    parser.add_argument("--note", help="the note on one take")
    parser.add_argument("--project", help="move the takes' files into the folder of this project")
    for name in ("name", "note", "project"):
        parser.add_argument(f"--no-{name}", action="store_true", help=f"take the {name} away")


def run(args: argparse.Namespace) -> int:
    if args.action is None:
        args = argparse.Namespace(json=False)
        _tell(_ordered(Takes().find(), NEWEST), args)
        return 0
    if args.library and not Path(args.library).is_dir():
        raise UsageError("--library {file}: there is no such folder", file=printable(args.library))
    takes = Takes(Path(args.library) if args.library else None)
    if args.action == "list":
        _tell(_ordered(takes.find(_query(args)), args.order), args)
    elif args.action == "family":
        (take,) = _named([args.takes], takes.find(), several=False)
        family = takes.family(take)
        _tell(family, args, family_lines(family, take))
    elif args.action == "restore":
        deleted = takes.deleted()
        _tell(takes.restore(_named(args.takes, deleted) if args.takes else deleted), args)
    else:
        chosen = _named(args.takes, takes.find())
        {"show": _show, "mark": _mark, "delete": _delete, "export": _export}[args.action](takes, chosen, args)
    return 0


def _show(takes: Takes, chosen: Sequence[TakeRecord], args: argparse.Namespace) -> None:
    lines = list[str]()
    for take in chosen:
        lines += [*([""] if lines else []), *details(take)]
    _tell(chosen, args, lines)


def _mark(takes: Takes, chosen: Sequence[TakeRecord], args: argparse.Namespace) -> None:
    marks: dict[str, Any] = {"rating": args.rating, "starred": args.star}
    for name in ("name", "note", "project"):
        value, gone = getattr(args, name), getattr(args, f"no_{name}")
        if value and gone:
            raise UsageError("--{name} and --no-{name} contradict each other", name=name)
        marks[name] = "" if gone else value
    marks = {name: value for name, value in marks.items() if value is not None}
    if not (marks or args.tag or args.untag):
        raise UsageError("say what to mark, for example --rating 4 ('seqgen takes mark --help' shows how)")
    if args.tag and not tags_of(args.tag):
        raise UsageError("--tag names no tag; leave it out")
    if len(chosen) > 1 and (args.name or args.note):
        raise UsageError("--name and --note are for one take; {count} are given", count=len(chosen))
    gone = {tag.casefold() for tag in args.untag}
    made = []
    for take in chosen:
        tags = [tag for tag in take.tags if tag.casefold() not in gone]
        made.append(takes.mark(take, **marks, tags=[*tags, *args.tag]))
    _tell(made, args)


def _delete(takes: Takes, chosen: Sequence[TakeRecord], args: argparse.Namespace) -> None:
    takes.remove(chosen)
    _tell(chosen, args)


def _export(takes: Takes, chosen: Sequence[TakeRecord], args: argparse.Namespace) -> None:
    part, span = args.part or "", args.bars or ""
    # all are made before any is written, so that a part that one lacks leaves nothing behind
    files = [(excerpt_name(take, part=part, span=span), excerpt_of(take, part=part, span=span)) for take in chosen]
    folder = takes_folder(args.out)
    for take, (name, data) in zip(chosen, files, strict=True):
        write_new(folder / name, data)
        told = json.dumps({"take": take.number, "file": str(folder / name)}) if args.json else printable(folder / name)
        print(told, flush=True)


def _tell(chosen: Sequence[TakeRecord], args: argparse.Namespace, lines: Iterable[str] | None = None) -> None:
    """Print takes as a table, or other lines for people."""
    if args.json:
        lines = (json.dumps({**take.to_json(), "file": str(take.path)}) for take in chosen)
    elif not chosen:
        print("there is no such take", file=sys.stderr)
    for line in table(chosen) if lines is None else lines:
        print(line)


# -- which takes -------------------------------------------------------------------------------------------------------


def _ordered(takes: Sequence[TakeRecord], order: str) -> list[TakeRecord]:
    return sorted(takes, key=lambda take: rank(order, take))


def _named(words: Sequence[str], known: Sequence[TakeRecord], *, several: bool = True) -> list[TakeRecord]:
    """Return the takes that numbers and ranges name, each once. Raises `UsageError`."""
    found = dict[str, TakeRecord]()
    for word in words:
        first, dash, last = word.lstrip("#").partition("-")
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal()) or len(first + last) > 16 or (dash and not several):
            example = "12 or 12-15" if several else "12"
            raise UsageError("'{word}' names no take; use its number, such as {example}", word=word, example=example)
        own = [take for take in known if int(first) <= take.number <= int(last)]
        if not own:
            raise UsageError("there is no take {word}; 'seqgen takes list' shows which there are", word=word)
        found |= {take.id: take for take in own}
    return list(found.values())


def _query(args: argparse.Namespace) -> TakeQuery:
    if args.rating not in range(BEST + 1):
        raise UsageError("a rating is 0 to {best}, not {rating}", best=BEST, rating=args.rating)
    return TakeQuery(
        text=" ".join(args.words),
        key=args.key,
        metre=args.metre,
        model=args.model,
        corpus=args.corpus,
        tag=args.tag,
        project=args.project,
        rating=args.rating,
        starred=args.star,
        since=_midnight(args.since) if args.since else 0.0,
        before=_midnight(args.before) if args.before else math.inf,
    )


def _midnight(day: str) -> float:
    """Return the beginning of a day in seconds of the epoch. Raises `UsageError`."""
    ago = {"today": 0, "yesterday": 1}
    try:
        found = date.today() - timedelta(days=ago[day]) if day in ago else date.fromisoformat(day)
        return datetime(found.year, found.month, found.day).timestamp()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError("'{day}' is no day; use for example 2026-11-30, today or yesterday", day=day) from error
