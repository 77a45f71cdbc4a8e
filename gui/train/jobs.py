"""Jobs of the Train page: reading samples of a run, and copying models. They know no Qt."""

from __future__ import annotations

import shutil
from pathlib import Path

from seqgen.errors import SeqgenError, printable
from seqgen.files import Existing, new_file, read_regular
from seqgen.formats.sheet import Sheet

MOST_TEXT_BYTES = 1 << 20


def sample(path: str) -> Sheet | str:
    """Return a sample that a run wrote at a check. Raises `SeqgenError`."""
    file = Path(path)
    if file.suffix == ".mid":
        from seqgen.formats.midi import read_scores

        return Sheet.from_score(read_scores(file)[0].score)
    return read_regular(file, most_bytes=MOST_TEXT_BYTES).decode("utf-8", "replace")


def copy_model(source: str, target: str, *, overwrite: bool = False) -> str:
    """Copy a model file that has been checked, and return its path: `target`, or without `overwrite` the next free name
    if that is taken. Raises `SeqgenError`."""
    from seqgen.network.model_file import read_model

    read_model(Path(source))
    path = Path(target)
    existing = Existing.REPLACE if overwrite else Existing.NUMBER
    try:
        with Path(source).open("rb") as mine, new_file(path, existing=existing) as theirs:
            shutil.copyfileobj(mine, theirs.file)
    except OSError as error:
        raise SeqgenError(f"{printable(path)}: cannot be written: {error.strerror}") from error
    return str(theirs.path)
