"""The cache of corpora kept to a size: what was not used for long is removed, and what killed processes left."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from seqgen.files import part_folder, sweep_parts

PART = "part-"
MOST_BYTES = 20 << 30
MOST_SECONDS = 90 * 86_400.0
"""Time for which a corpus is kept that nobody uses."""


@dataclass(frozen=True)
class _Cached:
    folder: Path
    used: float
    size: int


def mark_used(folder: Path) -> None:
    """Note that a cached corpus has been used now."""
    with suppress(OSError):
        os.utime(folder)


def prune(
    corpora: Path, *, keep: Path | None = None, most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS
) -> int:
    """Remove the corpora that were not used for `most_seconds`, then those used least recently until all take up at
    most `most_bytes`; never `keep`. Return the number of bytes freed."""
    sweep_parts(corpora, PART)
    cached = sorted(_cached(corpora), key=lambda each: each.used, reverse=True)
    oldest, total, freed = time.time() - most_seconds, 0, 0
    for each in cached:
        total += each.size
        if each.folder != keep and (each.used < oldest or total > most_bytes):
            total -= each.size
            freed += _remove(each)
    return freed


def clear(corpora: Path) -> int:
    """Remove all cached corpora. Return the number of bytes freed."""
    return prune(corpora, most_bytes=-1)


def _cached(corpora: Path) -> list[_Cached]:
    found: list[_Cached] = []
    with suppress(OSError), os.scandir(corpora) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(PART):
                    used = entry.stat(follow_symlinks=False).st_mtime
                    found.append(_Cached(Path(entry.path), used, _size(Path(entry.path))))
    return found


def _size(folder: Path) -> int:
    with os.scandir(folder) as entries:
        return sum(entry.stat(follow_symlinks=False).st_size for entry in entries)


def _remove(cached: _Cached) -> int:
    """Remove a corpus, whole or not at all for whoever opens it meanwhile. Return its size, 0 where that fails."""
    try:
        away = part_folder(cached.folder.parent, PART)
        os.replace(cached.folder, away / cached.folder.name)
    except OSError:
        return 0
    shutil.rmtree(away, ignore_errors=True)
    return cached.size
