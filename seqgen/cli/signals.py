"""Ending by Ctrl-C, SIGTERM, the end of the terminal or of whoever reads the output, after saving."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from seqgen.cli.output import EscapedStream, OutputError


class Interruption:
    """A wish to save the work and end it: `ask` makes it, a call tells it."""

    def __init__(self) -> None:
        self._asked = False

    def __call__(self) -> bool:
        return self._asked

    def ask(self) -> None:
        self._asked = True

    def show(self, act: Callable[[], object]) -> None:
        """Call `act`, which prints. Where nobody reads that any more, ask for the end, and print nothing from then on:
        what was learned must still be saved."""
        try:
            act()
        except (BrokenPipeError, OutputError):
            self.ask()
            for stream in (sys.stdout, sys.stderr):
                if isinstance(stream, EscapedStream):
                    stream.give_up()


@contextmanager
def stop_on_signals() -> Iterator[Interruption]:
    """Yield an `Interruption` that Ctrl-C, SIGTERM and SIGHUP ask. A second Ctrl-C or SIGTERM stops at once."""
    interruption = Interruption()

    def ask(number: int, frame: FrameType | None) -> None:
        if interruption() and number != hangup:
            raise KeyboardInterrupt
        interruption.ask()

    hangup = getattr(signal, "SIGHUP", None)
    numbers = [signal.SIGINT, signal.SIGTERM]
    # under nohup it is ignored, and stays so
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:
        numbers.append(hangup)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
