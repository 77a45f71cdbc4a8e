"""Read the files of a corpus in parallel, name their pieces, and drop duplicates and unwanted ones."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

from seqgen.corpus.piece_names import PieceNames
from seqgen.corpus.report import DUPLICATE, KEPT, LEFT_OUT, REPAIRED, SKIPPED, FileReport, FilesRemark
from seqgen.corpus.scan import Scan
from seqgen.errors import printable
from seqgen.formats.sandbox import Outcome, read_all
from seqgen.kinds import Kind, kind_named
from seqgen.kinds.base import Options
from seqgen.piece import Piece


@dataclass(frozen=True)
class Progress:
    done: int
    total: int
    seconds: float


@dataclass(frozen=True)
class Reading:
    """Reports of all files; the pieces, the file of each, and the split that its folder names."""

    files: tuple[FileReport, ...]
    pieces: tuple[Piece, ...]
    sources: tuple[int, ...]
    splits: tuple[str | None, ...]
    left_out: int = 0
    unknown: tuple[str, ...] = ()


def read_pieces(
    scan: Scan, settings: Options, unreadable: dict[int, str], progress: Callable[[Progress], None] | None
) -> Reading:
    """Return the pieces of every file except `unreadable` ones (by number, with the reason), read with the kind's own
    options `settings`."""
    readable = [i for i in range(len(scan.files)) if i not in unreadable]
    files: dict[int, FileReport] = {i: _skipped(scan.shown[i], reason) for i, reason in unreadable.items()}
    pieces: list[Piece] = []
    sources: list[int] = []
    seen: dict[bytes, str] = {}
    names = PieceNames()
    began = time.monotonic()
    kind = kind_named(scan.kind)
    outcomes = read_all([scan.files[i] for i in readable], kind.reader(settings))
    try:
        for done, (number, outcome) in enumerate(zip(readable, outcomes, strict=True), start=1):
            fresh, files[number] = _sort_out(outcome, kind, scan.shown[number], scan.labels[number], seen, names)
            pieces += fresh
            sources += [number] * len(fresh)
            if progress is not None:
                progress(Progress(done, len(readable), time.monotonic() - began))
    finally:
        outcomes.close()
    splits = tuple(scan.splits[number] for number in sources)
    return Reading(tuple(files[i] for i in sorted(files)), tuple(pieces), tuple(sources), splits)


def leave_out(reading: Reading, names: Sequence[str]) -> Reading:
    """Return a reading without the pieces of these names and all their copies."""
    unwanted = set(names)
    if not unwanted:
        return reading
    wanted = [printable(piece.title) not in unwanted for piece in reading.pieces]
    rest: dict[int, list[int]] = {number: [] for number in reading.sources}
    for piece, number, keep in zip(reading.pieces, reading.sources, wanted, strict=True):
        if keep:
            rest[number].append(len(piece.content))
    files = list(reading.files)
    for number in {number for number, keep in zip(reading.sources, wanted, strict=True) if not keep}:
        sizes = rest[number]
        status = files[number].status if sizes else LEFT_OUT
        files[number] = replace(files[number], status=status, pieces=len(sizes), events=sum(sizes))
    return Reading(
        tuple(files),
        tuple(compress(reading.pieces, wanted)),
        tuple(compress(reading.sources, wanted)),
        tuple(compress(reading.splits, wanted)),
        left_out=wanted.count(False),
        unknown=tuple(sorted(unwanted.difference(printable(piece.title) for piece in reading.pieces))),
    )


def without(reading: Reading, piece: Piece, reason: str) -> Reading:
    """Return a reading without one piece; its file is skipped for `reason` if it holds no other."""
    kept = [each is not piece for each in reading.pieces]
    number = reading.sources[kept.index(False)]
    files = list(reading.files)
    rest = [
        len(p.content) for p, n in zip(reading.pieces, reading.sources, strict=True) if n == number and p is not piece
    ]
    files[number] = replace(files[number], pieces=len(rest), events=sum(rest))
    if not rest:
        files[number] = replace(files[number], status=SKIPPED, reason=reason)
    return replace(
        reading,
        files=tuple(files),
        pieces=tuple(compress(reading.pieces, kept)),
        sources=tuple(compress(reading.sources, kept)),
        splits=tuple(compress(reading.splits, kept)),
    )


def remarks_on(reading: Reading) -> tuple[FilesRemark, ...]:
    """Return what is not used of the pieces as it stands, and in how many files."""
    counts: dict[tuple[str, str], int] = {}
    files: dict[tuple[str, str], set[int]] = {}
    for piece, number in zip(reading.pieces, reading.sources, strict=True):
        for remark in piece.remarks:
            name = (remark.what, remark.done)
            counts[name] = counts.get(name, 0) + remark.count
            files.setdefault(name, set()).add(number)
    return tuple(FilesRemark(*name, count, len(files[name])) for name, count in counts.items())


def _sort_out(
    outcome: Outcome, kind: Kind, shown: str, label: str, seen: dict[bytes, str], names: PieceNames
) -> tuple[list[Piece], FileReport]:
    if outcome.problem is not None:
        return [], _skipped(shown, outcome.problem)
    fresh: list[Piece] = []
    twin = ""
    for piece in outcome.value:
        content = hashlib.blake2b(kind.content_bytes(piece), digest_size=16).digest()
        if content in seen:
            twin = seen[content]
            continue
        seen[content] = names.name(shown, piece.title if len(outcome.value) > 1 else "")
        fresh.append(replace(piece, title=seen[content], label=label))
    events = sum(len(piece.content) for piece in fresh)
    repairs = _repairs(outcome.value)
    if not fresh:
        return [], FileReport(shown, DUPLICATE, f"the same as {twin}")
    return fresh, FileReport(shown, REPAIRED if repairs else KEPT, repairs, len(fresh), events)


def _skipped(shown: str, reason: str) -> FileReport:
    """Return the report of a skipped file. It names the file, so the reason need not."""
    return FileReport(shown, SKIPPED, reason.removeprefix(f"{printable(Path(shown).name)}: "))


def _repairs(pieces: Sequence[Piece]) -> str:
    repaired = [piece for piece in pieces if piece.repairs]
    told = [f"{piece.title}: " * (len(pieces) > 1) + "; ".join(piece.repairs) for piece in repaired]
    rest = f"; and {len(told) - 3} more of its {len(pieces)} pieces" if len(told) > 3 else ""
    return "; ".join(told[:3]) + rest
