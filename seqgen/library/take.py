"""Record of a take: its file, its figures and its provenance."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class TakeRecord:
    """One take of the library.

    Attributes:
        settings: settings of the Create page that made the take.
        bits: mean bits per note or character that the model wrote, without the primer.
        copied: share 0 to 1 of the take that stands in the corpus in long runs, None if the model has no index.
        parent: id of the take that it continues, varies or rewrites.
        primed: notes or characters at the beginning that the model did not write.
        edited: True if changed by hand.
        remarks: what was changed in its beginning, and what was asked but is not kept: texts, or the JSON of
            `Sentence`s.
    """

    id: str
    number: int
    kind: str
    path: Path
    model_path: str = ""
    model_name: str = ""
    corpus: str = ""
    seed: int = 0
    settings: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    metre: str = ""
    tempo: float = 0.0
    bars: int = 0
    seconds: float = 0.0
    events: int = 0
    bits: float = 0.0
    copied: float | None = None
    starred: bool = False
    edited: bool = False
    created: float = 0.0
    parent: str = ""
    primed: int = 0
    remarks: list[Any] = field(default_factory=list)
