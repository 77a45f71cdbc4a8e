"""Where a training is: its place in the data, what it has measured since it last told, and its time."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field


@dataclass
class Place:
    """Where a run is: everything that decides the next step besides weights, optimiser and random state."""

    step: int = 0
    epoch: int = 0
    block: int = 0
    chunk: int = 0
    seconds: float = 0.0
    best_nats: float = math.inf
    best_step: int = 0
    worse: int = 0
    skipped: int = 0
    steps_back: int = 0
    adam_steps: int = 0
    hastened: float = -1.0
    """The share of the budget at which the corpus was found to be learned by heart; -1 where it was not."""
    reach: float = 1.0
    """How far the block that is read is transposed, as a share of the configuration's."""
    next_reach: float = 1.0
    """The same for the block behind it, which is filled while this one is learned."""
    learning_nats: float = math.inf
    """The training loss an event, smoothed over some fifty steps."""


@dataclass
class Meter:
    """Means since the last progress event."""

    nats: float = 0.0
    events: int = 0
    norms: list[float] = field(default_factory=list)
    since: float = 0.0


class Clock:
    """Seconds since the run began, pauses between sessions left out."""

    def __init__(self, began: float, before: float) -> None:
        self._began, self._before = began, before

    @property
    def this_session(self) -> float:
        return time.monotonic() - self._began

    @property
    def seconds(self) -> float:
        return self._before + self.this_session
