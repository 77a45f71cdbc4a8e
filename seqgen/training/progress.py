"""The state of a training, its running means, and its clock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

import msgspec
import numpy as np

from seqgen.records import Amount, Count, Share
from seqgen.runs.events import Progress

PROGRESS_SECONDS = 0.5

Nats = Annotated[float, msgspec.Meta(ge=-1e15)]
"""Infinite as long as nothing was measured; never not a number."""


@dataclass
class TrainingState:
    """Everything that decides the next step besides weights, optimiser and random state."""

    step: Count = 0
    epoch: Count = 0
    block: Count = 0
    window: Count = 0
    seconds: Amount = 0.0
    best_nats: Nats = math.inf
    best_step: Count = 0
    worse: Count = 0
    """Validations since the best one."""
    skipped: Count = 0
    steps_back: Count = 0
    adam_steps: Count = 0
    overfitted_at: Annotated[float, msgspec.Meta(ge=-1.0, le=1.0)] = -1.0
    """Fraction of the budget at which overfitting was detected; -1 where it was not."""
    augmentation: Share = 1.0
    """Augmentation of the block that is read, as a share of the configuration's."""
    next_augmentation: Share = 1.0
    """The augmentation of the next block, which is filled while this one is learned."""
    learning_nats: Nats = math.inf
    """Training loss an event, smoothed over some fifty steps."""
    validation_windows: Annotated[int, msgspec.Meta(ge=-1)] = -1
    """Windows of the held-out part that every validation reads; -1 before the first one."""
    validated_step: Annotated[int, msgspec.Meta(ge=-1)] = -1
    """The step of the last validation; -1 before the first one."""


LATER = ("validation_windows", "validated_step")
"""Fields of `TrainingState` that the first checkpoints of this version lack."""


@dataclass
class Meter:
    """Sums since the last progress event, which was told after `since` seconds."""

    since: float = 0.0
    nats: float = 0.0
    events: float = 0.0
    norms: list[float] = field(default_factory=list)

    def add(self, nats: float, events: int) -> None:
        self.nats += nats
        self.events += events

    def due(self, seconds: float) -> bool:
        return seconds - self.since >= PROGRESS_SECONDS

    def progress(
        self,
        step: int,
        seconds: float,
        *,
        epoch: int,
        fraction: float,
        learning_rate: float,
        seconds_left: float,
        clip: float = math.inf,
    ) -> Progress:
        """Return the means since the last progress event, and begin anew."""
        norms = np.array(self.norms or [0.0])
        progress = Progress(
            step,
            seconds,
            epoch=epoch,
            fraction=min(fraction, 1.0),
            nats=self.nats / max(self.events, 1.0),
            norm=float(norms.mean()),
            clipped=float((norms > clip).mean()),
            rate=self.events / max(seconds - self.since, 1e-9),
            learning_rate=learning_rate,
            seconds_left=max(seconds_left, 0.0),
        )
        self.since, self.nats, self.events, self.norms = seconds, 0.0, 0.0, []
        return progress


class Clock:
    """Seconds since the run began, pauses between sessions left out. `now` tells the time, as `time.monotonic` does."""

    def __init__(self, began: float, before: float, now: Callable[[], float] = time.monotonic) -> None:
        self._began, self._before, self._now = began, before, now

    @property
    def this_session(self) -> float:
        return self._now() - self._began

    @property
    def seconds(self) -> float:
        return self._before + self.this_session
