"""The `config.json` of a run: everything that decides it."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass, field

import msgspec

from seqgen.errors import SeqgenError, UsageError, printable, reason_of
from seqgen.network.config import ModelConfig
from seqgen.records import Name, from_json
from seqgen.runs.corpus_record import CorpusRecord
from seqgen.runs.run import Run
from seqgen.training.config import TrainConfig
from seqgen.version import __version__

VERSION = 2


@dataclass(frozen=True)
class RunConfig:
    """The corpus, the network and the training of a run, and the versions that made it."""

    corpus: CorpusRecord
    model: ModelConfig
    training: TrainConfig
    version: int = VERSION
    seqgen: Name = __version__
    python: Name = field(default_factory=platform.python_version)
    created: Name = field(default_factory=lambda: time.strftime("%Y-%m-%dT%H:%M:%S%z"))

    def create(self, folder: str | os.PathLike[str]) -> Run:
        return Run.create(folder, msgspec.to_builtins(self))

    def save(self, run: Run) -> None:
        """Replace the configuration of an existing run. Raises `SeqgenError` where it cannot be written."""
        run.save_config(msgspec.to_builtins(self))


def read_run_config(run: Run) -> RunConfig:
    """Return the configuration of a run. Raises `SeqgenError` where it is damaged or of another version."""
    data, name = run.config(), printable(run.folder)
    if data.get("version") != VERSION:
        raise SeqgenError("{file}: was made by another version of seqgen; start a new run", file=name)
    try:
        config = from_json(RunConfig, data)
        config.model.check()
        config.training.check()
        config.corpus.options.check()
    except (ValueError, UsageError) as error:
        raise SeqgenError("{file}: its config.json is damaged ({why})", file=name, why=reason_of(error)) from error
    return config
