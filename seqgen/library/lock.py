"""The lock of a library: one window at a time."""

from __future__ import annotations

import contextlib
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = ".window-lock"


class LibraryLock:
    """Held by the window that works on a library, and freed by the end of its process.

    Two windows would overwrite each other's list of corpora, and each would empty the folder of deleted takes that the
    other can still restore from.
    """

    def __init__(self, library: Path) -> None:
        self._lock = FileLock(library / LOCK)

    def take(self, *, patience: float = 0.0) -> bool:
        """Take the lock. Return False where another has it for longer than `patience`, in seconds. Where nothing can be
        locked, such as in a folder that cannot be written, there is nothing to protect either."""
        try:
            Path(self._lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=patience, poll_interval=0.01)
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        return True

    def free(self) -> None:
        with contextlib.suppress(OSError):
            self._lock.release()
