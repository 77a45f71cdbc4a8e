"""Cached corpora: tables in one memory-mapped file under a name that follows from all files and options."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from seqgen.corpus.corpus import Corpus, Split
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.report import FileReport, PieceReport, Report
from seqgen.corpus.scan import MOST_HASHED_BYTES, Scan
from seqgen.corpus.split import SPLITS
from seqgen.corpus.tables import FILES, Tables
from seqgen.errors import Sentence, SeqgenError, UnreadableFile
from seqgen.files import read_regular
from seqgen.kinds import Tokenizer, kind_named, tokenizer_from_json
from seqgen.kinds.base import Options
from seqgen.records import converted, decoded
from seqgen.version import __version__

CACHE_VERSION = 18
CORPUS, REPORT = "corpus.json", "report.jsonl"
_TOGETHER = 256
"""Files or pieces of a report in one line: a line is in memory three times, as text, as JSON gives it, and as it is."""


def fingerprint_of(scan: Scan, options: CorpusOptions, settings: Options) -> tuple[str, dict[int, Sentence]]:
    """Return a name for the content of all files and the options, and by number why files cannot be opened."""
    total = hashlib.blake2b(digest_size=16)
    described = msgspec.to_builtins(replace(options, kind=scan.kind, of_kind=msgspec.to_builtins(settings)))
    total.update(json.dumps([CACHE_VERSION, __version__, described, scan.refused]).encode())
    unreadable: dict[int, Sentence] = {}
    for number, (file, shown) in enumerate(zip(scan.files, scan.shown, strict=True)):
        try:
            digest = hashlib.blake2b(read_regular(file, most_bytes=MOST_HASHED_BYTES), digest_size=16).digest()
        except UnreadableFile as error:
            unreadable[number] = error.sentence
            digest = b""
        total.update(shown.encode("utf-8", "surrogateescape") + b"\0" + digest)
    return total.hexdigest(), unreadable


def write_described(folder: Path, tokenizer: Tokenizer, report: Report) -> None:
    """Write what is known of a corpus beside its tables, and a digest of everything. Raises `OSError`."""
    with (folder / REPORT).open("w", encoding="utf-8") as file:
        for part in _parts_of(report):
            # not msgspec's encoder, which refuses names of files whose bytes are no UTF-8
            file.write(json.dumps(msgspec.to_builtins(part, enc_hook=Sentence.to_json)) + "\n")
    described = tokenizer.to_json()
    sealed = {"tokenizer": described, "digest": _digest(described, folder)}
    (folder / CORPUS).write_text(json.dumps(sealed), encoding="utf-8")


def open_cached(folder: Path, fingerprint: str, name: str) -> Corpus | None:
    """Return the corpus in a cache folder, called `name`; None where there is none or it is damaged."""
    try:
        sealed = converted(decoded((folder / CORPUS).read_bytes()), _Sealed)
        if _digest(sealed.tokenizer, folder) != sealed.digest:
            return None
        tables = Tables.open(folder)
        tokenizer = tokenizer_from_json(sealed.tokenizer)
        if json.dumps(tokenizer.to_json()) != json.dumps(sealed.tokenizer):
            # what tokenizers have learned to tell of a corpus since would be missing
            return None
        kind = kind_named(tokenizer.kind)
        # the same files may lie in a folder of another name
        report = replace(_read_report(folder / REPORT), name=name)
        tables.check(tokenizer.schema)
    except (OSError, ValueError, KeyError, TypeError, EOFError, SeqgenError):
        return None
    train, valid, test = (Split(tables, split, kind) for split in SPLITS)
    return Corpus(report.name, report.kind, tokenizer, train, valid, test, report, fingerprint)


def _parts_of(report: Report) -> Iterator[Report]:
    """Yield a report in parts: all but files and pieces, then some files at a time, then some pieces."""
    yield replace(report, files=(), pieces=())
    rest = Report(report.name, report.kind, report.event)
    for first in range(0, len(report.files), _TOGETHER):
        yield replace(rest, files=report.files[first : first + _TOGETHER])
    for first in range(0, len(report.pieces), _TOGETHER):
        yield replace(rest, pieces=report.pieces[first : first + _TOGETHER])


def _read_report(path: Path) -> Report:
    """Return the report in a file. Raises `OSError`, `ValueError`."""
    files: list[FileReport] = []
    pieces: list[PieceReport] = []
    with path.open(encoding="utf-8") as lines:
        whole = converted(decoded(next(lines, "")), Report)
        for line in lines:
            part = converted(decoded(line), Report)
            files += part.files
            pieces += part.pieces
    return replace(whole, files=tuple(files), pieces=tuple(pieces))


@dataclass(frozen=True)
class _Sealed:
    tokenizer: dict[str, Any]
    digest: str


def _digest(described: Any, folder: Path) -> str:
    """Return a digest of all files of a cached corpus, so that a value changed by a bad disk is noticed."""
    digest = hashlib.blake2b(json.dumps(described).encode(), digest_size=16)
    for name in (REPORT, *FILES):
        digest.update(f"\0{name} {(folder / name).stat().st_size}\0".encode())
        with open(folder / name, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
