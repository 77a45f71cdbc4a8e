"""What a corpus is made of, file by file and in all, and why a file is not in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from seqgen.errors import printable
from seqgen.theory.keys import pitch_name

KEPT, REPAIRED, SKIPPED, DUPLICATE, LEFT_OUT = "kept", "repaired", "skipped", "duplicate", "left out"
STATUSES = (KEPT, REPAIRED, SKIPPED, DUPLICATE, LEFT_OUT)


@dataclass(frozen=True)
class FileReport:
    """What became of one file: `status` and, unless it was simply kept, the reason."""

    path: str
    status: str
    reason: str = ""
    pieces: int = 0
    events: int = 0


@dataclass(frozen=True)
class PieceReport:
    """One piece that is used. `length`: bars for music on the metric grid, else seconds; 0 for text."""

    name: str
    split: str
    events: int
    length: float = 0.0
    key: str = ""
    metre: str = ""
    tempo: float = 0.0
    label: str = ""
    lowest: int = 0
    highest: int = 0
    instruments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole account. `event` is what a row is called; `other` counts the files of other kinds, by suffix;
    `left_out` pieces were not wanted, and of the names not wanted the `unknown` are of no piece."""

    name: str
    kind: str
    event: str
    grid: str = ""
    files: tuple[FileReport, ...] = ()
    pieces: tuple[PieceReport, ...] = ()
    other: Mapping[str, int] = field(default_factory=dict)
    approximated: int = 0
    vocabulary: tuple[tuple[str, int], ...] = ()
    left_out: int = 0
    unknown: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Report:
        """Raises `KeyError` or `TypeError` for anything but what `to_json` gives."""
        own = dict(data)
        own["files"] = tuple(FileReport(**entry) for entry in own["files"])
        own["pieces"] = tuple(
            PieceReport(**{**entry, "instruments": tuple(entry["instruments"])}) for entry in own["pieces"]
        )
        own["vocabulary"] = tuple((str(name), int(size)) for name, size in own["vocabulary"])
        own["unknown"] = tuple(map(str, own.get("unknown", ())))
        return Report(**own)

    def count(self, status: str) -> int:
        """How many files have this status."""
        return sum(file.status == status for file in self.files)

    @property
    def events(self) -> int:
        return sum(piece.events for piece in self.pieces)

    def summary(self) -> str:
        """One line: what is learned from, and how much was left out."""
        odd = [f"{self.count(s)} {s}" for s in (REPAIRED, SKIPPED, DUPLICATE) if self.count(s)]
        files = f" ({', '.join(odd)}; seqgen corpus says why)" if odd else ""
        left_out = f", {self.left_out:,} left out" if self.left_out else ""
        return f"{self.name}: {len(self.pieces):,} pieces, {self.events:,} {self.event}s{left_out}{files}"

    def warning(self) -> str:
        """One line about names not wanted that are of no piece; empty if there are none."""
        if not self.unknown:
            return ""
        shown = ", ".join(self.unknown[:3]) + (f" and {len(self.unknown) - 3:,} more" if len(self.unknown) > 3 else "")
        return f"{self.name}: no piece to leave out is called {shown}; seqgen corpus --json lists all names"

    def text(self, *, every_file: bool = False) -> str:
        """The account for people. Kept files are listed only with `every_file`; all others always."""
        lines = [self.summary(), ""]
        lines += [f"{name:12} {value}" for name, value in self._totals() if value]
        problems = [file for file in self.files if every_file or file.status != KEPT]
        if problems:
            lines.append("")
        for file in problems:
            reason = f": {file.reason}" if file.reason else f": {file.pieces} pieces, {file.events:,} {self.event}s"
            lines.append(f"{file.status:10} {printable(file.path)}{reason}")
        return "\n".join(lines)

    def _totals(self) -> Iterable[tuple[str, str]]:
        pieces = self.pieces
        yield (
            "files",
            ", ".join(f"{self.count(s):,} {s}" for s in STATUSES if self.count(s)),
        )
        yield (
            "other files",
            ", ".join(f"{n:,} {suffix or 'without suffix'}" for suffix, n in sorted(self.other.items())),
        )
        yield "left out", f"{self.left_out:,} pieces" if self.left_out else ""
        splits = Counter(piece.split for piece in pieces)
        yield "pieces", ", ".join(f"{n:,} {split}" for split, n in splits.items())
        sizes = sorted(piece.events for piece in pieces)
        if sizes:
            yield (
                f"{self.event}s",
                f"{sum(sizes):,}, a piece {sizes[0]:,} to {sizes[-1]:,}, median {sizes[len(sizes) // 2]:,}",
            )
        yield "columns", ", ".join(f"{name} {size:,}" for name, size in self.vocabulary)
        yield "approximated", f"{self.approximated:,} {self.event}s" if self.approximated else ""
        if self.kind == "music":
            yield from self._music_totals()
        yield "labels", _commonest(piece.label for piece in pieces)

    def _music_totals(self) -> Iterable[tuple[str, str]]:
        pieces = self.pieces
        total = sum(piece.length for piece in pieces)
        yield "grid", self.grid
        yield "length", f"{total:,.0f} bars" if self.grid == "metric" else f"{total / 60:,.1f} minutes"
        yield "instruments", _commonest((name for piece in pieces for name in piece.instruments), most=12)
        pitched = [piece for piece in pieces if piece.highest]
        if pitched:
            low, high = min(piece.lowest for piece in pitched), max(piece.highest for piece in pitched)
            yield "pitches", f"{pitch_name(low)} to {pitch_name(high)}"
        yield "metres", _commonest(piece.metre for piece in pieces)
        yield "keys", _commonest(piece.key for piece in pieces)
        tempos = sorted(piece.tempo for piece in pieces)
        if tempos and self.grid == "metric":
            yield (
                "tempo",
                f"{tempos[0]:.0f} to {tempos[-1]:.0f}, median {tempos[len(tempos) // 2]:.0f} quarter notes a minute",
            )


def _commonest(names: Iterable[str], most: int = 8) -> str:
    counts = Counter(name for name in names if name)
    shown = ", ".join(f"{name} ({n:,})" for name, n in counts.most_common(most))
    return shown + (f" and {len(counts) - most} more" if len(counts) > most else "")
