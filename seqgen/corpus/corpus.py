"""From folders to tables: scan, read in parallel, skip and say why, split by piece, cache.

Tables lie in one memory-mapped file in the user's cache folder, under a name that follows from the bytes of all files
and from the options; a second load reads no piece again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, overload

import numpy as np

from seqgen.arrays import Ints
from seqgen.corpus.reading import Progress, leave_out, read_pieces
from seqgen.corpus.report import PieceReport, Report
from seqgen.corpus.scan import MOST_HASHED_BYTES, Scan, scan_files
from seqgen.corpus.split import SPLITS, TRAIN, assign, cut_one
from seqgen.errors import SeqgenError, UnreadableFile, UsageError, printable
from seqgen.files import read_regular
from seqgen.kinds import Encoded, Tokenizer, kind_named, tokenizer_from_json
from seqgen.kinds.base import CONTEXT_AUTO, MusicOptions, TextOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Facts, Piece
from seqgen.schema import Table, table_dtype
from seqgen.theory.bars import main_metre
from seqgen.theory.notes import DRUMS, Notes
from seqgen.version import __version__

CACHE_VERSION = 3


@dataclass(frozen=True)
class CorpusOptions:
    """How a corpus is read. `kind`: `music`, `text` or `auto`; `grid`, `velocities`, `context` and `rare` as in the
    tokenizers' options; the fractions of pieces held out, drawn with `split_seed`; `leave_out`: names of pieces, as in
    `PieceReport.name`, that are not used at all."""

    kind: str = "auto"
    grid: str = "auto"
    velocities: int = 32
    context: tuple[str, ...] = CONTEXT_AUTO
    rare: int = 0
    valid_fraction: float = 0.1
    test_fraction: float = 0.05
    split_seed: int = 1
    leave_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # however a choice came about, and whatever its way through files, the same pieces are the same options
        object.__setattr__(self, "leave_out", tuple(sorted({printable(name) for name in self.leave_out})))

    def check(self) -> None:
        """Raises `UsageError` for values out of range."""
        if self.kind != "auto":
            kind_named(self.kind)
        held_out = self.valid_fraction + self.test_fraction
        # written so that a value that is no number fails too
        if not (min(self.valid_fraction, self.test_fraction) >= 0 and held_out < 1):
            raise UsageError("the fractions held out must be at least 0 and leave something to learn from")
        if not 1 <= self.velocities <= 127 or self.rare < 0:
            raise UsageError("there can be 1 to 127 velocity levels, and --rare must be at least 0")


@dataclass(frozen=True)
class Item:
    """A stretch of a piece: its table (rows, columns), memory-mapped, and whether it begins or ends the piece."""

    table: Table
    facts: Facts
    begins: bool
    ends: bool
    name: str


class Split(Sequence[Item]):
    """The items of one part of a corpus."""

    def __init__(self, rows: Table, entries: Sequence[dict[str, Any]]) -> None:
        self._rows, self._entries = rows, entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> list[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | list[Item]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        entry = self._entries[number]
        return Item(
            self._rows[entry["start"] : entry["stop"]],
            Facts.from_json(entry["facts"]),
            entry["begins"],
            entry["ends"],
            entry["name"],
        )

    @property
    def lengths(self) -> Ints:
        """The rows of each item."""
        return np.array([entry["stop"] - entry["start"] for entry in self._entries], np.int64)

    @property
    def rows(self) -> int:
        return int(self.lengths.sum())


@dataclass(frozen=True)
class Corpus:
    """Tables to learn from, and those held out."""

    name: str
    kind: str
    tokenizer: Tokenizer
    train: Split
    valid: Split
    test: Split
    report: Report
    fingerprint: str


def load_corpus(
    paths: Sequence[str | os.PathLike[str]],
    options: CorpusOptions | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    cache: bool = True,
) -> Corpus:
    """The corpus in files, folders and named corpora.

    `progress` is told how far reading is; an exception that it raises stops everything. Raises `UsageError` for a path
    that does not exist and `SeqgenError` where nothing can be learned from what is there.
    """
    options = options or CorpusOptions()
    options.check()
    scan = scan_files(paths, options.kind)
    fingerprint, unreadable = _fingerprint(scan, options)
    folder = cache_folder() / "corpora" / fingerprint
    corpus = _open(folder, fingerprint, scan.name) if cache else None
    if corpus is not None:
        return corpus
    home = folder.parent if cache else Path(tempfile.mkdtemp(prefix="seqgen-"))
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="part-", dir=home))
    except OSError as error:
        raise SeqgenError(f"{printable(home)}: the cache cannot be written: {error.strerror}") from error
    try:
        _build(scan, options, unreadable, progress, fresh)
        if cache:
            shutil.rmtree(folder, ignore_errors=True)
            try:
                os.replace(fresh, folder)
            except OSError:
                # another process has put the same corpus there meanwhile
                folder = folder if (folder / "corpus.json").exists() else fresh
        else:
            folder = fresh
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise SeqgenError(f"{printable(home)}: the corpus cannot be cached: {error.strerror or error}") from error
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    corpus = _open(folder, fingerprint, scan.name)
    if corpus is None:
        raise SeqgenError(f"{printable(folder)}: the cached corpus cannot be read back; is the disk full?")
    return corpus


def cache_folder() -> Path:
    """Where corpora are kept between runs."""
    from platformdirs import user_cache_path

    return Path(user_cache_path("seqgen", appauthor=False))


def _fingerprint(scan: Scan, options: CorpusOptions) -> tuple[str, dict[int, str]]:
    """A name for the content of all files and the options, and the files that cannot be opened, with the reason."""
    total = hashlib.blake2b(digest_size=16)
    described = asdict(options)
    if not options.leave_out:
        # so that runs and caches from before there was a choice still find their corpus
        del described["leave_out"]
    total.update(json.dumps([CACHE_VERSION, __version__, scan.kind, described]).encode())
    unreadable: dict[int, str] = {}
    for number, (file, shown) in enumerate(zip(scan.files, scan.shown, strict=True)):
        try:
            digest = hashlib.blake2b(read_regular(file, most_bytes=MOST_HASHED_BYTES), digest_size=16).digest()
        except UnreadableFile as error:
            unreadable[number] = str(error)
            digest = b""
        total.update(shown.encode("utf-8", "surrogateescape") + b"\0" + digest)
    return total.hexdigest(), unreadable


# -- building ----------------------------------------------------------------------------------------------------------


def _build(
    scan: Scan,
    options: CorpusOptions,
    unreadable: dict[int, str],
    progress: Callable[[Progress], None] | None,
    folder: Path,
) -> None:
    """Read everything and write `rows.npy` and `corpus.json` into `folder`."""
    reading = leave_out(read_pieces(scan, unreadable, progress), options.leave_out)
    files, pieces, named = reading.files, reading.pieces, reading.splits
    if not pieces and reading.left_out:
        raise SeqgenError(f"{scan.name}: all of its pieces are left out; use at least one")
    if not pieces:
        reasons = "; ".join(f"{printable(Path(file.path).name)}: {file.reason}" for file in files[:3])
        raise SeqgenError(f"{scan.name}: none of its {len(files)} files can be used: {reasons}")
    kind = kind_named(scan.kind)
    fractions = {"valid_fraction": options.valid_fraction, "test_fraction": options.test_fraction}
    splits = assign(named, **fractions, seed=options.split_seed) if len(pieces) > 1 else [TRAIN]
    fit_options: Any = (
        MusicOptions(options.grid, options.velocities, options.context)
        if scan.kind == "music"
        else TextOptions(options.rare)
    )
    tokenizer = kind.fit([p for p, s in zip(pieces, splits, strict=True) if s == TRAIN], fit_options)
    if len(pieces) == 1 and isinstance(pieces[0].content, str):
        # the held-out end of a text must not add to the vocabulary
        cut = cut_one(len(pieces[0].content), **fractions)[TRAIN][1]
        tokenizer = kind.fit([replace(pieces[0], content=pieces[0].content[:cut])], fit_options)
    tables: list[Table] = []
    entries: list[dict[str, Any]] = []
    reports: list[PieceReport] = []
    approximated = at = 0
    for piece, split in zip(pieces, splits, strict=True):
        encoded = tokenizer.encode(piece)
        approximated += encoded.approximated
        tables.append(encoded.table.astype(table_dtype(tokenizer.schema)))
        for part, start, stop in _stretches(encoded, split, len(pieces), fractions):
            entry = {"split": part, "start": at + start, "stop": at + stop, "begins": start == 0}
            entry |= {"ends": stop == len(encoded.table), "name": piece.title, "facts": encoded.facts.to_json()}
            entries.append(entry)
        reports.append(_piece_report(piece, encoded, split, tokenizer))
        at += len(encoded.table)
    learned = sum(entry["stop"] - entry["start"] for entry in entries if entry["split"] == TRAIN)
    if learned < 2:
        raise SeqgenError(f"{scan.name}: {learned} {tokenizer.event} is too little to learn from; give more files")
    report = Report(
        name=scan.name,
        kind=scan.kind,
        event=tokenizer.event,
        grid=tokenizer.grid_name if isinstance(tokenizer, MusicTokenizer) else "",
        files=files,
        pieces=tuple(reports),
        other=scan.other,
        approximated=approximated,
        vocabulary=tuple((column.name, column.size) for column in tokenizer.schema.columns),
        left_out=reading.left_out,
        unknown=reading.unknown,
    )
    np.save(folder / "rows.npy", np.concatenate(tables))
    described = {"tokenizer": tokenizer.to_json(), "entries": entries, "report": report.to_json()}
    sealed = {"corpus": described, "digest": _cache_digest(described, folder / "rows.npy")}
    (folder / "corpus.json").write_text(json.dumps(sealed), encoding="utf-8")


def _stretches(encoded: Encoded, split: str, pieces: int, fractions: dict[str, float]) -> list[tuple[str, int, int]]:
    """The split, first and last row of each stretch of a piece: all of it, unless it is the only one."""
    rows = len(encoded.table)
    if pieces > 1:
        return [(split, 0, rows)] if rows else []
    cuts = cut_one(rows, **fractions)
    # a held-out stretch is given the row before it to go on from
    return [
        (part, max(0, cuts[part][0] - (part != TRAIN)), cuts[part][1])
        for part in SPLITS
        if cuts[part][1] > cuts[part][0]
    ]


def _piece_report(piece: Piece, encoded: Encoded, split: str, tokenizer: Tokenizer) -> PieceReport:
    report = PieceReport(piece.title, split, len(encoded.table), label=piece.label)
    notes, facts = piece.content, encoded.facts
    if not isinstance(notes, Notes) or not isinstance(tokenizer, MusicTokenizer):
        return report
    pitched = notes.pitch[notes.part != DRUMS]
    metre = main_metre(facts.metres, facts.end_step)
    length = facts.end_step / (tokenizer.bar_steps(metre.signature) if metre else 100.0)
    return replace(
        report,
        length=round(length, 2),
        key=facts.key,
        metre=str(metre or ""),
        tempo=facts.tempos[0].qpm if facts.tempos else 0.0,
        lowest=int(pitched.min(initial=127)) if len(pitched) else 0,
        highest=int(pitched.max(initial=0)) if len(pitched) else 0,
        instruments=tuple(tokenizer.names[i] for i in sorted(set(encoded.table[:, 1].tolist()))),
    )


# -- cache -------------------------------------------------------------------------------------------------------------


def _open(folder: Path, fingerprint: str, name: str) -> Corpus | None:
    """The corpus in a cache folder, called `name`; None where there is none, or where it is damaged."""
    try:
        sealed = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
        described = sealed["corpus"]
        if _cache_digest(described, folder / "rows.npy") != sealed["digest"]:
            return None
        rows = np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False)
        tokenizer = tokenizer_from_json(described["tokenizer"])
        # the same files may lie in a folder of another name
        report = replace(Report.from_json(described["report"]), name=name)
        if len({piece.name for piece in report.pieces}) < len(report.pieces):
            # from before every piece had a name of its own
            return None
        parts = {s: [e for e in described["entries"] if e["split"] == s] for s in SPLITS}
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None
    train, valid, test = (Split(rows, parts[split]) for split in SPLITS)
    return Corpus(report.name, report.kind, tokenizer, train, valid, test, report, fingerprint)


def _cache_digest(described: Any, rows: Path) -> str:
    """A seal on both files of a cached corpus: a value changed by a bad disk would train without a word."""
    digest = hashlib.blake2b(json.dumps(described).encode(), digest_size=16)
    with open(rows, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
