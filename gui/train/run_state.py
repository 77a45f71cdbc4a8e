"""The state of a run as its folder tells it: phase, figures and curves. Plain data, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from gui.train.trace import Trace
from seqgen.information import in_bits
from seqgen.network.config import ModelConfig
from seqgen.records import from_json
from seqgen.runs.events import (
    Event,
    Finished,
    Judged,
    Loading,
    Progress,
    Sampled,
    Saved,
    Skipped,
    Started,
    SteppedBack,
    Validated,
)
from seqgen.runs.run import CHECKPOINT

SLOPE_CHECKS = 5
"""Number of the last checks from which the rate of learning is estimated."""

LEVEL_SHARE = 0.02
"""Share of its figure that a run must still gain in the time left, or it has levelled off."""

DIVERGING_TIMES = 1.5
"""Ratio of the training figure to its lowest value at which a run diverges."""


class Phase(Enum):
    """The phase of a run."""

    UNREAD = "unread"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    EARLY = "early"
    CRASHED = "crashed"


class Trend(Enum):
    """The trend of learning."""

    TOO_EARLY = "too early"
    LEARNING = "learning"
    LEVEL = "level"
    OVERFITTING = "overfitting"
    DIVERGING = "diverging"


@dataclass(frozen=True)
class Sample:
    """A sample of a run at a check: seconds into the run, its file, and the held-out bits an event at that time."""

    seconds: float
    path: Path
    bits: float


@dataclass
class RunState:
    """One run, built from its `config.json` and fed with its events in order.

    Curves hold (minutes, bits an event); `norms` (minutes, norm). `best_bits` is infinite before the first check;
    `problem` is why the training crashed, in the window's language. `alive`: a process holds the run; `starting`: one
    was started that may not hold it yet; `unread`: its history has not been read to the end; `asked`: it was asked to
    `pause` or to `stop` and has not ended yet; `seconds_left`: None until the training tells it;
    `verdict` and `times`: of the standing at the end, empty and 0 before.
    """

    folder: Path
    config: dict[str, Any] = field(default_factory=dict)
    alive: bool = False
    starting: bool = False
    unread: bool = False
    asked: str = ""
    ended: str = ""
    started: bool = False
    event_name: str = "note"
    parameters: int = 0
    events: int = 0
    held_out_events: int = 0
    device: str = ""
    files_read: int = 0
    files: int = 0
    saved: bool = False
    held: list[tuple[float, float]] = field(default_factory=list)
    learned: Trace = field(default_factory=Trace)
    norms: Trace = field(default_factory=Trace)
    samples: list[Sample] = field(default_factory=list)
    best_bits: float = math.inf
    best_minutes: float = 0.0
    best_step: int = 0
    step: int = 0
    minutes: float = 0.0
    fraction: float = 0.0
    rate: float = 0.0
    seconds_left: float | None = None
    clipped: float = 0.0
    skipped: int = 0
    steps_back: int = 0
    stepped_back_minutes: float = 0.0
    problem: str = ""
    verdict: str = ""
    times: float = 0.0

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def phase(self) -> Phase:
        """Return the phase of the run, from its folder and whether its process lives."""
        if self.alive and self.started and not self.ended:
            return Phase.RUNNING
        if self.starting or (self.alive and (self.files or not self.ended)):
            return Phase.PREPARING
        endings = {"paused": Phase.PAUSED, "interrupted": Phase.PAUSED, "stopped": Phase.STOPPED, "early": Phase.EARLY}
        if self.ended:
            return endings.get(self.ended, Phase.DONE)
        return Phase.UNREAD if self.unread else Phase.CRASHED

    @property
    def can_resume(self) -> bool:
        """Return whether the budget is not used up, and there is a checkpoint to resume from."""
        return self.saved and not self.alive and self.phase in (Phase.PAUSED, Phase.STOPPED, Phase.CRASHED)

    @property
    def busy(self) -> bool:
        """Return whether a process works on the run, or is about to."""
        return self.alive or self.starting

    @property
    def has_figure(self) -> bool:
        """Return whether held-out pieces have been scored yet."""
        return math.isfinite(self.best_bits)

    @property
    def corpus(self) -> str:
        corpus = self.config.get("corpus")
        return str(corpus.get("name", "")) if isinstance(corpus, dict) else ""

    @property
    def network(self) -> str:
        """Return the network in short, "?" where `config.json` does not tell it."""
        try:
            return from_json(ModelConfig, self.config["model"]).title
        except (KeyError, TypeError, ValueError):
            return "?"

    def setting(self, part: str, name: str, default: Any) -> Any:
        """Return a value of `config.json`, the default where it is missing."""
        section = self.config.get(part)
        return section.get(name, default) if isinstance(section, dict) else default

    def feed(self, event: Event) -> None:
        if isinstance(event, Loading):
            self.files_read, self.files = event.done, event.total
            return
        self.step, self.minutes = event.step, event.seconds / 60
        if isinstance(event, Started):
            self._start(event)
        elif isinstance(event, Progress):
            self.learned.add(self.minutes, in_bits(event.nats))
            self.norms.add(self.minutes, event.norm)
            self.fraction, self.rate = event.fraction, event.rate
            self.seconds_left, self.clipped = max(0.0, event.seconds_left), event.clipped
        elif isinstance(event, Validated):
            bits = in_bits(event.nats)
            self.held.append((self.minutes, bits))
            if event.best:
                self.best_bits, self.best_minutes, self.best_step = bits, self.minutes, event.step
        elif isinstance(event, Sampled):
            bits = self.held[-1][1] if self.held else math.nan
            self.samples.append(Sample(event.seconds, self.folder / event.file, bits))
        elif isinstance(event, Saved):
            self.saved = self.saved or event.file == CHECKPOINT
        elif isinstance(event, Judged) and event.standing is not None:
            self.verdict, self.times = event.standing.verdict, event.standing.times
        elif isinstance(event, Finished):
            self.ended = event.reason
            if event.reason in ("budget", "early"):
                self.fraction = 1.0
        elif isinstance(event, Skipped):
            self.skipped = event.count
        elif isinstance(event, SteppedBack):
            self.steps_back += 1
            self.stepped_back_minutes = self.minutes

    def _start(self, event: Started) -> None:
        self.started, self.ended, self.starting, self.asked = True, "", False, ""
        self.files_read = self.files = 0
        self.seconds_left, self.verdict, self.times = None, "", 0.0
        self.event_name, self.parameters, self.events = event.event_name, event.parameters, event.events
        self.device, self.held_out_events = event.device, event.validation_events
        if event.resumed:
            # the steps after the checkpoint are trained again
            self.held = [point for point in self.held if point[0] <= self.minutes]
            self.learned.cut(self.minutes)
            self.norms.cut(self.minutes)
            self.samples = [sample for sample in self.samples if sample.seconds <= event.seconds]

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def slope(self) -> float:
        """Return the slope of the last checks, in bits an event a minute, falling below 0; 0 with too few."""
        recent = self.held[-SLOPE_CHECKS:]
        if len(recent) < 3:
            return 0.0
        mean_x = sum(x for x, _ in recent) / len(recent)
        mean_y = sum(y for _, y in recent) / len(recent)
        spread = sum((x - mean_x) ** 2 for x, _ in recent)
        return sum((x - mean_x) * (y - mean_y) for x, y in recent) / spread if spread > 0 else 0.0

    def gain(self) -> float:
        """Return the bits an event still to be gained in the time left, at the rate of the last checks."""
        return -self.slope() * (self.seconds_left or 0.0) / 60

    def trend(self) -> Trend:
        if self._diverges():
            return Trend.DIVERGING
        if len(self.held) < 4:
            return Trend.TOO_EARLY
        since_best = sum(1 for x, _ in self.held if x > self.best_minutes)
        if since_best >= 3 and self.held[-1][1] > self.best_bits + 0.01 and self._still_learns():
            return Trend.OVERFITTING
        if self.phase is Phase.RUNNING and self.gain() < LEVEL_SHARE * self.best_bits:
            return Trend.LEVEL
        return Trend.LEARNING

    def _diverges(self) -> bool:
        if self.steps_back and self.best_minutes <= self.stepped_back_minutes:
            return True
        values = [y for _, y in self.learned.points]
        return len(values) > 10 and min(values[-3:]) > DIVERGING_TIMES * min(values)

    def _still_learns(self) -> bool:
        """Return whether the training figure has fallen since the best check."""
        around = 0.1 * max(self.minutes, 0.1)
        before = self.learned.mean(self.best_minutes - around, self.best_minutes + around)
        latest = self.learned.mean(self.minutes - 0.05 * self.minutes, self.minutes)
        return before is not None and latest is not None and latest < before
