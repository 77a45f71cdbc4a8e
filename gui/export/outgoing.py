"""A take on its way out of the window. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from gui.takes.take import TakeRecord
from seqgen.formats.sheet import Sheet


@dataclass(frozen=True, eq=False)
class Outgoing:
    """A take with what is shown of it: its notes as they are edited and mixed, or its text. Where both are None the
    take's own file is what goes out."""

    record: TakeRecord
    sheet: Sheet | None = None
    text: str | None = None
