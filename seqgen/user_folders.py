"""The user's own folders on each system. Those of seqgen raise `SeqgenError` for a user who has no home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import platformdirs

from seqgen.errors import SeqgenError


def cache_folder() -> Path:
    return _folder(platformdirs.user_cache_path)


def data_folder() -> Path:
    return _folder(platformdirs.user_data_path)


def config_folder() -> Path:
    return _folder(platformdirs.user_config_path)


def home_folder() -> Path:
    """Return the user's home, to look for files in; the root of the disk for a user who has none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/")


def _folder(find: Callable[..., Path]) -> Path:
    try:
        folder = find("seqgen", appauthor=False)
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():
        raise SeqgenError("there is no home folder; set HOME to one")
    return folder
