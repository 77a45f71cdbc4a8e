"""The progress of a training in a terminal: one bar, and a line for every validation."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from seqgen.errors import printable
from seqgen.information import in_bits
from seqgen.runs.events import Event, Finished, Judged, NotSampled, Progress, Skipped, Started, SteppedBack, Validated


class TrainingBar:
    """Events on stderr; where that is no terminal, only the lines."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Any = None
        self._event = "event"
        self.verdict = ""
        """The standing of the model in a word or two, once it is known."""

    def __enter__(self) -> TrainingBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, event: Event) -> None:
        if self._quiet:
            return
        if isinstance(event, Started):
            self._start(event)
        elif isinstance(event, Progress) and self._bar is not None:
            self._bar.n = round(100 * event.fraction, 1)
            self._bar.set_postfix_str(
                f"learning {in_bits(event.nats):.2f} bits a {self._event}, {event.rate:,.0f} {self._event}s/s, "
                f"{duration(event.seconds_left)} left",
                refresh=True,
            )
        elif isinstance(event, Validated):
            best = ", best so far" if event.best else ""
            self._line(
                f"{duration(event.seconds):>6}  step {event.step:,}: "
                f"{in_bits(event.nats):.3f} bits a {self._event} held out{best}"
            )
        elif isinstance(event, NotSampled):
            self._line(f"step {event.step:,}: no sample was written: {printable(event.problem)}")
        elif isinstance(event, Judged):
            if event.standing is not None:
                self.verdict = event.standing.verdict
                self._line(event.standing.sentence)
            if event.sampling is not None:
                self._line(f"takes are nearest to pieces with {event.sampling.words}")
        elif isinstance(event, Skipped):
            self._line(f"step {event.step:,}: left out, its numbers were not finite ({event.count} so far)")
        elif isinstance(event, SteppedBack):
            self._line(f"back to step {event.step:,} at {event.learning_rate_scale:g} of the learning rate")

    def _start(self, event: Started) -> None:
        from tqdm import tqdm

        self._event = event.event_name
        again = "goes on" if event.resumed else "learns"
        self._line(
            f"{printable(event.run)} {again} on {event.device}: {event.parameters:,} weights, "
            f"{event.events:,} {self._event}s, {event.validation_events:,} held out"
        )
        if sys.stderr.isatty():
            self._bar = tqdm(total=100.0, bar_format="{percentage:3.0f}%|{bar:20}| {postfix}", file=sys.stderr)

    def _line(self, text: str) -> None:
        if self._bar is not None:
            self._bar.write(text, file=sys.stderr)
        else:
            print(text, file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """Format seconds as `4:10` or `1:02:09`."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def ending(event: Finished, folder: Path, event_name: str, verdict: str = "") -> str:
    """Return the last line of a training: its result, with a `verdict` on it, and what can be done next."""
    name = printable(folder)
    word = f", {verdict}" if verdict else ""
    best = f"{in_bits(event.nats):.3f} bits a {event_name} held out{word} (step {event.best_step:,})"
    if event.reason in ("interrupted", "paused"):
        return f"stopped and saved; go on with: seqgen train --resume {name}"
    early = "nothing better for long, so it ended early; " if event.reason == "early" else ""
    return f"{early}best: {best} after {duration(event.seconds)}; now: seqgen sample {name} -n 4"
