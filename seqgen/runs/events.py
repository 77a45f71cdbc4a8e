"""The events of a training, which the command, the window and tests all read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec


class Event(msgspec.Struct, frozen=True, tag_field="event"):
    """Something that happened at `step`, `seconds` after the run began (pauses left out)."""

    step: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        return dict(msgspec.to_builtins(self))


class Loading(Event, frozen=True, tag="loading"):
    """`done` of `total` files of the corpus are read, before the run starts or goes on; at most twice a second."""

    done: int
    total: int


class Started(Event, frozen=True, tag="started"):
    """`event_name` is what a row is called (note, character); `validation_events` 0 means nothing is held out."""

    run: str
    device: str
    parameters: int
    events: int
    validation_events: int
    event_name: str
    resumed: bool


class Progress(Event, frozen=True, tag="progress"):
    """Means since the last progress.

    `fraction`: of the schedule, 0 to 1; `nats`: training loss an event; `norm`: gradient norm before clipping;
    `clipped`: share of steps at which it was clipped; `rate`: events a second.
    """

    epoch: int
    fraction: float
    nats: float
    norm: float
    clipped: float
    rate: float
    learning_rate: float
    seconds_left: float


class Validated(Event, frozen=True, tag="validated"):
    """`nats`: held-out loss an event; `columns`: its parts; `best`: whether it is the best so far."""

    nats: float
    columns: dict[str, float]
    best: bool


class Sampled(Event, frozen=True, tag="sampled"):
    file: str


class NotSampled(Event, frozen=True, tag="not_sampled"):
    """The take that shows how far the training is could not be written, for the reason in `problem`."""

    problem: str


class Saved(Event, frozen=True, tag="saved"):
    file: str


class Skipped(Event, frozen=True, tag="skipped"):
    """A step was skipped because its loss or gradient was not finite; `count` so far in the run."""

    count: int


class SteppedBack(Event, frozen=True, tag="stepped_back"):
    """Steps failed repeatedly: back at the last checkpoint, with `learning_rate_scale` of the learning rate."""

    learning_rate_scale: float


class Finished(Event, frozen=True, tag="finished"):
    """`reason`: `budget` (complete), `early` (overfitting, or no better validation for long), `interrupted` or `paused`
    (saved as it was), `stopped` (validated once more before it ended); the last three can be resumed."""

    reason: str
    nats: float
    best_step: int


AnyEvent = Loading | Started | Progress | Validated | Sampled | NotSampled | Saved | Skipped | SteppedBack | Finished


def event_from_json(data: Mapping[str, Any]) -> Event:
    try:
        event: Event = msgspec.convert(data, AnyEvent)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    return event
