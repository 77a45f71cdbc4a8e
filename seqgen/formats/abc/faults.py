"""Faults of a tune: what its reader could not make sense of, with the lines."""

from __future__ import annotations

from seqgen.errors import SeqgenError, printable

MOST_CHARACTERS = 120


class BrokenTune(SeqgenError):
    """A tune that cannot be read at all. Its text lacks the tune's name and line, which the reader adds."""


class Faults:
    """Counts faults, and keeps the first of them. `line` is the line of the file that is being read."""

    def __init__(self, line: int = 0) -> None:
        self.line = line
        self.count = 0
        self._first = ""
        self._ignored: dict[str, int] = {}
        self._first_ignored = ""

    def add(self, message: str) -> None:
        if not self.count:
            self._first = f"line {self.line}: {printable(message[:MOST_CHARACTERS])}"
        self.count += 1

    def ignore(self, kind: str, text: str) -> None:
        """Count something that is valid but has no effect here; `kind` is a noun such as "directive"."""
        if not self._ignored:
            self._first_ignored = f"{printable(text[:MOST_CHARACTERS])} in line {self.line}"
        self._ignored[kind] = self._ignored.get(kind, 0) + 1

    def repairs(self) -> tuple[str, ...]:
        """Return at most two lines: the number of faults with the first, and of what was ignored with the first."""
        lines = []
        if self.count == 1:
            lines.append(self._first)
        elif self.count:
            lines.append(f"{self.count} faults, the first in {self._first}")
        if self._ignored:
            counts = " and ".join(f"{n} {kind}{'s' * (n != 1)}" for kind, n in sorted(self._ignored.items()))
            first = "" if sum(self._ignored.values()) == 1 else "the first "
            lines.append(f"{counts} ignored: {first}{self._first_ignored}")
        return tuple(lines)
