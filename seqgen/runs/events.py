"""The events of a training, which the command, the window and tests all read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from seqgen.errors import Sentence
from seqgen.network.measured_sampling import MeasuredSampling
from seqgen.network.standing import Standing
from seqgen.records import Amount, Count, Name, Real, Share


class Event(msgspec.Struct, frozen=True, tag_field="event"):
    """Something that happened at `step`, `seconds` after the run began (pauses left out)."""

    step: Count
    seconds: Amount

    def to_json(self) -> dict[str, Any]:
        return dict(msgspec.to_builtins(self))


class Loading(Event, frozen=True, tag="loading"):
    """`done` of `total` files of the corpus are read, before the run starts or goes on; at most twice a second."""

    done: Count
    total: Count


class Started(Event, frozen=True, tag="started"):
    """`event_name` is what a row is called (note, character); `validation_events` 0 means nothing is held out."""

    run: Name
    device: Name
    parameters: Count
    events: Count
    validation_events: Count
    event_name: Name
    resumed: bool


class Progress(Event, frozen=True, tag="progress"):
    """Means since the last progress.

    `fraction`: of the schedule, 0 to 1; `nats`: training loss an event; `norm`: gradient norm before clipping;
    `clipped`: share of steps at which it was clipped; `rate`: events a second.
    """

    epoch: Count
    fraction: Share
    nats: Real
    norm: Amount
    clipped: Share
    rate: Amount
    learning_rate: Amount
    seconds_left: Amount


class Validated(Event, frozen=True, tag="validated"):
    """`nats`: held-out loss an event; `columns`: its parts; `best`: whether it is the best so far."""

    nats: Real
    columns: dict[Name, Real]
    best: bool


class Sampled(Event, frozen=True, tag="sampled"):
    """`file` lies in the folder `samples` of the run."""

    file: Annotated[str, msgspec.Meta(max_length=1024, pattern=r"^samples/[A-Za-z0-9_-][A-Za-z0-9_. -]*\Z")]


class NotSampled(Event, frozen=True, tag="not_sampled"):
    """The take that shows how far the training is could not be written, for the reason in `problem`."""

    problem: Name


class Saved(Event, frozen=True, tag="saved"):
    file: Name


class Skipped(Event, frozen=True, tag="skipped"):
    """A step was skipped because its loss or gradient was not finite; `count` so far in the run."""

    count: Count


class SteppedBack(Event, frozen=True, tag="stepped_back"):
    """Steps failed repeatedly: back at the last checkpoint, with `learning_rate_scale` of the learning rate."""

    learning_rate_scale: Amount


class Judged(Event, frozen=True, tag="judged"):
    """The standing of the best model and how to draw from it, measured at the end; None where that was not."""

    standing: Standing | None
    sampling: MeasuredSampling | None = None


class Finished(Event, frozen=True, tag="finished"):
    """`reason`: `budget` (complete), `early` (overfitting, or no better validation for long), `interrupted` or `paused`
    (saved as it was), `stopped` (validated once more before it ended); the last three can be resumed."""

    reason: Name
    nats: Real
    best_step: Count


class Failed(Event, frozen=True, tag="failed"):
    """The training ended with an error, the sentence `problem` as JSON. Printed with `--json`, not kept in the run."""

    problem: dict[Name, Any]

    def sentence(self) -> Sentence:
        """Return the error with its template and fields. Raises `ValueError`."""
        return Sentence.from_json(self.problem)


AnyEvent = (
    Loading
    | Started
    | Progress
    | Validated
    | Sampled
    | NotSampled
    | Saved
    | Skipped
    | SteppedBack
    | Judged
    | Finished
    | Failed
)


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Return the event that its `to_json` described. Raises `ValueError`."""
    event: Event = msgspec.convert(data, AnyEvent)
    return event
