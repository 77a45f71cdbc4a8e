"""Which corpus a run learns from, as its `config.json` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from seqgen.corpus.corpus import CorpusOptions
from seqgen.kinds.base import CONTEXT_PARTS
from seqgen.network.config import from_json


@dataclass(frozen=True)
class CorpusRecord:
    """The name of a corpus, the files, folders or named corpora that it was read from, how, and what came of it."""

    name: str
    paths: tuple[str, ...]
    options: CorpusOptions
    fingerprint: str

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "paths": list(self.paths),
            "options": asdict(self.options),
            "fingerprint": self.fingerprint,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> CorpusRecord:
        """Raises `KeyError`, `TypeError` or `ValueError` for anything but what `to_json` gives."""
        # runs from before there was a choice of pieces, or of the context, used all
        options = {"leave_out": (), "context": CONTEXT_PARTS, **data["options"]}
        paths = tuple(str(path) for path in data["paths"])
        return CorpusRecord(str(data["name"]), paths, from_json(CorpusOptions, options), str(data["fingerprint"]))
