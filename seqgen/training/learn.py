"""Learning a folder in one call."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

from seqgen.corpus.load import load_corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.model import Model, load
from seqgen.runs.control import held
from seqgen.runs.corpus_record import corpus_record
from seqgen.runs.events import Event
from seqgen.runs.run import new_run_folder
from seqgen.training.presets import DEFAULT_MINUTES
from seqgen.training.run_config import RunConfig

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def learn(
    paths: Paths,
    *,
    minutes: float = DEFAULT_MINUTES,
    out: str | os.PathLike[str] | None = None,
    name: str | None = None,
    seed: int = 1,
    options: CorpusOptions | None = None,
    progress: Callable[[Event], object] = lambda event: None,
) -> Model:
    """Learn files and folders in this process, and return the best model.

    Network and training are chosen from the size of the corpus and the time, as by `seqgen train`.

    Args:
        paths: a file, a folder, a bundled corpus such as `folk`, or several of them.
        minutes: time to finish within, everything included.
        out: folder of the run, which holds the model (`runs/NAME` if not given).
        name: name of the run under `runs/` (the corpus's if not given).
        seed: decides the first weights and the order of the pieces.
        options: options for reading the corpus.
        progress: called with every event of the training.

    Raises:
        UsageError: there is nothing at `paths`, or `out` is not empty.
        SeqgenError: the corpus holds too little to learn from, or the run cannot be written.

    Example:
        model = seqgen.learn("my-tunes", minutes=10)
        model.sample(4, bars=16)[0].save("take.mid")
    """
    began = time.monotonic()
    sources = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    options = options or CorpusOptions()
    corpus = load_corpus(sources, options)
    # torch only now: the readers' processes start faster without it
    from seqgen.training.session import configure, train_run

    model_config, train_config = configure(corpus, training={"minutes": minutes, "seed": seed})
    config = RunConfig(corpus_record(corpus, sources, options), model_config, train_config)
    run = config.create(out or new_run_folder(name or corpus.name))
    with held(run):
        for event in train_run(run, corpus, config, began=began):
            progress(event)
    return load(run.folder)
