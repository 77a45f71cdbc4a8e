"""Upper bounds of waits: never reached when all is well, even beside programs that keep every core busy."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 120
MILLISECONDS = 1000 * SECONDS


def wait_for(happened: Callable[[], object]) -> None:
    """Return as soon as `happened()` is true; ask again and again until then."""
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end, f"it did not happen within {SECONDS} seconds"
        time.sleep(0.01)


def cpu_seconds(act: Callable[[], object], times: int = 1) -> float:
    """Return the least processor time of this thread that `act()` takes; work of other programs does not count."""
    taken = []
    for _ in range(times):
        began = time.thread_time()
        act()
        taken.append(time.thread_time() - began)
    return min(taken)
