"""A take as the window knows it: its file, its figures, and what made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class TakeRecord:
    """One take of the library. `settings` is what the Create page needs to ask for the same again.

    `bits`: mean bits a note or character of what the model wrote (primer left out); `copied`: share 0 to 1 of it that
    stands in the corpus in long runs, None where the model has no index; `parent`: the take that it continues, varies
    or rewrites; `primed`: notes or characters at its beginning that the model did not write. `edited` takes were
    changed by hand since they were drawn.
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
