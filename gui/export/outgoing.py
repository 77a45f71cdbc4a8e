"""Take to be exported. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from seqgen.formats.sheet import Sheet
from seqgen.library.take import TakeRecord


@dataclass(frozen=True, eq=False)
class Outgoing:
    """A take with its edited and mixed notes, or its text. If both are None, the take's own file is exported. `part`
    names the part of it that this is, empty for the whole."""

    record: TakeRecord
    sheet: Sheet | None = None
    text: str | None = None
    part: str = ""
