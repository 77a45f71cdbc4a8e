"""Read the files of a corpus in parallel, name their pieces, and drop duplicates and unwanted ones."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress
from pathlib import Path

from seqgen.corpus.piece_names import PieceNames
from seqgen.corpus.report import DUPLICATE, KEPT, LEFT_OUT, REPAIRED, SKIPPED, FileReport, FilesRemark
from seqgen.corpus.scan import Scan
from seqgen.corpus.spool import Spool, SpooledPieces
from seqgen.errors import Sentence, printable, together
from seqgen.formats.sandbox import Outcome, read_all
from seqgen.kinds import Kind, kind_named
from seqgen.kinds.base import Options
from seqgen.kinds.take_mark import refusal
from seqgen.piece import Piece, Remark


@dataclass(frozen=True)
class Progress:
    done: int
    total: int
    seconds: float


@dataclass(frozen=True)
class Reading:
    """Reports of all files; the pieces; title, size, remarks and file of each, and the split that its folder names."""

    files: tuple[FileReport, ...]
    pieces: SpooledPieces
    titles: tuple[str, ...]
    sizes: tuple[int, ...]
    remarks: tuple[tuple[Remark, ...], ...]
    sources: tuple[int, ...]
    splits: tuple[str | None, ...]
    left_out: int = 0
    unknown: tuple[str, ...] = ()


def read_pieces(
    scan: Scan,
    settings: Options,
    unreadable: dict[int, Sentence],
    progress: Callable[[Progress], None] | None,
    spool: Spool,
    *,
    with_takes: bool = True,
) -> Reading:
    """Return the pieces of every file except `unreadable` ones (by number, with the reason), read with the kind's own
    options `settings` and kept in `spool`; of takes that seqgen wrote only `with_takes`."""
    readable = [i for i in range(len(scan.files)) if i not in unreadable]
    files: dict[int, FileReport] = {i: _skipped(scan.shown[i], reason) for i, reason in unreadable.items()}
    titles: list[str] = []
    sizes: list[int] = []
    remarks: list[tuple[Remark, ...]] = []
    sources: list[int] = []
    seen: dict[bytes, str] = {}
    names = PieceNames()
    began = time.monotonic()
    kind = kind_named(scan.kind)
    read = kind.reader(settings)
    if not with_takes:
        read = partial(_read_others, kind.name, read)
    outcomes = read_all([scan.files[i] for i in readable], read)
    try:
        for done, (number, outcome) in enumerate(zip(readable, outcomes, strict=True), start=1):
            fresh, files[number] = _sort_out(outcome, kind, scan.shown[number], scan.labels[number], seen, names)
            for piece in fresh:
                spool.append(piece)
                titles.append(piece.title)
                sizes.append(len(piece.content))
                remarks.append(piece.remarks)
            sources += [number] * len(fresh)
            if progress is not None:
                progress(Progress(done, len(readable), time.monotonic() - began))
    finally:
        outcomes.close()
    splits = tuple(scan.splits[number] for number in sources)
    refused = [FileReport(shown, SKIPPED, reason) for shown, reason in scan.refused]
    reports = (*(files[i] for i in sorted(files)), *refused)
    of_pieces = (tuple(titles), tuple(sizes), tuple(remarks), tuple(sources), splits)
    return Reading(reports, SpooledPieces(spool), *of_pieces)


def _read_others(kind: str, read: Callable[[Path], list[Piece]], path: Path) -> list[Piece]:
    """Return the pieces of a file that is no take of seqgen. Raises `UnreadableFile`."""
    if kind_named(kind).is_take(path):
        raise refusal(path)
    return read(path)


def leave_out(reading: Reading, names: Sequence[str]) -> Reading:
    """Return a reading without the pieces of these names and all their copies."""
    unwanted = set(names)
    if not unwanted:
        return reading
    wanted = [printable(title) not in unwanted for title in reading.titles]
    rest = _select(reading, wanted, status=LEFT_OUT)
    unknown = tuple(sorted(unwanted.difference(map(printable, reading.titles))))
    return replace(rest, left_out=wanted.count(False), unknown=unknown)


def without(reading: Reading, numbers: Collection[int], reason: Sentence) -> Reading:
    """Return a reading without some pieces; a file that holds no other is skipped for `reason`."""
    kept = [number not in set(numbers) for number in range(len(reading.pieces))]
    return _select(reading, kept, status=SKIPPED, reason=reason) if numbers else reading


def _select(reading: Reading, wanted: Sequence[bool], *, status: str, reason: Sentence | None = None) -> Reading:
    """Return a reading of the pieces for which `wanted` is true; a file without any has a new status."""
    rest: dict[int, list[int]] = {number: [] for number in reading.sources}
    for size, number, keep in zip(reading.sizes, reading.sources, wanted, strict=True):
        if keep:
            rest[number].append(size)
    files = list(reading.files)
    for number in {number for number, keep in zip(reading.sources, wanted, strict=True) if not keep}:
        sizes = rest[number]
        files[number] = replace(files[number], pieces=len(sizes), events=sum(sizes))
        if not sizes:
            files[number] = replace(files[number], status=status, reason=reason or files[number].reason)
    return replace(
        reading,
        files=tuple(files),
        pieces=reading.pieces.where(wanted),
        titles=tuple(compress(reading.titles, wanted)),
        sizes=tuple(compress(reading.sizes, wanted)),
        remarks=tuple(compress(reading.remarks, wanted)),
        sources=tuple(compress(reading.sources, wanted)),
        splits=tuple(compress(reading.splits, wanted)),
    )


def remarks_on(reading: Reading) -> tuple[FilesRemark, ...]:
    """Return what is not used of the pieces as it stands, and in how many files."""
    counts: dict[tuple[Sentence, Sentence], int] = {}
    files: dict[tuple[Sentence, Sentence], set[int]] = {}
    for remarks, number in zip(reading.remarks, reading.sources, strict=True):
        for remark in remarks:
            name = (remark.what, remark.done)
            counts[name] = counts.get(name, 0) + remark.count
            files.setdefault(name, set()).add(number)
    return tuple(FilesRemark(*name, count, len(files[name])) for name, count in counts.items())


def _sort_out(
    outcome: Outcome, kind: Kind, shown: str, label: str, seen: dict[bytes, str], names: PieceNames
) -> tuple[list[Piece], FileReport]:
    if outcome.problem is not None:
        return [], replace(_skipped(shown, outcome.problem), passing=outcome.passing)
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
        return [], FileReport(shown, DUPLICATE, Sentence("the same as {twin}", twin=twin))
    return fresh, FileReport(shown, REPAIRED if repairs else KEPT, repairs, len(fresh), events)


def _skipped(shown: str, reason: Sentence) -> FileReport:
    """Return the report of a skipped file. It names the file, so the reason need not."""
    named = reason.fields.get("file") == printable(Path(shown).name)
    return FileReport(shown, SKIPPED, reason.without_file() if named else reason)


def _repairs(pieces: Sequence[Piece]) -> Sentence:
    repaired = [piece for piece in pieces if piece.repairs]
    if len(pieces) == 1:
        return together([each for piece in repaired for each in piece.repairs])
    told = [Sentence("{title}: {repairs}", title=piece.title, repairs=piece.repairs) for piece in repaired]
    if len(told) <= 3:
        return together(told)
    rest = "and {count} more of its {all} pieces"
    return together([*told[:3], Sentence(rest, count=str(len(told) - 3), all=str(len(pieces)))])
