"""Copies of files in folders named after their labels."""

from __future__ import annotations

from pathlib import Path

from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import Existing, new_file, read_regular
from seqgen.library.file_names import safe_name

MOST_BYTES = 1 << 31


def file_under(folder: Path, label: str, file: Path) -> Path:
    """Copy a file into the folder of a label in `folder`, whole or not at all. Return where it lies: under another name
    (`name-2`) where another file has its name, and where it lay already if that is the same. Raises `SeqgenError`."""
    # a label may come from a stranger's model, and must not lead out of the folder
    target = folder.joinpath(*(safe_name(name, "") for name in label.split("/")))
    try:
        data = read_regular(file, most_bytes=MOST_BYTES)
        target.mkdir(parents=True, exist_ok=True)
        there = target / file.name
        if there.is_file() and there.stat().st_size == len(data) and there.read_bytes() == data:
            return there
    except OSError as error:
        raise SeqgenError("{file}: cannot be written: {why}", file=printable(target), why=reason_of(error)) from error
    with new_file(there, existing=Existing.NUMBER) as new:
        new.file.write(data)
    return new.path
