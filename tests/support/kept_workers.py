"""Worker processes of the window that go on from test to test: starting them is half the work of most tests."""

from __future__ import annotations

from typing import TypedDict

from gui.workers.worker import Worker


class Workers(TypedDict, total=False):
    """The workers of a studio, where it does not start its own."""

    engine: Worker
    scanner: Worker


class KeptWorker(Worker):
    """A worker whose process the next test goes on with, unless a job is running."""

    def close(self) -> None:
        if self.busy:
            super().close()

    def end(self) -> None:
        super().close()
