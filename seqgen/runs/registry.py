"""The folders of runs on this computer, so that the window finds those that a terminal started."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from seqgen.errors import SeqgenError
from seqgen.files import write_atomic
from seqgen.runs.run import CONFIG
from seqgen.user_folders import data_folder


def _folder() -> Path:
    return data_folder() / "known-runs"


def remember(run: str | os.PathLike[str]) -> None:
    """Note where a run is. A computer that does not let us is no reason to fail."""
    path = str(Path(run).absolute())
    name = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    with suppress(OSError, SeqgenError):
        _folder().mkdir(parents=True, exist_ok=True)
        write_atomic(_folder() / name, os.fsencode(path))


def known_runs() -> list[Path]:
    """Return the folders of all runs that were noted and are still there, sorted; what is gone is forgotten."""
    found = []
    with suppress(OSError, SeqgenError):
        for entry in _folder().iterdir():
            run = _read(entry)
            if run is not None and (run / CONFIG).is_file():
                found.append(run)
            elif run is not None and run.parent.is_dir():
                # a folder above that is missing may be on a disk that comes back
                with suppress(OSError):
                    entry.unlink()
    return sorted(found)


def _read(entry: Path) -> Path | None:
    try:
        return Path(os.fsdecode(entry.read_bytes())) if entry.is_file() else None
    except (OSError, ValueError):
        return None
