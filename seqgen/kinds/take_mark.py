"""The mark of takes: the record of how seqgen made them (`seqgen.sampling.provenance`), in their file or beside it."""

from __future__ import annotations

import os
from pathlib import Path

from seqgen.errors import UnreadableFile, printable
from seqgen.files import read_regular
from seqgen.records import decoded

KEYS = frozenset({"seqgen", "version", "model", "fingerprint", "seed", "request"})
"""Names that every record has."""
MOST_BYTES = 1 << 24


def is_record(text: str | bytes) -> bool:
    """Return whether a text is such a record, of whatever version, perhaps with more in it."""
    try:
        data = decoded(text)
    except ValueError:
        return False
    return isinstance(data, dict) and set(data) >= KEYS


def refusal(path: Path) -> UnreadableFile:
    """Return the error for a take among the files to learn from."""
    return UnreadableFile(
        "{file}: was written by seqgen; --with-takes learns from takes too", file=printable(path.name)
    )


def stands_beside(path: Path) -> bool:
    """Return whether such a record stands beside a file, in a JSON file of its name, or is the file."""
    beside = os.path.splitext(path)[0] + ".json"
    # asked of every file of a corpus
    if not os.path.isfile(beside):
        return False
    try:
        return is_record(read_regular(beside, most_bytes=MOST_BYTES))
    except UnreadableFile:
        return False
