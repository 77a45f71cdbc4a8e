"""Takes of the library in words, for a terminal."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence

from seqgen.cli.report_table import aligned
from seqgen.errors import printable
from seqgen.kinds import kind_named
from seqgen.library.excerpt import span_unit
from seqgen.library.take import BEST, TakeRecord
from seqgen.network.standing import beside_pieces

HEADINGS = ("take", "", "name", "key", "metre", "length", "bits", "", "copied", "project", "model", "made")
RIGHT = (5, 6, 8)
LONGEST_NAME = 40


def table(takes: Sequence[TakeRecord]) -> Iterator[str]:
    """Yield a line for each take, without the columns in which none says anything."""
    rows = [_cells(take) for take in takes]
    if not rows:
        return
    shown = [column for column in range(len(HEADINGS)) if any(row[column] for row in rows)]
    cells = [tuple(row[column] for column in shown) for row in (HEADINGS, *rows)]
    yield from aligned(cells, left=[place for place, column in enumerate(shown) if column not in RIGHT])


def _cells(take: TakeRecord) -> tuple[str, ...]:
    name = printable(take.name)
    return (
        str(take.number),
        "*" * take.rating + (" starred" if take.starred else ""),
        name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…",
        take.key,
        take.metre,
        _length(take),
        f"{take.bits:.2f}" if take.bits > 0 else "",
        beside_pieces(take.bits, take.usual_bits),
        "" if take.copied is None else f"{take.copied:.0%}{'!' if take.copies_much else ''}",
        printable(take.project),
        printable(take.model_name),
        _made(take),
    )


def details(take: TakeRecord) -> Iterator[str]:
    """Yield what is known of a take, a fact a line."""
    event = kind_named(take.kind).event
    beside = beside_pieces(take.bits, take.usual_bits)
    beside = f", {beside} ({take.usual_bits:.2f})" if beside else ""
    by = ", ".join(filter(None, (take.model_name, take.corpus and f"learned from {take.corpus}", f"seed {take.seed}")))
    tempo = f"{take.tempo:.0f} bpm" if take.tempo > 0 else ""
    facts = {
        "take": " ".join(filter(None, (str(take.number), take.name))),
        "file": str(take.path),
        "made": " by ".join(filter(None, (_made(take), by))),
        "key, metre": ", ".join(filter(None, (take.key, take.metre, tempo))),
        "length": f"{_length(take)}, {take.events:,} {event}s",
        "bits": f"{take.bits:.2f} a {event}{beside}" if take.bits > 0 else "",
        "copied": "\n".join((_copied(take), *_stands(take))),
        "rating": ", ".join(filter(None, (f"{take.rating} of {BEST}" * (take.rating > 0), "starred" * take.starred))),
        "tags": ", ".join(take.tags),
        "project": take.project,
        "family": origin(take),
        "edited": "by hand since it was written" if take.edited else "",
        "note": take.note,
    }
    width = max(map(len, facts))
    for name, fact in facts.items():
        # a note has several lines, and so have the parts that are copied
        for number, line in enumerate(fact.splitlines()):
            yield f"{'' if number else name:{width}}  {printable(line)}"


def family_lines(family: Sequence[TakeRecord], take: TakeRecord) -> Iterator[str]:
    """Yield the takes of a family, each further to the right than the one that it was made from."""
    depth: dict[str, int] = {}
    for each in family:
        depth[each.id] = depth.get(each.parent, -1) + 1
        words = ", ".join(filter(None, (origin(each), printable(each.name), _length(each))))
        yield f"{'  ' * depth[each.id]}{each.number}  {words}{'  <' if each.id == take.id else ''}"


def origin(take: TakeRecord) -> str:
    """Return such as `rewrites 3, bars 5-8 of Bass`, empty for a take that was made from no other."""
    number = take.parent.rpartition(" ")[2].lstrip("0")
    if not take.origin or not number.isdigit():
        return ""
    words = {"form": "gives a form to", "humanize": "humanizes", "vary": "varies"}.get(take.origin, f"{take.origin}s")
    bars = _span(take, min(take.changed), max(take.changed)) if take.changed else ""
    part = f"{' of ' if bars else ''}{printable(take.part)}" if take.part else ""
    return ", ".join(filter(None, (f"{words} {number}", f"{bars}{part}")))


def _copied(take: TakeRecord) -> str:
    if take.copied is None:
        return ""
    beside = "" if take.shared is None else f"; real pieces share {take.shared:.0%} with each other"
    return f"{take.copied:.0%}{beside}{' (much)' if take.copies_much else ''}"


def _stands(take: TakeRecord) -> Iterator[str]:
    """Yield which parts of a take stand in which piece of the corpus."""
    for part in take.copies:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            # a record may be damaged
            first, last = int(part["first"]), int(part["last"])
            stand = "stands" if first == last else "stand"
            yield f"{_span(take, first, last)} {stand} in {printable(part['piece'])}"


def _span(take: TakeRecord, first: int, last: int) -> str:
    """Return `bars 3-6`, or `bar 3`."""
    unit = span_unit(take)
    return f"{unit.removesuffix('s')} {first}" if first == last else f"{unit} {first}-{last}"


def _length(take: TakeRecord) -> str:
    return (
        f"{take.bars} bars, {int(take.seconds) // 60}:{int(take.seconds) % 60:02}" if take.bars else f"{take.events:,}"
    )


def _made(take: TakeRecord) -> str:
    with contextlib.suppress(OverflowError, OSError, ValueError):
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(take.created)) if take.created else ""
    return ""
