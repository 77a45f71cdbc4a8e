"""The number of threads and the precision (float32 or bfloat16) with which this computer learns a corpus fastest.

More threads than a small network has work for only wait for each other, and recent processors multiply bfloat16
matrices several times as fast as float32 ones (AMX, AVX-512 BF16), others slower. So a few steps of the network itself
are timed. In bfloat16, weights, their gradients' sums, the optimiser and what is held out stay float32 (mixed
precision: Micikevicius et al. 2018; bfloat16: Kalamkar et al. 2019).
"""

from __future__ import annotations

import math
import time
import warnings
from dataclasses import replace

import torch

from seqgen.corpus.corpus import Corpus
from seqgen.network.config import ModelConfig
from seqgen.training.batching import Batches
from seqgen.training.config import TrainConfig
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Batch
from seqgen.training.threads import threads_used

WORTH = 1.3
"""bfloat16 is chosen where it is so many times as fast: less is no reason to round."""

THREADS_WORTH = 1.05
"""Twice as many threads are used where they are so many times as fast: less leaves cores to other programs."""

MOST_BATCH_SIZE, MOST_ROWS = 64, 32
REPEATS = 3


def faster_training(model_config: ModelConfig, config: TrainConfig, corpus: Corpus) -> TrainConfig:
    """Return `config` with the threads and the precision that learn fastest on this CPU. Takes a second or two."""
    most = torch.get_num_threads()
    step = StepTimer(model_config, config, corpus)
    threads, best = 1, step.seconds(threads=1)
    while best and threads < most:
        more = min(2 * threads, most)
        seconds = step.seconds(threads=more)
        if best < THREADS_WORTH * seconds:
            break
        threads, best = more, seconds
    precision = "float32"
    if model_config.hidden_size >= 128:
        try:
            half = step.seconds(threads=threads, half=True)
        except RuntimeError:
            half = best  # this cell has no such kernel here
        precision = "bfloat16" if best > WORTH * half else "float32"
    return replace(config, threads=threads, precision=precision)


def updates_within(model_config: ModelConfig, config: TrainConfig, corpus: Corpus) -> float:
    """Return an estimate of the updates that a budget in minutes has time for on this CPU, from a few timed steps;
    infinite where there is nothing to learn."""
    seconds = StepTimer(model_config, config, corpus).seconds(
        threads=config.threads or torch.get_num_threads(), half=config.precision == "bfloat16"
    )
    rows = (config.sequence_length / MOST_ROWS) * max(1.0, config.batch_size / MOST_BATCH_SIZE)
    return config.minutes * 60.0 / (seconds * rows) if seconds else math.inf


class StepTimer:
    """The first rows of a corpus's first block, learned again and again."""

    def __init__(self, model_config: ModelConfig, config: TrainConfig, corpus: Corpus) -> None:
        self.network, tokenizer = model_config, corpus.tokenizer
        batches = Batches(
            corpus.train,
            tokenizer,
            batch_size=min(config.batch_size, MOST_BATCH_SIZE),
            sequence_length=MOST_ROWS,
            seed=config.seed,
        )
        blocks = batches.blocks(0)
        self._batch = Batch(*map(torch.from_numpy, next(batches.read(blocks[0])).arrays)) if blocks else None
        with torch.random.fork_rng(devices=[]):
            self._model = SequenceModel(model_config, tokenizer.schema).train()

    def seconds(self, *, threads: int, half: bool = False) -> float:
        """Return the seconds of the fastest of some steps after a first one; 0 where there is nothing to learn. Raises
        `RuntimeError` where the cell cannot be computed so here."""
        if self._batch is None:
            return 0.0
        best = float("inf")
        with (
            threads_used(threads, self._model.config) as workers,
            torch.random.fork_rng(devices=[]),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            self._model.threads = workers
            for repeat in range(REPEATS + 1):
                began = time.perf_counter()
                self._model.learn(
                    self._batch, None, 1.0, lambda: torch.autocast("cpu", dtype=torch.bfloat16, enabled=half)
                )
                if repeat:
                    best = min(best, time.perf_counter() - began)
        return best
