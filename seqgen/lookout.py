"""A lookout: long computations look between their parts whether somebody wants them to end.

What computes does not know who asks. Whoever starts it says so around it (`looking`), in the same thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

FIRST_LOOK_SECONDS = 0.5
"""Computing that takes less is not ended: nobody waits for it, and ended each time it would never be done."""


class Abandoned(Exception):
    """A computation that ended without a result, since somebody asked for it."""


def _nobody() -> bool:
    return False


_asked: ContextVar[Callable[[], bool]] = ContextVar("asked", default=_nobody)


def look() -> None:
    """Raises `Abandoned` where whoever began this computation (`looking`) wants it to end."""
    if _asked.get()():
        raise Abandoned("it was asked to end")


@contextmanager
def looking(asked: Callable[[], object]) -> Iterator[None]:
    """Let what is computed inside end by `Abandoned` as soon as `asked` says so, but not in its first moment."""
    begun = time.monotonic()
    token = _asked.set(lambda: time.monotonic() - begun >= FIRST_LOOK_SECONDS and bool(asked()))
    try:
        yield
    finally:
        _asked.reset(token)
