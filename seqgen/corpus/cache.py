"""Cached corpora: tables in one memory-mapped file under a name that follows from all files and options."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from seqgen.corpus.corpus import Corpus, Entry, Split
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.report import Report
from seqgen.corpus.scan import MOST_HASHED_BYTES, Scan
from seqgen.corpus.split import SPLITS
from seqgen.errors import SeqgenError, UnreadableFile
from seqgen.files import read_regular
from seqgen.kinds import Tokenizer, kind_named, tokenizer_from_json
from seqgen.kinds.base import Options
from seqgen.records import converted, decoded
from seqgen.schema import Table, table_dtype
from seqgen.version import __version__

CACHE_VERSION = 5


def cache_folder() -> Path:
    from platformdirs import user_cache_path

    return Path(user_cache_path("seqgen", appauthor=False))


def fingerprint_of(scan: Scan, options: CorpusOptions, settings: Options) -> tuple[str, dict[int, str]]:
    """Return a name for the content of all files and the options, and by number why files cannot be opened."""
    total = hashlib.blake2b(digest_size=16)
    described = msgspec.to_builtins(replace(options, kind=scan.kind, of_kind=msgspec.to_builtins(settings)))
    total.update(json.dumps([CACHE_VERSION, __version__, described]).encode())
    unreadable: dict[int, str] = {}
    for number, (file, shown) in enumerate(zip(scan.files, scan.shown, strict=True)):
        try:
            digest = hashlib.blake2b(read_regular(file, most_bytes=MOST_HASHED_BYTES), digest_size=16).digest()
        except UnreadableFile as error:
            unreadable[number] = str(error)
            digest = b""
        total.update(shown.encode("utf-8", "surrogateescape") + b"\0" + digest)
    return total.hexdigest(), unreadable


def open_cached(folder: Path, fingerprint: str, name: str) -> Corpus | None:
    """Return the corpus in a cache folder, called `name`; None where there is none or it is damaged."""
    try:
        sealed = decoded((folder / "corpus.json").read_text(encoding="utf-8"))
        described = sealed["corpus"]
        if cache_digest(described, folder / "rows.npy") != sealed["digest"]:
            return None
        rows = np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False)
        tokenizer = tokenizer_from_json(described["tokenizer"])
        kind = kind_named(tokenizer.kind)
        # the same files may lie in a folder of another name
        report = replace(converted(described["report"], Report), name=name)
        _check(described["entries"], rows, tokenizer)
        parts = {s: [e for e in described["entries"] if e["split"] == s] for s in SPLITS}
    except (OSError, ValueError, KeyError, TypeError, EOFError, SeqgenError):
        return None
    train, valid, test = (Split(rows, parts[split], kind) for split in SPLITS)
    return Corpus(report.name, report.kind, tokenizer, train, valid, test, report, fingerprint)


def _check(entries: Any, rows: Table, tokenizer: Tokenizer) -> None:
    """Raises `ValueError` unless `entries` are items of `rows`, the table of a corpus of this tokenizer."""
    schema = tokenizer.schema
    if rows.ndim != 2 or rows.shape[1] != len(schema.columns) or rows.dtype != table_dtype(schema):
        raise ValueError("the rows are of another shape")
    facts_class = kind_named(tokenizer.kind).facts_class
    for entry in converted(entries, list[Entry]):
        converted(entry.facts, facts_class)
        if not entry.start <= entry.stop <= len(rows):
            raise ValueError("an item lies outside the rows")


def cache_digest(described: Any, rows: Path) -> str:
    """Return a digest of both files of a cached corpus, so that a value changed by a bad disk is noticed."""
    digest = hashlib.blake2b(json.dumps(described).encode(), digest_size=16)
    with open(rows, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
