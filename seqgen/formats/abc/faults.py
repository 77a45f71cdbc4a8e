"""Faults of a tune: what its reader could not make sense of, with the lines."""

from __future__ import annotations

from seqgen.errors import Sentence, SeqgenError, printable
from seqgen.words import counted

MOST_CHARACTERS = 120


class BrokenTune(SeqgenError):
    """A tune that cannot be read at all. Its text lacks the tune's name and line, which the reader adds."""


class Faults:
    """Counts faults, and keeps the first of them. `line` is the line of the file that is being read."""

    def __init__(self, line: int = 0) -> None:
        self.line = line
        self.count = 0
        self._first = Sentence()
        self._ignored: dict[str, int] = {}
        self._first_ignored = Sentence()

    def add(self, template: str, **fields: str | int) -> None:
        if not self.count:
            said = Sentence(template, **fields)
            shown = printable(said[:MOST_CHARACTERS])
            self._first = Sentence("line {line}: {why}", line=str(self.line), why=said if said == shown else shown)
        self.count += 1

    def ignore(self, kind: str, text: str) -> None:
        """Count something that is valid but has no effect here; `kind` is a noun such as "directive"."""
        if not self._ignored:
            shown = printable(text[:MOST_CHARACTERS])
            self._first_ignored = Sentence("{text} in line {line}", text=shown, line=str(self.line))
        self._ignored[kind] = self._ignored.get(kind, 0) + 1

    def repairs(self) -> tuple[Sentence, ...]:
        """Return at most two lines: the number of faults with the first, and of what was ignored with the first."""
        lines = []
        if self.count == 1:
            lines.append(self._first)
        elif self.count:
            faults = "{count} faults, the first in {first}"
            lines.append(Sentence(faults, count=str(self.count), first=self._first))
        counts = [counted(count, kind) for kind, count in sorted(self._ignored.items())]
        if counts:
            both = Sentence("{one} and {other}", one=counts[0], other=counts[-1]) if len(counts) > 1 else counts[0]
            one, many = "{counts} ignored: {first}", "{counts} ignored: the first {first}"
            said = one if sum(self._ignored.values()) == 1 else many
            lines.append(Sentence(said, counts=both, first=self._first_ignored))
        return tuple(lines)
