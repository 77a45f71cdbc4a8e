"""Content that a model changed in part, and that can be made again from its file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seqgen.kinds import kind_named
from seqgen.sampling.takes import Take


@dataclass(frozen=True, eq=False)
class Edited(ABC):
    """Content (a `Sheet` of notes, a `str`) of which a model drew a part; `take` holds the rows that it drew."""

    content: Any
    take: Take

    @abstractmethod
    def provenance(self) -> str:
        """Return JSON that says how the part was made: enough, with the model and the file, to make it again."""

    def data(self) -> bytes:
        """Return the bytes of the file."""
        return kind_named(self.take.kind).editing.data(self.content, self.provenance())

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the content, and return the path. Raises `FileTaken` where the file exists (without
        `overwrite`), `SeqgenError` where it cannot be written."""
        path, take = Path(path), self.take
        kind = kind_named(take.kind)
        kind.write(take.tokenizer, self.content, take.facts, path, self.provenance(), overwrite=overwrite)
        return path
