"""Building a corpus: pieces fitted, encoded and split, written as one table with its description."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from seqgen.corpus.cache import cache_digest
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.reading import Progress, Reading, leave_out, read_pieces, remarks_on, without
from seqgen.corpus.report import PieceReport, Report
from seqgen.corpus.scan import Scan
from seqgen.corpus.split import TRAIN, assign, cut_one
from seqgen.errors import SeqgenError, printable
from seqgen.kinds import Encoded, Kind, Tokenizer, kind_named
from seqgen.kinds.base import Options
from seqgen.schema import Table, table_dtype
from seqgen.words import counted


def build(
    scan: Scan,
    options: CorpusOptions,
    settings: Options,
    unreadable: dict[int, str],
    progress: Callable[[Progress], None] | None,
    folder: Path,
) -> None:
    """Read everything and write `rows.npy` and `corpus.json` into `folder`. Raises `SeqgenError`, `UsageError`."""
    kind = kind_named(scan.kind)
    reading = leave_out(read_pieces(scan, settings, unreadable, progress), options.leave_out)
    _check_pieces(scan, reading)
    fractions = {"valid_fraction": options.valid_fraction, "test_fraction": options.test_fraction}
    splits = assign(reading.splits, **fractions, seed=options.split_seed) if len(reading.pieces) > 1 else [TRAIN]
    tokenizer = _fit(kind, reading, splits, settings, fractions)
    tables: list[Table] = []
    entries: list[dict[str, Any]] = []
    reports: list[PieceReport] = []
    approximated = at = 0
    for piece, split in zip(reading.pieces, splits, strict=True):
        encoded = tokenizer.encode(piece)
        if not len(encoded.table):
            reading = without(reading, piece, f"none of its {tokenizer.event}s can be told with what the others hold")
            continue
        approximated += encoded.approximated
        tables.append(encoded.table.astype(table_dtype(tokenizer.schema)))
        for part, start, stop in _parts(encoded, split, len(reading.pieces), fractions):
            entry = {"split": part, "start": at + start, "stop": at + stop, "begins": start == 0}
            entry |= {
                "ends": stop == len(encoded.table),
                "name": piece.title,
                "facts": msgspec.to_builtins(encoded.facts),
            }
            entries.append(entry)
        facts = kind.facts(piece, encoded, tokenizer)
        reports.append(PieceReport(piece.title, split, len(encoded.table), piece.label, facts))
        at += len(encoded.table)
    learned = sum(entry["stop"] - entry["start"] for entry in entries if entry["split"] == TRAIN)
    if learned < 2:
        raise SeqgenError(
            f"{scan.name}: {counted(learned, tokenizer.event)} is too little to learn from; give more files"
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
        vocabulary=tuple((column.name, column.size) for column in tokenizer.schema.columns),
        left_out=reading.left_out,
        unknown=reading.unknown,
    )
    np.save(folder / "rows.npy", np.concatenate(tables))
    described = {"tokenizer": tokenizer.to_json(), "entries": entries, "report": msgspec.to_builtins(report)}
    sealed = {"corpus": described, "digest": cache_digest(described, folder / "rows.npy")}
    (folder / "corpus.json").write_text(json.dumps(sealed), encoding="utf-8")


def _check_pieces(scan: Scan, reading: Reading) -> None:
    if reading.pieces:
        return
    if reading.left_out:
        raise SeqgenError(f"{scan.name}: all of its pieces are left out; use at least one")
    reasons = "; ".join(f"{printable(Path(file.path).name)}: {file.reason}" for file in reading.files[:3])
    none = "its only file cannot" if len(reading.files) == 1 else f"none of its {len(reading.files):,} files can"
    raise SeqgenError(f"{scan.name}: {none} be used: {reasons}")


def _fit(
    kind: Kind, reading: Reading, splits: Sequence[str], settings: Options, fractions: dict[str, float]
) -> Tokenizer:
    pieces = [piece for piece, split in zip(reading.pieces, splits, strict=True) if split == TRAIN]
    if len(reading.pieces) == 1:
        # the held-out end of a single piece must not add to the vocabulary
        pieces = [kind.cut(pieces[0], cut_one(len(pieces[0].content), **fractions)[TRAIN][1])]
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
