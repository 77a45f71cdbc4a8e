"""The folder that takes are written to."""

from __future__ import annotations

from pathlib import Path

from seqgen.errors import SeqgenError, printable


def takes_folder(asked: str | None) -> Path:
    """Return the folder asked for, made where it is missing, or the current one. Raises `SeqgenError`."""
    folder = Path(asked or ".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SeqgenError(f"{printable(folder)}: cannot be made: {error.strerror}; choose another --out") from error
    return folder
