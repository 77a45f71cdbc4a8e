"""Which corpus a run learns from, as its `config.json` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from seqgen.corpus.options import CorpusOptions


@dataclass(frozen=True)
class CorpusRecord:
    """The name of a corpus, the files, folders or named corpora that it was read from, how, and what came of it."""

    name: str
    paths: tuple[str, ...]
    options: CorpusOptions
    fingerprint: str

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> CorpusRecord:
        """Return the record that `to_json` described. Raises `ValueError`."""
        return msgspec.convert(data, CorpusRecord)
