"""A kind of sequence: everything that is special to music, to text, or to a further kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from seqgen.errors import UsageError
from seqgen.kinds.base import Tokenizer
from seqgen.kinds.evaluation import Evaluation
from seqgen.piece import Piece


class Kind(ABC):
    """One kind of sequence. A new kind is one subclass in a folder of its own, registered in `seqgen.kinds`."""

    name: ClassVar[str]
    event: ClassVar[str]
    """A row in the user's words: `note`, `character`."""
    suffixes: ClassVar[tuple[str, ...]]
    """Endings of the files that `read` accepts, lower case."""
    suffix: ClassVar[str]
    """Ending of the files that takes are written to."""
    copy_threshold: ClassVar[int] = 16
    """Runs of at least this many events count into the copied share of a take."""
    least_events: ClassVar[int] = 16
    """Events below which a file is too short to adapt to."""
    least_held_out: ClassVar[int] = 32
    """Events below which no part of a file is held out while adapting to it."""
    evaluation: ClassVar[Evaluation | None] = None
    """Comparison of takes with pieces; None for a kind without statistics."""

    def sniff(self, start: bytes) -> bool:
        """Return whether a file without a known ending begins like one of this kind, given its first bytes."""
        return False

    @abstractmethod
    def read(self, path: Path) -> list[Piece]:
        """Return the pieces of a file. Raises `UnreadableFile`."""

    def parse(self, text: str) -> Piece:
        """Return the piece that a text stands for. Raises `UsageError` where a text is no piece."""
        raise UsageError(f"a primer text is not for models of {self.name}; give this model a file")

    @abstractmethod
    def fit(self, pieces: Sequence[Piece], options: Any) -> Tokenizer:
        """Return a tokenizer whose columns hold what occurs in `pieces`. Raises `UsageError`."""

    @abstractmethod
    def from_json(self, data: Mapping[str, Any]) -> Tokenizer:
        """Return the tokenizer that its `to_json` described. Raises `KeyError`, `TypeError` or `ValueError`."""
