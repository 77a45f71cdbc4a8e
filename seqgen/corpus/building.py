"""Building a corpus: pieces fitted, encoded and split, written as one table with its description."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from seqgen.corpus.cache import write_described
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.reading import Progress, Reading, leave_out, read_pieces, remarks_on, without
from seqgen.corpus.report import PieceReport, Report
from seqgen.corpus.scan import Scan
from seqgen.corpus.split import TRAIN, assign, cut_one
from seqgen.corpus.spool import Spool
from seqgen.corpus.tables import TableWriter
from seqgen.errors import Sentence, SeqgenError, printable
from seqgen.kinds import Encoded, Kind, Tokenizer, kind_named
from seqgen.kinds.base import Options
from seqgen.piece import Piece
from seqgen.schema import table_dtype
from seqgen.words import counted


def build(
    scan: Scan,
    options: CorpusOptions,
    settings: Options,
    unreadable: dict[int, Sentence],
    progress: Callable[[Progress], None] | None,
    folder: Path,
) -> bool:
    """Read everything and write a corpus into `folder`, in memory that does not grow with its notes. Return whether
    every file would be read in the same way at another time. Raises `SeqgenError`, `UsageError`, `OSError`."""
    with Spool(folder) as spool:
        reading = read_pieces(scan, settings, unreadable, progress, spool, with_takes=options.with_takes)
        reading = leave_out(reading, options.leave_out)
        _check_pieces(scan, reading)
        _write(scan, options, settings, reading, folder)
    return not any(file.passing for file in reading.files)


def _write(scan: Scan, options: CorpusOptions, settings: Options, reading: Reading, folder: Path) -> None:
    kind = kind_named(scan.kind)
    fractions = {"valid_fraction": options.valid_fraction, "test_fraction": options.test_fraction}
    # folders that are called valid or test say themselves what is held out
    ends = kind.holds_out_ends and not any(reading.splits)
    in_time = ends or len(reading.pieces) == 1
    splits = [TRAIN] * len(reading.pieces)
    if not in_time:
        splits = assign(reading.splits, **fractions, seed=options.split_seed)
    tokenizer = _fit(kind, reading, splits, settings, fractions if in_time else None)
    columns = tokenizer.schema.columns
    reports: list[PieceReport] = []
    approximated = 0
    empty: list[int] = []
    with TableWriter(folder, columns=len(columns), dtype=table_dtype(tokenizer.schema)) as writer:
        for number, (piece, split) in enumerate(zip(reading.pieces, splits, strict=True)):
            encoded = tokenizer.encode(piece)
            if not len(encoded.table):
                empty.append(number)
                continue
            approximated += encoded.approximated
            if ends:
                for part, (start, stop) in cut_one(len(encoded.table), **fractions).items():
                    own = kind.part(encoded, tokenizer, start, stop)
                    if stop > start:
                        writer.add(own.table, [(part, 0, stop - start)], name=piece.title, facts=own.facts)
            else:
                parts = list(_parts(encoded, split, len(reading.pieces), fractions))
                writer.add(encoded.table, parts, name=piece.title, facts=encoded.facts)
            facts = kind.facts(piece, encoded, tokenizer)
            reports.append(PieceReport(piece.title, split, len(encoded.table), piece.label, facts))
        learned = writer.learned(TRAIN)
    none = "none of its {events} can be told with what the others hold"
    reading = without(reading, empty, Sentence(none, events=Sentence(tokenizer.event + "s")))
    if learned < 2:
        raise SeqgenError(
            "{file}: {notes} is too little to learn from; give more files",
            file=scan.name,
            notes=counted(learned, tokenizer.event),
        )
    report = Report(
        name=scan.name,
        kind=scan.kind,
        event=tokenizer.event,
        files=reading.files,
        pieces=tuple(reports),
        totals=kind.totals({piece.name: piece.facts for piece in reports}, tokenizer),
        other=scan.other,
        remarks=remarks_on(reading),
        approximated=approximated,
        vocabulary=tuple((column.name, column.size) for column in columns),
        left_out=reading.left_out,
        unknown=reading.unknown,
    )
    write_described(folder, tokenizer, report)


def _check_pieces(scan: Scan, reading: Reading) -> None:
    if reading.pieces:
        return
    if reading.left_out:
        raise SeqgenError("{file}: all of its pieces are left out; use at least one", file=scan.name)
    named = [(printable(Path(file.path).name), file.reason) for file in reading.files[:3]]
    reasons = [Sentence("{file}: {why}", file=name, why=reason) for name, reason in named]
    if len(reading.files) == 1:
        raise SeqgenError("{file}: its only file cannot be used: {why}", file=scan.name, why=reasons)
    count = len(reading.files)
    raise SeqgenError("{file}: none of its {count} files can be used: {why}", file=scan.name, count=count, why=reasons)


def _fit(
    kind: Kind, reading: Reading, splits: Sequence[str], settings: Options, ends: dict[str, float] | None
) -> Tokenizer:
    pieces: Sequence[Piece] = reading.pieces.where(split == TRAIN for split in splits)
    if ends is not None:
        # the held-out end of a piece must not add to the vocabulary
        pieces = [kind.cut(each, cut_one(len(each.content), **ends)[TRAIN][1]) for each in pieces]
    return kind.fit(pieces, settings)


def _parts(encoded: Encoded, split: str, pieces: int, fractions: dict[str, float]) -> Iterator[tuple[str, int, int]]:
    """Yield split, first row and end of each part of a piece: all of it, unless it is the only one."""
    rows = len(encoded.table)
    if pieces > 1:
        if rows:
            yield split, 0, rows
        return
    for part, (start, stop) in cut_one(rows, **fractions).items():
        if stop > start:
            # a held-out part is given the row before it to go on from
            yield part, max(0, start - (part != TRAIN)), stop
