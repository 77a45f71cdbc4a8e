"""What a training says while it runs. The command, the window and tests all read the same events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Something that happened at `step`, `seconds` after the run began (pauses left out)."""

    kind: ClassVar[str] = ""
    step: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        return {"event": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Loading(Event):
    """`done` of `total` files of the corpus are read, before the run starts or goes on; told twice a second at most."""

    kind: ClassVar[str] = "loading"
    done: int
    total: int


@dataclass(frozen=True)
class Started(Event):
    """`event_name` is what a row is called (note, character); `validation_events` 0 means nothing is held out."""

    kind: ClassVar[str] = "started"
    run: str
    device: str
    parameters: int
    events: int
    validation_events: int
    event_name: str
    resumed: bool


@dataclass(frozen=True)
class Progress(Event):
    """`nats`: training loss an event since the last progress; `norm`: gradient norm before clipping, the mean, and
    `clipped` the share of steps at which it was clipped; `rate`: events a second; `fraction`: of the budget."""

    kind: ClassVar[str] = "progress"
    epoch: int
    fraction: float
    nats: float
    norm: float
    clipped: float
    rate: float
    learning_rate: float
    seconds_left: float


@dataclass(frozen=True)
class Validated(Event):
    """`nats`: held-out loss an event, `columns` its parts; `best` whether it is the best so far."""

    kind: ClassVar[str] = "validated"
    nats: float
    columns: dict[str, float]
    best: bool


@dataclass(frozen=True)
class Sampled(Event):
    """What the network wrote at this point, as a file of the run directory."""

    kind: ClassVar[str] = "sampled"
    file: str


@dataclass(frozen=True)
class Saved(Event):
    """A file of the run directory is on the disk, whole."""

    kind: ClassVar[str] = "saved"
    file: str


@dataclass(frozen=True)
class Skipped(Event):
    """A step was left out because its loss or gradient was not finite; `count` so far in the run."""

    kind: ClassVar[str] = "skipped"
    count: int


@dataclass(frozen=True)
class SteppedBack(Event):
    """Numbers failed repeatedly: back at the last checkpoint, at `learning_rate_scale` of the learning rate."""

    kind: ClassVar[str] = "stepped_back"
    learning_rate_scale: float


@dataclass(frozen=True)
class Finished(Event):
    """`reason`: `budget` (complete), `early` (no better validation for long), `interrupted` or `paused` (saved as it
    was), `stopped` (checked once more before it ended); the last three can go on."""

    kind: ClassVar[str] = "finished"
    reason: str
    nats: float
    best_step: int
    details: dict[str, float] = field(default_factory=dict)


KINDS: dict[str, type[Event]] = {
    kind.kind: kind for kind in (Loading, Started, Progress, Validated, Sampled, Saved, Skipped, SteppedBack, Finished)
}


def event_from_json(data: Mapping[str, Any]) -> Event:
    """The event that `to_json` described; raises `KeyError` or `TypeError` for anything else."""
    kind = KINDS[data["event"]]
    return kind(**{entry.name: data[entry.name] for entry in fields(kind) if entry.name in data})
