"""The corpus of a run, as its `config.json` records it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seqgen.corpus.corpus import Corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.records import Name


@dataclass(frozen=True)
class CorpusRecord:
    name: Name
    paths: tuple[Name, ...]
    options: CorpusOptions
    fingerprint: Name


def corpus_record(corpus: Corpus, paths: Sequence[str | os.PathLike[str]], options: CorpusOptions) -> CorpusRecord:
    """Return the record of a corpus that was read from `paths`, which are made absolute where they are files."""
    absolute = tuple(str(Path(path).absolute() if Path(path).exists() else path) for path in paths)
    return CorpusRecord(corpus.name, absolute, options, corpus.fingerprint)
