"""The report of a corpus, file by file and in all, with the reasons for files that are not in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from seqgen.errors import NOTHING, Sentence, printable
from seqgen.kinds.base import commonest
from seqgen.words import counted

KEPT, REPAIRED, SKIPPED, DUPLICATE, LEFT_OUT = "kept", "repaired", "skipped", "duplicate", "left out"
STATUSES = (KEPT, REPAIRED, SKIPPED, DUPLICATE, LEFT_OUT)


NO_REASON = NOTHING


@dataclass(frozen=True)
class FileReport:
    """One file with its `status` and, unless it was simply kept, the reason. `passing`: the reason was one of time,
    memory or the reader's end, which may not be there at another time."""

    path: str
    status: str
    reason: Sentence = NO_REASON
    pieces: int = 0
    events: int = 0
    passing: bool = False


@dataclass(frozen=True)
class FilesRemark:
    """Something that is not used of `files` files as it stands: such as 12 `pitch bends` that are `not used`."""

    what: Sentence
    done: Sentence
    count: int
    files: int

    def __str__(self) -> str:
        return f"{self.count:,} in {counted(self.files, 'file')}, {self.done}"

    def sentence(self) -> Sentence:
        files = counted(self.files, "file")
        words = "{what}: {count} in {files}, {done}"
        return Sentence(words, what=self.what, count=self.count, files=files, done=self.done)


@dataclass(frozen=True)
class PieceReport:
    """One piece that is used. `facts`: what its kind tells of it, by name (`Kind.facts`)."""

    name: str
    split: str
    events: int
    label: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The report of a corpus.

    `event` is the user's word for a row; `totals` are facts about all pieces by name (`Kind.totals`). `other` counts
    files of other kinds by suffix, `left_out` unwanted pieces; `unknown` are unwanted names that no piece has.
    """

    name: str
    kind: str
    event: str
    files: tuple[FileReport, ...] = ()
    pieces: tuple[PieceReport, ...] = ()
    totals: dict[str, str] = field(default_factory=dict)
    other: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[FilesRemark, ...] = ()
    approximated: int = 0
    vocabulary: tuple[tuple[str, int], ...] = ()
    left_out: int = 0
    unknown: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return dict(msgspec.to_builtins(self, enc_hook=str))

    def count(self, status: str) -> int:
        return sum(file.status == status for file in self.files)

    @property
    def events(self) -> int:
        return sum(piece.events for piece in self.pieces)

    def remarked(self) -> list[Sentence]:
        """Return sentences on what is not used as it stands, and on why files are skipped, the commonest first."""
        reasons = Counter(file.reason for file in self.files if file.status == SKIPPED)
        skipped = [
            Sentence("{files} skipped: {why}", files=counted(count, "file"), why=why)
            for why, count in reasons.most_common()
        ]
        return [*(remark.sentence() for remark in self.remarks), *skipped]

    def summary(self) -> str:
        odd = [f"{self.count(s)} {s}" for s in (REPAIRED, SKIPPED, DUPLICATE) if self.count(s)]
        files = f" ({', '.join(odd)}; seqgen corpus says why)" if odd else ""
        left_out = f", {self.left_out:,} left out" if self.left_out else ""
        size = f"{counted(len(self.pieces), 'piece')}, {counted(self.events, self.event)}"
        return f"{printable(self.name)}: {size}{left_out}{files}"

    def warning(self) -> str:
        """Return one line about unknown names among those not wanted; empty if there are none."""
        if not self.unknown:
            return ""
        shown = ", ".join(self.unknown[:3]) + (f" and {len(self.unknown) - 3:,} more" if len(self.unknown) > 3 else "")
        return f"{printable(self.name)}: no piece to leave out is called {shown}; seqgen corpus --json lists all names"

    def text(self, *, every_file: bool = False) -> str:
        """Return the report as text. Kept files are listed only with `every_file`; all others always."""
        lines = [self.summary(), ""]
        totals = [(name, value) for name, value in self._totals() if value]
        width = max(12, *(len(name) for name, _ in totals))
        lines += [f"{name:{width}} {printable(value)}" for name, value in totals]
        problems = [file for file in self.files if every_file or file.status != KEPT]
        if problems:
            lines.append("")
        for file in problems:
            reason = f": {file.reason}" if file.reason else f": {self._size(file)}"
            lines.append(f"{file.status:10} {printable(file.path)}{reason}")
        return "\n".join(lines)

    def _size(self, file: FileReport) -> str:
        return f"{counted(file.pieces, 'piece')}, {counted(file.events, self.event)}"

    def _totals(self) -> Iterable[tuple[str, str]]:
        pieces = self.pieces
        yield ("files", ", ".join(f"{self.count(s):,} {s}" for s in STATUSES if self.count(s)))
        yield (
            "other files",
            ", ".join(f"{n:,} {suffix or 'without suffix'}" for suffix, n in sorted(self.other.items())),
        )
        yield "left out", counted(self.left_out, "piece") if self.left_out else ""
        splits = Counter(piece.split for piece in pieces)
        yield "pieces", ", ".join(f"{n:,} {split}" for split, n in splits.items())
        sizes = sorted(piece.events for piece in pieces)
        if sizes:
            yield (
                f"{self.event}s",
                f"{sum(sizes):,}, a piece {sizes[0]:,} to {sizes[-1]:,}, median {sizes[len(sizes) // 2]:,}",
            )
        yield "columns", ", ".join(f"{name} {size:,}" for name, size in self.vocabulary)
        yield "approximated", counted(self.approximated, self.event) if self.approximated else ""
        yield from self.totals.items()
        yield from ((remark.what, str(remark)) for remark in self.remarks)
        yield "labels", commonest(piece.label for piece in pieces)
